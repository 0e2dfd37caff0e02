import { describe, expect, it } from 'vitest';
import type { Download } from '../../lib/domain/download.ts';
import { type ErrorCode, OperationError } from '../../lib/domain/errors.ts';
import type { ClientSettings } from '../../lib/domain/settings.ts';
import { memorySettings, standardSettings, startBackground } from '../fakes/background.ts';
import { FakeClock, settled } from '../fakes/clock.ts';
import { downloadOf } from '../fakes/download.ts';
import { FakeWorld } from '../fakes/world.ts';

const [qb] = standardSettings.clients as [ClientSettings];

function begin() {
  const world = new FakeWorld();
  return { world, ...startBackground(world, new FakeClock(), memorySettings()) };
}

const failsWith = (world: FakeWorld, code: ErrorCode, more: { retryAfterMs?: number } = {}): void => {
  world.onEffect = (name) => {
    if (name.startsWith('client.')) throw new OperationError(code, { operation: name, ...more });
  };
};

const refusalOf = (settings: { readonly value: { readonly clients: readonly ClientSettings[] } }) =>
  settings.value.clients[0]?.refusal;

/** A client whose answer is held back until `release`. */
function hold(world: FakeWorld): () => void {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  world.wait = () => held;
  return release;
}

describe('a poll', () => {
  it('says how the client is, and since when', async () => {
    const { world, clients, clock } = begin();
    expect(clients.stateOf('qb')).toEqual({ state: 'unknown', code: null, sinceMs: 0 });
    const startMs = clock.nowMs;
    await clients.poll(qb);
    await clock.pass(1_000);
    await clients.poll(qb);
    expect(clients.stateOf('qb')).toEqual({ state: 'online', code: null, sinceMs: startMs });
    world.clientAway = true;
    await clients.poll(qb);
    expect(clients.stateOf('qb')).toEqual({
      state: 'trouble',
      code: 'UNREACHABLE',
      sinceMs: startMs + 1_000,
    });
  });

  it('asks nothing of a host that the browser does not allow', async () => {
    const { world, clients, allowedHosts } = begin();
    allowedHosts.value = false;
    await clients.poll(qb);
    expect(world.requests).toBe(0);
    expect(clients.stateOf('qb').code).toBe('PERMISSION_MISSING');
  });

  it.each(['CLIENT_PASSWORD_WRONG', 'CLIENT_BANNED'] as const)('writes %s down', async (code) => {
    const { world, clients, settings, clock } = begin();
    failsWith(world, code, { retryAfterMs: 60_000 });
    await clients.poll(qb);
    expect(refusalOf(settings)).toEqual({ code, untilMs: clock.nowMs + 60_000 });
  });

  it.each(['CLIENT_LOGIN', 'UNREACHABLE', 'CLIENT_ORIGIN_REFUSED'] as const)(
    'does not take %s for a refused password',
    async (code) => {
      const { world, clients, settings } = begin();
      failsWith(world, code);
      await clients.poll(qb);
      expect(refusalOf(settings)).toBeNull();
    },
  );

  it('asks no more for a while where each question without a password is counted', async () => {
    const { world, clients, settings, clock } = begin();
    failsWith(world, 'CLIENT_LOGIN', { retryAfterMs: 60_000 });
    await clients.poll(qb);
    expect(refusalOf(settings)).toEqual({ code: 'CLIENT_LOGIN', untilMs: clock.nowMs + 60_000 });
    const asked = world.requests;
    await clients.poll({ ...qb, refusal: refusalOf(settings) ?? null });
    expect(world.requests).toBe(asked);
  });

  it('does not put off a ban by waiting for it, and asks again when it is over', async () => {
    const { world, clients, settings, clock } = begin();
    failsWith(world, 'CLIENT_BANNED', { retryAfterMs: 60_000 });
    await clients.poll(qb);
    const until = refusalOf(settings)?.untilMs;
    const banned = { ...qb, refusal: refusalOf(settings) ?? null };
    world.onEffect = () => undefined;
    await clock.pass(30_000);
    const before = world.requests;
    await clients.poll(banned);
    expect(world.requests).toBe(before);
    expect(refusalOf(settings)?.untilMs).toBe(until);
    await clock.pass(31_000);
    await clients.poll(banned);
    expect(clients.stateOf('qb').state).toBe('online');
  });

  it('of an old password does not refuse the new one that was saved while it ran', async () => {
    const { world, clients, settings } = begin();
    let refuse = (): void => undefined;
    world.client.listCompleted = () =>
      new Promise((_, reject) => {
        refuse = () => reject(new OperationError('CLIENT_PASSWORD_WRONG', { operation: 'test' }));
      });
    const polling = clients.poll(qb);
    await settled();
    clients.forget('qb');
    refuse();
    await polling;
    expect(refusalOf(settings)).toBeNull();
    expect(clients.stateOf('qb').state).toBe('unknown');
  });

  it('never throws, not even when the refusal can not be written down', async () => {
    const { world, clients, settings } = begin();
    failsWith(world, 'CLIENT_PASSWORD_WRONG');
    settings.update = async () => {
      throw new Error('full');
    };
    expect(await clients.poll(qb)).toBe(0);
    expect(clients.stateOf('qb').code).toBe('CLIENT_PASSWORD_WRONG');
  });

  it('of a client that is removed meanwhile leaves nothing behind', async () => {
    const { world, clients, book } = begin();
    await book.open();
    await clients.poll(qb);
    const release = hold(world);
    world.complete(1, ['Dune/Dune.mkv'], '/media/movies', 5_000);
    const polling = clients.poll(qb);
    await settled();
    clients.forget('qb');
    await book.forgetClient('qb');
    release();
    await polling;
    expect(book.all()).toEqual([]);
    expect(book.memory('qb')).toBeUndefined();
    expect(clients.stateOf('qb').state).toBe('unknown');
  });
});

describe('when the client answers again', () => {
  const problem = (code: ErrorCode, retryAtMs: number | null) => ({ code, sinceMs: 1, retryAtMs });
  const late = Number.MAX_SAFE_INTEGER;
  const cases: [string, Partial<Download>, boolean][] = [
    ['settling, unreachable', { problem: problem('UNREACHABLE', late), nextAtMs: late }, true],
    ['settling, signed out', { problem: problem('CLIENT_LOGIN', null), nextAtMs: late }, true],
    ['unplanned, signed out', { stage: 'ready', problem: problem('CLIENT_LOGIN', null) }, true],
    ['unplanned, unreachable', { stage: 'ready', problem: problem('TIMED_OUT', late) }, true],
    ['gone from the client', { problem: problem('CLIENT_GONE', null), nextAtMs: late }, false],
    ['without a library', { stage: 'ready', problem: problem('UNMAPPED', null) }, false],
    ['of another client', { clientId: 'other', problem: problem('CLIENT_LOGIN', null) }, false],
  ];

  it.each(cases)('a download that is %s goes on: %#', async (_, change, goesOn) => {
    const { world, clients, book, clock } = begin();
    await book.open();
    await clients.poll(qb);
    world.clientAway = true;
    await clients.poll(qb);
    const download = downloadOf(1, { nextAtMs: late, ...change });
    await book.commit({ put: [download] });
    world.clientAway = false;
    await clients.poll(qb);
    const after = book.get(download.id);
    if (goesOn) expect(after).toMatchObject({ problem: null, nextAtMs: clock.nowMs });
    else expect(after).toEqual(download);
  });

  it('and did so before too, nothing is touched', async () => {
    const { clients, book } = begin();
    await book.open();
    await clients.poll(qb);
    const download = downloadOf(1, { problem: problem('UNREACHABLE', late), nextAtMs: late });
    await book.commit({ put: [download] });
    await clients.poll(qb);
    expect(book.get(download.id)).toEqual(download);
  });
});

describe('asking a client something for a download', () => {
  it('does not wait for one that has just failed to answer, but asks again a little later', async () => {
    const { world, clients, clock } = begin();
    world.clientAway = true;
    const ask = () =>
      clients.use(qb, 'test', (client) => client.listFiles(downloadOf(1).hash, new AbortController().signal));
    await expect(ask()).rejects.toMatchObject({ code: 'UNREACHABLE' });
    const before = world.requests;
    await expect(ask()).rejects.toMatchObject({ code: 'UNREACHABLE', retryable: true });
    expect(world.requests).toBe(before);
    expect(clients.stateOf('qb')).toMatchObject({ state: 'trouble', code: 'UNREACHABLE' });
    world.clientAway = false;
    await clock.pass(21_000);
    await expect(ask()).resolves.toEqual([]);
  });

  it('goes on at once after a poll that was answered', async () => {
    const { world, clients } = begin();
    world.clientAway = true;
    await clients.poll(qb);
    world.clientAway = false;
    await clients.poll(qb);
    const identify = () => clients.use(qb, 'test', (client) => client.identify(new AbortController().signal));
    await expect(identify()).resolves.toMatchObject({ version: 'v5' });
  });

  it('takes a problem of one torrent for no problem of the client', async () => {
    const { clients } = begin();
    await clients.poll(qb);
    const gone = clients.use(qb, 'test', async () => {
      throw new OperationError('CLIENT_GONE', { operation: 'test' });
    });
    await expect(gone).rejects.toMatchObject({ code: 'CLIENT_GONE' });
    expect(clients.stateOf('qb').state).toBe('online');
  });

  it('never tries a password that was refused', async () => {
    const { world, clients } = begin();
    const refused = { ...qb, refusal: { code: 'CLIENT_PASSWORD_WRONG' as const, untilMs: null } };
    const ask = clients.use(refused, 'test', (client) => client.identify(new AbortController().signal));
    await expect(ask).rejects.toMatchObject({ code: 'CLIENT_PASSWORD_WRONG', retryable: false });
    expect(world.requests).toBe(0);
  });
});
