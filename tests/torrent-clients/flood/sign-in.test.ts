import { setTimeout as takeTime } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../lib/domain/errors.ts';
import { hashOf } from '../contract.ts';
import { entry, listOf } from './entries.ts';
import { json, type Reply, scripted, text } from './scripted-server.ts';

const never = new AbortController().signal;
const known = (): boolean => true;
const unauthorized = (): Response => json({ code: 'FLOOD_UNAUTHORIZED', message: 'Unauthorized' }, 401);
const isSignIn = (path: string): boolean => path === 'auth/authenticate';

/** A Flood with one account, or (`null`) without any: open it by signing in, as a browser's cookie jar would keep it. */
function server(password: string | null) {
  const state = { open: false };
  const reply: Reply = ({ path, body, credentials }) => {
    if (isSignIn(path)) {
      const given = JSON.parse(body) as Record<string, unknown>;
      if (password !== null && given.password === undefined) return json({ message: 'Missing' }, 400);
      if (password !== null && given.password !== password) return json({ message: 'Failed login.' }, 401);
      state.open = credentials === 'include';
      return json({ success: true, username: 'admin', level: 10 });
    }
    if (path === 'openapi.json') return json({ info: { title: 'Flood API', version: '4.16.2' } });
    if (!state.open) return unauthorized();
    if (path === 'client/connection-test') return json({ isConnected: true });
    return path === 'torrents' ? text(listOf([entry()])) : json([]);
  };
  return { state, reply };
}

describe('signing in with a password', () => {
  it('happens when a read is refused, and the read is repeated', async () => {
    const { client, asked } = scripted('password', server('hunter2secret').reply);
    expect((await client.listChanges(null, () => false, never)).torrents).toHaveLength(1);
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET torrents',
      'POST auth/authenticate',
      'GET torrents',
    ]);
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({ username: 'admin', password: 'hunter2secret' });
    await client.listChanges(null, known, never);
    expect(asked).toHaveLength(4);
  });

  it('happens again when the session has ended between two polls', async () => {
    const { state, reply } = server('hunter2secret');
    const { client, signIns } = scripted('password', reply);
    const { cursor } = await client.listChanges(null, known, never);
    state.open = false;
    await expect(client.listChanges(cursor, known, never)).resolves.toMatchObject({ torrents: [] });
    expect(signIns()).toHaveLength(2);
  });

  it('is tried once with a password that is refused, however often it is polled', async () => {
    const { client, signIns } = scripted('password', server('another').reply);
    for (let poll = 0; poll < 5; poll++) {
      const wrong = { code: 'CLIENT_PASSWORD_WRONG', retryable: false };
      await expect(client.listChanges(null, known, never)).rejects.toMatchObject(wrong);
      await expect(client.identify(never)).rejects.toMatchObject(wrong);
    }
    expect(signIns()).toHaveLength(1);
  });

  it('is tried with a refused password no more, also when the browser had a session meanwhile', async () => {
    const { state, reply } = server('another');
    const { client, signIns } = scripted('password', reply);
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'CLIENT_PASSWORD_WRONG' });
    state.open = true;
    expect(await client.listCompleted(never)).toHaveLength(1);
    state.open = false;
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'CLIENT_PASSWORD_WRONG' });
    expect(signIns()).toHaveLength(1);
  });

  it('is tried again when the person has given another password', async () => {
    let secret = 'wrong';
    const { client, signIns } = scripted('password', server('right').reply, { secret: () => secret });
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'CLIENT_PASSWORD_WRONG' });
    secret = 'right';
    expect(await client.listCompleted(never)).toHaveLength(1);
    expect(signIns()).toHaveLength(2);
  });

  it('is shared by those who need it at the same time', async () => {
    const { client, signIns } = scripted('password', server('hunter2secret').reply);
    const calls = [client.listCompleted(never), client.listChanges(null, known, never)];
    await Promise.all([...calls, client.listFiles(hashOf('0'.repeat(40)), never)]);
    expect(signIns()).toHaveLength(1);
  });

  it('does not happen for a read that was refused before another one signed in', async () => {
    const signedIn = Promise.withResolvers<void>();
    const { reply } = server('hunter2secret');
    const { client, signIns } = scripted('password', async (asked) => {
      const answer = await reply(asked);
      if (isSignIn(asked.path)) setImmediate(signedIn.resolve);
      if (asked.path.endsWith('contents') && answer.status === 401) await signedIn.promise;
      return answer;
    });
    await Promise.all([client.listFiles(hashOf('0'.repeat(40)), never), client.listCompleted(never)]);
    expect(signIns()).toHaveLength(1);
  });

  it('happens once, however often the version is asked for', async () => {
    const { client, signIns } = scripted('password', server('hunter2secret').reply);
    for (let time = 0; time < 3; time++) await client.identify(never);
    expect(signIns()).toHaveLength(1);
  });

  it('is tried although a session is open, when the person has just typed the password', async () => {
    const { state, reply } = server('another');
    state.open = true;
    const { client } = scripted('password', reply);
    await expect(client.identify(never)).rejects.toMatchObject({ code: 'CLIENT_PASSWORD_WRONG' });
  });

  it('does not go on when a session was opened and reads are refused all the same', async () => {
    const { client, asked, signIns } = scripted('password', ({ path }) =>
      isSignIn(path) ? json({ success: true }) : unauthorized(),
    );
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'CLIENT_LOGIN' });
    expect(signIns()).toHaveLength(1);
    expect(asked).toHaveLength(3);
  });

  it('needs a password', async () => {
    const { client, signIns } = scripted('password', server('x').reply, { secret: () => null });
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'CLIENT_LOGIN' });
    expect(signIns()).toHaveLength(0);
  });

  it.each([
    ['CLIENT_UNKNOWN', false, 'a page', () => text('<html>', 200, 'text/html')],
    ['CLIENT_UNKNOWN', false, 'nothing there', () => text('', 404)],
    ['CLIENT_LOGIN', false, 'the page of a proxy', () => text('<html>', 401, 'text/html')],
    ['CLIENT_LOGIN', false, 'the question of a proxy', asked],
    ['SERVER_BUSY', true, 'too many attempts', () => json({ message: 'Rate limit exceeded' }, 429)],
  ])('tells %s (may be tried again: %s): %s', async (code, retryable, _, login) => {
    const { client } = scripted('password', ({ path }) => (isSignIn(path) ? login() : unauthorized()));
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code, retryable });
  });

  function asked(): Response {
    const headers = { 'www-authenticate': 'Basic realm="nas"', 'content-type': 'application/json' };
    return new Response('{}', { status: 401, headers });
  }

  it('lets the caller go at once, but learns how the attempt ended', async () => {
    const [gate, waiting] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { reply } = server('another');
    const { client, signIns } = scripted('password', async (asked) => {
      if (isSignIn(asked.path)) {
        waiting.resolve();
        await gate.promise;
      }
      return reply(asked);
    });
    const stop = new AbortController();
    const call = client.listCompleted(stop.signal);
    await waiting.promise;
    stop.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    gate.resolve();
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'CLIENT_PASSWORD_WRONG' });
    expect(signIns()).toHaveLength(1);
  });
});

describe('the session of the browser', () => {
  it('is used for reads that keep no state', async () => {
    const { state, reply } = server('secret');
    state.open = true;
    const { client, asked } = scripted('browser-session', reply);
    await client.listCompleted(never);
    await client.listChanges(null, known, never);
    await client.listFiles(hashOf('0'.repeat(40)), never);
    for (const one of asked) expect(one).toMatchObject({ method: 'GET', credentials: 'include', body: '' });
  });

  it('is asked for without a password, which is enough where there are no accounts', async () => {
    const { state, reply } = server(null);
    const { client, signIns } = scripted('browser-session', reply);
    expect(await client.listCompleted(never)).toHaveLength(1);
    state.open = false; // its cookie lasts a week
    expect(await client.listCompleted(never)).toHaveLength(1);
    expect(signIns().map(({ body }) => body)).toEqual(['{}', '{}']);
  });

  it('is asked for once where there are accounts, until the person has signed in', async () => {
    const { state, reply } = server('secret');
    const { client, signIns } = scripted('browser-session', reply);
    const login = { code: 'CLIENT_LOGIN', retryable: false };
    for (let poll = 0; poll < 5; poll++)
      await expect(client.listChanges(null, known, never)).rejects.toMatchObject(login);
    expect(signIns()).toHaveLength(1);
    state.open = true;
    await client.listCompleted(never);
    state.open = false;
    await expect(client.listCompleted(never)).rejects.toMatchObject(login);
    expect(signIns()).toHaveLength(2);
  });

  it('is not opened by reads that begin together, more than once', async () => {
    const { reply } = server(null);
    const { client, signIns } = scripted('browser-session', async (asked) => {
      if (isSignIn(asked.path)) await takeTime(20);
      return reply(asked);
    });
    await Promise.all([client.listCompleted(never), client.listCompleted(never), client.identify(never)]);
    expect(signIns()).toHaveLength(1);
  });
});

describe('identifying', () => {
  const open = (change: Reply): Reply => {
    const { state, reply } = server('secret');
    state.open = true;
    return async (asked) => {
      const answer = await change(asked);
      return answer.status === 418 ? reply(asked) : answer;
    };
  };
  const asUsual = (): Response => text('', 418);

  it('tells the version', async () => {
    const { client, asked } = scripted('browser-session', open(asUsual));
    expect(await client.identify(never)).toEqual({ version: '4.16.2', apiVersion: null });
    expect(asked.map((one) => one.path)).toEqual([
      'auth/authenticate',
      'client/connection-test',
      'openapi.json',
    ]);
  });

  it.each([
    ['nothing', () => text('', 404)],
    ['a page', () => text('<html>', 200, 'text/html')],
    ['another program', () => json({ info: { title: 'Shop', version: '7' } })],
  ])('takes an old Flood for what it is, which has %s in that place', async (_, description) => {
    const { client } = scripted(
      'browser-session',
      open(({ path }) => (path === 'openapi.json' ? description() : asUsual())),
    );
    expect(await client.identify(never)).toEqual({ version: '4', apiVersion: null });
  });

  it.each([
    ['CLIENT_BACKEND_AWAY', true, () => json({ code: 'ECONNREFUSED', message: 'connect' }, 500)],
    ['CLIENT_LOGIN', false, unauthorized],
    ['CLIENT_UNKNOWN', false, () => json({})],
    ['CLIENT_UNKNOWN', false, () => text('<html>', 200, 'text/html')],
  ])('tells %s (may be tried again: %s)', async (code, retryable, test) => {
    const { client } = scripted(
      'browser-session',
      open(({ path }) => (path === 'client/connection-test' ? test() : asUsual())),
    );
    await expect(client.identify(never)).rejects.toMatchObject({ code, retryable });
  });

  it.each([
    'http://client.test:3000/flood/',
    'http://client.test:3000/flood/overview/',
    'http://client.test:3000/flood/overview',
    'http://client.test:3000/flood/login/?x=1#y',
    'http://client.test:3000/flood/index.html',
  ])('finds the API from %s', async (address) => {
    const { client, asked } = scripted('browser-session', open(asUsual), { address });
    await client.identify(never);
    expect(asked[1]?.path).toBe('client/connection-test');
  });

  it('leaves a folder alone whose name only ends like a page', async () => {
    const { client, asked } = scripted('browser-session', open(asUsual), {
      address: 'http://client.test:3000/my-overview/',
    });
    await client.identify(never).catch(() => undefined);
    expect(asked[0]?.path).toBe('/my-overview/api/auth/authenticate');
  });
});

describe('a secret', () => {
  const refusals = [
    () => text('hunter2secret', 401),
    () => text('hunter2secret', 403),
    () => json({ message: 'hunter2secret' }, 500),
    () => text('{"hunter2secret'),
    () => Promise.reject(new TypeError('failed: hunter2secret')),
  ];
  it.each(refusals)('is in no error and in no address, whatever is answered (%#)', async (reply) => {
    const { client, asked } = scripted('password', ({ path }) => (isSignIn(path) ? reply() : unauthorized()));
    for (const call of [() => client.identify(never), () => client.listCompleted(never)]) {
      const error = await call().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      const told = `${error} ${JSON.stringify(failureOf(error, 'test'))} ${(error as Error).cause}`;
      expect(told).not.toContain('hunter2secret');
    }
    for (const one of asked) expect(one.path).not.toContain('hunter2secret');
  });
});
