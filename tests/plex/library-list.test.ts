import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyLimit } from '../../lib/http/http.ts';
import type { PlexService } from '../../lib/plex/plex-service.ts';
import type { ListedKind, ListWindow } from '../../lib/ports/plex-server.ts';
import { type StandIn, startStandIn } from '../stand-in/index.ts';
import { type MediaFolder, mediaFolder } from '../stand-in/support/media-folder.ts';
import { failure, fakePlex, never, queryOf, service } from './support/plex.ts';
import { recordedJson } from './support/recordings.ts';

const listOf = (Metadata: readonly object[], more: object = {}) => ({
  MediaContainer: { size: Metadata.length, Metadata, ...more },
});
const window = (kind: ListedKind, more: Partial<ListWindow> = {}): ListWindow => ({
  kind,
  start: 0,
  size: 1000,
  ...more,
});

/** What a server makes of these items, listed as this kind. */
async function listed(kind: ListedKind, items: readonly object[], more: Partial<ListWindow> = {}) {
  const server = await fakePlex({ '/library/sections/7/all': listOf(items, { totalSize: 5000 }) });
  return service(server.origin).listLibrary('7', window(kind, more), never);
}

const film = {
  ratingKey: '11',
  type: 'movie',
  title: 'Alien',
  originalTitle: 'Alien: \u202Eone',
  editionTitle: "Director's Cut",
  year: 1979,
  originallyAvailableAt: '1979-05-25',
  addedAt: 1000,
  updatedAt: 2000,
  guid: 'plex://movie/5d7768',
  Guid: [{ id: 'imdb://tt0078748' }, { id: 'tmdb://348' }, { id: 'odd://1' }],
  Media: [
    { videoResolution: '4k', Part: [{ id: 1, file: '/m/Alien.mkv', size: 7_000_000_000 }] },
    { videoResolution: 1080, Part: [{ file: '/m/cd1.avi', size: '5' }, { file: '/m/cd2.avi' }] },
  ],
};
const episode = {
  ratingKey: 33,
  type: 'episode',
  title: 'Pilot',
  parentRatingKey: '32',
  grandparentRatingKey: '31',
  grandparentTitle: 'Some Show',
  parentIndex: 1,
  index: 2,
  addedAt: 1000,
  originallyAvailableAt: 'soon',
  Media: [{ Part: [{ file: '/tv/a.mkv', size: 1 }] }],
};

describe('a page of a library', () => {
  it('of films gives titles and files, with ids, edition and every version', async () => {
    expect(await listed('movie', [film])).toEqual({
      titles: [
        {
          ratingKey: '11',
          type: 'movie',
          sectionKey: '7',
          title: 'Alien',
          originalTitle: 'Alien: one',
          edition: "Director's Cut",
          year: 1979,
          parentRatingKey: null,
          ids: [
            { source: 'imdb', number: 78_748 },
            { source: 'tmdb', number: 348 },
          ],
        },
      ],
      files: [
        {
          ratingKey: '11',
          type: 'movie',
          sectionKey: '7',
          parentRatingKey: null,
          grandparentRatingKey: null,
          parentIndex: null,
          index: null,
          date: '1979-05-25',
          addedAtMs: 1_000_000,
          files: [
            { path: '/m/Alien.mkv', sizeBytes: 7_000_000_000, resolution: '4k' },
            { path: '/m/cd1.avi', sizeBytes: 5, resolution: '1080' },
            { path: '/m/cd2.avi', sizeBytes: null, resolution: '1080' },
          ],
        },
      ],
      oldestMs: 1_000_000,
      newestMs: 2_000_000,
      size: 1,
      total: 5000,
    });
  });

  it('of episodes also tells the title of their show, once and no more than that', async () => {
    const page = await listed('episode', [episode, { ...episode, ratingKey: 34, index: 3 }]);
    expect(page.titles).toEqual([
      {
        ratingKey: '31',
        type: 'show',
        sectionKey: '7',
        title: 'Some Show',
        originalTitle: null,
        edition: null,
        year: null,
        parentRatingKey: null,
        ids: [],
      },
    ]);
    expect(
      page.files.map(({ ratingKey, date, parentIndex, index }) => [ratingKey, date, parentIndex, index]),
    ).toEqual([
      ['33', null, 1, 2],
      ['34', null, 1, 3],
    ]);
  });

  it('of tracks tells artist and album, the album with its artist', async () => {
    const track = {
      ...episode,
      type: 'track',
      parentTitle: 'Some Album',
      grandparentTitle: 'Some Band',
    };
    const { titles } = await listed('track', [track]);
    expect(
      titles.map(({ ratingKey, type, title, parentRatingKey }) => [ratingKey, type, title, parentRatingKey]),
    ).toEqual([
      ['31', 'artist', 'Some Band', null],
      ['32', 'album', 'Some Album', '31'],
    ]);
  });

  it('knows items of the old agents by their own id', async () => {
    const guid = 'com.plexapp.agents.imdb://tt0078748?lang=en';
    const { titles } = await listed('movie', [{ ...film, guid, Guid: undefined }]);
    expect(titles[0]?.ids).toEqual([{ source: 'imdb', number: 78_748 }]);
  });

  it('has files without paths where the server gives none, and one of which nothing is known where it has none', async () => {
    const shared = { ...film, Media: [{ videoResolution: '1080', Part: [{ id: 1, size: 12 }, { id: 2 }] }] };
    const { files } = await listed('movie', [shared, { ...film, ratingKey: '12', Media: undefined }]);
    expect(files.map((entry) => entry.files)).toEqual([
      [
        { path: null, sizeBytes: 12, resolution: '1080' },
        { path: null, sizeBytes: null, resolution: '1080' },
      ],
      [{ path: null, sizeBytes: null, resolution: null }],
    ]);
  });

  it('leaves out what can not be read and what is of another kind, and says how far it reaches', async () => {
    const page = await listed('movie', [{ title: 'no key' }, { ...film, type: 'clip' }, film]);
    expect(page).toMatchObject({ titles: [{ ratingKey: '11' }], files: [{ ratingKey: '11' }], size: 3 });
  });

  it('that is newest first says how old its last item is, by the time it is ordered by', async () => {
    const old = { ...film, ratingKey: '12', addedAt: 500, updatedAt: 1500 };
    const lasting = { ...film, ratingKey: '13', addedAt: undefined, updatedAt: undefined };
    const items = [film, old, lasting];
    expect(await listed('movie', items, { newestBy: 'added' })).toMatchObject({ oldestMs: 500_000 });
    expect(await listed('movie', items, { newestBy: 'updated' })).toMatchObject({ oldestMs: 1_500_000 });
    expect(await listed('movie', [lasting], { newestBy: 'added' })).toMatchObject({
      oldestMs: null,
      newestMs: null,
    });
  });

  it('may be longer than other answers', async () => {
    const long = 'x'.repeat(bodyLimit.list);
    expect((await listed('movie', [{ ...film, summary: long }])).titles).toHaveLength(1);
  });

  it.each([
    ['movie', { type: '1', sort: 'id:asc', includeGuids: '1' }],
    ['show', { type: '2', sort: 'id:asc', includeGuids: '1' }],
    ['episode', { type: '4', sort: 'id:asc' }],
    ['artist', { type: '8', sort: 'id:asc' }],
    ['album', { type: '9', sort: 'id:asc' }],
    ['track', { type: '10', sort: 'id:asc' }],
  ] as const)('of kind %s is asked for in a steady order, without what nobody reads', async (kind, query) => {
    const server = await fakePlex({ '/library/sections/7/all': listOf([]) });
    await service(server.origin).listLibrary('7', window(kind, { start: 980 }), never);
    const asked = queryOf(server.seen[1]);
    expect(asked).toMatchObject({
      ...query,
      'X-Plex-Container-Start': '980',
      'X-Plex-Container-Size': '1000',
    });
    expect(server.seen[1]?.headers).toMatchObject({
      'x-plex-container-start': '980',
      'x-plex-container-size': '1000',
    });
    expect(asked.excludeFields).toBe('summary,tagline');
    expect(asked.excludeElements?.split(',')).not.toEqual(expect.arrayContaining(['Media']));
    expect('includeGuids' in asked).toBe('includeGuids' in query);
  });

  it.each([
    ['added', 'addedAt:desc'],
    ['updated', 'updatedAt:desc'],
  ] as const)('newest first by %s is asked for as %s', async (newestBy, sort) => {
    const server = await fakePlex({ '/library/sections/7/all': listOf([]) });
    await service(server.origin).listLibrary('7', window('movie', { newestBy }), never);
    expect(queryOf(server.seen[1]).sort).toBe(sort);
  });

  it('is asked for by the time of adding where the order of keys is refused, from then on at once', async () => {
    const server = await fakePlex({
      '/library/sections/7/all': (seen, response) => {
        if (queryOf(seen).sort === 'id:asc') response.writeHead(400).end('<html></html>');
        else {
          const body = JSON.stringify(listOf([film]));
          response.writeHead(200, { 'content-type': 'application/json' }).end(body);
        }
      },
    });
    const plex = service(server.origin);
    expect((await plex.listLibrary('7', window('movie'), never)).titles).toHaveLength(1);
    await plex.listLibrary('7', window('movie', { start: 1 }), never);
    const sorts = server.seen.flatMap((seen) => queryOf(seen).sort ?? []);
    expect(sorts).toEqual(['id:asc', 'addedAt:asc', 'addedAt:asc']);
  });

  it('is not asked for under a key that could be another address', async () => {
    const server = await fakePlex();
    expect(
      (await failure(service(server.origin).listLibrary('all/../..', window('movie'), never))).code,
    ).toBe('NOT_FOUND');
    expect(server.seen).toHaveLength(0);
  });

  it('as recorded is read to the last entry', async () => {
    const { MediaContainer } = recordedJson('section-all/spec.library-all.3.episodes.json') as {
      MediaContainer: { Metadata: readonly object[] };
    };
    const page = await listed('episode', MediaContainer.Metadata);
    expect(page.files).toHaveLength(MediaContainer.Metadata.length);
    for (const { files, grandparentRatingKey, addedAtMs } of page.files) {
      expect(files[0]).toMatchObject({ path: expect.any(String), sizeBytes: expect.any(Number) });
      expect(page.titles.some(({ ratingKey }) => ratingKey === grandparentRatingKey)).toBe(true);
      expect(addedAtMs).toBeGreaterThan(1e12);
    }
  });
});

describe('several items at once', () => {
  it('are asked for together, and those that are gone are missing', async () => {
    const server = await fakePlex({ '/library/metadata/11,12': listOf([film]) });
    const leaves = await service(server.origin).items(['11', '12'], never);
    expect(leaves.map(({ ratingKey, files }) => [ratingKey, files.length])).toEqual([['11', 3]]);
  });

  it('are none when all are gone, and without a question when none were asked for', async () => {
    const server = await fakePlex();
    expect(await service(server.origin).items(['11', '12'], never)).toEqual([]);
    const asked = server.seen.length;
    expect(await service(server.origin).items([], never)).toEqual([]);
    expect(server.seen).toHaveLength(asked);
  });

  it('are refused when a key is none', async () => {
    const server = await fakePlex();
    expect((await failure(service(server.origin).items(['11', '1/../2'], never))).code).toBe('NOT_FOUND');
    expect(server.seen).toHaveLength(0);
  });
});

describe('a library of the stand-in', () => {
  let media: MediaFolder;
  let standIn: StandIn;
  let plex: PlexService;
  beforeAll(async () => {
    media = await mediaFolder(
      'movies/Alien (1979)/Alien (1979).mkv',
      'movies/Brazil (1985)/Brazil (1985).mkv',
      'tv/Some Show (2020)/Season 1/Some Show S01E01.mkv',
      'tv/Some Show (2020)/Season 1/Some Show S01E02.mkv',
      'music/Some Band/Some Album (1999)/01 - First.flac',
    );
    const at = (name: string) => [{ plexPath: `/data/${name}`, diskPath: `${media.path}/${name}` }];
    standIn = await startStandIn({
      sections: [
        { type: 'movie', title: 'Movies', locations: at('movies') },
        { type: 'show', title: 'TV', locations: at('tv') },
        { type: 'artist', title: 'Music', locations: at('music') },
      ],
      scanAtStart: true,
    });
    plex = service(standIn.plexUrl, {
      machineIdentifier: standIn.machineIdentifier,
      token: async () => standIn.token,
    });
  });
  afterAll(async () => {
    await standIn.close();
    await media[Symbol.asyncDispose]();
  });

  it('is listed in pages that join', async () => {
    const pages = [0, 1, 2].map((start) => plex.listLibrary('1', window('movie', { start, size: 1 }), never));
    const [first, second, none] = await Promise.all(pages);
    expect([first?.total, second?.total, none?.total]).toEqual([2, 2, 2]);
    expect([...(first?.files ?? []), ...(second?.files ?? [])].flatMap(({ files }) => files)).toEqual([
      {
        path: '/data/movies/Alien (1979)/Alien (1979).mkv',
        sizeBytes: expect.any(Number),
        resolution: '1080',
      },
      {
        path: '/data/movies/Brazil (1985)/Brazil (1985).mkv',
        sizeBytes: expect.any(Number),
        resolution: '1080',
      },
    ]);
    expect(first?.titles[0]).toMatchObject({ title: 'Alien', year: 1979 });
    expect(first?.titles[0]?.ids.map(({ source }) => source)).toEqual(['imdb', 'tmdb', 'tvdb']);
    expect(none).toMatchObject({ titles: [], files: [], size: 0 });
  });

  it('is counted without being read', async () => {
    expect(await plex.listLibrary('2', window('episode', { size: 0 }), never)).toMatchObject({
      size: 0,
      total: 2,
    });
  });

  it.each([
    ['2', 'show', ['show Some Show'], 0],
    ['2', 'episode', ['show Some Show'], 2],
    ['3', 'artist', ['artist Some Band'], 0],
    ['3', 'album', ['album Some Album'], 0],
    ['3', 'track', ['artist Some Band', 'album Some Album'], 1],
  ] as const)('of section %s gives its %ss', async (key, kind, titles, files) => {
    const page = await plex.listLibrary(key, window(kind), never);
    expect(page.titles.map(({ type, title }) => `${type} ${title}`)).toEqual(titles);
    expect(page.files).toHaveLength(files);
  });

  it('gives several items at once, without those that are not there', async () => {
    const { files } = await plex.listLibrary('1', window('movie'), never);
    const keys = files.map(({ ratingKey }) => ratingKey);
    const leaves = await plex.items([...keys, '999999'], never);
    expect(leaves.map(({ ratingKey }) => ratingKey)).toEqual(keys);
    expect(leaves[0]?.files[0]?.path).toBe('/data/movies/Alien (1979)/Alien (1979).mkv');
  });
});
