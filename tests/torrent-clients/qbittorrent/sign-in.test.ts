import { setTimeout as takeTime } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../lib/domain/errors.ts';
import { hashOf } from '../contract.ts';
import { entry, json, type Reply, scripted, text } from './scripted-server.ts';

const never = new AbortController().signal;
const known = (): boolean => true;

/** A daemon with one session: open it by the right password, as a browser's cookie jar would keep it. */
function daemon(password: string, signIn: { ok: Reply; wrong: Reply }): Reply {
  let open = false;
  return (asked) => {
    if (asked.path === 'auth/login') {
      const right = asked.form.get('username') === 'admin' && asked.form.get('password') === password;
      if (right && asked.credentials === 'include') open = true;
      return right ? signIn.ok(asked) : signIn.wrong(asked);
    }
    if (!open) return text('Forbidden', 403);
    if (asked.path === 'app/version') return text('v4.5.2');
    if (asked.path === 'app/webapiVersion') return text('2.8.19');
    return json([entry()]);
  };
}
const old = { ok: () => text('Ok.'), wrong: () => text('Fails.') };
const since52 = { ok: () => text('', 204), wrong: () => text('Unauthorized', 401) };
const banned = 'Your IP address has been banned after too many failed authentication attempts.';

describe.each([
  ['4.5', old],
  ['5.3', since52],
])('signing in to qBittorrent %s with a password', (_, manners) => {
  it('happens when a read is refused, and the read is repeated', async () => {
    const { client, asked } = scripted('password', daemon('hunter2secret', manners));
    expect((await client.listChanges(null, known, never)).torrents).toHaveLength(1);
    expect(asked.map((one) => one.path)).toEqual(['torrents/info', 'auth/login', 'torrents/info']);
    await client.listChanges(null, known, never);
    expect(asked).toHaveLength(4);
  });

  it('is tried once with a password that is refused, however often it is polled', async () => {
    const { client, count } = scripted('password', daemon('another', manners));
    for (let poll = 0; poll < 5; poll++) {
      await expect(client.listChanges(null, known, never)).rejects.toMatchObject({
        code: 'CLIENT_PASSWORD_WRONG',
        retryable: false,
      });
      await expect(client.identify(never)).rejects.toMatchObject({ code: 'CLIENT_PASSWORD_WRONG' });
    }
    expect(count('auth/login')).toBe(1);
  });

  it('is tried again when the person has given another password', async () => {
    let secret = 'wrong';
    const server = daemon('right', manners);
    const { client, count } = scripted('password', server, () => secret);
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'CLIENT_PASSWORD_WRONG' });
    secret = 'right';
    expect(await client.listCompleted(never)).toHaveLength(1);
    expect(count('auth/login')).toBe(2);
  });

  it('is shared by those who need it at the same time', async () => {
    const { client, count } = scripted('password', daemon('hunter2secret', manners));
    const calls = [client.listCompleted(never), client.listChanges(null, known, never)];
    await Promise.all([...calls, client.listFiles(hashOf('0'.repeat(40)), never)]);
    expect(count('auth/login')).toBe(1);
  });

  it('tries the password once even if reading and identifying begin together', async () => {
    const server = daemon('another', manners);
    const { client, count } = scripted('password', async (asked) => {
      if (asked.path === 'auth/login') await takeTime(50); // both are under way by then
      return server(asked);
    });
    await Promise.allSettled([client.identify(never), client.listCompleted(never)]);
    expect(count('auth/login')).toBe(1);
  });

  it('does not happen for a read that was refused before another one signed in', async () => {
    const signedIn = Promise.withResolvers<void>();
    const server = daemon('hunter2secret', manners);
    const { client, count } = scripted('password', async (asked) => {
      const answer = await server(asked);
      if (asked.path === 'auth/login') setImmediate(signedIn.resolve);
      if (asked.path === 'torrents/files' && answer.status === 403) await signedIn.promise;
      return answer;
    });
    await Promise.all([client.listFiles(hashOf('0'.repeat(40)), never), client.listCompleted(never)]);
    expect(count('auth/login')).toBe(1);
  });

  it('tries the password without cookies first, as an open session would accept any', async () => {
    const { client, asked } = scripted('password', daemon('hunter2secret', manners));
    expect(await client.identify(never)).toEqual({ version: '4.5.2', apiVersion: '2.8.19' });
    expect(asked[0]).toMatchObject({ path: 'auth/login', credentials: 'omit' });
    await client.identify(never);
    expect(asked.filter((one) => one.path === 'auth/login' && one.credentials === 'omit')).toHaveLength(1);
  });
});

describe('signing in with a password', () => {
  const refusing =
    (login: () => Response, version: () => Response = () => text('Forbidden', 403)): Reply =>
    ({ path, method }) => {
      if (path === 'auth/login') return login();
      return path === 'app/version' && method === 'POST' ? version() : text('Forbidden', 403);
    };

  it.each([
    ['a ban', () => text(banned, 403), { code: 'CLIENT_BANNED', retryAfterMs: 3_600_000 }],
    ['a web page instead of an answer', () => text('<html>', 200, 'text/html'), { code: 'CLIENT_UNKNOWN' }],
    ['a web page that refuses', () => text('<html>', 403, 'text/html'), { code: 'CLIENT_UNKNOWN' }],
    ['no such address', () => text('', 404), { code: 'CLIENT_UNKNOWN' }],
  ])('tells %s', async (_, login, failure) => {
    const { client, count } = scripted('password', refusing(login));
    const refused = { ...failure, retryable: false };
    await expect(client.listCompleted(never)).rejects.toMatchObject(refused);
    expect(count('auth/login')).toBe(1);
  });

  it('tells a refused origin from a wrong password, which is the same status since 5.2', async () => {
    const unauthorized = (): Response => text('Unauthorized', 401);
    const origin = scripted('password', refusing(unauthorized, unauthorized));
    await expect(origin.client.listCompleted(never)).rejects.toMatchObject({
      code: 'CLIENT_ORIGIN_REFUSED',
      retryable: false,
    });
    expect(origin.asked.at(-1)).toMatchObject({ method: 'POST', path: 'app/version' });
    expect(origin.asked.at(-1)?.form.size).toBe(0);
  });

  it('does not sign in again when a session was opened and reads are refused all the same', async () => {
    const { client, count } = scripted(
      'password',
      refusing(() => text('Ok.')),
    );
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'CLIENT_LOGIN' });
    expect(count('auth/login')).toBe(1);
  });

  it('needs a password', async () => {
    const { client, count } = scripted('password', daemon('x', old), () => null);
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'CLIENT_LOGIN' });
    expect(count('auth/login')).toBe(0);
  });

  it('lets the caller go at once, but learns how the attempt ended', async () => {
    const gate = Promise.withResolvers<void>();
    const waiting = Promise.withResolvers<void>();
    const server = daemon('another', old);
    const { client, count } = scripted('password', async (asked) => {
      if (asked.path === 'auth/login') {
        waiting.resolve();
        await gate.promise;
      }
      return server(asked);
    });
    const stop = new AbortController();
    const call = client.listCompleted(stop.signal);
    await waiting.promise;
    stop.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    gate.resolve();
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'CLIENT_PASSWORD_WRONG' });
    expect(count('auth/login')).toBe(1);
  });
});

describe('the session of the browser', () => {
  it('is used for reads that keep no state, and nothing else', async () => {
    const { client, asked } = scripted('browser-session', ({ path }) =>
      path === 'app/version' || path === 'app/webapiVersion' ? text('v5.1.0') : json([entry()]),
    );
    await client.identify(never);
    await client.listCompleted(never);
    await client.listChanges(null, known, never);
    await client.listChanges('rid:7', known, never);
    await client.listByHash([hashOf('0'.repeat(40))], never);
    await client.listFiles(hashOf('0'.repeat(40)), never);
    for (const one of asked) {
      expect(one).toMatchObject({ method: 'GET', credentials: 'include', authorization: null });
      expect(one.path).not.toContain('sync/');
    }
  });

  it('is never opened by us', async () => {
    const { client, asked } = scripted('browser-session', () => text('Forbidden', 403));
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'CLIENT_LOGIN' });
    expect(asked).toHaveLength(1);
  });
});

describe('an API key', () => {
  it('goes into a header, and no cookie goes with it', async () => {
    const { client, asked } = scripted('api-key', () => json([]));
    await client.listCompleted(never);
    expect(asked[0]).toMatchObject({ credentials: 'omit', authorization: 'Bearer hunter2secret' });
  });

  it('that is refused needs a person', async () => {
    const { client } = scripted('api-key', () => text('Forbidden', 403));
    const refused = { code: 'CLIENT_PASSWORD_WRONG', retryable: false };
    await expect(client.listCompleted(never)).rejects.toMatchObject(refused);
  });

  it('that is not there needs a person', async () => {
    const { client, asked } = scripted(
      'api-key',
      () => json([]),
      () => null,
    );
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'CLIENT_LOGIN' });
    expect(asked).toHaveLength(0);
  });
});

describe('an answer that is none', () => {
  it.each([
    ['a foreign host or origin', () => text('Unauthorized', 401), 'CLIENT_ORIGIN_REFUSED'],
    ['the password question of a proxy', proxy, 'CLIENT_LOGIN'],
    ['a page', () => text('<html>hello</html>', 200, 'text/html'), 'CLIENT_UNKNOWN'],
    ['a page that forbids', () => text('<html>no</html>', 403, 'text/html'), 'CLIENT_UNKNOWN'],
    ['nothing there', () => text('', 404), 'CLIENT_UNKNOWN'],
    ['another program', () => text('{"version":1}'), 'CLIENT_UNKNOWN'],
    ['a daemon in trouble', () => text('', 500), 'SERVER_ERROR'],
  ])('is told when identifying: %s', async (_, reply, code) => {
    const { client } = scripted('browser-session', reply);
    await expect(client.identify(never)).rejects.toMatchObject({ code });
  });

  function proxy(): Response {
    return new Response('', { status: 401, headers: { 'www-authenticate': 'Basic realm="nas"' } });
  }
});

describe('a secret', () => {
  const refusals = [
    () => text('hunter2secret', 403),
    () => text('hunter2secret', 401),
    () => text('hunter2secret', 500),
    () => text('Fails.'),
    () => text('[{"hunter2secret'),
    () => Promise.reject(new TypeError('failed: hunter2secret')),
  ];
  it.each(refusals)('is in no error and in no address, whatever is answered (%#)', async (reply) => {
    for (const access of ['password', 'api-key'] as const) {
      const { client, asked } = scripted(access, ({ path }) =>
        access === 'api-key' || path === 'auth/login' ? reply() : text('Forbidden', 403),
      );
      for (const call of [() => client.identify(never), () => client.listCompleted(never)]) {
        const error = await call().catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(Error);
        const told = `${error} ${JSON.stringify(failureOf(error, 'test'))} ${(error as Error).cause}`;
        expect(told).not.toContain('hunter2secret');
      }
      for (const one of asked) expect(`${one.path}?${one.query}`).not.toContain('hunter2secret');
    }
  });
});
