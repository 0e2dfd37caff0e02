import { describe, expect, it } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import { storageBroken } from '../fakes/library-store.ts';
import { machineIdentifier } from '../fakes/world.ts';
import { expectTruth, LibraryWorld, server } from './support/library-world.ts';

const untilDeath = new Promise<never>(() => undefined);

/** A server with films, series and music; `films` decides whether it is small. */
function worldOf(films: number): LibraryWorld {
  const world = new LibraryWorld();
  world.plex.addSection('1', 'movie');
  world.plex.addSection('2', 'show');
  world.plex.addSection('3', 'artist');
  world.plex.addSection('4', 'photo');
  for (let at = 0; at < films; at++) world.plex.add('movie', '1');
  world.plex.addShow('2', 30);
  world.plex.addShow('2', 10);
  const artist = world.plex.add('artist', '3');
  const album = world.plex.add('album', '3', { parent: artist });
  for (let at = 0; at < 12; at++) world.plex.add('track', '3', { parent: album, index: at + 1 });
  return world;
}

describe('libraries', () => {
  it('are unread at first, read when asked for, and then known without a question', async () => {
    const world = worldOf(100);
    const keeper = world.start();
    expect(keeper.stateOf(machineIdentifier)).toEqual({ kind: 'unread' });
    expect(await keeper.index(server)).toBeNull();
    await world.until(keeper, 'ready');
    const asked = world.plex.asked.length;
    const index = await keeper.index(server);
    expectTruth(index, world.plex, world.plex.items);
    expect(world.plex.asked).toHaveLength(asked);
    expect(keeper.stateOf(machineIdentifier)).toEqual({
      kind: 'ready',
      items: 152,
      readAtMs: world.clock.nowMs,
    });
    expect(world.awake).toBe(asked);
    expect(world.changes).toBeGreaterThan(0);
  });

  it('of a small server cost a question a list, and nothing of them is stored', async () => {
    const world = worldOf(100);
    await world.read();
    expect(world.plex.asked.map(({ kind }) => kind).sort()).toEqual(
      ['album', 'artist', 'episode', 'movie', 'show', 'track'].sort(),
    );
    expect(world.store.isEmpty).toBe(true);
    expect(world.store.pagesPut).toBe(0);
  });

  it('of a large server are read once, and the next worker knows them at once', async () => {
    const world = worldOf(4_321);
    await world.read();
    expect(world.store.pages.size).toBe(0);
    expect(world.store.saves).toBe(1);
    const asked = world.plex.asked.length;
    const next = world.start();
    expectTruth(await next.index(server), world.plex, world.plex.items);
    await world.until(next, 'ready');
    expect(world.plex.asked).toHaveLength(asked);
  });

  it('show their titles, those of shows as the shows tell them', async () => {
    const world = worldOf(3_000);
    const index = await (await world.read()).index(server);
    const show = world.plex.items.find(({ kind }) => kind === 'show');
    expect(index?.title(String(show?.key))).toMatchObject({ title: show?.title, year: expect.any(Number) });
  });

  it('say how far their reading is', async () => {
    const world = worldOf(5_000);
    const keeper = world.start();
    const seen: unknown[] = [];
    world.plex.beforeAnswer = async () => {
      seen.push(keeper.stateOf(machineIdentifier));
    };
    await world.read(keeper);
    expect(seen[0]).toEqual({ kind: 'reading', done: 0, total: null });
    expect(seen.at(-1)).toEqual({ kind: 'reading', done: expect.any(Number), total: 5_056 });
    const done = seen.map((state) => (state as { done: number }).done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  it('are read once, however many ask', async () => {
    const world = worldOf(100);
    const keeper = world.start();
    await Promise.all([
      keeper.index(server),
      keeper.index(server),
      keeper.read(server),
      keeper.index(server),
    ]);
    await world.until(keeper, 'ready');
    expect(world.plex.asked).toHaveLength(6);
  });

  it('that are more than an index may hold are not read, now or by the next worker', async () => {
    const world = worldOf(10);
    const list = world.plex.listLibrary;
    const huge = async (...args: Parameters<typeof list>) => ({ ...(await list(...args)), total: 500_001 });
    Object.assign(world.plex, { listLibrary: huge });
    const keeper = world.start();
    await keeper.index(server);
    await world.until(keeper, 'too-large');
    const asked = world.plex.asked.length;
    expect(asked).toBeLessThan(7);
    const next = world.start();
    expect(await next.index(server)).toBeNull();
    await world.until(next, 'too-large');
    expect(world.plex.asked).toHaveLength(asked);
    Object.assign(world.plex, { listLibrary: list });
    await next.read(server);
    await world.until(next, 'ready');
  });

  it('without paths, as shared servers give them, are known by their sizes', async () => {
    const world = worldOf(2_500);
    world.plex.isShared = true;
    const index = await (await world.read()).index(server);
    expectTruth(index, world.plex, world.plex.items);
    const [film] = world.plex.items;
    expect(index?.ofSize(film?.files[0]?.size ?? 0).map(({ ratingKey }) => ratingKey)).toEqual([
      String(film?.key),
    ]);
  });

  it('are forgotten with their server, also while they are read', async () => {
    const world = worldOf(5_000);
    const keeper = await world.read();
    await keeper.forget(machineIdentifier);
    expect(world.store.isEmpty).toBe(true);
    let pages = 0;
    world.plex.beforeAnswer = async () => {
      if (++pages === 8) await keeper.forget(machineIdentifier);
    };
    await keeper.index(server);
    await world.pass(0);
    await world.until(keeper, 'unread');
    await world.pass(60_000);
    expect(pages).toBe(8);
    expect(world.store.isEmpty).toBe(true);
  });

  it('saved by another version are read anew', async () => {
    const world = worldOf(3_000);
    await world.read();
    for (const broken of [
      { version: 2 },
      { version: 1, kind: 'read', parts: [{}] },
      'text',
      7,
      { kind: 'x' },
    ]) {
      world.store.indexes.set(machineIdentifier, broken);
      const keeper = world.start();
      expect(await keeper.index(server)).toBeNull();
      await world.until(keeper, 'ready');
    }
  });
});

describe('a worker that dies', () => {
  const films = 6_000;
  const wholeReading = 12; // a page of each list, and six more of films

  it.each(Array.from({ length: wholeReading }, (_, at) => at + 1))(
    'at page %i is gone on from by the next one, without reading again what is there',
    async (deadly) => {
      const world = worldOf(films);
      let pages = 0;
      world.plex.beforeAnswer = async () => (++pages === deadly ? untilDeath : undefined);
      await world.start().index(server);
      await expect.poll(() => pages).toBe(deadly);
      const stored = [...world.store.pages.values()].flat().length;
      world.plex.asked = [];
      const keeper = await world.read();
      const index = await keeper.index(server);
      expectTruth(index, world.plex, world.plex.items);
      const readBefore = stored > 0 ? deadly - 1 : 0;
      expect(world.plex.asked).toHaveLength(wholeReading - readBefore);
    },
  );

  it.each(['before', 'after'] as const)('%s any write leaves nothing wrong behind', async (when) => {
    let deadly = 0;
    for (let hasDied = true; hasDied; ) {
      const world = worldOf(3_000);
      let writes = 0;
      let isDead = false;
      deadly++;
      world.store.beforeWrite = async () => {
        if (isDead) await untilDeath;
        if (++writes !== deadly) return;
        if (when === 'after') setImmediate(() => (isDead = true));
        else {
          isDead = true;
          await untilDeath;
        }
      };
      const first = world.start();
      await first.index(server);
      await expect
        .poll(() => isDead || first.stateOf(machineIdentifier).kind === 'ready', { interval: 1 })
        .toBe(true);
      hasDied = isDead;
      world.store.beforeWrite = async () => undefined;
      const keeper = await world.read();
      expectTruth(await keeper.index(server), world.plex, world.plex.items);
      expect(world.store.pages.size).toBe(0);
    }
    expect(deadly).toBeGreaterThan(10);
  });
});

describe('a reading', () => {
  it('that the person stops stays stopped, also for the next worker, and goes on where it was', async () => {
    const world = worldOf(6_000);
    const keeper = world.start();
    let pages = 0;
    world.plex.beforeAnswer = async () => {
      if (++pages === 9) await keeper.stop(machineIdentifier);
    };
    await keeper.index(server);
    await world.until(keeper, 'stopped');
    expect(await keeper.index(server)).toBeNull();
    const next = world.start();
    expect(await next.index(server)).toBeNull();
    await world.until(next, 'stopped');
    await world.pass(3_600_000);
    expect(await next.index(server)).toBeNull();
    expect(pages).toBe(9);
    await next.read(server);
    await world.until(next, 'ready');
    expect(pages).toBe(13); // the page that was under way is read again
    expectTruth(await next.index(server), world.plex, world.plex.items);
  });

  it('of a small server can be stopped and gone on with too', async () => {
    const world = worldOf(10);
    const keeper = world.start();
    let pages = 0;
    world.plex.beforeAnswer = async () => {
      if (++pages === 2) await keeper.stop(machineIdentifier);
    };
    await keeper.index(server);
    await world.until(keeper, 'stopped');
    const next = world.start();
    expect(await next.index(server)).toBeNull();
    await world.until(next, 'stopped');
    await next.read(server);
    await world.until(next, 'ready');
    expect(await world.start().index(server)).toBeNull();
  });

  it('of a server that goes away fails, says why, and goes on a minute later', async () => {
    const world = worldOf(6_000);
    const keeper = world.start();
    let pages = 0;
    world.plex.beforeAnswer = async () => {
      if (++pages === 9) throw new OperationError('UNREACHABLE', { operation: 'test', retryable: true });
    };
    await keeper.index(server);
    await world.until(keeper, 'failed');
    expect(keeper.stateOf(machineIdentifier)).toEqual({ kind: 'failed', code: 'UNREACHABLE' });
    expect(await keeper.index(server)).toBeNull();
    await world.pass(1_000);
    expect(pages).toBe(9);
    await world.pass(60_000);
    await keeper.index(server);
    await world.until(keeper, 'ready');
    expect(pages).toBe(13);
    expectTruth(await keeper.index(server), world.plex, world.plex.items);
  });

  it('of a server whose sign-in is no longer taken says so', async () => {
    const world = worldOf(10);
    world.plex.beforeAnswer = async () => {
      throw new OperationError('TOKEN_INVALID', { operation: 'test' });
    };
    const keeper = world.start();
    await keeper.index(server);
    await world.until(keeper, 'failed');
    expect(keeper.stateOf(machineIdentifier)).toEqual({ kind: 'failed', code: 'TOKEN_INVALID' });
  });

  it('asks a slow server for less at a time', async () => {
    const world = worldOf(2_500);
    world.plex.beforeAnswer = async ({ size }) => {
      if (size > 200) throw new OperationError('TIMED_OUT', { operation: 'test', retryable: true });
    };
    const keeper = await world.read();
    expectTruth(await keeper.index(server), world.plex, world.plex.items);
    expect(world.plex.asked.filter(({ size }) => size > 200)).toHaveLength(1);
  });

  it('without a place to store its pages says so, and tries again', async () => {
    const world = worldOf(3_000);
    world.store.beforeWrite = storageBroken;
    const keeper = world.start();
    await keeper.index(server);
    await world.until(keeper, 'failed');
    expect(keeper.stateOf(machineIdentifier)).toEqual({ kind: 'failed', code: 'STORAGE_BROKEN' });
    world.store.beforeWrite = async () => undefined;
    await world.pass(60_000);
    await keeper.index(server);
    await world.until(keeper, 'ready');
    expectTruth(await keeper.index(server), world.plex, world.plex.items);
  });

  it('that can not be saved at its end is good for this worker all the same', async () => {
    const world = worldOf(3_000);
    world.store.beforeWrite = async (what) => (what === 'save' ? storageBroken() : undefined);
    const keeper = await world.read();
    expectTruth(await keeper.index(server), world.plex, world.plex.items);
    expect(world.logged).toContain('libraries.save.failed');
  });

  it('wanted anew reads all of it, while what is known stays', async () => {
    const world = worldOf(3_000);
    const keeper = await world.read();
    const gone = world.plex.items.filter(({ kind }) => kind === 'movie').slice(0, 100);
    const everSeen = world.plex.items;
    world.plex.delete(...gone);
    await keeper.read(server);
    expect(keeper.stateOf(machineIdentifier).kind).toBe('reading');
    expect(await keeper.index(server)).not.toBeNull();
    await world.until(keeper, 'ready');
    expectTruth(await keeper.index(server), world.plex, everSeen);
  });

  it('anew that is stopped leaves what was known', async () => {
    const world = worldOf(6_000);
    const keeper = await world.read();
    const list = world.plex.asked.length;
    world.plex.beforeAnswer = async () => {
      if (world.plex.asked.length === list + 9) await keeper.stop(machineIdentifier);
    };
    await keeper.read(server);
    await world.until(keeper, 'ready');
    await world.pass(1_000);
    expect(world.plex.asked).toHaveLength(list + 9);
    expectTruth(await keeper.index(server), world.plex, world.plex.items);
    const next = await world.read();
    expectTruth(await next.index(server), world.plex, world.plex.items);
    expect(world.store.pages.size).toBe(0);
  });
});
