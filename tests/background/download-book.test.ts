import { describe, expect, it } from 'vitest';
import { DownloadBook } from '../../lib/background/download-book.ts';
import { downloadOf } from '../fakes/download.ts';
import { FakeWorld } from '../fakes/world.ts';

async function open(...numbers: readonly number[]) {
  const world = new FakeWorld();
  const book = new DownloadBook(world.store);
  await book.open();
  await book.commit({ put: numbers.map((number) => downloadOf(number)) });
  return { world, book };
}

/** Lets a change begin to be stored, and says when it may end. */
function holdStore(world: FakeWorld): () => void {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { commit } = world.store;
  world.store.commit = async (change) => {
    await held;
    await commit(change);
  };
  return release;
}

const id = (number: number): string => downloadOf(number).id;

describe('the book of downloads', () => {
  it('reads the store once, and again when that failed', async () => {
    const world = new FakeWorld();
    let reads = 0;
    const { load } = world.store;
    world.store.load = async () => {
      if (++reads === 1) throw new Error('not now');
      return load();
    };
    const book = new DownloadBook(world.store);
    await expect(book.open()).rejects.toThrow('not now');
    await Promise.all([book.open(), book.open()]);
    await book.open();
    expect(reads).toBe(2);
  });

  it('knows nothing that could not be stored', async () => {
    const { world, book } = await open(1);
    world.onEffect = () => {
      throw new Error('full');
    };
    await expect(book.commit({ put: [downloadOf(2)] })).rejects.toThrow('full');
    await expect(book.update([id(1)], (one) => ({ ...one, stage: 'ready' }))).rejects.toThrow('full');
    expect(book.all()).toEqual([downloadOf(1)]);
    world.onEffect = () => undefined;
    await book.update([id(1)], (one) => ({ ...one, stage: 'ready' }));
    expect(book.get(id(1))?.stage).toBe('ready');
  });

  it('changes a download as it is when the changes before it are stored', async () => {
    const { world, book } = await open(1);
    const release = holdStore(world);
    const first = book.update([id(1)], (one) => ({ ...one, stage: 'ignored' }));
    const second = book.update([id(1)], (one) => (one.stage === 'ignored' ? one : { ...one, looks: 9 }));
    release();
    await Promise.all([first, second]);
    expect(book.get(id(1))).toMatchObject({ stage: 'ignored', looks: 0 });
    expect(world.stored.get(id(1))).toMatchObject({ stage: 'ignored', looks: 0 });
  });

  it('does not bring back what is being forgotten', async () => {
    const { world, book } = await open(1, 2);
    const release = holdStore(world);
    const changing = book.update([id(1)], (one) => ({ ...one, looks: 1 }));
    const forgetting = book.forgetClient('qb');
    const late = book.update([id(1), id(2)], (one) => ({ ...one, looks: 2 }));
    release();
    await Promise.all([changing, forgetting, late]);
    expect(book.all()).toEqual([]);
    expect(world.stored.size).toBe(0);
  });

  it('stores nothing for a change that changes nothing', async () => {
    const { world, book } = await open(1);
    world.onEffect = () => {
      throw new Error('stored');
    };
    expect(await book.update([id(1), 'nobody'], (one) => one)).toEqual([downloadOf(1)]);
  });

  it('stores one change for many downloads', async () => {
    const { world, book } = await open(1, 2, 3);
    let commits = 0;
    world.onEffect = (name) => {
      if (name === 'store.commit') commits++;
    };
    await book.update([id(1), id(2), id(3)], (one) => ({ ...one, stage: 'ready' }));
    expect(commits).toBe(1);
    expect(book.all().every((one) => one.stage === 'ready')).toBe(true);
  });

  it('drops what is done and old or beyond a thousand, and nothing on its way', async () => {
    const { world, book } = await open();
    const nowMs = 1_800_000_000_000;
    const dayMs = 24 * 60 * 60 * 1000;
    const done = Array.from({ length: 1_005 }, (_, at) =>
      downloadOf(at, { stage: 'available', stageSinceMs: nowMs - at }),
    );
    const old = downloadOf(5_000, { stage: 'ignored', stageSinceMs: nowMs - 31 * dayMs });
    const waiting = downloadOf(5_001, { stage: 'verifying', stageSinceMs: nowMs - 400 * dayMs });
    await book.commit({ put: [...done, old, waiting] });
    await book.prune(nowMs);
    expect(book.all()).toHaveLength(1_001);
    expect(book.get(waiting.id)).toBeDefined();
    expect(book.get(old.id)).toBeUndefined();
    expect(book.get(id(0))).toBeDefined();
    expect(world.stored.size).toBe(1_001);
  });

  it('gives the newest download of a torrent', async () => {
    const { book } = await open();
    const [first, second] = [
      downloadOf(1, { completedAtMs: 5, id: 'a' }),
      downloadOf(1, { completedAtMs: 6, id: 'b' }),
    ];
    await book.commit({ put: [second, first] });
    expect(book.ofTorrent('qb', first.hash)?.id).toBe('b');
    expect(book.ofTorrent('other', first.hash)).toBeUndefined();
  });
});
