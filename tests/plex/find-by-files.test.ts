import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlexItemType, PlexLeaf } from '../../lib/domain/plex-item.ts';
import { type FetchPage, findByFiles } from '../../lib/plex/find-by-files.ts';

let next = 1;
function leaf(
  type: PlexItemType,
  title: string,
  more: Partial<PlexLeaf> & { paths?: string[] } = {},
): PlexLeaf {
  const { paths = [], ...rest } = more;
  return {
    ratingKey: String(next++),
    type,
    title,
    year: null,
    index: null,
    parentRatingKey: null,
    parentTitle: null,
    parentIndex: null,
    grandparentRatingKey: null,
    grandparentTitle: null,
    files: paths.map((path) => ({ path, sizeBytes: 1 })),
    ...rest,
  };
}
const movie = (title: string, ...paths: string[]) => leaf('movie', title, { paths });
const movies = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => movie(`Filler ${from + at}`, `/m/Filler ${from + at}.mkv`));

const typeNames: Record<string, string> = {
  1: 'movie',
  2: 'show',
  4: 'episode',
  8: 'artist',
  9: 'album',
  10: 'track',
};

interface Library {
  readonly fetchPage: FetchPage;
  readonly asked: { path: string; query: Readonly<Record<string, string>>; start: number; size: number }[];
}

/** A library as Plex lists it: newest first, `title` as "contains", children by their parents' keys. */
function library(items: readonly PlexLeaf[], { total = true, paging = true } = {}): Library {
  const asked: Library['asked'] = [];
  const lists = (path: string, query: Readonly<Record<string, string>>): PlexLeaf[] => {
    const below = /^library\/metadata\/(\d+)\/(allLeaves|children)$/.exec(path);
    if (below) {
      const [, key] = below;
      return items.filter((item) => item.parentRatingKey === key || item.grandparentRatingKey === key);
    }
    expect(path).toBe('library/sections/7/all');
    const wanted = items.filter((item) => item.type === typeNames[query.type ?? '']);
    const words = query.title?.toLowerCase();
    return words === undefined ? wanted : wanted.filter((item) => item.title.toLowerCase().includes(words));
  };
  return {
    asked,
    async fetchPage(path, query, start, size) {
      asked.push({ path, query, start, size });
      const all = lists(path, query);
      const leaves = paging ? all.slice(start, start + size) : all;
      return { leaves, size: leaves.length, total: total ? all.length : null };
    },
  };
}

const titlesAsked = ({ asked }: Library) => asked.flatMap(({ query }) => (query.title ? [query.title] : []));

describe('finding items by their files', () => {
  it('reads the newest first, and no more when that is enough', async () => {
    const wanted = movie('Alien', '/m/Alien (1979)/Alien.mkv');
    const { fetchPage, asked } = library([wanted, ...movies(5000)]);
    const found = await findByFiles(fetchPage, { key: '7', type: 'movie' }, ['/m/Alien (1979)/Alien.mkv']);
    expect([...found]).toEqual([['/m/Alien (1979)/Alien.mkv', wanted]]);
    expect(asked).toEqual([
      { path: 'library/sections/7/all', query: { type: '1', sort: 'addedAt:desc' }, start: 0, size: 200 },
    ]);
  });

  it('knows after one page that a library of one page does not have it', async () => {
    const { fetchPage, asked } = library(movies(150));
    expect((await findByFiles(fetchPage, { key: '7', type: 'movie' }, ['/m/Alien (1979).mkv'])).size).toBe(0);
    expect(asked).toHaveLength(1);
  });

  it('keys what it found by the path as it was given, whatever Plex spells', async () => {
    const item = movie('Amélie', 'M:\\Filme\\Ame\u0301lie.MKV');
    const { fetchPage } = library([item]);
    const given = 'm:/filme/Amélie.mkv';
    expect((await findByFiles(fetchPage, { key: '7', type: 'movie' }, [given])).get(given)).toBe(item);
  });

  it('takes no file of the same name elsewhere', async () => {
    const { fetchPage } = library([movie('A', '/m/A/file.mkv'), movie('B', '/m2/B/file.mkv')]);
    const files = ['/m/B/file.mkv', '/m2/A/file.mkv', '/M/A/file.mkv'];
    expect((await findByFiles(fetchPage, { key: '7', type: 'movie' }, files)).size).toBe(0);
  });

  it('searches for an old movie by the title in its name, wider until something comes up', async () => {
    const old = movie('Star Wars: Episode IV', '/m/Star.Wars.Episode.IV.1977.1080p/sw.mkv');
    const lib = library([...movies(5000), old]);
    const file = '/m/Star.Wars.Episode.IV.1977.1080p/sw.mkv';
    expect((await findByFiles(lib.fetchPage, { key: '7', type: 'movie' }, [file])).get(file)).toBe(old);
    expect(titlesAsked(lib)).toEqual(['Star Wars Episode IV', 'Star Wars Episode', 'Star Wars']);
  });

  it('finds all episodes of an old season through the show, asking for it once', async () => {
    const show = leaf('show', 'The Show');
    const other = leaf('show', 'The Show Must Go On');
    const episodes = Array.from({ length: 600 }, (_, at) =>
      leaf('episode', `Episode ${at}`, {
        paths: [`/tv/The.Show.S01.1080p/The.Show.S01E${at + 1}.mkv`],
        grandparentRatingKey: show.ratingKey,
        index: at + 1,
      }),
    );
    const filler = Array.from({ length: 5000 }, (_, at) =>
      leaf('episode', `x${at}`, { paths: [`/x/${at}.mkv`] }),
    );
    const lib = library([...filler, other, show, ...episodes]);
    const files = [1, 2, 600].map((at) => `/tv/The.Show.S01.1080p/The.Show.S01E${at}.mkv`);
    const found = await findByFiles(lib.fetchPage, { key: '7', type: 'show' }, files);
    expect(files.map((file) => found.get(file)?.index)).toEqual([1, 2, 600]);
    expect(titlesAsked(lib)).toEqual(['The Show']);
    expect(lib.asked.slice(2).map(({ path, start }) => [path, start])).toEqual([
      [`library/metadata/${show.ratingKey}/allLeaves`, 0],
      [`library/metadata/${show.ratingKey}/allLeaves`, 500],
    ]);
  });

  it('finds the tracks of an old album by the album, else by the artist', async () => {
    const artist = leaf('artist', 'The Band');
    const album = leaf('album', 'Greatest', { parentRatingKey: artist.ratingKey });
    const unnamed = leaf('album', '1999', { parentRatingKey: artist.ratingKey });
    const track = (path: string, parent: PlexLeaf) =>
      leaf('track', 'T', {
        paths: [path],
        parentRatingKey: parent.ratingKey,
        grandparentRatingKey: artist.ratingKey,
      });
    const tracks = [
      track('/music/The Band - Greatest (1999)/01.flac', album),
      track('/music/The Band/1999/02.flac', unnamed),
    ];
    const filler = Array.from({ length: 5000 }, (_, at) =>
      leaf('track', `x${at}`, { paths: [`/x/${at}.mp3`] }),
    );
    const lib = library([...filler, artist, album, unnamed, ...tracks]);
    const files = ['/music/The Band - Greatest (1999)/01.flac', '/music/The Band/1999/02.flac'];
    const found = await findByFiles(lib.fetchPage, { key: '7', type: 'artist' }, files);
    expect(files.map((file) => found.get(file))).toEqual(tracks);
    expect(lib.asked.map(({ path }) => path.split('/').at(-1))).toEqual([
      'all',
      'all',
      'children',
      'all',
      'allLeaves',
    ]);
  });

  it('gives the first of several episodes in one file', async () => {
    const paths = ['/tv/Show/Show.S01E01-E03.mkv'];
    const episode = (parentIndex: number, index: number) =>
      leaf('episode', 'E', { paths, parentIndex, index });
    const { fetchPage } = library([episode(1, 3), episode(2, 1), episode(1, 1), episode(1, 2)]);
    const found = await findByFiles(fetchPage, { key: '7', type: 'show' }, paths);
    expect(found.get('/tv/Show/Show.S01E01-E03.mkv')).toMatchObject({ parentIndex: 1, index: 1 });
  });

  it('takes any version of an item', async () => {
    const two = movie('A', '/m/A.720p.mkv', '/m/A.2160p.mkv');
    const { fetchPage } = library([two]);
    const found = await findByFiles(fetchPage, { key: '7', type: 'movie' }, [
      '/m/A.2160p.mkv',
      '/m/A.720p.mkv',
    ]);
    expect([...found.values()]).toEqual([two, two]);
  });

  it('reads a small library whole before it gives up, so an odd name is no obstacle', async () => {
    const odd = movie('Completely Different', '/q9/xyz.mkv');
    const lib = library([...movies(1900), odd]);
    const found = await findByFiles(lib.fetchPage, { key: '7', type: 'movie' }, ['/q9/xyz.mkv']);
    expect(found.get('/q9/xyz.mkv')).toBe(odd);
    expect(lib.asked.length).toBeLessThanOrEqual(12);
    expect(lib.asked.filter(({ size }) => size === 500).map(({ start }) => start)).toEqual([
      200, 700, 1200, 1700,
    ]);
  });

  it('never reads a big library whole', async () => {
    const lib = library([...movies(2001), movie('Completely Different', '/q9/xyz.mkv')]);
    expect((await findByFiles(lib.fetchPage, { key: '7', type: 'movie' }, ['/q9/xyz.mkv'])).size).toBe(0);
    expect(lib.asked.filter(({ size }) => size === 500)).toEqual([]);
  });

  it('goes on through the newest while they bring up what is missing', async () => {
    const pack = Array.from({ length: 450 }, (_, at) => movie(`P ${at}`, `/m/pack/${at}.mkv`));
    const lib = library([...pack, ...movies(9000)]);
    const files = pack.map((item) => item.files[0]?.path ?? '');
    expect((await findByFiles(lib.fetchPage, { key: '7', type: 'movie' }, files)).size).toBe(450);
    expect(lib.asked.map(({ start }) => start)).toEqual([0, 200, 400]);
  });

  it('finds many old torrents in one question', async () => {
    const old = Array.from({ length: 40 }, (_, at) =>
      movie(`Wanted${at}x`, `/m/Wanted${at}x.2001.1080p.mkv`),
    );
    const lib = library([...movies(9000), ...old]);
    const files = old.map((item) => item.files[0]?.path ?? '');
    expect((await findByFiles(lib.fetchPage, { key: '7', type: 'movie' }, files)).size).toBe(40);
    expect(lib.asked.length).toBe(41);
  });

  it('asks nothing for no files, and nothing of photos', async () => {
    const lib = library([]);
    await findByFiles(lib.fetchPage, { key: '7', type: 'movie' }, []);
    await findByFiles(lib.fetchPage, { key: '7', type: 'photo' }, ['/p/a.jpg']);
    expect(lib.asked).toEqual([]);
  });

  it('reads on where the server tells no total, and stops where it ignores paging', async () => {
    const quiet = library([...movies(200), movie('Last', '/m/Last.mkv')], { total: false });
    const files = ['/m/Filler 3.mkv', '/m/Last.mkv'];
    expect((await findByFiles(quiet.fetchPage, { key: '7', type: 'movie' }, files)).size).toBe(2);
    const rude = library(movies(3000), { total: false, paging: false });
    expect((await findByFiles(rude.fetchPage, { key: '7', type: 'movie' }, ['/m/no.mkv'])).size).toBe(0);
    expect(rude.asked).toHaveLength(1);
  });

  it('makes a bounded number of requests and finds only what is there, whatever the library says', async () => {
    const name = fc.constantFrom('A B C.2001', 'Show.S01E01', 'x', 'Wolf.1080p', 'The Long Title Of It.1999');
    const paths = fc.tuple(fc.constantFrom('/m', '/tv/Season 1', 'relative', 'C:\\x'), name);
    const files = fc.array(
      paths.map(([folder, file]) => `${folder}/${file}.mkv`),
      { maxLength: 40 },
    );
    const page = fc.record({
      leaves: fc.array(
        files.map((some) => leaf('episode', 'Show', { paths: some })),
        { maxLength: 3 },
      ),
      size: fc.nat(600),
      total: fc.option(fc.nat(100_000)),
    });
    const type = fc.constantFrom('movie', 'show', 'artist', 'photo' as const);
    await fc.assert(
      fc.asyncProperty(files, fc.array(page, { minLength: 1 }), type, async (wanted, pages, kind) => {
        let asked = 0;
        const fetchPage: FetchPage = async () =>
          pages[asked++ % pages.length] ?? { leaves: [], size: 0, total: 0 };
        const found = await findByFiles(fetchPage, { key: '7', type: kind }, wanted);
        expect(asked).toBeLessThanOrEqual(60);
        for (const [file, item] of found) {
          expect(wanted).toContain(file);
          expect(item.files.map(({ path }) => path)).toContain(file);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('stops with the failure of a request', async () => {
    const refused = new Error('refused');
    const fetchPage: FetchPage = async () => {
      throw refused;
    };
    await expect(findByFiles(fetchPage, { key: '7', type: 'movie' }, ['/m/a.mkv'])).rejects.toBe(refused);
  });
});
