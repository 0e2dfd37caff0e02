import { setTimeout as pass } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allowedMs, scaled } from '../faults/scale.ts';
import { downloadFilm, scansBelow } from '../rig/download-film.ts';
import { type StoredDownload, startWatchedWorld, type WatchedWorld } from '../rig/watched-world.ts';

const kills = scaled(200, 10);
const films = scaled(40, 4);

let started: WatchedWorld;

beforeAll(async () => {
  started = await startWatchedWorld();
});

afterAll(() => started?.stop());

/** Whether there was a worker to kill, and it is dead. One that is only just starting may not hear of it. */
const kill = (): Promise<boolean> =>
  Promise.race([
    started.extension.killWorker().then(
      () => true,
      () => false,
    ),
    pass(5_000, false),
  ]);

it(
  'a worker that is killed over and over loses no download, and scans none more than twice',
  async () => {
    const { world, stored } = started;
    const names = Array.from(
      { length: films },
      (_, at) => `Film ${at} (19${String(10 + at).padStart(2, '0')})`,
    );
    let killed = 0;
    let added = 0;
    const chance = mulberry(20_261_121);
    const over = Date.now() + allowedMs(1_200_000, 150_000);
    while (killed < kills && Date.now() < over) {
      if (added < films && killed >= (added * kills) / films) {
        await downloadFilm(world, names[added++] ?? '', { wait: false });
      }
      // from the first request of a new worker to well after its last
      await pass(30 + chance() ** 2 * 2_500);
      if (await kill()) killed++;
      if (killed % 25 === 0) say(`${killed} kills, ${added} films`);
    }
    while (added < films) await downloadFilm(world, names[added++] ?? '', { wait: false });
    const isOver = ({ stage, problem }: StoredDownload): boolean =>
      stage === 'available' || problem?.retryAtMs === null;
    const ends = async (): Promise<readonly StoredDownload[]> =>
      (await stored()).filter(({ name }) => names.includes(name));
    await expect
      .poll(async () => (await ends()).filter(isOver).length, { timeout: 240_000, interval: 1_000 })
      .toBe(films);
    const all = await ends();
    const scans = names.map((name) => scansBelow(world, `/media/movies/${name}`).length);
    process.stdout.write(
      `  ${killed} kills, ${films} films: ${all.filter(({ stage }) => stage === 'available').length} available, ` +
        `${scans.filter((count) => count === 2).length} scanned twice\n`,
    );
    expect(killed).toBeGreaterThanOrEqual(kills);
    expect(all.every(({ stage }) => stage === 'available')).toBe(true);
    // Chromium itself repeats a GET whose kept-alive connection drops before the first byte, so what is sent counts
    expect(Math.max(...all.map(({ sends }) => sends))).toBeLessThanOrEqual(2);
    expect(Math.max(...scans)).toBeLessThanOrEqual(3);
    expect(scansBelow(world, '/media/movies').filter((one) => one.endsWith('/media/movies'))).toEqual([]);
  },
  allowedMs(1_600_000, 420_000),
);

const say = (text: string): boolean => process.stdout.write(`  ${text}\n`);

/** The same chances in every run. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
