import { afterEach, describe, expect, it, vi } from 'vitest';
import { LibraryKeeper } from '../../lib/background/library-keeper.ts';
import { ServerWatch } from '../../lib/background/server-watch.ts';
import { OperationError } from '../../lib/domain/errors.ts';
import type { LibraryIndex } from '../../lib/matching/library-index.ts';
import { FakeClock } from '../fakes/clock.ts';
import { MemoryLibraryStore } from '../fakes/library-store.ts';
import { service } from '../plex/support/plex.ts';
import { type StandIn, startStandIn } from '../stand-in/index.ts';
import { type MediaFolder, mediaFolder } from '../stand-in/support/media-folder.ts';

let media: MediaFolder;
let standIn: StandIn;
afterEach(async () => {
  await standIn.close();
  await media[Symbol.asyncDispose]();
});

const never = new AbortController().signal;

/** A keeper that speaks to the stand-in through the real client. */
async function start(...files: string[]) {
  media = await mediaFolder('movies/.keep', 'tv/.keep', 'music/.keep', ...files);
  const at = (name: string) => [{ plexPath: `/data/${name}`, diskPath: `${media.path}/${name}` }];
  standIn = await startStandIn({
    sections: [
      { type: 'movie', title: 'Movies', locations: at('movies') },
      { type: 'show', title: 'TV', locations: at('tv') },
      { type: 'artist', title: 'Music', locations: at('music') },
    ],
    scanAtStart: true,
    delays: { scanMs: 1, appearMs: 0, matchMs: 0, contextMs: 0 },
  });
  const { machineIdentifier } = standIn;
  const server = { machineIdentifier, name: 'Attic', address: standIn.plexUrl, version: '1' };
  const plex = service(standIn.plexUrl, { machineIdentifier, token: async () => standIn.token });
  const clock = new FakeClock();
  const connections = {
    client: () => {
      throw new OperationError('CLIENT_UNKNOWN', { operation: 'test' });
    },
    server: () => plex,
    allowed: async () => true,
  };
  const keeper = new LibraryKeeper({
    servers: new ServerWatch(connections, clock.now),
    store: new MemoryLibraryStore(),
    now: clock.now,
    later: (run, delayMs) => {
      if (delayMs > 0) return clock.later(run, delayMs);
      const timer = setImmediate(run);
      return () => clearImmediate(timer);
    },
    keepAwake: () => undefined,
    changed: () => undefined,
    log: () => undefined,
  });
  const ready = () => vi.waitFor(() => expect(keeper.stateOf(machineIdentifier).kind).toBe('ready'));
  await keeper.index(server);
  await ready();
  return { server, keeper, clock, plex, ready };
}

const named = (index: LibraryIndex | null, name: string) =>
  (index?.named(name) ?? []).map(({ type, season, episode }) => [type, season, episode]);

const wait = async (clock: FakeClock, seconds: number): Promise<void> => {
  standIn.clock.advance(seconds * 1000);
  await clock.pass(seconds * 1000);
};

describe('a keeper of libraries, against the stand-in', () => {
  it('knows films, episodes and tracks by their files, and their titles', async () => {
    const { server, keeper } = await start(
      'movies/Alien (1979)/Alien (1979).mkv',
      'tv/Some Show (2020)/Season 1/Some Show S01E01.mkv',
      'tv/Some Show (2020)/Season 1/Some Show S01E02E03.mkv',
      'music/Some Band/Some Album (1999)/01 - First.flac',
    );
    const index = await keeper.index(server);
    expect(named(index, 'Alien (1979).mkv')).toEqual([['movie', null, null]]);
    expect(named(index, 'Some Show S01E02E03.mkv')).toEqual([
      ['episode', 1, 2],
      ['episode', 1, 3],
    ]);
    expect(named(index, '01 - First.flac')).toMatchObject([['track', 1, 1]]);
    expect(index?.titled('someshow').map(({ type, year }) => [type, year])).toEqual([['show', 2020]]);
    expect(index?.titled('somealbum').map(({ type }) => type)).toEqual(['album']);
    expect(index?.titled('alien').map(({ title }) => title)).toEqual(['Alien']);
  });

  it('finds what came by a scan in at most three requests, and misses what went', async () => {
    const { server, keeper, clock, plex, ready } = await start('movies/Alien (1979)/Alien (1979).mkv');
    const sections = await plex.sections(never);
    const only = (key: string) => sections.filter((section) => section.key === key);
    await wait(clock, 7_200);
    await media.add('tv/New Show (2021)/Season 1/New Show S01E01.mkv', 'movies/Brazil (1985).mkv');
    for (const [key, folder] of [
      ['1', '/data/movies'],
      ['2', '/data/tv'],
    ] as const) {
      await plex.scanPath(key, folder, never);
    }
    await standIn.settled();
    await keeper.refresh(server, only('3'), never);
    standIn.clearRequests();
    const index = await keeper.refresh(server, only('2'), never);
    expect(standIn.requests.length).toBeLessThanOrEqual(3);
    expect(named(index, 'New Show S01E01.mkv')).toEqual([['episode', 1, 1]]);
    expect(index?.titled('newshow').map(({ year }) => year)).toEqual([2021]);
    expect(named(await keeper.refresh(server, only('1'), never), 'Brazil (1985).mkv')).toHaveLength(1);
    await wait(clock, 7_200);
    await media.remove('movies/Alien (1979)');
    await plex.scanPath('1', '/data/movies', never);
    await standIn.settled();
    await keeper.refresh(server, only('1'), never);
    await ready();
    expect(named(await keeper.index(server), 'Alien (1979).mkv')).toEqual([]);
    expect(named(await keeper.index(server), 'Brazil (1985).mkv')).toHaveLength(1);
  });
});
