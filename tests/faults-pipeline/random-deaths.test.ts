import { describe, expect, it } from 'vitest';
import { allowedMs, scaled } from '../faults/scale.ts';
import { Pipeline, type Place } from './pipeline-model.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Of this many requests and writes of the worker it dies at one. */
const oneIn = 20;
const places: readonly Place[] = [
  'own folder',
  'own folder',
  'library root',
  'series',
  'second location',
  'nested library',
  'archive',
];

/** The same numbers for the same seed, between 0 and 1. */
function numbersOf(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fourteen completions while the worker dies again and again, the clock jumps, and Plex is away for 70 minutes. */
async function live(seed: number): Promise<Pipeline> {
  const next = numbersOf(seed);
  const pipeline = new Pipeline();
  await pipeline.begin(20);
  const { world } = pipeline;
  const { browser, plex, clock } = world;
  await world.live(2 * minute);
  browser.fate = () => next() < 1 / oneIn;
  for (let number = 0; number < 14; number++) {
    pipeline.finish(number, places[Math.floor(next() * places.length)] ?? 'own folder', false);
    plex.away = number >= 5 && number < 9;
    if (next() < 0.3) clock.offMs += (2 * next() - 1) * hour;
    await world.live(plex.away ? 18 * minute : next() * 5 * minute);
    pipeline.check();
  }
  pipeline.unpack();
  for (let at = 0; at < 40; at++) await world.stride(minute);
  browser.fate = null;
  return pipeline;
}

describe('a worker that dies at random', () => {
  it(
    'at one of twenty requests and writes loses nothing and scans nothing more than twice',
    async () => {
      const seeds = scaled(1_000, 40);
      let [deaths, lost, available, most] = [0, 0, 0, 0];
      for (let seed = 0; seed < seeds; seed++) {
        const pipeline = await live(seed);
        await pipeline.heal();
        const { browser, plex } = pipeline.world;
        expect(() => pipeline.checkEnd(), `seed ${seed}`).not.toThrow();
        const stages = [...browser.stored.values()].map(({ stage }) => stage);
        lost += 14 - stages.length;
        available += stages.filter((stage) => stage === 'available').length;
        deaths += browser.deaths;
        for (const [, scans] of Map.groupBy(plex.scans, ({ folder }) => folder)) {
          const isShared = scans[0]?.folder.includes('Series') || scans[0]?.folder === '/media/movies';
          if (!isShared) most = Math.max(most, scans.length);
        }
      }
      process.stdout.write(
        `  ${seeds} seeds, ${deaths} deaths: ${lost} lost, ${available} of ${14 * seeds} available, ` +
          `no folder of one download scanned more than ${most} times\n`,
      );
      expect(deaths).toBeGreaterThan(20 * seeds);
      expect(lost).toBe(0);
      expect(most).toBeLessThanOrEqual(2);
    },
    allowedMs(900_000, 60_000),
  );
});
