import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type StandIn, type StandInOptions, startStandIn } from './index.ts';
import { ask, listOf } from './support/ask.ts';
import { type MediaFolder, mediaFolder } from './support/media-folder.ts';

let media: MediaFolder;
let standIn: StandIn;

beforeEach(async () => {
  media = await mediaFolder('movies/.keep', 'more/.keep', 'tv/.keep', 'music/.keep');
  await start();
});

afterEach(async () => {
  await standIn.close();
  await media[Symbol.asyncDispose]();
});

async function start(options: StandInOptions = {}): Promise<void> {
  await standIn?.close();
  const at = (name: string) => ({ plexPath: `/data/${name}`, diskPath: `${media.path}/${name}` });
  standIn = await startStandIn({
    sections: [
      { type: 'movie', title: 'Movies', locations: [at('movies'), at('more')] },
      { type: 'show', title: 'TV', locations: [at('tv')] },
      { type: 'artist', title: 'Music', locations: [at('music')] },
    ],
    delays: { scanMs: 2, appearMs: 0, matchMs: 0, contextMs: 1 },
    ...options,
  });
}

async function scan(section: number, path?: string): Promise<void> {
  const query = path === undefined ? '' : `?path=${encodeURIComponent(path)}`;
  const asked = await ask(standIn, `/library/sections/${section}/refresh${query}`);
  expect([asked.status, asked.text]).toEqual([200, '']);
  await standIn.settled();
}

const titles = (type: string): string[] =>
  standIn
    .items()
    .filter((item) => item.type === type)
    .map((item) => item.title);
const keys = (): string[] => standIn.items().map((item) => item.ratingKey);

describe('a scan', () => {
  it('finds only what lies below the folder it was asked for', async () => {
    await media.add('movies/One (2001)/One (2001).mkv', 'movies/Two (2002)/Two (2002).mkv');
    await scan(1, '/data/movies/Two (2002)');
    expect(titles('movie')).toEqual(['Two']);
    expect(standIn.items()[0]?.files).toEqual(['/data/movies/Two (2002)/Two (2002).mkv']);
    await scan(1);
    expect(titles('movie')).toEqual(['Two', 'One']);
  });

  it('is asked for by GET and by POST alike', async () => {
    await media.add('movies/One (2001).mkv');
    const asked = await ask(standIn, '/library/sections/1/refresh?path=%2Fdata%2Fmovies', { method: 'POST' });
    expect(asked.status).toBe(200);
    await standIn.settled();
    expect(titles('movie')).toEqual(['One']);
    expect(standIn.scans.map((entry) => entry.method)).toEqual(['POST']);
  });

  it.each(['/data/movies/A+B%20C', '/data/movies/A%2BB+C', '/data/movies/A%2BB%20C'])(
    'decodes %s as a form does',
    async (path) => {
      await ask(standIn, `/library/sections/1/refresh?path=${path}`);
      const expected = path.includes('%2B') ? '/data/movies/A+B C' : '/data/movies/A B C';
      expect(standIn.scans[0]?.path).toBe(expected);
    },
  );

  it('answers 200 for a path outside every location, looks below the first one and finds nothing', async () => {
    await media.add('movies/One (2001)/One (2001).mkv');
    await scan(1, '/torrents/One (2001)');
    expect(standIn.scans[0]).toMatchObject({
      path: '/torrents/One (2001)',
      folders: ['/data/movies/One (2001)'],
      insideLocation: false,
      state: 'done',
    });
    expect(standIn.items()).toEqual([]);
  });

  it('does not take a folder for a location whose name only begins like it', async () => {
    await scan(1, '/data/movies-4k/One');
    expect(standIn.scans[0]?.insideLocation).toBe(false);
  });

  it('finds nothing when it is given a file', async () => {
    await media.add('movies/One (2001)/One (2001).mkv');
    await scan(1, '/data/movies/One (2001)/One (2001).mkv');
    expect(standIn.items()).toEqual([]);
  });

  it('looks into the second location too', async () => {
    await media.add('more/Three (2003)/Three (2003).mkv');
    await scan(1, '/data/more/Three (2003)');
    expect(standIn.items()[0]?.files).toEqual(['/data/more/Three (2003)/Three (2003).mkv']);
  });

  it('keeps rating keys, however often it is repeated', async () => {
    await media.add('tv/Show (2020)/Season 1/Show S01E01-E02.mkv', 'movies/One (2001).mkv');
    await scan(1);
    await scan(2);
    const before = keys();
    await scan(1);
    await scan(2);
    expect(keys()).toEqual(before);
    expect(standIn.scans.slice(2).flatMap((entry) => entry.added)).toEqual([]);
  });

  it('lets files that are gone vanish, with what they leave empty', async () => {
    await media.add('tv/Show/Season 1/Show S01E01.mkv', 'tv/Show/Season 2/Show S02E01.mkv');
    await scan(2);
    await media.remove('tv/Show/Season 2');
    expect(titles('season')).toEqual(['Season 1', 'Season 2']);
    await scan(2, '/data/tv/Show/Season 1');
    expect(titles('season')).toEqual(['Season 1', 'Season 2']);
    await scan(2, '/data/tv/Show/Season 2');
    expect(titles('season')).toEqual(['Season 1']);
    await media.remove('tv/Show');
    await scan(2);
    expect(standIn.items()).toEqual([]);
  });

  it('keeps everything while the location itself is not there', async () => {
    await media.add('movies/One (2001).mkv');
    await scan(1);
    await media.move('movies', 'unmounted');
    await scan(1);
    expect(titles('movie')).toEqual(['One']);
  });

  it('gives one file with two episodes to both of them', async () => {
    await media.add('tv/Show/Season 1/Show S01E01-E02.mkv');
    await scan(2);
    const episodes = standIn.items().filter((item) => item.type === 'episode');
    expect(episodes).toHaveLength(2);
    expect(new Set(episodes.flatMap((item) => item.files))).toHaveLength(1);
  });

  it('builds artist, album and tracks', async () => {
    await media.add('music/Band/Album (1999)/01 - First.flac', 'music/Band/Album (1999)/02 - Second.flac');
    await scan(3);
    expect(standIn.items().map((item) => item.title)).toEqual(['Band', 'Album', 'First', 'Second']);
  });

  it('makes two parts of two discs', async () => {
    await media.add('movies/Long (1990)/Long cd1.avi', 'movies/Long (1990)/Long cd2.avi');
    await scan(1);
    const [movie, ...others] = standIn.items();
    expect(others).toEqual([]);
    expect(movie?.files).toHaveLength(2);
    const asked = await ask(standIn, `/library/metadata/${movie?.ratingKey}`);
    const [item] = listOf(asked) as unknown as { Media: { Part: unknown[] }[] }[];
    expect(item?.Media.map((version) => version.Part.length)).toEqual([2]);
  });
});

describe('what follows a scan', () => {
  it('is a local item named after its file, then a matched one under the same key', async () => {
    await start({ delays: { scanMs: 1, appearMs: 0, contextMs: 0, matchMs: Number.POSITIVE_INFINITY } });
    await media.add('movies/Some.Film.2019.1080p.WEB-GRP.mkv');
    await ask(standIn, '/library/sections/1/refresh');
    await vi.waitUntil(() => standIn.items().length > 0, { interval: 2 });
    const all = '/library/sections/1/all';
    const [before] = listOf(await ask(standIn, all));
    expect(before).toMatchObject({ title: 'Some.Film.2019.1080p.WEB-GRP', guid: 'local://101' });
    expect(before).not.toHaveProperty('thumb');
    expect(JSON.stringify(before)).not.toContain('videoCodec');
    standIn.matchAll();
    const [after] = listOf(await ask(standIn, all));
    expect(after).toMatchObject({ ratingKey: before?.ratingKey, title: 'Some Film', year: 2019 });
    expect(after?.guid).toMatch(/^plex:\/\/movie\/[0-9a-f]{24}$/);
    expect(after?.thumb).toBe(`/library/metadata/101/thumb/${after?.updatedAt}`);
  });

  it('merges a second file of the same film into the first item as another version', async () => {
    await media.add('movies/Some Film (2019)/Some Film 720p.mkv');
    await scan(1);
    const [first] = keys();
    await media.add('more/Some.Film.2019.2160p.mkv');
    await scan(1);
    expect(keys()).toEqual([first]);
    const [item] = listOf(await ask(standIn, `/library/metadata/${first}`)) as unknown as {
      Media: unknown[];
    }[];
    expect(item?.Media).toHaveLength(2);
    await scan(1);
    expect(keys()).toEqual([first]);
  });

  it('leaves two items where merging is switched off', async () => {
    await start({ merge: false });
    await media.add('movies/Some Film (2019).mkv', 'more/Some.Film.2019.mkv');
    await scan(1);
    expect(keys()).toHaveLength(2);
  });

  it('shows items only some time after the scan has ended', async () => {
    await start({ delays: { scanMs: 0, contextMs: 0, matchMs: 0, appearMs: Number.POSITIVE_INFINITY } });
    await media.add('movies/Some Film (2019).mkv');
    await ask(standIn, '/library/sections/1/refresh');
    await vi.waitUntil(() => standIn.scans[0]?.state === 'done', { interval: 2 });
    expect(standIn.items()).toEqual([]);
  });
});

describe('while a scan runs', () => {
  beforeEach(() => start({ delays: { scanMs: Number.POSITIVE_INFINITY, contextMs: 5 } }));

  it('the library is refreshing and the activity names it only after a while', async () => {
    standIn.setDelays({ contextMs: Number.POSITIVE_INFINITY });
    await ask(standIn, '/library/sections/1/refresh');
    const [section] = listOf(await ask(standIn, '/library/sections'), 'Directory');
    expect(section?.refreshing).toBe(true);
    await vi.waitUntil(() => standIn.scans[0]?.state === 'running', { interval: 2 });
    const [activity] = listOf(await ask(standIn, '/activities'), 'Activity');
    expect(activity).toMatchObject({ type: 'library.update.section', progress: -1, cancellable: true });
    expect(activity).not.toHaveProperty('Context');
  });

  it('the activity then names the section, as a string', async () => {
    await ask(standIn, '/library/sections/1/refresh');
    const activity = await vi.waitUntil(
      async () => listOf(await ask(standIn, '/activities'), 'Activity').find((entry) => 'Context' in entry),
      { interval: 5 },
    );
    expect(activity).toMatchObject({ Context: { librarySectionID: '1' } });
  });

  it.each([
    ['the scan', (_uuid: string) => '/library/sections/1/refresh'],
    ['the activity', (uuid: string) => `/activities/${uuid}`],
  ])('it can be cancelled by deleting %s', async (_name, address) => {
    await media.add('movies/Some Film (2019).mkv');
    await ask(standIn, '/library/sections/1/refresh');
    const [activity] = await vi.waitUntil(
      async () => {
        const list = listOf(await ask(standIn, '/activities'), 'Activity');
        return list.length > 0 && list;
      },
      { interval: 2 },
    );
    const asked = await ask(standIn, address(String(activity?.uuid)), { method: 'DELETE' });
    expect(asked.status).toBe(200);
    await standIn.settled();
    expect(standIn.scans[0]?.state).toBe('cancelled');
    expect(standIn.items()).toEqual([]);
    const [section] = listOf(await ask(standIn, '/library/sections'), 'Directory');
    expect(section?.refreshing).toBe(false);
  });

  it('the next one waits for its turn', async () => {
    await ask(standIn, '/library/sections/1/refresh');
    await ask(standIn, '/library/sections/2/refresh');
    await vi.waitUntil(() => standIn.scans[0]?.state === 'running', { interval: 2 });
    expect(standIn.scans[1]?.state).toBe('queued');
    await ask(standIn, '/library/sections/all/refresh', { method: 'DELETE' });
    await standIn.settled();
    expect(standIn.scans.map((entry) => entry.state)).toEqual(['cancelled', 'cancelled']);
  });
});

describe('after a scan', () => {
  it('scannedAt is its time, and contentChangedAt moves only when something changed', async () => {
    const read = async () => listOf(await ask(standIn, '/library/sections'), 'Directory')[0];
    const before = await read();
    standIn.clock.advance(60_000);
    await scan(1);
    const idle = await read();
    expect(Number(idle?.scannedAt)).toBeGreaterThanOrEqual(Number(before?.scannedAt) + 60);
    expect(idle?.contentChangedAt).toBe(before?.contentChangedAt);
    await media.add('movies/Some Film (2019).mkv');
    await scan(1);
    expect(Number((await read())?.contentChangedAt)).toBeGreaterThan(Number(idle?.contentChangedAt));
  });

  it('a library under a Windows name is found whatever the case', async () => {
    const diskPath = `${media.path}/movies`;
    await standIn.addSection({
      type: 'movie',
      title: 'Windows',
      locations: [{ plexPath: 'O:\\Films', diskPath }],
    });
    await media.add('movies/Some Film (2019)/Some Film.mkv');
    await scan(4, 'o:\\films\\Some Film (2019)');
    expect(standIn.items()[0]?.files).toEqual(['O:\\Films\\Some Film (2019)\\Some Film.mkv']);
  });
});
