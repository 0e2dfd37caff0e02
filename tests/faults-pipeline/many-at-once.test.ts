import { describe, expect, it } from 'vitest';
import { heldBatches } from '../../lib/domain/held-batch.ts';
import { standardSettings } from '../fakes/background.ts';
import { scaled } from '../faults/scale.ts';
import { SimWorld } from './sim-world.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

function complete({ client, plex }: SimWorld, from: number, count: number): void {
  for (let at = from; at < from + count; at++) {
    client.add(at, [`Film ${at}/film.mkv`], '/media/movies');
    plex.disk.add(`/media/movies/Film ${at}/film.mkv`);
  }
}

/** The browser was closed for a weekend, and so many torrents have completed meanwhile. */
async function backAfterWeekend(count: number): Promise<SimWorld> {
  const world = new SimWorld();
  const { browser, clock } = world;
  browser.settings.value = { ...standardSettings, notifications: { ready: true, attention: true } };
  world.addOld(40);
  await world.live(2 * minute);
  browser.kill();
  for (let at = 0; at < count; at++) {
    clock.atMs += (60 * hour) / count;
    complete(world, at, 1);
  }
  await world.live(2 * minute);
  return world;
}

const stored = ({ browser }: SimWorld) => [...browser.stored.values()];
const questions = (world: SimWorld) => heldBatches(stored(world));
const stagesOf = (world: SimWorld) => [...new Set(stored(world).map(({ stage }) => stage))];

async function answer(world: SimWorld, isWanted: boolean): Promise<void> {
  const [batch] = questions(world);
  if (!batch) throw new Error('nothing is asked');
  void world.browser.manager?.answerBatch(batch, isWanted);
  await world.clock.pass(100);
}

async function untilAvailable(world: SimWorld): Promise<void> {
  for (let at = 0; at < 60 && stagesOf(world).join() !== 'available'; at++) await world.stride(30 * second);
}

describe('more than fifty completions in one look at a torrent client', () => {
  it('are one question, and not one request, until the person has answered', async () => {
    const world = await backAfterWeekend(62);
    const { browser, plex, client, clock } = world;
    expect(questions(world)).toMatchObject([{ clientId: 'qb', count: 62 }]);
    const { requests } = plex;
    for (let at = 0; at < 8; at++) {
      await world.live(30 * minute);
      if (at % 2 === 0) browser.kill(); // what is asked is asked by the next worker, too
      if (at === 3) client.restart();
      if (at === 5) client.away = true;
      if (at === 6) client.away = false;
      clock.atMs += 8 * hour;
    }
    await world.live(5 * minute);
    expect(questions(world)).toMatchObject([{ clientId: 'qb', count: 62 }]);
    expect(plex.scans).toEqual([]);
    expect(plex.requests).toBe(requests);
    expect(browser.notices.map(({ kind }) => kind)).toEqual(['attention']);
  });

  it('become available with few scans when they are wanted', async () => {
    const world = await backAfterWeekend(62);
    const { browser, plex } = world;
    await answer(world, true);
    await untilAvailable(world);
    expect(stagesOf(world)).toEqual(['available']);
    expect(browser.arrivals.size).toBe(62);
    expect(plex.scans.length).toBeLessThan(15);
    expect(plex.scans.every(({ isInside }) => isInside)).toBe(true);
    process.stdout.write(`  62 completions at once: one question, then ${plex.scans.length} scans\n`);
  });

  it('are as what was complete at first contact when they are old: never scanned, and no news again', async () => {
    const world = await backAfterWeekend(62);
    const { browser, plex, client, clock } = world;
    await answer(world, false);
    expect(stored(world)).toEqual([]);
    client.restart();
    for (let at = 0; at < 6; at++) {
      await world.live(10 * minute);
      browser.kill();
      clock.atMs += 7 * hour;
    }
    expect(stored(world)).toEqual([]);
    expect(plex.scans).toEqual([]);
    complete(world, 500, 1);
    await untilAvailable(world);
    expect(plex.scans.map(({ folder }) => folder)).toEqual(['/media/movies/Film 500']);
  });

  it('are answered for as they were asked about: what came later is asked anew', async () => {
    const world = await backAfterWeekend(62);
    const [first] = questions(world);
    complete(world, 100, 70);
    await world.live(2 * minute);
    expect(questions(world)).toMatchObject([{ count: 132 }]);
    if (first) void world.browser.manager?.answerBatch(first, false);
    await world.clock.pass(100);
    expect(questions(world)).toMatchObject([{ count: 70 }]);
  });

  it('keep nothing else waiting', async () => {
    const world = await backAfterWeekend(62);
    complete(world, 100, 3);
    await world.live(5 * minute);
    const available = stored(world).filter(({ stage }) => stage === 'available');
    expect(available.map(({ name }) => name).sort()).toEqual(['Film 100', 'Film 101', 'Film 102']);
    expect(questions(world)).toMatchObject([{ count: 62 }]);
  });

  it('are no question up to fifty', async () => {
    const world = await backAfterWeekend(50);
    expect(questions(world)).toEqual([]);
    await untilAvailable(world);
    expect(stored(world)).toHaveLength(50);
    expect(stagesOf(world)).toEqual(['available']);
    expect(world.plex.scans.length).toBeLessThan(15);
  });

  it.each([true, false])(
    'are all followed or all left, wherever the worker dies with the answer: wanted %s',
    async (isWanted) => {
      for (const when of ['before', 'after'] as const) {
        for (let inOps = 0; inOps < scaled(60, 20); inOps++) {
          const world = await backAfterWeekend(62);
          world.browser.death = { inOps, when };
          await answer(world, isWanted);
          world.browser.death = null;
          world.browser.kill();
          await world.live(minute);
          expect([0, 62]).toContain(questions(world).reduce((sum, { count }) => sum + count, 0));
          if (questions(world).length > 0) await answer(world, isWanted);
          await untilAvailable(world);
          expect(world.browser.arrivals.size).toBe(isWanted ? 62 : 0);
          const times = Map.groupBy(world.plex.scans, ({ folder }) => folder);
          for (const [, scans] of times) expect(scans.length).toBeLessThanOrEqual(2);
        }
      }
    },
    300_000,
  );
});
