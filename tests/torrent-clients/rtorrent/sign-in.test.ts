import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../lib/domain/errors.ts';
import { page, type Reply, rows, scripted, version } from './scripted-server.ts';

const never = new AbortController().signal;
const known = (): boolean => true;
const basic = { 'www-authenticate': 'Basic realm="seedbox"' };
const header = `Basic ${Buffer.from('jörg:hunter2secret').toString('base64')}`;

/** A web server that wants this password. */
const wanting =
  (authorization: string): Reply =>
  (asked) => {
    if (asked.authorization !== authorization) return page(401, basic);
    return asked.method.startsWith('d.') ? rows() : version();
  };

describe('the place of XML-RPC', () => {
  const at =
    (...paths: readonly string[]): Reply =>
    ({ path }) =>
      paths.includes(path) ? version() : page(404);

  it.each([
    ['http://client.test/rutorrent/', ['/rutorrent/plugins/httprpc/action.php']],
    ['http://client.test/', ['/plugins/httprpc/action.php']],
    ['http://client.test/user/RPC2/', ['/user/RPC2']],
    ['http://client.test/rpc2.php/', ['/rpc2.php']],
  ])('is the likeliest below %s', async (address, [path = '']) => {
    const { client, asked } = scripted('browser-session', at(path), { address });
    await client.identify(never);
    expect(new Set(asked.map((one) => one.path))).toEqual(new Set([path]));
  });

  it.each(['/seedbox/rutorrent/plugins/rpc/rpc.php', '/seedbox/rutorrent/RPC2', '/seedbox/RPC2', '/RPC2'])(
    'is found at %s too, and remembered',
    async (path) => {
      const address = 'http://client.test/seedbox/rutorrent/';
      const { client, asked } = scripted('browser-session', at(path), { address });
      await client.identify(never);
      const before = asked.length;
      await client.identify(never);
      expect(asked.slice(before).map((one) => one.path)).toEqual([path, path]);
    },
  );

  it.each([
    ['a page at every address', () => page()],
    ['nothing at all', () => page(404)],
    ['a server that takes no POST', () => page(405)],
    ['a page that refuses', () => page(403)],
    ['JSON', () => Response.json({ result: 'success' })],
    ['XML of another kind', () => new Response('<?xml version="1.0"?><rss></rss>')],
  ])('is nowhere: %s is another program', async (_, reply) => {
    const { client, asked } = scripted('browser-session', reply);
    await expect(client.identify(never)).rejects.toMatchObject({ code: 'CLIENT_UNKNOWN', retryable: false });
    expect(asked.length).toBeLessThanOrEqual(5);
  });

  it('is not sought elsewhere when rtorrent is away, or somebody else might be there', async () => {
    for (const [reply, code] of [
      [() => page(500), 'CLIENT_BACKEND_AWAY'],
      [() => page(401, basic), 'CLIENT_LOGIN'],
      [() => Promise.reject(new TypeError('failed')), 'UNREACHABLE'],
    ] as const) {
      const { client, asked } = scripted('browser-session', reply);
      await expect(client.identify(never)).rejects.toMatchObject({ code });
      expect(asked).toHaveLength(1);
    }
  });
});

describe('an rtorrent that is away', () => {
  it.each([
    ['ruTorrent 5 that gets no connection', () => Response.json(false)],
    ['ruTorrent 5 whose connection is cut', () => Response.json('')],
    ['ruTorrent 4', () => page(500)],
    ['nginx', () => page(502)],
    ['Apache', () => page(503)],
  ])('is told by %s', async (_, reply) => {
    const { client } = scripted('browser-session', reply);
    const away = { code: 'CLIENT_BACKEND_AWAY', retryable: true };
    await expect(client.listChanges(null, known, never)).rejects.toMatchObject(away);
  });

  it('is told from an answer that broke off', async () => {
    const { client } = scripted('browser-session', async () => {
      const whole = await version().text();
      return new Response(whole.slice(0, -30));
    });
    const broken = { code: 'UNEXPECTED_ANSWER', retryable: true };
    await expect(client.identify(never)).rejects.toMatchObject(broken);
  });
});

describe('the password of the web server', () => {
  it('is sent in a header, with nothing of the browser', async () => {
    const { client, asked } = scripted('password', wanting(header));
    expect(await client.identify(never)).toEqual({ version: '0.9.8', apiVersion: '0.9.8' });
    for (const one of asked) expect(one).toMatchObject({ authorization: header, credentials: 'omit' });
  });

  it('is not sent for the session of the browser', async () => {
    const { client, asked } = scripted('browser-session', wanting(header));
    await expect(client.identify(never)).rejects.toMatchObject({ code: 'CLIENT_LOGIN', retryable: false });
    expect(asked).toMatchObject([{ authorization: null, credentials: 'include' }]);
  });

  it('is tried once when it is wrong, even if much begins together, and again when it was changed', async () => {
    let secret = 'wrong';
    const { client, asked } = scripted('password', wanting(header), { secret: () => secret });
    const wrong = { code: 'CLIENT_PASSWORD_WRONG', retryable: false };
    const calls = [
      client.identify(never),
      client.listCompleted(never),
      client.listChanges(null, known, never),
    ];
    for (const call of await Promise.allSettled(calls)) expect(call).toMatchObject({ reason: wrong });
    await expect(client.listCompleted(never)).rejects.toMatchObject(wrong);
    expect(asked).toHaveLength(1);
    secret = 'hunter2secret';
    expect(await client.listCompleted(never)).toEqual([]);
  });

  it('may stop being right at any time', async () => {
    let wanted = header;
    const { client, asked } = scripted('password', (one) => wanting(wanted)(one));
    const { cursor } = await client.listChanges(null, known, never);
    wanted = 'Basic other';
    const before = asked.length;
    for (let poll = 0; poll < 3; poll++)
      await expect(client.listChanges(cursor, known, never)).rejects.toMatchObject({
        code: 'CLIENT_PASSWORD_WRONG',
      });
    expect(asked.length - before).toBe(1);
  });

  it('that is missing asks for a sign-in, and so does a server that wants Digest', async () => {
    const login = { code: 'CLIENT_LOGIN', retryable: false };
    const without = scripted('password', wanting(header), { secret: () => null });
    await expect(without.client.identify(never)).rejects.toMatchObject(login);
    expect(without.asked).toEqual([]);
    const digest = scripted('password', () =>
      page(401, { 'www-authenticate': 'Digest realm="x", nonce="y"' }),
    );
    await expect(digest.client.identify(never)).rejects.toMatchObject(login);
  });

  it.each([
    () => page(401, basic),
    () => page(500),
    () => page(200),
    () => new Response('<?xml version="1.0"?><methodResponse>hunter2secret'),
    () => Promise.reject(new TypeError('failed: hunter2secret')),
  ])('is in no error and in no address, whatever is answered (%#)', async (reply) => {
    const { client, asked } = scripted('password', reply);
    for (const call of [() => client.identify(never), () => client.listCompleted(never)]) {
      const error = await call().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      const told = `${error} ${JSON.stringify(failureOf(error, 'test'))} ${(error as Error).cause}`;
      expect(told).not.toContain('hunter2secret');
    }
    for (const { path, body } of asked) expect(path + body).not.toContain('hunter2secret');
  });
});

describe("ruTorrent's protection against other pages", () => {
  it('is told as what it is', async () => {
    const { client, asked } = scripted('browser-session', () => new Response('Forbidden', { status: 403 }));
    const refused = { code: 'CLIENT_ORIGIN_REFUSED', retryable: false };
    await expect(client.identify(never)).rejects.toMatchObject(refused);
    expect(asked).toHaveLength(1);
  });
});
