import { setTimeout as takeTime } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../lib/domain/errors.ts';
import { hashOf } from '../contract.ts';
import { holding, keyOf, many, ok, type Reply, refused, scripted, text } from './scripted-server.ts';

const never = new AbortController().signal;
const known = (): boolean => true;
const wrong = { code: 'CLIENT_PASSWORD_WRONG', retryable: false };

/** A page with one session, open by the right password, as a browser's cookie jar would keep it. */
function page(password: string): { reply: Reply; end: () => void } {
  let open = false;
  const daemon = holding(() => many(1));
  return {
    end: () => {
      open = false;
    },
    reply: (asked) => {
      if (asked.method !== 'auth.login') return open ? daemon(asked) : refused(1);
      const isRight = asked.params[0] === password;
      if (isRight && asked.credentials === 'include') open = true;
      return ok(isRight);
    },
  };
}

describe('signing in to Deluge with a password', () => {
  it('happens when a read is refused, and the read is repeated', async () => {
    const { client, asked } = scripted('password', page('hunter2secret').reply);
    expect(await client.listCompleted(never)).toHaveLength(1);
    const list = 'core.get_torrents_status';
    expect(asked.map((one) => one.method)).toEqual(['web.connected', 'auth.login', 'web.connected', list]);
    await client.listCompleted(never);
    expect(asked).toHaveLength(6);
  });

  it('happens again when the session ends in the middle of a poll', async () => {
    const server = page('hunter2secret');
    let lists = 0;
    const { client, asked, count } = scripted('password', (one) => {
      if (one.method === 'core.get_torrents_status' && ++lists === 2) server.end();
      return server.reply(one);
    });
    const changes = await client.listChanges(null, () => false, never);
    expect(changes.torrents).toHaveLength(1);
    expect(count('auth.login')).toBe(2);
    expect(asked).toHaveLength(7);
  });

  it('is tried once with a password that is refused, however often it is polled', async () => {
    const { client, count } = scripted('password', page('another').reply);
    for (let poll = 0; poll < 5; poll++) {
      await expect(client.listChanges(null, known, never)).rejects.toMatchObject(wrong);
      await expect(client.identify(never)).rejects.toMatchObject(wrong);
    }
    expect(count('auth.login')).toBe(1);
  });

  it('is tried again when the person has given another password', async () => {
    let secret = 'wrong';
    const { client, count } = scripted('password', page('right').reply, () => secret);
    await expect(client.listCompleted(never)).rejects.toMatchObject(wrong);
    secret = 'right';
    expect(await client.listCompleted(never)).toHaveLength(1);
    expect(count('auth.login')).toBe(2);
  });

  it('is shared by those who need it at the same time', async () => {
    const { client, count } = scripted('password', page('hunter2secret').reply);
    const calls = [client.listCompleted(never), client.listChanges(null, known, never)];
    await Promise.all([...calls, client.listByHash([hashOf(keyOf(0))], never)]);
    expect(count('auth.login')).toBe(1);
  });

  it('tries a wrong password once even if several reads and a test of it begin together', async () => {
    const server = page('another');
    const { client, count } = scripted('password', async (asked) => {
      if (asked.method === 'auth.login') await takeTime(50); // all are under way by then
      return server.reply(asked);
    });
    await Promise.allSettled([client.identify(never), client.listCompleted(never)]);
    expect(count('auth.login')).toBe(1);
  });

  it('does not happen for a read that was refused before another one signed in', async () => {
    const signedIn = Promise.withResolvers<void>();
    const server = page('hunter2secret');
    let asks = 0;
    const { client, count } = scripted('password', async (asked) => {
      const isFirst = asked.method === 'web.connected' && ++asks === 1;
      const answer = await server.reply(asked);
      if (asked.method === 'auth.login') setImmediate(signedIn.resolve);
      if (isFirst) await signedIn.promise;
      return answer;
    });
    await Promise.all([client.listCompleted(never), client.listCompleted(never)]);
    expect(count('auth.login')).toBe(1);
  });

  it('tests the password without cookies where the browser has a session, which stays as it is', async () => {
    const { client, asked } = scripted('password', (one) =>
      one.method === 'auth.login' ? ok(true) : holding(() => many(1))(one),
    );
    expect(await client.identify(never)).toEqual({ version: '2.2.0', apiVersion: null });
    await client.identify(never);
    const logins = asked.filter((one) => one.method === 'auth.login');
    expect(logins.map((one) => one.credentials)).toEqual(['omit']);
  });

  it('finds a wrong password also where the browser has a session', async () => {
    const { client, count } = scripted('password', (one) =>
      one.method === 'auth.login' ? ok(false) : holding(() => many(1))(one),
    );
    await expect(client.identify(never)).rejects.toMatchObject(wrong);
    await expect(client.identify(never)).rejects.toMatchObject(wrong);
    expect(count('auth.login')).toBe(1);
  });

  it('tries a wrong password once even if it is tested while the session ends', async () => {
    const [trying, refusedRead] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let open = true;
    const { client, count } = scripted('password', async (asked) => {
      if (asked.method !== 'auth.login') {
        if (!open) setTimeout(refusedRead.resolve, 20);
        return open ? holding(() => many(1))(asked) : refused(1);
      }
      open = false;
      trying.resolve();
      await refusedRead.promise;
      return ok(false);
    });
    const test = expect(client.identify(never)).rejects.toMatchObject(wrong);
    await trying.promise;
    await expect(client.listCompleted(never)).rejects.toMatchObject(wrong);
    await test;
    expect(count('auth.login')).toBe(1);
  });

  it('does not go on when a session was opened and reads are refused all the same', async () => {
    const { client, count } = scripted('password', ({ method }) =>
      method === 'auth.login' ? ok(true) : refused(1),
    );
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'CLIENT_LOGIN' });
    expect(count('auth.login')).toBe(1);
  });

  it('needs a password', async () => {
    const { client, count } = scripted('password', page('x').reply, () => null);
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'CLIENT_LOGIN' });
    expect(count('auth.login')).toBe(0);
  });

  it('lets the caller go at once, but learns how the attempt ended', async () => {
    const gate = Promise.withResolvers<void>();
    const waiting = Promise.withResolvers<void>();
    const server = page('another');
    const { client, count } = scripted('password', async (asked) => {
      if (asked.method === 'auth.login') {
        waiting.resolve();
        await gate.promise;
      }
      return server.reply(asked);
    });
    const stop = new AbortController();
    const call = client.listCompleted(stop.signal);
    await waiting.promise;
    stop.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    gate.resolve();
    await expect(client.listCompleted(never)).rejects.toMatchObject(wrong);
    expect(count('auth.login')).toBe(1);
  });
});

describe('the session of the browser', () => {
  it('is used for reads, and nothing else', async () => {
    const { client, asked } = scripted(
      'browser-session',
      holding(() => many(1)),
    );
    await client.identify(never);
    await client.listCompleted(never);
    await client.listChanges(null, known, never);
    await client.listByHash([hashOf(keyOf(0))], never);
    const reads = ['web.connected', 'daemon.get_version', 'core.get_torrents_status'];
    expect([...new Set(asked.map((one) => one.method))].sort()).toEqual(reads.sort());
    for (const one of asked)
      expect(one).toMatchObject({
        credentials: 'include',
        url: 'http://client.test:8112/deluge/json',
        type: 'application/json', // 2.0 refuses it with a character set
      });
  });

  it('is never opened by us', async () => {
    const { client, asked } = scripted('browser-session', () => refused(1));
    await expect(client.listCompleted(never)).rejects.toMatchObject({
      code: 'CLIENT_LOGIN',
      retryable: false,
    });
    expect(asked).toHaveLength(1);
  });
});

describe('an answer that is none', () => {
  it.each([
    ['the password question of a proxy', () => text('', 401), 'CLIENT_LOGIN'],
    ['the sign-in page of a proxy', () => text('<html>hello</html>'), 'CLIENT_UNKNOWN'],
    ['nothing there', () => text('', 404), 'CLIENT_UNKNOWN'],
    ['a page that takes no questions', () => text('', 405), 'CLIENT_UNKNOWN'],
    ['another program', () => text('{"version":1}'), 'CLIENT_UNKNOWN'],
    ['another JSON-RPC', () => refused(-32_601), 'CLIENT_UNKNOWN'],
    ['an answer to something else', () => ok('yes'), 'CLIENT_UNKNOWN'],
    ['a version that is none', () => ok(true), 'CLIENT_UNKNOWN'],
    ['an exception', () => refused(4), 'SERVER_ERROR'],
    ['a server in trouble', () => text('', 500), 'SERVER_ERROR'],
  ])('is told when identifying: %s', async (_, reply, code) => {
    for (const access of ['browser-session', 'password'] as const) {
      const { client } = scripted(access, ({ method }) => (method === 'auth.login' ? ok(true) : reply()));
      await expect(client.identify(never)).rejects.toMatchObject({ code });
    }
  });

  it('may have been cut off, and be whole the next time', async () => {
    const { client } = scripted('browser-session', () => text('{"result": tr'));
    const cutOff = { code: 'UNEXPECTED_ANSWER', retryable: true };
    await expect(client.identify(never)).rejects.toMatchObject(cutOff);
  });

  it('may come from Deluge 1.3, which is too old', async () => {
    const { client } = scripted('browser-session', ({ method }) => {
      if (method === 'web.connected') return ok(true);
      return method === 'daemon.info' ? ok('1.3.15') : refused(2);
    });
    await expect(client.identify(never)).rejects.toMatchObject({ code: 'CLIENT_TOO_OLD', retryable: false });
  });
});

describe('a password', () => {
  const replies: readonly (() => Response | Promise<Response>)[] = [
    () => text('hunter2secret', 403),
    () => text('hunter2secret', 500),
    () => text('{"result":"hunter2secret'),
    () => ok('hunter2secret'),
    () => Response.json({ result: null, error: { code: 3, message: 'hunter2secret' }, id: 1 }),
    () => Promise.reject(new TypeError('failed: hunter2secret')),
  ];
  it.each(replies)('is in no error and in no address, whatever is answered (%#)', async (reply) => {
    const { client, asked } = scripted('password', ({ method }) =>
      method === 'auth.login' ? reply() : refused(1),
    );
    for (const call of [() => client.identify(never), () => client.listCompleted(never)]) {
      const error = await call().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      const told = `${error} ${JSON.stringify(failureOf(error, 'test'))} ${(error as Error).cause}`;
      expect(told).not.toContain('hunter2secret');
    }
    for (const one of asked) expect(one.url).not.toContain('hunter2secret');
  });
});
