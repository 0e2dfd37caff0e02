import { describe, expect, it } from 'vitest';
import { OverviewKeeper } from '../../lib/background/overview-keeper.ts';
import { OperationError } from '../../lib/domain/errors.ts';
import { held } from '../../lib/domain/held-batch.ts';
import type { LibraryState } from '../../lib/domain/library-state.ts';
import { emptyOverview } from '../../lib/domain/overview.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import { memoryOverview } from '../fakes/answering.ts';
import { memorySettings, standardSettings, startBackground } from '../fakes/background.ts';
import { FakeClock, settled } from '../fakes/clock.ts';
import { downloadOf } from '../fakes/download.ts';
import { FakeWorld, machineIdentifier } from '../fakes/world.ts';

interface Kept {
  readonly world?: FakeWorld;
  readonly clock?: FakeClock;
  readonly store?: ReturnType<typeof memoryOverview>;
  readonly settings?: Settings;
}

/** A worker that has just started over what an earlier one has stored. */
function begin(kept: Kept = {}) {
  const { world = new FakeWorld(), clock = new FakeClock(), store = memoryOverview() } = kept;
  const settings = memorySettings(kept.settings ?? standardSettings);
  const background = startBackground(world, clock, settings);
  const { book, servers, clients } = background;
  const keeper = new OverviewKeeper({
    book,
    settings,
    store,
    servers,
    clients,
    labelOf: (kind) => (kind === 'qbittorrent' ? 'qBittorrent' : kind),
    now: clock.now,
  });
  return { world, store, keeper, ...background };
}

const recent = {
  ratingKey: '5',
  type: 'movie',
  title: 'Dune',
  parentTitle: null,
  grandparentTitle: null,
  year: 2021,
  addedAtMs: 5,
  thumb: '/library/metadata/5/thumb/1',
  sectionTitle: 'Films',
} as const;

describe('the overview', () => {
  it('shows what is set up before anybody was asked', async () => {
    const { keeper, world } = begin();
    const overview = await keeper.update();
    expect(overview.servers).toMatchObject([{ name: 'Attic', state: 'unknown', recent: [], activities: [] }]);
    expect(overview.clients).toEqual([
      {
        id: 'qb',
        label: 'qBittorrent',
        address: 'http://nas.test:8080/',
        state: 'unknown',
        code: null,
        sinceMs: 0,
      },
    ]);
    expect(world.requests).toBe(0);
  });

  it('asks one question of many that completed at once, and does not list them', async () => {
    const { keeper, book } = begin();
    const many = Array.from({ length: 300 }, (_, at) => downloadOf(at, { detectedAtMs: 7 + at }));
    await book.commit({ put: [...many.map((one) => held(one, one.detectedAtMs)), downloadOf(1_000)] });
    const overview = await keeper.update();
    expect(overview.held).toEqual([{ clientId: 'qb', count: 300, sinceMs: 7, untilMs: 306 }]);
    expect(overview.downloads.map(({ name }) => name)).toEqual(['torrent 1000']);
    await book.drop(() => true);
    expect(await keeper.update()).not.toHaveProperty('held');
  });

  it('shows what servers say when it is refreshed, and keeps that through updates', async () => {
    const { keeper, world } = begin();
    world.server.recentlyAdded = async () => [recent];
    world.server.activities = async () => [
      { id: '1', type: 'library', title: 'Scanning', subtitle: 'Films', progress: 50, sectionKey: '1' },
    ];
    await keeper.refresh();
    expect((await keeper.update()).servers).toEqual([
      {
        machineIdentifier,
        address: 'http://plex.test:32400',
        name: 'Attic',
        version: '1.41.0',
        state: 'online',
        code: null,
        sinceMs: expect.any(Number),
        recent: [recent],
        activities: [{ id: '1', title: 'Scanning', subtitle: 'Films', progress: 50 }],
      },
    ]);
  });

  it('keeps what was recent when a server goes away, and says what is wrong', async () => {
    const { keeper, world } = begin();
    world.server.recentlyAdded = async () => [recent];
    await keeper.refresh();
    world.away = true;
    expect((await keeper.refresh()).servers).toMatchObject([
      { state: 'offline', code: 'UNREACHABLE', recent: [recent], activities: [] },
    ]);
  });

  it('is not spoilt by activities that a shared user may not see', async () => {
    const { keeper, world } = begin();
    world.server.activities = async () => {
      throw new OperationError('NO_LIBRARY_RIGHT', { operation: 'test' });
    };
    expect((await keeper.refresh()).servers).toMatchObject([{ state: 'online', activities: [] }]);
  });

  it('says since when a server is offline, through any number of workers', async () => {
    const store = memoryOverview();
    const world = new FakeWorld();
    const clock = new FakeClock();
    world.away = true;
    const startMs = clock.nowMs;
    await begin({ world, clock, store }).keeper.refresh();
    for (const order of ['overview first', 'pipeline first']) {
      await clock.pass(3_600_000);
      const next = begin({ world, clock, store });
      if (order === 'pipeline first') {
        const [server] = standardSettings.servers;
        if (server) await next.servers.sections(server, new AbortController().signal).catch(() => undefined);
      }
      await next.keeper.update();
      await next.keeper.refresh();
      expect(store.value.servers[0], order).toMatchObject({ state: 'offline', sinceMs: startMs });
    }
  });

  it('is written when something has changed and only then', async () => {
    const { keeper, store, clock, book } = begin();
    await keeper.update();
    expect(store.writes).toBe(1);
    for (let at = 0; at < 10; at++) {
      await clock.pass(1_000);
      await keeper.update();
    }
    expect(store.writes).toBe(1);
    await book.commit({ put: [downloadOf(1)] });
    await keeper.update();
    expect(store.writes).toBe(2);
  });

  it('is written at the next chance when it could not be', async () => {
    const { keeper, store } = begin();
    const { write } = store;
    store.write = async () => {
      throw new Error('full');
    };
    await expect(keeper.update()).rejects.toThrow('full');
    store.write = write;
    await keeper.update();
    expect(store.writes).toBe(1);
  });

  it('does not wait for a slow server to show what has changed here', async () => {
    const { keeper, world, book } = begin();
    let release = (): void => undefined;
    world.wait = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    const refreshing = keeper.refresh();
    await settled();
    await book.commit({ put: [downloadOf(1)] });
    expect((await keeper.update()).downloads).toHaveLength(1);
    world.wait = undefined;
    release();
    expect((await refreshing).downloads).toHaveLength(1);
  });

  it('says how far the libraries are read, and is written when that changes', async () => {
    const { store, book, settings, servers, clients, clock } = begin();
    let library: LibraryState = { kind: 'reading', done: 1_000, total: 3_000 };
    const asked: string[] = [];
    const keeper = new OverviewKeeper({
      ...{ book, settings, store, servers, clients },
      labelOf: (kind) => kind,
      libraryStateOf: (id) => {
        asked.push(id);
        return library;
      },
      now: clock.now,
    });
    expect((await keeper.update()).servers).toMatchObject([{ name: 'Attic', library }]);
    library = { kind: 'ready', items: 3_000, readAtMs: 5 };
    await keeper.update();
    await keeper.update();
    expect(store.value.servers[0]?.library).toEqual(library);
    expect(store.writes).toBe(2);
    expect(asked).toEqual([machineIdentifier, machineIdentifier, machineIdentifier]);
  });

  it('forgets a server that is removed while it is asked', async () => {
    const { keeper, world, settings, store } = begin();
    world.wait = async () => {
      await settings.update((before) => ({ ...before, servers: [] }));
    };
    expect((await keeper.refresh()).servers).toEqual([]);
    expect(store.value.servers).toEqual([]);
  });
});

describe('the downloads of the overview', () => {
  it('are the newest two hundred on their way, newest first', async () => {
    const { keeper, book } = begin();
    await book.open();
    await book.commit({
      put: Array.from({ length: 300 }, (_, at) => downloadOf(at, { detectedAtMs: (at * 7) % 300 })),
    });
    const { downloads } = await keeper.update();
    expect(downloads).toHaveLength(200);
    expect(downloads[0]?.id).toBe(downloadOf(257).id);
  });

  it('hold what has just arrived, and neither what arrived long ago nor what is not wanted', async () => {
    const { keeper, book, clock } = begin();
    await book.open();
    const nowMs = clock.nowMs;
    await book.commit({
      put: [
        downloadOf(1, { stage: 'available', stageSinceMs: nowMs - 60_000 }),
        downloadOf(2, { stage: 'available', stageSinceMs: nowMs - 3_600_000 }),
        downloadOf(3, { stage: 'ignored', stageSinceMs: nowMs }),
        downloadOf(4, { stage: 'verifying', stageSinceMs: 0 }),
      ],
    });
    const { downloads } = await keeper.update();
    expect(downloads.map((one) => one.id).sort()).toEqual([downloadOf(1).id, downloadOf(4).id].sort());
  });

  it('say where they go and nothing that the popup does not show', async () => {
    const { keeper, book } = begin();
    await book.open();
    const scan = { sectionKey: '1', sectionTitle: 'Films', folder: '/media/movies/Film 1' };
    const plan = { machineIdentifier, scans: [scan], files: ['/media/movies/Film 1/canary-file.mkv'] };
    await book.commit({ put: [downloadOf(1, { stage: 'verifying', plan, category: 'canary-category' })] });
    const [download] = (await keeper.update()).downloads;
    expect(download).toEqual({
      id: downloadOf(1).id,
      name: 'torrent 1',
      stage: 'verifying',
      stageSinceMs: expect.any(Number),
      problem: null,
      path: '/media/movies/Film 1',
      sectionTitle: 'Films',
      folder: '/media/movies/Film 1',
      href: null,
    });
    expect(Object.keys(await keeper.update()).sort()).toEqual(Object.keys(emptyOverview).sort());
  });

  it('have a link as soon as they have an item', async () => {
    const { keeper, book, clock } = begin();
    await book.open();
    const target = {
      machineIdentifier,
      sectionKey: '1',
      ratingKey: '7',
      type: 'movie',
      title: 'Film',
      found: 1,
      expected: 1,
    } as const;
    await book.commit({ put: [downloadOf(1, { stage: 'available', stageSinceMs: clock.nowMs, target })] });
    expect((await keeper.update()).downloads[0]?.href).toContain('%2Flibrary%2Fmetadata%2F7');
  });
});
