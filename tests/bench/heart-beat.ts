import { SimWorld } from '../faults-pipeline/sim-world.ts';
import type { Figure } from './figure.ts';

const minute = 60_000;
const rounds = 60;

/** Median processor time of what is done so many times, in milliseconds. */
async function cpuMs(before: () => void, work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    before();
    const begin = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(begin);
    times.push((user + system) / 1_000);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

/**
 * What a wake costs when nothing is going on, with a client of that many torrents behind it: everything but reading
 * its answer, which `poll` measures.
 */
export async function benchHeartBeat(torrents = 10_000): Promise<readonly Figure[]> {
  const world = new SimWorld();
  const { browser, clock, plex } = world;
  world.addOld(torrents);
  await world.live(2 * minute);
  clock.atMs += 2 * 60 * minute;
  await world.live(2 * minute);
  const asked = plex.requests;
  let wakes = 0;
  const wake = async (): Promise<void> => {
    await browser.tick();
    wakes++;
  };
  const rest = (): void => {
    clock.atMs += browser.beatMinutes * minute;
  };
  const beginMs = clock.atMs;
  const alive = await cpuMs(rest, wake);
  const fresh = await cpuMs(() => {
    rest();
    browser.kill();
  }, wake);
  const name = `${torrents.toLocaleString('en')} torrents and nothing to do`;
  return [
    { name: `${name}: a wake, the worker lives`, value: alive, unit: 'ms', limit: 20 },
    { name: `${name}: a wake that starts the worker`, value: fresh, unit: 'ms', limit: 20 },
    { name: `${name}: wakes`, value: wakes / ((clock.atMs - beginMs) / minute), unit: '/min', limit: 1 },
    { name: `${name}: requests to Plex`, value: plex.requests - asked, unit: '', limit: 1 },
  ];
}
