import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DownloadBook } from '../../lib/background/download-book.ts';
import { watchClient } from '../../lib/background/watch-client.ts';
import { OperationError } from '../../lib/domain/errors.ts';
import type { Torrent } from '../../lib/domain/torrent.ts';
import type { TorrentChanges, TorrentClient } from '../../lib/ports/torrent-client.ts';
import { FakeWorld, hashOf } from '../fakes/world.ts';

const start = 1_800_000_000_000;
const hour = 3_600_000;

async function begin(world = new FakeWorld()) {
  const book = new DownloadBook(world.store);
  await book.open();
  const client: TorrentClient = { ...world.client };
  const poll = (nowMs: number, cursor: string | null = null, signal = new AbortController().signal) =>
    watchClient(book, 'qb', client, cursor, nowMs, signal);
  /** First contact, and the list after it that agrees. */
  const first = async () => {
    await poll(start - 60_000);
    await poll(start - 30_000);
  };
  return { world, book, client, poll, first };
}

const film = (world: FakeWorld, number: number, completedAtMs: number): Torrent =>
  world.complete(number, [`Film ${number}/film.mkv`], '/media/movies', completedAtMs);

const change = (world: FakeWorld, number: number, changes: Partial<Torrent>): void => {
  const entry = world.torrents.get(hashOf(number));
  if (entry) entry.torrent = { ...entry.torrent, ...changes };
};

const changes = (more: Partial<TorrentChanges>): TorrentChanges => ({
  torrents: [],
  removed: [],
  cursor: null,
  gap: false,
  ...more,
});

describe('watching a client', () => {
  it('takes everything that is complete at first contact as seen, and starts nothing', async () => {
    const { world, book, poll } = await begin();
    film(world, 1, 5);
    film(world, 2, 6);
    expect(await poll(start)).toMatchObject({ cursor: null, started: 0 });
    expect(book.all()).toEqual([]);
    expect(book.memory('qb')).toMatchObject({ baselineAtMs: start, listedAllAtMs: start });
    expect(book.memory('qb')?.seen.size).toBe(2);
    expect(await poll(start + 1)).toMatchObject({ started: 0 });
  });

  it('does not take what is still loading, moving or being checked at first contact as seen', async () => {
    const { world, book, poll } = await begin();
    film(world, 1, start - 1);
    film(world, 2, start - 1);
    film(world, 3, start - 1);
    change(world, 1, { phase: 'moving' });
    change(world, 2, { phase: 'downloading', completedAtMs: null, leftBytes: 5 });
    change(world, 3, { phase: 'checking' });
    await poll(start);
    expect(book.memory('qb')?.seen.size).toBe(0);
  });

  it('starts what completes later, once', async () => {
    const { world, book, poll, first } = await begin();
    await first();
    film(world, 1, start + 10);
    expect(await poll(start + 20)).toMatchObject({ started: 1 });
    expect(await poll(start + 30)).toMatchObject({ started: 0 });
    expect(book.all()).toHaveLength(1);
    expect(book.all()[0]).toMatchObject({ stage: 'settling', clientId: 'qb', hash: hashOf(1) });
  });

  it('does not take a re-check for a completion: it keeps the stamp', async () => {
    const { world, book, poll, first } = await begin();
    film(world, 1, 5);
    await first();
    change(world, 1, { phase: 'checking' });
    await poll(start + 1_000);
    change(world, 1, { phase: 'complete' });
    expect(await poll(start + 2_000)).toMatchObject({ started: 0 });
    expect(book.all()).toEqual([]);
  });

  it('takes a new stamp for a new completion, beside the old one', async () => {
    const { world, book, poll, first } = await begin();
    await first();
    film(world, 1, start + 1);
    await poll(start + 10);
    change(world, 1, { completedAtMs: start + hour });
    expect(await poll(start + hour + 10)).toMatchObject({ started: 1 });
    expect(new Set(book.all().map((download) => download.id)).size).toBe(2);
  });

  it('lists everything when the client says that there is a gap', async () => {
    const { world, client, book, poll, first } = await begin();
    await first();
    for (let at = 1; at <= 30; at++) film(world, at, start + at);
    client.listChanges = async () => changes({ cursor: 'next', gap: true });
    expect(await poll(start + 100)).toMatchObject({ cursor: 'next', started: 30 });
    expect(book.memory('qb')?.listedAllAtMs).toBe(start + 100);
  });

  it('lists everything again after some hours, for what was hidden while it moved', async () => {
    const { world, client, poll, first } = await begin();
    await first();
    film(world, 1, start + 1);
    client.listChanges = async () => changes({});
    expect(await poll(start + 5 * hour)).toMatchObject({ started: 0 });
    expect(await poll(start + 7 * hour)).toMatchObject({ started: 1 });
  });

  it('goes on from the cursor it was given', async () => {
    const { client, poll, first } = await begin();
    await first();
    const cursors: unknown[] = [];
    client.listChanges = async (cursor) => {
      cursors.push(cursor);
      return changes({ cursor: 'rid:2' });
    };
    expect(await poll(start + 1, 'rid:1')).toMatchObject({ cursor: 'rid:2' });
    expect(cursors).toEqual(['rid:1']);
  });
});

describe('watching a client when storing fails', () => {
  it('changes nothing, and finds the same again at the next poll', async () => {
    const { world, book, poll, first } = await begin();
    await first();
    film(world, 1, start + 1);
    const before = book.memory('qb');
    world.onEffect = (name) => {
      if (name === 'store.commit') throw new OperationError('STORAGE_BROKEN', { operation: 'test' });
    };
    await expect(poll(start + 10)).rejects.toMatchObject({ code: 'STORAGE_BROKEN' });
    expect(book.all()).toEqual([]);
    expect(book.memory('qb')).toBe(before);
    expect(world.stored.size).toBe(0);
    world.onEffect = () => undefined;
    expect(await poll(start + 20)).toMatchObject({ started: 1 });
  });

  it('writes the completions and the memory of them in one change', async () => {
    const { world, poll, first } = await begin();
    await first();
    for (let at = 1; at <= 5; at++) film(world, at, start + at);
    let commits = 0;
    world.onEffect = (name) => {
      if (name === 'store.commit') commits++;
    };
    await poll(start + 10);
    expect(commits).toBe(1);
    expect(world.stored.size).toBe(5);
    expect(world.memories.get('qb')?.seen.size).toBe(5);
  });

  it('writes nothing at all when nothing has changed', async () => {
    const { world, poll, first } = await begin();
    film(world, 1, 5);
    await first();
    world.onEffect = (name) => {
      if (name.startsWith('store.')) throw new Error('written');
    };
    for (let at = 1; at < 20; at++) await poll(start + at * 1_000);
  });
});

describe('watching a client that is removed while it answers', () => {
  it.each(['at first contact', 'later'])('writes nothing any more (%s)', async (when) => {
    const { world, book, client, poll, first } = await begin();
    if (when === 'later') await first();
    const controller = new AbortController();
    film(world, 1, start + 1);
    const listed = [...world.torrents.values()].map((entry) => entry.torrent);
    const removed = async (): Promise<Torrent[]> => {
      controller.abort();
      await book.forgetClient('qb');
      return listed;
    };
    client.listCompleted = removed;
    client.listChanges = async () => changes({ torrents: await removed() });
    await expect(poll(start + 10, null, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(book.all()).toEqual([]);
    expect(book.memory('qb')).toBeUndefined();
    expect(world.memories.size + world.stored.size).toBe(0);
  });
});

describe('a memory that was lost or is too full', () => {
  it('makes no download start over that is already on its way', async () => {
    const { world, book, poll, first } = await begin();
    await first();
    film(world, 1, start + 1);
    await poll(start + 10);
    const [download] = book.all();
    if (!download) throw new Error('nothing started');
    await book.update([download.id], (one) => ({ ...one, stage: 'verifying', sends: 2 }));
    const memory = book.memory('qb');
    if (memory) await book.commit({ remember: [{ ...memory, seen: new Map() }] });
    await poll(start + 20);
    expect(book.all()).toMatchObject([{ stage: 'verifying', sends: 2 }]);
  });

  it('never forgets what is in the list, so that nothing old is taken for new, and else keeps 50,000', async () => {
    const { world, book, client, poll, first } = await begin();
    const listed: Torrent[] = [];
    const template = film(world, 1, 1);
    for (let at = 0; at < 60_000; at++) {
      listed.push({ ...template, hash: hashOf(at), completedAtMs: 1_000 + at });
    }
    client.listCompleted = async () => listed;
    client.listChanges = async () => changes({ torrents: listed.slice(-50) });
    await first();
    for (let round = 1; round <= 3; round++) {
      listed.push({ ...template, hash: hashOf(60_000 + round), completedAtMs: start + round * 7 * hour });
      expect(await poll(start + round * 7 * hour), `round ${round}`).toMatchObject({ started: 1 });
      expect(await poll(start + round * 7 * hour + 5), `round ${round}`).toMatchObject({ started: 0 });
    }
    expect(book.memory('qb')?.seen.size).toBe(60_003);
    listed.splice(0, 59_000);
    await poll(start + 30 * hour);
    expect(book.memory('qb')?.seen.size).toBe(50_000);
    expect(await poll(start + 40 * hour)).toMatchObject({ started: 0 });
  }, 20_000);
});

describe('what only looks like completions', () => {
  const many = (world: FakeWorld, count: number, completedAtMs: number, from = 1): void => {
    for (let at = 0; at < count; at++) film(world, from + at, completedAtMs - at * 1_000);
  };
  const stampAnew = (world: FakeWorld, count: number, completedAtMs: number): void => {
    for (let at = 1; at <= count; at++) change(world, at, { completedAtMs: completedAtMs + at });
  };

  it('are 500 of 2,000 torrents that were stamped anew when the client started', async () => {
    const { world, book, poll, first } = await begin();
    many(world, 2_000, start - hour);
    await first();
    for (const day of [1, 2, 3]) {
      stampAnew(world, 500, start + day * 24 * hour);
      expect(await poll(start + day * 24 * hour + 1_000)).toMatchObject({ started: 0 });
      stampAnew(world, 503, start + day * 24 * hour); // the last of them are loaded later
      expect(await poll(start + day * 24 * hour + 3_000)).toMatchObject({ started: 0 });
    }
    expect(book.all()).toEqual([]);
    expect(book.memory('qb')?.seen.size, 'a new stamp takes the place of the old one').toBe(2_000);
    film(world, 3_000, start + 80 * hour);
    expect(await poll(start + 80 * hour)).toMatchObject({ started: 1 });
  });

  it('are not those that were added anew, nor those seen incomplete in between, however many', async () => {
    const { world, poll, first, client } = await begin();
    many(world, 60, start - hour);
    for (let at = 1; at <= 60; at++) change(world, at, { addedAtMs: start - 2 * hour });
    await first();
    for (let at = 1; at <= 20; at++) change(world, at, { addedAtMs: start, completedAtMs: start + hour });
    expect(await poll(start + hour)).toMatchObject({ started: 20 });
    for (let at = 21; at <= 40; at++) change(world, at, { phase: 'downloading', leftBytes: 9 });
    await poll(start + hour + 1_000);
    for (let at = 21; at <= 40; at++) {
      change(world, at, { phase: 'complete', leftBytes: 0, completedAtMs: start + 2 * hour });
    }
    expect(await poll(start + 2 * hour)).toMatchObject({ started: 20 });
    expect(client).toBeDefined();
  });

  it('are those of another client at the same address, and of the first when it is back', async () => {
    const { world, book, poll, first } = await begin();
    many(world, 300, start - hour);
    await first();
    const own = world.torrents;
    world.torrents = new Map();
    many(world, 800, start - 2 * hour, 5_000);
    expect(await poll(start + 20 * hour)).toMatchObject({ started: 0 });
    expect(book.memory('qb')).toMatchObject({ baselineAtMs: start + 20 * hour });
    await poll(start + 20 * hour + 30_000);
    film(world, 9_999, start + 21 * hour);
    expect(await poll(start + 21 * hour), 'it is followed from then on').toMatchObject({ started: 1 });
    world.torrents = own;
    expect(await poll(start + 22 * hour)).toMatchObject({ started: 0 });
  });

  it('are what a client brings that was still loading at first contact', async () => {
    const { world, book, poll } = await begin();
    await poll(start);
    await poll(start + 6_000);
    many(world, 100, start - hour);
    stampAnew(world, 40, start + 7_000);
    expect(await poll(start + 8_000)).toMatchObject({ started: 0 });
    many(world, 100, start - 2 * hour, 500);
    expect(await poll(start + 14_000)).toMatchObject({ started: 0 });
    expect(await poll(start + 20_000)).toMatchObject({ started: 0 });
    expect(book.memory('qb')?.isProvisional).toBeUndefined();
    expect(book.all()).toEqual([]);
    film(world, 900, start + hour);
    expect(await poll(start + hour)).toMatchObject({ started: 1 });
  });

  it('are those on a disk that was not there at first contact', async () => {
    const { world, poll, first } = await begin();
    many(world, 100, start - 24 * hour);
    film(world, 900, start - hour);
    for (let at = 1; at <= 100; at++) change(world, at, { phase: 'error' });
    await first();
    for (let at = 1; at <= 100; at++) change(world, at, { phase: 'complete' });
    expect(await poll(start + hour)).toMatchObject({ started: 0 });
  });

  it('are not many that completed while the browser was closed, and everything before was removed', async () => {
    const { world, poll, first } = await begin();
    many(world, 50, start - hour);
    await first();
    world.torrents = new Map();
    for (let at = 0; at < 30; at++) film(world, 500 + at, start + (1 + at) * hour);
    expect(await poll(start + 100 * hour)).toMatchObject({ started: 30 });
  });

  it('are not files that were selected later, even if the stamp stays as it was', async () => {
    const { world, book, poll, first } = await begin();
    film(world, 1, start - hour);
    await first();
    change(world, 1, { wantedBytes: 1_500_000_000 });
    expect(await poll(start + hour)).toMatchObject({ started: 1 });
    expect(book.all()).toMatchObject([{ completedAtMs: start + hour, wantedBytes: 1_500_000_000 }]);
    expect(await poll(start + hour + 1_000)).toMatchObject({ started: 0 });
    change(world, 1, { wantedBytes: 500_000_000 });
    expect(await poll(start + hour + 2_000), 'files that were deselected').toMatchObject({ started: 0 });
  });

  it('make no difference to a list that came too short: what is missing from it is still believed', async () => {
    const { world, book, poll, first } = await begin();
    many(world, 100, start - hour);
    await first();
    const all = world.torrents;
    const listedAllAtMs = book.memory('qb')?.listedAllAtMs;
    world.torrents = new Map();
    await poll(start + 48 * hour);
    expect(book.memory('qb')).toMatchObject({ isThin: true, listedAllAtMs });
    world.torrents = all;
    for (let at = 0; at < 10; at++) film(world, 500 + at, start + (2 + at) * hour);
    expect(await poll(start + 48 * hour + 10_000)).toMatchObject({ started: 10 });
    await poll(start + 48 * hour + 20_000);
    expect(book.memory('qb')?.isThin).toBeUndefined();
  });
});

describe('watching 10,000 torrents', () => {
  it('takes a moment', async () => {
    const { world, book, client, poll, first } = await begin();
    for (let at = 1; at <= 10_000; at++) film(world, at, at);
    const all = [...world.torrents.values()].map((entry) => entry.torrent);
    client.listChanges = async () => changes({ torrents: all });
    const before = performance.now();
    await first();
    const baselineMs = performance.now() - before;
    await poll(start + 1);
    const pollMs = performance.now() - before - baselineMs;
    expect(book.memory('qb')?.seen.size).toBe(10_000);
    // generous: shared machines; goal G9 is 2 s and 150 ms
    expect(baselineMs).toBeLessThan(2_000);
    expect(pollMs).toBeLessThan(500);
  });
});

describe('any history of a client', () => {
  it('starts each completion after the first contact exactly once, whatever was hidden when', async () => {
    const step = fc.record({
      complete: fc.array(fc.nat(8), { maxLength: 3 }),
      hide: fc.array(fc.nat(8), { maxLength: 3 }),
      gap: fc.boolean(),
      storeFails: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const { world, book, client, poll, first } = await begin();
        film(world, 100, 5);
        await first();
        const expected = new Set<string>();
        let nowMs = start;
        let hidden = new Set<string>();
        const visible = (): Torrent[] =>
          [...world.torrents.values()].map((one) => one.torrent).filter((one) => !hidden.has(one.hash));
        client.listCompleted = async () => visible();
        for (const { complete, hide, gap, storeFails } of steps) {
          nowMs += 60_000;
          for (const number of complete) {
            const { hash, completedAtMs } = film(world, number, nowMs);
            change(world, number, { addedAtMs: nowMs });
            expected.add(`qb:${hash}:${completedAtMs}`);
          }
          hidden = new Set(hide.map(hashOf));
          client.listChanges = async () => changes({ torrents: gap ? [] : visible(), gap });
          world.onEffect = (name) => {
            if (storeFails && name === 'store.commit') throw new Error('full');
          };
          await poll(nowMs).catch(() => undefined);
          // a torrent completed anew before anybody looked is one completion, not two
          for (const id of expected) {
            const stamp = [...world.torrents.values()].some(
              ({ torrent }) => id === `qb:${torrent.hash}:${torrent.completedAtMs}`,
            );
            if (!stamp && book.get(id) === undefined) expected.delete(id);
          }
        }
        hidden = new Set();
        world.onEffect = () => undefined;
        client.listChanges = async () => changes({ gap: true });
        await poll(nowMs + 1);
        expect(new Set(book.all().map((download) => download.id))).toEqual(expected);
        expect(world.stored.size).toBe(expected.size);
      }),
      { numRuns: 150 },
    );
  });
});
