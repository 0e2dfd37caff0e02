import { describe, expect, it } from 'vitest';
import { scaled } from '../faults/scale.ts';
import { Pipeline } from './pipeline-model.ts';
import type { Death } from './sim-world.ts';

const farAway = 1_000_000;

/** Completions of all kinds, with a Plex that is away for a while; `death` is counted from the first of them. */
async function run(death: Death | null): Promise<{ pipeline: Pipeline; ops: number }> {
  const pipeline = new Pipeline();
  await pipeline.begin(20);
  const { world } = pipeline;
  world.browser.death = death ?? { inOps: farAway, when: 'before' };
  await world.live(60_000);
  for (const number of [0, 1]) pipeline.finish(number, 'own folder', false);
  pipeline.finish(2, 'series', false);
  pipeline.finish(3, 'archive', false);
  pipeline.finish(4, 'nowhere', false);
  await world.live(60_000);
  pipeline.check();
  world.plex.away = true;
  pipeline.finish(5, 'nested library', false);
  for (let number = 6; number < 20; number++) pipeline.finish(number, 'second location', false);
  await world.live(60_000);
  world.plex.away = false;
  pipeline.unpack();
  await world.live(120_000);
  pipeline.check();
  const ops = farAway - (world.browser.death?.inOps ?? farAway);
  return { pipeline, ops };
}

describe('a worker that dies', () => {
  it.each(['before', 'after'] as const)(
    '%s the answer to every scan request sends no third',
    async (when) => {
      const pipeline = new Pipeline();
      await pipeline.begin(20);
      const { browser, plex } = pipeline.world;
      plex.blind = true;
      pipeline.finish(0, 'own folder', false);
      for (let at = 0; at < 60; at++) {
        browser.death = { inOps: 0, when, at: 'plex.scanPath' };
        await pipeline.world.live(30_000);
        pipeline.check();
      }
      expect(plex.scans).toHaveLength(when === 'after' ? 2 : 0);
      expect(browser.deaths).toBe(2);
      await pipeline.heal();
      pipeline.checkEnd();
    },
  );

  it('at any await of the pipeline loses nothing and scans nothing more than twice', async () => {
    const { ops } = await run(null);
    expect(ops).toBeGreaterThan(150);
    const step = scaled(1, 2);
    let most = 0;
    for (const when of ['before', 'after'] as const) {
      for (let inOps = when === 'before' ? 0 : step - 1; inOps < ops; inOps += step) {
        const { pipeline } = await run({ inOps, when });
        const said = `death ${when} request ${inOps}`;
        expect(pipeline.world.browser.deaths, said).toBe(1);
        await pipeline.heal();
        expect(() => pipeline.checkEnd(), said).not.toThrow();
        const available = [...pipeline.world.browser.stored.values()].filter(
          ({ stage }) => stage === 'available',
        );
        expect(available.length, said).toBe(19);
        most = Math.max(most, pipeline.world.plex.scans.length);
      }
    }
    process.stdout.write(
      `  killed at every one of ${ops} requests, before and after it: at most ${most} scans\n`,
    );
  }, 300_000);
});
