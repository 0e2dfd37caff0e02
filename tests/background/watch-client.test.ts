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
  return { world, book, client, poll };
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
    expect(await poll(start)).toEqual({ cursor: null, started: 0 });
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
    const { world, book, poll } = await begin();
    await poll(start);
    film(world, 1, start + 10);
    expect(await poll(start + 20)).toMatchObject({ started: 1 });
    expect(await poll(start + 30)).toMatchObject({ started: 0 });
    expect(book.all()).toHaveLength(1);
    expect(book.all()[0]).toMatchObject({ stage: 'settling', clientId: 'qb', hash: hashOf(1) });
  });

  it('does not take a re-check for a completion: it keeps the stamp', async () => {
    const { world, book, poll } = await begin();
    film(world, 1, 5);
    await poll(start);
    change(world, 1, { phase: 'checking' });
    await poll(start + 1_000);
    change(world, 1, { phase: 'complete' });
    expect(await poll(start + 2_000)).toMatchObject({ started: 0 });
    expect(book.all()).toEqual([]);
  });

  it('takes a new stamp for a new completion, beside the old one', async () => {
    const { world, book, poll } = await begin();
    await poll(start);
    film(world, 1, start + 1);
    await poll(start + 10);
    change(world, 1, { completedAtMs: start + hour });
    expect(await poll(start + hour + 10)).toMatchObject({ started: 1 });
    expect(new Set(book.all().map((download) => download.id)).size).toBe(2);
  });

  it('lists everything when the client says that there is a gap', async () => {
    const { world, client, book, poll } = await begin();
    await poll(start);
    for (let at = 1; at <= 30; at++) film(world, at, start + at);
    client.listChanges = async () => changes({ cursor: 'next', gap: true });
    expect(await poll(start + 100)).toEqual({ cursor: 'next', started: 30 });
    expect(book.memory('qb')?.listedAllAtMs).toBe(start + 100);
  });

  it('lists everything again after some hours, for what was hidden while it moved', async () => {
    const { world, client, poll } = await begin();
    await poll(start);
    film(world, 1, start + 1);
    client.listChanges = async () => changes({});
    expect(await poll(start + 5 * hour)).toMatchObject({ started: 0 });
    expect(await poll(start + 7 * hour)).toMatchObject({ started: 1 });
  });

  it('goes on from the cursor it was given', async () => {
    const { client, poll } = await begin();
    await poll(start);
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
    const { world, book, poll } = await begin();
    await poll(start);
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
    const { world, poll } = await begin();
    await poll(start);
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
    const { world, poll } = await begin();
    film(world, 1, 5);
    await poll(start);
    world.onEffect = (name) => {
      if (name.startsWith('store.')) throw new Error('written');
    };
    for (let at = 1; at < 20; at++) await poll(start + at * 1_000);
  });
});

describe('watching a client that is removed while it answers', () => {
  it.each(['at first contact', 'later'])('writes nothing any more (%s)', async (when) => {
    const { world, book, client, poll } = await begin();
    if (when === 'later') await poll(start);
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
    const { world, book, poll } = await begin();
    await poll(start);
    film(world, 1, start + 1);
    await poll(start + 10);
    const [download] = book.all();
    if (!download) throw new Error('nothing started');
    await book.update([download.id], (one) => ({ ...one, stage: 'verifying', sends: 2 }));
    const memory = book.memory('qb');
    if (memory) await book.commit({ remember: [{ ...memory, seen: new Set() }] });
    await poll(start + 20);
    expect(book.all()).toMatchObject([{ stage: 'verifying', sends: 2 }]);
  });

  it('never forgets what is in the list, so that nothing old is taken for new, and else keeps 50,000', async () => {
    const { world, book, client, poll } = await begin();
    const listed: Torrent[] = [];
    const template = film(world, 1, 1);
    for (let at = 0; at < 60_000; at++) {
      listed.push({ ...template, hash: hashOf(at), completedAtMs: 1_000 + at });
    }
    client.listCompleted = async () => listed;
    client.listChanges = async () => changes({ torrents: listed.slice(-50) });
    await poll(start);
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

describe('watching 10,000 torrents', () => {
  it('takes a moment', async () => {
    const { world, book, client, poll } = await begin();
    for (let at = 1; at <= 10_000; at++) film(world, at, at);
    const all = [...world.torrents.values()].map((entry) => entry.torrent);
    client.listChanges = async () => changes({ torrents: all });
    const before = performance.now();
    await poll(start);
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
        const { world, book, client, poll } = await begin();
        film(world, 100, 5);
        await poll(start);
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
