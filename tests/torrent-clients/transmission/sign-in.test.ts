import { describe, expect, it } from 'vitest';
import type { Torrent } from '../../../lib/domain/torrent.ts';
import type { TorrentClient } from '../../../lib/ports/torrent-client.ts';
import {
  type Asked,
  answer,
  conflict,
  daemon,
  html,
  type Reply,
  scripted,
  torrent,
} from './scripted-server.ts';

const never = new AbortController().signal;
const known = (): boolean => true;
const list = (client: TorrentClient): Promise<readonly Torrent[]> => client.listCompleted(never);

describe('the session id of Transmission', () => {
  it('is asked for once, and again when Transmission names another', async () => {
    let session = 'one';
    const { client, asked } = scripted(daemon(undefined, () => session));
    await list(client);
    await list(client);
    session = 'two';
    await list(client);
    expect(asked.map((one) => one.session)).toEqual(['', 'one', 'one', 'one', 'two']);
  });

  it('is not asked for without end', async () => {
    let count = 0;
    const { client, asked } = scripted(() => conflict(`session-${count++}`));
    await expect(list(client)).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER', retryable: true });
    expect(asked).toHaveLength(2);
  });

  it.each(['', 'with spaces in it', 'x'.repeat(300)])('is not believed when it is %j', async (session) => {
    const { client, asked } = scripted(() => conflict(session));
    await expect(list(client)).rejects.toMatchObject({ code: 'CLIENT_UNKNOWN' });
    expect(asked).toHaveLength(1);
  });
});

describe('what the browser knows', () => {
  it('is used for reads, and nothing else', async () => {
    const { client, asked } = scripted(daemon());
    await client.identify(never);
    await client.listChanges(null, () => false, never);
    await client.listBySessionId?.([1], never);
    for (const one of asked) {
      expect(one).toMatchObject({ credentials: 'include', authorization: null });
      expect(['session-get', 'torrent-get']).toContain(one.method);
    }
  });

  it('may be too little, and is not to be tried again soon: 3.00 locks out who asks often', async () => {
    const { client } = scripted(() => html(401));
    const refusal = { code: 'CLIENT_LOGIN', retryable: false, retryAfterMs: 3_600_000 };
    await expect(list(client)).rejects.toMatchObject(refusal);
  });
});

/** Transmission with a password. */
const guarded =
  (password: () => string): Reply =>
  (asked) =>
    asked.authorization === `Basic ${Buffer.from(`admin:${password()}`).toString('base64')}`
      ? daemon()(asked)
      : html(401);

describe('a password', () => {
  it('goes in a header with each request, and no cookie with it', async () => {
    const { client, asked } = scripted(
      guarded(() => 'pässword:1'),
      'password',
      () => 'pässword:1',
    );
    expect(await list(client)).toHaveLength(1);
    for (const one of asked) {
      expect(one.credentials).toBe('omit');
      expect(JSON.stringify({ path: one.path, args: one.args })).not.toContain('ssword');
    }
  });

  it('is tried once when it is refused, however often and by however many', async () => {
    const { client, asked } = scripted(
      guarded(() => 'another'),
      'password',
    );
    const wrong = { code: 'CLIENT_PASSWORD_WRONG', retryable: false };
    const calls = [list(client), client.identify(never), client.listChanges(null, known, never)];
    for (const call of await Promise.allSettled(calls))
      expect(call).toMatchObject({ status: 'rejected', reason: wrong });
    await expect(list(client)).rejects.toMatchObject(wrong);
    expect(asked).toHaveLength(1);
  });

  it('is tried again when the person has given another', async () => {
    let secret = 'wrong';
    const { client } = scripted(
      guarded(() => 'right'),
      'password',
      () => secret,
    );
    await expect(list(client)).rejects.toMatchObject({ code: 'CLIENT_PASSWORD_WRONG' });
    secret = 'right';
    expect(await list(client)).toHaveLength(1);
  });

  it('that was right may be wrong later', async () => {
    let right = 'hunter2secret';
    const { client, asked } = scripted(
      guarded(() => right),
      'password',
    );
    await list(client);
    right = 'changed';
    for (let poll = 0; poll < 3; poll++)
      await expect(list(client)).rejects.toMatchObject({ code: 'CLIENT_PASSWORD_WRONG' });
    expect(asked).toHaveLength(3);
  });

  it('has to be there', async () => {
    const { client, asked } = scripted(
      guarded(() => 'x'),
      'password',
      () => null,
    );
    await expect(list(client)).rejects.toMatchObject({ code: 'CLIENT_LOGIN' });
    expect(asked).toHaveLength(0);
  });

  it('that nobody knows yet to be right keeps no caller who wants to go', async () => {
    const gate = Promise.withResolvers<Response>();
    const { client } = scripted(() => gate.promise, 'password');
    const first = list(client);
    const stop = new AbortController();
    const second = client.identify(stop.signal);
    stop.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    gate.resolve(html(401));
    await expect(first).rejects.toMatchObject({ code: 'CLIENT_PASSWORD_WRONG' });
  });
});

describe('a refusal', () => {
  const banned = '<p>Too many unsuccessful login attempts. Please restart transmission-daemon.</p>';
  it.each([
    [
      'an address that is not on the whitelist',
      html(403, '<p>Unauthorized IP Address.</p>'),
      'CLIENT_NOT_ALLOWED',
    ],
    ['a host name that is not on the whitelist', html(421), 'CLIENT_NOT_ALLOWED'],
    ['too many wrong passwords', html(403, banned), 'CLIENT_BANNED'],
    ['no such address', html(404), 'CLIENT_UNKNOWN'],
    ['an address that takes no POST', html(405), 'CLIENT_UNKNOWN'],
    ['a web page', html(200, '<html>Sign in</html>'), 'CLIENT_UNKNOWN'],
    ['another API', Response.json(['something', 'else']), 'CLIENT_UNKNOWN'],
    [
      'a question it does not know',
      Response.json({ result: 'method name not recognized' }),
      'UNEXPECTED_ANSWER',
    ],
    [
      'a Transmission 2',
      Response.json({ result: 'success', arguments: { torrents: [{}] } }),
      'CLIENT_TOO_OLD',
    ],
  ])('is told as what it is: %s', async (_, response, code) => {
    for (const access of ['browser-session', 'password'] as const) {
      const { client } = scripted(() => response.clone(), access);
      await expect(list(client)).rejects.toMatchObject({ code, retryable: false });
    }
  });

  it('of damaged JSON may be over next time', async () => {
    const { client } = scripted(() => new Response('{"result":"succ'));
    await expect(list(client)).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER', retryable: true });
  });

  it('of an old Transmission is told when it is set up', async () => {
    const old = { result: 'success', arguments: { version: '2.94 (d8e60ee44f)', 'rpc-version': 15 } };
    await expect(scripted(() => Response.json(old)).client.identify(never)).rejects.toMatchObject({
      code: 'CLIENT_TOO_OLD',
    });
  });

  it('of another program is told when it is set up', async () => {
    const other = { result: 'success', arguments: { version: 'x' } };
    await expect(scripted(() => Response.json(other)).client.identify(never)).rejects.toMatchObject({
      code: 'CLIENT_UNKNOWN',
    });
  });
});

describe('the address of a Transmission', () => {
  const at =
    (rpc: string): Reply =>
    (asked) =>
      asked.path === rpc ? daemon()(asked) : html(404);

  it.each([
    ['http://nas:9091/transmission/web/', '/transmission/rpc'],
    ['http://nas:9091/transmission/', '/transmission/rpc'],
    ['http://nas:9091/transmission/rpc/', '/transmission/rpc'],
    ['http://nas:9091/', '/transmission/rpc'],
    ['https://nas/seedbox/transmission/web/', '/seedbox/transmission/rpc'],
    ['https://nas/tr/web/', '/tr/rpc'],
    ['https://nas/tr/', '/tr/rpc'],
    ['https://nas/tr/', '/tr/transmission/rpc'],
    ['https://torrents.nas/', '/rpc'],
  ])('may be %s for one at %s', async (address, rpc) => {
    const { client, asked } = scripted(at(rpc), 'browser-session', () => null, address);
    await client.identify(never);
    const before = asked.length;
    await client.listChanges(null, known, never);
    expect(asked.slice(before).map((one) => one.path)).toEqual([rpc]);
  });

  it('is not looked for where somebody answers that he is not there', async () => {
    const { client, asked } = scripted(
      () => html(401),
      'password',
      () => 'x',
      'http://nas:9091/',
    );
    await expect(client.identify(never)).rejects.toMatchObject({ code: 'CLIENT_PASSWORD_WRONG' });
    expect(asked).toHaveLength(1);
  });

  it('is unknown where nobody is', async () => {
    const { client } = scripted(at('/elsewhere'), 'browser-session', () => null, 'http://nas:9091/');
    await expect(client.identify(never)).rejects.toMatchObject({ code: 'CLIENT_UNKNOWN' });
  });
});

describe('a Transmission that has forgotten its old protocol', () => {
  const onlyJsonRpc: Reply = async (asked: Asked) => {
    if (asked.protocol === 'legacy') {
      const error = { code: -32600, message: 'Invalid Request' };
      return Response.json({ jsonrpc: '2.0', id: null, error });
    }
    const fields = asked.args.fields as readonly string[];
    expect([asked.method, ...fields].join()).not.toMatch(/[A-Z-]/);
    const old = (name: string): string => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
    if (asked.method === 'session_get')
      return Response.json({ jsonrpc: '2.0', id: 1, result: { version: '5.0.0', rpc_version: 20 } });
    const legacy = answer({ ...asked, args: { ...asked.args, fields: fields.map(old) } }, [torrent()]);
    const { arguments: result } = (await legacy.json()) as { arguments: unknown };
    return Response.json({ jsonrpc: '2.0', id: 1, result });
  };

  it('is asked in JSON-RPC 2 from then on', async () => {
    const { client, asked } = scripted(onlyJsonRpc);
    expect(await client.identify(never)).toEqual({ version: '5.0.0', apiVersion: '20' });
    expect(await list(client)).toMatchObject([{ name: 'Movie.0', phase: 'complete' }]);
    expect(asked.map((one) => one.protocol)).toEqual(['legacy', 'json-rpc', 'json-rpc']);
  });

  it('is not asked without end when it refuses that too', async () => {
    const { client, asked } = scripted(() => Response.json({ jsonrpc: '2.0', id: 1, error: { code: 1 } }));
    await expect(list(client)).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' });
    expect(asked).toHaveLength(2);
  });
});
