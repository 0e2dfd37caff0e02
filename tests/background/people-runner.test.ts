import { describe, expect, it } from 'vitest';
import { PeopleRunner } from '../../lib/background/people-runner.ts';
import { OperationError } from '../../lib/domain/errors.ts';
import { FakeClock, settled } from '../fakes/clock.ts';

const hour = 3_600_000;

function arrange() {
  const clock = new FakeClock();
  const seen = {
    ticks: 0,
    follows: 0,
    awake: 0,
    nextAtMs: null as number | null,
    followedAtMs: clock.now(),
    logged: [] as string[],
    failTick: false,
    failFollow: false,
  };
  const runner = new PeopleRunner({
    redeemer: {
      tick: async () => {
        seen.ticks++;
        if (seen.failTick) throw new OperationError('SERVER_ERROR', { operation: 'test' });
      },
      nextAtMs: () => seen.nextAtMs,
      followAll: async () => {
        seen.follows++;
        if (seen.failFollow) throw new OperationError('UNREACHABLE', { operation: 'test' });
      },
    },
    followed: {
      read: async () => seen.followedAtMs,
      write: async (atMs) => {
        seen.followedAtMs = atMs;
      },
    },
    now: clock.now,
    later: clock.later,
    keepAwake: () => {
      seen.awake++;
    },
    log: (event) => void seen.logged.push(event),
  });
  return { runner, clock, seen };
}

describe('the runner of redemptions', () => {
  it.each([
    [null, false],
    [4 * 60_000, true],
    [hour, false],
  ])('tells whether something is due before long: in %s ms', (inMs, isSoon) => {
    const { runner, clock, seen } = arrange();
    seen.nextAtMs = inMs === null ? null : clock.now() + inMs;
    expect(runner.isSoon()).toBe(isSoon);
  });

  it('ticks again when the next thing is due, without waiting for the alarm', async () => {
    const { runner, clock, seen } = arrange();
    seen.nextAtMs = clock.now() + 5_000;
    await runner.tick();
    expect(seen.ticks).toBe(1);
    seen.nextAtMs = null;
    await clock.pass(4_999);
    expect(seen.ticks).toBe(1);
    await clock.pass(1);
    expect(seen.ticks).toBe(2);
    await clock.pass(hour);
    expect(seen.ticks).toBe(2);
  });

  it('leaves to the alarm what is due later than that', async () => {
    const { runner, clock, seen } = arrange();
    seen.nextAtMs = clock.now() + 30_000;
    await runner.tick();
    await clock.pass(20_000);
    expect(seen.ticks).toBe(1);
  });

  it('does not tick twice at once, nor more than once a second for what stays due', async () => {
    const { runner, clock, seen } = arrange();
    seen.nextAtMs = clock.now() - hour;
    await Promise.all([runner.tick(), runner.tick()]);
    expect(seen.ticks).toBe(1);
    await clock.pass(3_500);
    expect(seen.ticks).toBe(4);
  });

  it('goes on after a failure, which it writes down', async () => {
    const { runner, clock, seen } = arrange();
    seen.failTick = true;
    seen.nextAtMs = clock.now() + 2_000;
    await runner.tick();
    expect(seen.logged).toEqual(['people.run.failed']);
    await clock.pass(2_000);
    expect(seen.ticks).toBe(2);
  });

  it('keeps the worker awake as long as work goes on, and no longer', async () => {
    const { runner, clock, seen } = arrange();
    let finish = (): void => undefined;
    const work = runner.run(
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    );
    await clock.pass(61_000);
    expect(seen.awake).toBe(4);
    finish();
    await work;
    await clock.pass(hour);
    expect(seen.awake).toBe(4);
  });

  it('looks for libraries that came later once a day, also over the death of the worker', async () => {
    const { runner, clock, seen } = arrange();
    seen.followedAtMs = clock.now() - 23 * hour;
    await runner.tick();
    expect(seen.follows).toBe(0);
    await clock.pass(hour);
    await runner.tick();
    expect(seen.follows).toBe(1);
    await runner.tick();
    expect(seen.follows).toBe(1);
    expect(seen.followedAtMs).toBe(clock.now());
  });

  it('tries again within hours when plex.tv was away', async () => {
    const { runner, clock, seen } = arrange();
    seen.followedAtMs = 0;
    seen.failFollow = true;
    await runner.tick();
    await settled();
    expect(seen.logged).toEqual(['people.follow.failed']);
    await runner.tick();
    expect(seen.follows).toBe(1);
    await clock.pass(hour);
    await runner.tick();
    expect(seen.follows).toBe(2);
  });
});
