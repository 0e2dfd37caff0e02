import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowedMs, scaled } from '../faults/scale.ts';
import { cases } from './cases.ts';
import { happen, histories } from './commands.ts';
import { Pipeline } from './pipeline-model.ts';

async function begun(): Promise<Pipeline> {
  const pipeline = new Pipeline();
  await pipeline.begin();
  return pipeline;
}

describe('whatever happens to the client, to Plex, to the store, to the clock and to the worker', () => {
  it(
    'nothing is lost, nothing is scanned more than twice by itself, and what is missing is said',
    async () => {
      await fc.assert(
        fc.asyncProperty(histories, async (history) => {
          const pipeline = await begun();
          await fc.asyncModelRun(() => ({ model: { steps: 0 }, real: pipeline }), history);
          await pipeline.heal();
          pipeline.checkEnd();
        }),
        {
          numRuns: scaled(10_000, 150),
          interruptAfterTimeLimit: allowedMs(1_500_000, 110_000),
          markInterruptAsFailure: true,
        },
      );
    },
    allowedMs(1_600_000, 120_000),
  );

  it.each(cases)('and what was found before stays mended: %s', async (_, history) => {
    const pipeline = await begun();
    for (const one of history) {
      await happen(pipeline, one);
      pipeline.check();
    }
    await pipeline.heal();
    pipeline.checkEnd();
  });

  it('goes everywhere: all of it happens in these histories', async () => {
    const passed = new Set<string>();
    let deaths = 0;
    let scans = 0;
    let merged = 0;
    for (const history of fc.sample(histories, { numRuns: 150, seed: 7 })) {
      const pipeline = await begun();
      for (const command of history) await command.run({ steps: 0 }, pipeline);
      await pipeline.heal();
      const { browser, plex } = pipeline.world;
      for (const one of browser.passed) passed.add(one);
      deaths += browser.deaths;
      scans += plex.scans.length;
      const inRoot = [...browser.stored.values()].some(
        ({ plan }) => plan?.scans[0]?.folder === '/media/movies',
      );
      if (!inRoot) merged += plex.scans.filter(({ folder }) => folder === '/media/movies').length;
    }
    expect([...passed]).toEqual(
      expect.arrayContaining([
        ...['settling', 'ready', 'sending', 'verifying', 'available', 'ignored'],
        ...[
          'UNREACHABLE',
          'TIMED_OUT',
          'SERVER_ERROR',
          'UNMAPPED',
          'NOT_APPEARED',
          'CLIENT_GONE',
          'MANY_AT_ONCE',
        ],
      ]),
    );
    expect(merged).toBeGreaterThan(2);
    expect(deaths).toBeGreaterThan(20);
    expect(scans).toBeGreaterThan(40);
  }, 60_000);
});
