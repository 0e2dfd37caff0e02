import { describe, expect, it } from 'vitest';
import { startBackground } from '../fakes/background.ts';
import { FakeClock, settled } from '../fakes/clock.ts';
import { FakeWorld } from '../fakes/world.ts';

/** A promise that never settles: code after a worker's death does not run. */
const never = (): never => {
  throw new Death();
};
class Death extends Error {}

/**
 * One completion is followed to the end while the worker dies at the n-th effect. What is in the store is all that the
 * next worker knows.
 */
async function runWithDeathAt(n: number): Promise<{ world: FakeWorld; effects: number }> {
  const world = new FakeWorld();
  const clock = new FakeClock();
  await startBackground(world, clock).manager.tick();
  world.complete(1, ['Dune (2021)/Dune.mkv'], '/media/movies', clock.nowMs);
  let effects = 0;
  let dead = false;
  world.onEffect = () => {
    if (dead) never();
    if (++effects !== n) return;
    dead = true;
    never();
  };
  const first = startBackground(world, clock);
  await first.manager.tick().catch(() => undefined);
  await clock.pass(20_000).catch(() => undefined);
  await settled();
  clock.dropTimers();
  world.onEffect = () => undefined;
  const second = startBackground(world, clock);
  for (let at = 0; at < 12; at++) {
    await second.manager.tick();
    await clock.pass(30_000);
  }
  return { world, effects };
}

describe('the worker dies at any effect', () => {
  it('and the download still becomes available, with at most two scans', async () => {
    const { effects } = await runWithDeathAt(-1);
    expect(effects).toBeGreaterThan(10);
    for (let n = 1; n <= effects; n++) {
      const { world } = await runWithDeathAt(n);
      const [download] = world.stored.values();
      expect(download?.stage, `death at effect ${n}`).toBe('available');
      expect(world.scans.length, `death at effect ${n}`).toBeLessThanOrEqual(2);
      expect(world.scans.length, `death at effect ${n}`).toBeGreaterThanOrEqual(1);
    }
  }, 60_000);
});
