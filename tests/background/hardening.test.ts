import { describe, expect, it } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import { heldBatches } from '../../lib/domain/held-batch.ts';
import type { FileEntry } from '../../lib/domain/library-entry.ts';
import { startBackground } from '../fakes/background.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeWorld, hashOf } from '../fakes/world.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A world whose baseline stands. */
async function begun() {
  const world = new FakeWorld();
  const background = startBackground(world, new FakeClock());
  const { manager, clock, book } = background;
  await manager.tick();
  await clock.pass(60_000);
  const run = async (ms: number, tickMs = 30_000): Promise<void> => {
    for (let at = 0; at < ms; at += tickMs) {
      await manager.tick();
      await clock.pass(tickMs);
    }
  };
  const film = (number: number) =>
    world.complete(number, [`Film ${number}/film.mkv`], '/media/movies', clock.nowMs + number);
  const of = (number: number) => book.ofTorrent('qb', hashOf(number));
  const scansOf = (number: number) =>
    world.scans.filter(({ folder }) => folder === `/media/movies/Film ${number}`).length;
  return { world, ...background, run, film, of, scansOf };
}

describe('while Plex scans the library anyway', () => {
  it('nothing is sent, and what that scan has found needs none', async () => {
    const { world, film, run, of } = await begun();
    world.sections = world.sections.map((one) => ({ ...one, refreshing: true }));
    film(1);
    await run(minute);
    expect(world.scans).toEqual([]);
    world.takeUp('1', '/media/movies');
    world.sections = world.sections.map((one) => ({ ...one, refreshing: false }));
    await run(minute);
    expect(of(1)?.stage).toBe('available');
    expect(world.scans).toEqual([]);
  });

  it('is not waited for without end', async () => {
    const { world, film, run, scansOf } = await begun();
    world.sections = world.sections.map((one) => ({ ...one, refreshing: true }));
    film(1);
    await run(15 * minute);
    expect(scansOf(1)).toBe(1);
  });
});

describe('a library that has changed since', () => {
  it('is planned for anew when it is gone', async () => {
    const { world, film, run, of } = await begun();
    film(1);
    world.away = true;
    await run(minute);
    world.away = false;
    world.blind = true;
    await run(minute);
    world.sections = world.sections.map((one) => (one.key === '1' ? { ...one, key: '11' } : one));
    world.blind = false;
    await run(30 * minute);
    expect(of(1)).toMatchObject({ stage: 'available', plan: { scans: [{ sectionKey: '11' }] } });
    expect(world.scans.filter(({ sectionKey }) => sectionKey === '11')).toHaveLength(1);
  });

  it('is never scanned outside of where it is now', async () => {
    const { world, film, run, of } = await begun();
    film(1);
    const { findByFiles } = world.server;
    world.server.findByFiles = async (...request) => {
      const found = await findByFiles(...request);
      world.sections = world.sections.map((one) =>
        one.key === '1' ? { ...one, locations: ['/media/other'] } : one,
      );
      return found;
    };
    await run(5 * minute);
    expect(world.scans).toEqual([]);
    expect(of(1)?.problem?.code).toBe('UNMAPPED');
  });
});

describe('one item that Plex can not answer for', () => {
  it('keeps no other waiting', async () => {
    const { world, film, run, of } = await begun();
    const { findByFiles } = world.server;
    world.server.findByFiles = async (section, files, signal) => {
      if (files[0]?.includes('Film 1/')) {
        throw new OperationError('SERVER_ERROR', { operation: 'plex.findByFiles', retryable: true });
      }
      return findByFiles(section, files, signal);
    };
    for (let at = 1; at <= 5; at++) film(at);
    await run(2 * minute);
    expect([2, 3, 4, 5].map((at) => of(at)?.stage)).toEqual(Array(4).fill('available'));
    expect(of(1)?.problem).toMatchObject({ code: 'SERVER_ERROR', retryAtMs: expect.any(Number) });
  });

  it('and a server that answers nothing but errors is away', async () => {
    const { world, film, run, servers } = await begun();
    for (const name of ['findByFiles', 'sections'] as const) {
      world.server[name] = async () => {
        throw new OperationError('SERVER_ERROR', { operation: name, retryable: true });
      };
    }
    for (let at = 1; at <= 5; at++) film(at);
    await run(30_000);
    expect(servers.stateOf('0123456789abcdef0123456789abcdef01234567').state).toBe('offline');
  });
});

describe('a torrent client that has just started', () => {
  it('that does not know a torrent yet costs no download anything', async () => {
    const { world, film, run, of } = await begun();
    film(1);
    const { listByHash } = world.client;
    let loadedAtMs = Number.POSITIVE_INFINITY;
    world.client.listByHash = async (...request) => (Date.now() < loadedAtMs ? [] : listByHash(...request));
    await run(minute);
    expect(of(1)?.problem).toMatchObject({ code: 'CLIENT_GONE', retryAtMs: expect.any(Number) });
    loadedAtMs = 0;
    await run(2 * minute);
    expect(of(1)?.stage).toBe('available');
  });

  it('and a torrent that stays gone is told, and goes on when it is there again', async () => {
    const { world, film, run, of } = await begun();
    film(1);
    const { listChanges, listByHash } = world.client;
    await run(30_000, 1_000).catch(() => undefined);
    film(2);
    world.client.listByHash = async (hashes, signal) =>
      (await listByHash(hashes, signal)).filter(({ hash }) => hash !== hashOf(2));
    world.client.listChanges = async (...request) => {
      const changes = await listChanges(...request);
      return of(2)
        ? { ...changes, torrents: changes.torrents.filter(({ hash }) => hash !== hashOf(2)) }
        : changes;
    };
    await run(10 * minute);
    expect(of(2)?.problem).toMatchObject({ code: 'CLIENT_GONE', retryAtMs: null });
    Object.assign(world.client, { listChanges, listByHash });
    await run(minute);
    expect(of(2)?.stage).toBe('available');
  });
});

describe('a download of archives', () => {
  async function packed() {
    const all = await begun();
    const { world, clock } = all;
    world.complete(1, ['Film 1/film.rar', 'Film 1/film.r00'], '/media/movies', clock.nowMs);
    for (const path of ['rar', 'r00']) world.disk.delete(`/media/movies/Film 1/film.${path}`);
    const entryOf = (path: string, ratingKey: string): FileEntry => ({
      ...{ ratingKey, type: 'movie', sectionKey: '1', parentRatingKey: null, grandparentRatingKey: null },
      ...{ parentIndex: null, index: null, date: null, addedAtMs: 0 },
      files: [{ path, sizeBytes: null, resolution: null }],
    });
    world.server.listLibrary = async () => {
      const files = [...world.items.values()].map((item) =>
        entryOf(item.files[0]?.path ?? '', item.ratingKey),
      );
      return { titles: [], files, oldestMs: null, newestMs: null, size: files.length, total: files.length };
    };
    world.server.items = async (keys) =>
      [...world.items.values()].filter(({ ratingKey }) => keys.includes(ratingKey));
    return all;
  }

  it('waits for what is unpacked beside them', async () => {
    const { world, run, of, scansOf } = await packed();
    await run(minute);
    expect(of(1)).toMatchObject({ stage: 'ready', plan: { archives: 1 } });
    expect(scansOf(1)).toBe(0);
    world.disk.add('/media/movies/Film 1/film.mkv');
    await run(5 * minute);
    expect(of(1)).toMatchObject({ stage: 'available', target: { evidence: ['same-folder'] } });
    expect(scansOf(1)).toBe(1);
  });

  it('is told when nothing was unpacked, after two scans, and found when it is unpacked days later', async () => {
    const { world, run, of, scansOf } = await packed();
    await run(8 * hour, 5 * minute);
    expect(of(1)?.problem).toMatchObject({ code: 'NOTHING_PLAYABLE', retryAtMs: null });
    expect(scansOf(1)).toBe(2);
    world.disk.add('/media/movies/Film 1/film.mkv');
    world.takeUp('1', '/media/movies/Film 1');
    await run(26 * hour, 30 * minute);
    expect(of(1)?.stage).toBe('available');
  });
});

describe('a client that answers nonsense', () => {
  it('of a complete torrent without files is asked again, and nothing is ignored for it', async () => {
    const { world, film, run, of } = await begun();
    film(1);
    const { listFiles } = world.client;
    world.client.listFiles = async () => [];
    await run(minute);
    expect(of(1)?.problem).toMatchObject({ code: 'UNEXPECTED_ANSWER', retryAtMs: expect.any(Number) });
    world.client.listFiles = listFiles;
    await run(5 * minute);
    expect(of(1)?.stage).toBe('available');
  });

  it('of tens of thousands of files fills no storage', async () => {
    const { world, clock, run, of } = await begun();
    const files = Array.from({ length: 20_000 }, (_, at) => `Pack/film ${at} ${'x'.repeat(200)}.mkv`);
    world.complete(1, files, '/media/movies', clock.nowMs);
    await run(minute);
    expect(of(1)?.plan?.files.length).toBeGreaterThan(100);
    expect(JSON.stringify(of(1)).length).toBeLessThan(70_000);
  }, 30_000);
});

describe('a storage that is full', () => {
  it('loses nothing, makes room of what is done, and goes on', async () => {
    const { world, film, run, of, book } = await begun();
    for (let at = 1; at <= 150; at++) {
      film(at);
      if (at % 50 === 0) await run(minute);
    }
    await run(3 * minute);
    expect(book.all().map(({ stage }) => stage)).toEqual(Array(150).fill('available'));
    const { commit } = world.store;
    world.store.commit = async (change) => {
      if (world.stored.size > 120)
        throw new OperationError('STORAGE_BROKEN', { operation: 'x', retryable: true });
      await commit(change);
    };
    film(200);
    await run(3 * minute);
    expect(of(200)?.stage).toBe('available');
    expect(world.stored.size).toBeLessThanOrEqual(121);
  });
});

describe('so many completions that the storage could not hold them', () => {
  it('wait in the client, and are followed when there is room', async () => {
    const { world, film, run, book, manager } = await begun();
    const answer = async (count: number): Promise<void> => {
      const [question] = heldBatches(book.all());
      expect(question?.count).toBe(count);
      if (question) await manager.answerBatch(question, true);
    };
    world.away = true;
    for (let at = 1; at <= 2_300; at++) film(at);
    await run(2 * minute);
    expect(book.openCount()).toBe(2_000);
    await answer(2_000);
    world.away = false;
    await run(10 * minute);
    await answer(300);
    await run(5 * minute);
    expect(book.openCount()).toBe(0);
    expect(world.items.size).toBe(2_300);
    expect(world.scans.length).toBeLessThan(20);
  }, 60_000);
});

describe('the alarm', () => {
  it('comes once a minute when there was no news for an hour, and twice when there is', async () => {
    const beats: number[] = [];
    const world = new FakeWorld();
    const clock = new FakeClock();
    const first = startBackground(world, clock, undefined, [], {}, (minutes) => beats.push(minutes));
    await first.manager.tick();
    expect(beats.at(-1)).toBe(0.5);
    await clock.pass(30_000);
    clock.nowMs += 2 * hour;
    await first.manager.tick();
    expect(beats.at(-1)).toBe(1);
    world.complete(1, ['Film 1/film.mkv'], '/media/movies', clock.nowMs);
    await first.manager.tick();
    expect(beats.at(-1)).toBe(0.5);
  });
});
