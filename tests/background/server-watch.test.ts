import { describe, expect, it } from 'vitest';
import { type ErrorCode, OperationError } from '../../lib/domain/errors.ts';
import type { ServerState } from '../../lib/domain/overview.ts';
import type { ServerSettings } from '../../lib/domain/settings.ts';
import { standardSettings, startBackground } from '../fakes/background.ts';
import { FakeWorld, machineIdentifier } from '../fakes/world.ts';

const [attic] = standardSettings.servers as [ServerSettings];
const signal = new AbortController().signal;

function begin() {
  const world = new FakeWorld();
  const background = startBackground(world);
  const { servers } = background;
  const fail = (code: ErrorCode, retryable = false) =>
    servers.use(attic, 'test', async () => {
      throw new OperationError(code, { operation: 'inner', retryable });
    });
  return { world, ...background, fail, state: () => servers.stateOf(machineIdentifier) };
}

describe('the state of a Plex server', () => {
  it.each<[ErrorCode, ServerState]>([
    ['UNREACHABLE', 'offline'],
    ['TIMED_OUT', 'offline'],
    ['SERVER_ERROR', 'offline'],
    ['NOT_PLEX', 'offline'],
    ['REDIRECTED', 'offline'],
    ['SERVER_BUSY', 'starting'],
    ['TOKEN_INVALID', 'needs-sign-in'],
    ['TOKEN_MISSING', 'needs-sign-in'],
    ['WRONG_SERVER', 'wrong-server'],
    ['PERMISSION_MISSING', 'no-permission'],
  ])('after %s is %s', async (code, state) => {
    const background = begin();
    await expect(background.fail(code)).rejects.toMatchObject({ code, server: 'Attic' });
    expect(background.state()).toMatchObject({ state, code, sinceMs: background.clock.nowMs });
  });

  it.each<ErrorCode>(['NOT_FOUND', 'NO_LIBRARY_RIGHT', 'TOO_LARGE', 'UNEXPECTED_ANSWER'])(
    'is not touched by %s, which is about one request',
    async (code) => {
      const background = begin();
      await background.servers.use(attic, 'test', async () => 1);
      await expect(background.fail(code)).rejects.toMatchObject({ code });
      expect(background.state()).toMatchObject({ state: 'online', code: null });
    },
  );

  it('is since when it began, not since it was last seen', async () => {
    const background = begin();
    const startMs = background.clock.nowMs;
    await background.fail('UNREACHABLE').catch(() => undefined);
    await background.clock.pass(60_000);
    await background.fail('UNREACHABLE').catch(() => undefined);
    expect(background.state().sinceMs).toBe(startMs);
  });

  it('keeps "since" of an earlier worker, whether it is told before or after the first question', async () => {
    for (const first of ['recall', 'question']) {
      const background = begin();
      const stored = { state: 'offline', code: 'UNREACHABLE', sinceMs: 5 } as const;
      if (first === 'recall') background.servers.recall(machineIdentifier, stored);
      await background.fail('UNREACHABLE').catch(() => undefined);
      background.servers.recall(machineIdentifier, stored);
      expect(background.state(), first).toEqual(stored);
    }
  });

  it('does not believe an earlier worker that says otherwise than the server', async () => {
    const background = begin();
    await background.servers.use(attic, 'test', async () => 1);
    background.servers.recall(machineIdentifier, { state: 'offline', code: 'UNREACHABLE', sinceMs: 5 });
    expect(background.state().state).toBe('online');
  });
});

describe('a server that is away', () => {
  it('is worth waiting for, even when something else answers in its place', async () => {
    const background = begin();
    for (const code of ['NOT_PLEX', 'REDIRECTED', 'SERVER_ERROR'] as const) {
      await expect(background.fail(code)).rejects.toMatchObject({ code, retryable: true });
    }
    for (const code of ['TOKEN_INVALID', 'WRONG_SERVER', 'NOT_FOUND'] as const) {
      await expect(background.fail(code)).rejects.toMatchObject({ code, retryable: false });
    }
  });

  it('can be passed over for a while after it did not answer', async () => {
    const { servers, fail, clock } = begin();
    servers.refuseWhileAway(attic);
    await fail('TIMED_OUT').catch(() => undefined);
    expect(() => servers.refuseWhileAway(attic)).toThrow('TIMED_OUT');
    await clock.pass(21_000);
    servers.refuseWhileAway(attic);
    await fail('TIMED_OUT').catch(() => undefined);
    await servers.use(attic, 'test', async () => 1);
    servers.refuseWhileAway(attic);
    await fail('TIMED_OUT').catch(() => undefined);
    servers.forget(machineIdentifier);
    servers.refuseWhileAway(attic);
  });

  it('is not asked at all without permission', async () => {
    const { servers, world, allowedHosts } = begin();
    allowedHosts.value = false;
    await expect(servers.sections(attic, signal)).rejects.toMatchObject({ code: 'PERMISSION_MISSING' });
    expect(world.requests).toBe(0);
  });
});

describe('the libraries of a server', () => {
  it('are asked for once a minute, unless fresh ones are wanted or it was forgotten', async () => {
    const { servers, world, clock } = begin();
    await servers.sections(attic, signal);
    await servers.sections(attic, signal);
    expect(world.requests).toBe(1);
    await servers.sections(attic, signal, true);
    expect(world.requests).toBe(2);
    await clock.pass(61_000);
    await servers.sections(attic, signal);
    expect(world.requests).toBe(3);
    servers.forget(machineIdentifier);
    await servers.sections(attic, signal);
    expect(world.requests).toBe(4);
    clock.nowMs -= 3_600_000;
    await servers.sections(attic, signal);
    expect(world.requests, 'after the clock was put back').toBe(5);
  });
});
