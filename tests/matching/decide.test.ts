import { describe, expect, it } from 'vitest';
import { decide } from '../../lib/matching/decide.ts';
import type { MatchTorrent } from '../../lib/matching/match-torrent.ts';
import {
  type Film,
  giga,
  indexOf,
  type Show,
  type SmallLibrary,
  single,
  soonAfter,
  torrentOf,
} from './small-library.ts';

const ask = (
  library: SmallLibrary,
  torrent: MatchTorrent,
  mappings: Parameters<typeof decide>[1]['mappings'] = [],
) => decide(torrent, { index: indexOf(library), mappings });
/** What is opened, or why nothing is. */
const opened = (library: SmallLibrary, torrent: MatchTorrent) => {
  const outcome = ask(library, torrent);
  return outcome.kind === 'open' ? outcome.item.ratingKey : outcome.kind;
};

const dune: Film = { key: '10', title: 'Dune', year: 2021, size: 7_000_000_123 };
const oldDune: Film = { key: '11', title: 'Dune', year: 1984, size: 4_000_000_321 };
const show: Show = {
  key: '20',
  title: 'Quiet Harbour',
  year: 2015,
  seasons: { 1: [1, 2, 3, 4], 2: [1, 2, 3] },
  sizeOf: (season, episode) => giga + season * 10_007 + episode * 101,
};

describe('a file that Plex has', () => {
  it('opens by its path after mapping, whatever its size', () => {
    const film: Film = { ...dune, path: '/data/films/Dune/Dune.mkv', size: 5 };
    const torrent = torrentOf('Dune', { 'Dune/Dune.mkv': 9 * giga }, { savePath: '/downloads/films' });
    const outcome = ask({ films: [film] }, torrent, [{ clientId: null, from: '/downloads', to: '/data' }]);
    expect(outcome).toMatchObject({
      kind: 'open',
      item: { ratingKey: '10', type: 'movie' },
      evidence: ['same-file'],
    });
  });

  it('opens by name and size where paths say nothing', () => {
    const film: Film = { ...dune, path: 'D:\\Films\\abc.mkv' };
    const outcome = ask({ films: [film] }, torrentOf('x', { 'x/abc.mkv': 7_000_000_123 }));
    expect(outcome).toMatchObject({ kind: 'open', evidence: ['same-name-and-size'], found: 1, expected: 1 });
  });

  it('leaves the choice when two films have a file of that name and size', () => {
    const films = ['10', '11'].map((key): Film => ({ ...dune, key, path: `/plex/${key}/abc.mkv` }));
    expect(ask({ films }, torrentOf('x', { 'x/abc.mkv': 7_000_000_123 }))).toMatchObject({
      kind: 'choose',
      candidates: [{ ratingKey: '10' }, { ratingKey: '11' }],
    });
  });

  it('opens a renamed hard link by its size when the names agree', () => {
    const outcome = ask(
      { shows: [show] },
      single('Quiet.Harbour.S02E03.1080p.WEB.x264-GRP', giga + 20_014 + 303),
    );
    expect(outcome).toMatchObject({
      kind: 'open',
      item: { ratingKey: '200203' },
      evidence: ['same-size-and-episode'],
    });
  });

  it('is not opened by its size when the number is another', () => {
    expect(opened({ shows: [show] }, single('Other.Show.S02E01.1080p.WEB-GRP', giga + 20_014 + 303))).toBe(
      'unknown',
    );
  });

  it('is not opened by its size when the title is another, even with the same number', () => {
    const stranger = single('Other.Show.S02E03.1080p.WEB-GRP', giga + 20_014 + 303);
    expect(opened({ shows: [{ ...show, addedAtMs: soonAfter }] }, stranger)).toBe('unknown');
    expect(opened({ films: [dune] }, single('Heat.1995.1080p.BluRay.x264-GRP', 7_000_000_123))).toBe(
      'unknown',
    );
  });

  it('is opened by its size when its name says nothing', () => {
    const hash = '1705cda1926d0b0bb0e264b12b2b6e01';
    expect(opened({ films: [dune] }, single(hash, 7_000_000_123))).toBe('10');
    expect(opened({ films: [dune] }, single(hash, 7_000_000_124))).not.toBe('10');
  });

  it('is opened by its size on a shared server, without names, when Plex got it right after the download', () => {
    const localised: Show = { ...show, title: 'Stiller Hafen', pathOf: () => null, addedAtMs: soonAfter };
    const torrent = single('Quiet.Harbour.S02E03.1080p.WEB-GRP', giga + 20_014 + 303);
    expect(opened({ shows: [localised] }, torrent)).toBe('200203');
    expect(opened({ shows: [{ ...localised, addedAtMs: 0 }] }, torrent)).toBe('unknown');
  });

  it('is not opened by a size that many files have', () => {
    const film: Film = { ...dune, size: 734_003_200, path: null, addedAtMs: soonAfter };
    expect(opened({ films: [film] }, single('Heat.1995.XviD-GRP', 734_003_200))).toBe('unknown');
  });

  it('is opened by the sizes of a whole season, whatever it is called', () => {
    const localised: Show = { ...show, title: 'Stiller Hafen' };
    const files = Object.fromEntries(
      [1, 2, 3].map((at) => [`p/Quiet.Harbour.S02E0${at}.mkv`, giga + 20_014 + at * 101]),
    );
    const outcome = ask({ shows: [localised] }, torrentOf('Quiet.Harbour.S02.1080p', files));
    expect(outcome).toMatchObject({
      kind: 'open',
      item: { ratingKey: '2002', type: 'season' },
      evidence: ['same-sizes'],
    });
  });
});

describe('the depth', () => {
  const sized = (season: number, episode: number) => giga + season * 10_007 + episode * 101;
  const pack = (name: string, list: readonly (readonly [number, number])[]) =>
    torrentOf(
      name,
      Object.fromEntries(list.map(([s, e]) => [`${name}/Quiet.Harbour.S0${s}E0${e}.mkv`, sized(s, e)])),
    );

  it('is the season of several episodes, though only some are in Plex', () => {
    const outcome = ask(
      { shows: [show] },
      pack('Quiet.Harbour.S02', [
        [2, 1],
        [2, 2],
        [2, 3],
        [2, 4],
        [2, 5],
      ]),
    );
    expect(outcome).toMatchObject({ item: { ratingKey: '2002', type: 'season' }, found: 3, expected: 5 });
  });

  it('is the season when the torrent holds more, though one episode is in Plex', () => {
    expect(
      opened(
        { shows: [show] },
        pack('Quiet.Harbour.S02', [
          [2, 3],
          [2, 4],
        ]),
      ),
    ).toBe('2002');
  });

  it('is the show of several seasons', () => {
    expect(
      opened(
        { shows: [show] },
        pack('Quiet.Harbour.S01-S02', [
          [1, 1],
          [2, 1],
        ]),
      ),
    ).toBe('20');
    expect(
      opened(
        { shows: [show] },
        pack('Quiet.Harbour.S01-S03', [
          [1, 1],
          [3, 1],
        ]),
      ),
    ).toBe('20');
  });

  it('is the first episode of a file that holds two', () => {
    const path = '/plex/series/Quiet Harbour/Season 1/Quiet Harbour - S01E01-E02.mkv';
    const double: Show = { ...show, pathOf: () => path, sizeOf: () => 3 * giga, seasons: { 1: [1, 2] } };
    expect(opened({ shows: [double] }, single('Quiet.Harbour.S01E01E02.1080p.WEB-GRP', 3 * giga))).toBe(
      '200101',
    );
  });

  it('is a choice for several films', () => {
    const files = { 'set/Dune.2021.mkv': 7_000_000_123, 'set/Dune.1984.mkv': 4_000_000_321 };
    expect(ask({ films: [dune, oldDune] }, torrentOf('Dune Collection', files))).toMatchObject({
      kind: 'choose',
      candidates: [{ ratingKey: '10' }, { ratingKey: '11' }],
    });
  });

  it('says of each file whether it is in Plex, and why not', () => {
    const torrent = torrentOf('Quiet.Harbour.S02', {
      'p/Quiet.Harbour.S02E01.mkv': sized(2, 1),
      'p/Quiet.Harbour.S02E02.mkv': 5,
      'p/Quiet.Harbour.S02E09.mkv': giga,
      'p/Sample/sample.mkv': 20_000_000,
      'p/Quiet.Harbour.S02E08/e8.rar': giga,
      'p/Quiet.Harbour.S02E08/e8.r00': giga,
    });
    const outcome = ask({ shows: [show] }, torrent);
    expect(
      outcome.kind === 'open' && outcome.files.map((file) => ('why' in file ? file.why : file.state)),
    ).toEqual(['in-plex', 'sample', 'not-in-plex', 'sample', 'packed']);
  });
});

describe('names alone', () => {
  it('open the film of that title and year', () => {
    const films = [dune, oldDune];
    expect(opened({ films }, single('Dune.1984.1080p.BluRay.x264-GRP'))).toBe('11');
    expect(opened({ films }, single('Dune (2021) [1080p] [YTS.MX]'))).toBe('10');
    expect(opened({ films: [oldDune] }, single('Dune.2021.1080p.BluRay.x264-GRP'))).toBe('absent');
  });

  it('open nothing without a year when there are two films of that title, or a show', () => {
    expect(opened({ films: [dune, oldDune] }, single('Dune.1080p.BluRay.x264-GRP'))).toBe('choose');
    const beacon: Film = { key: '10', title: 'Beacon', year: 2000 };
    expect(opened({ films: [beacon] }, single('Beacon.1080p.BluRay.x264-GRP'))).toBe('10');
    const namesake: Show = { ...show, title: 'Beacon' };
    expect(opened({ films: [beacon], shows: [namesake] }, single('Beacon.1080p.BluRay.x264-GRP'))).toBe(
      'choose',
    );
  });

  it.each([
    'Wolf.2.2001.1080p.BluRay-GRP',
    'Wolf II 1080p BluRay-GRP',
    'Wolf.Part.Two.1080p.WEB-GRP',
    'Wolf.2049.3.1080p',
  ])('open no first film for %s', (name) => {
    const films: Film[] = [
      { key: '10', title: 'Wolf', year: 1994 },
      { key: '11', title: 'Wolf 2049', year: 1995 },
    ];
    expect(['unknown', 'absent']).toContain(opened({ films }, single(name)));
  });

  it('open the film that a number in the title belongs to', () => {
    const films: Film[] = [
      { key: '10', title: 'Crown 2010', year: 1983 },
      { key: '11', title: 'Crown 2010 Returns', year: 2002 },
    ];
    expect(opened({ films }, single('Crown 2010 (1983) [2160p]'))).toBe('10');
    expect(opened({ films }, single('Crown.2010.Returns.2002.1080p.BluRay-GRP'))).toBe('11');
  });

  it('open the version that the name tells: resolution, edition', () => {
    const films: Film[] = [
      { ...dune, size: 0 },
      { ...dune, key: '12', section: '4', resolution: '4k', size: 0 },
      { ...oldDune, size: 0 },
      { ...oldDune, key: '13', edition: "Director's Cut", size: 0 },
    ];
    expect(opened({ films }, single('Dune.2021.2160p.WEB.x265-GRP'))).toBe('12');
    expect(opened({ films }, single('Dune.2021.1080p.WEB.x265-GRP'))).toBe('10');
    expect(opened({ films }, single("Dune.1984.Director's.Cut.1080p.BluRay.x265-GRP"))).toBe('13');
  });

  it('open an episode only if it is there', () => {
    expect(opened({ shows: [show] }, single('Quiet.Harbour.S02E03.1080p.WEB-GRP'))).toBe('200203');
    expect(ask({ shows: [show] }, single('Quiet.Harbour.S02E09.1080p.WEB-GRP'))).toEqual({
      kind: 'absent',
      near: [{ ratingKey: '20', type: 'show', sectionKey: '2' }],
    });
  });

  it('tell shows of one title apart by year, country, and by what they hold', () => {
    const twins: Show[] = [
      { ...show, year: 1990, seasons: { 1: [1, 2] } },
      { ...show, key: '30', title: 'Quiet Harbour (2015)', seasons: { 1: [1, 2], 3: [1] } },
    ];
    expect(opened({ shows: twins }, single('Quiet.Harbour.2015.S01E02.1080p.WEB-GRP'))).toBe('300102');
    expect(opened({ shows: twins }, single('Quiet.Harbour.1990.S01E02.1080p.WEB-GRP'))).toBe('200102');
    expect(opened({ shows: twins }, single('Quiet.Harbour.S03E01.1080p.WEB-GRP'))).toBe('300301');
    expect(opened({ shows: twins }, single('Quiet.Harbour.S01E02.1080p.WEB-GRP'))).toBe('choose');
    const countries: Show[] = [
      { ...show, title: 'Quiet Harbour (US)' },
      { ...show, key: '30', title: 'Quiet Harbour (UK)' },
    ];
    expect(opened({ shows: countries }, single('Quiet.Harbour.UK.S01E02.1080p.WEB-GRP'))).toBe('300102');
  });

  it('open nothing that is called so only without the article, unless the year agrees', () => {
    const the: Show = { ...show, title: 'The Quiet Harbour' };
    expect(opened({ shows: [the] }, single('Quiet.Harbour.S01E02.1080p.WEB-GRP'))).toBe('absent');
    expect(opened({ shows: [the] }, single('Quiet.Harbour.2015.S01E02.1080p.WEB-GRP'))).toBe('200102');
    const film: Film = { key: '10', title: 'The Beacon', year: 2000 };
    expect(opened({ films: [film] }, single('Beacon.2000.1080p.BluRay-GRP'))).toBe('10');
    expect(opened({ films: [film] }, single('A.Beacon.2000.1080p.BluRay-GRP'))).toBe('unknown');
    const bare: Film = { ...film, title: 'Beacon' };
    expect(opened({ films: [bare] }, single('The.Beacon.2000.1080p.BluRay-GRP'))).toBe('unknown');
    expect(opened({ films: [film] }, single('Beacon.2001.1080p.BluRay-GRP'))).toBe('absent');
    expect(opened({ films: [film] }, single('Beacon.1080p.BluRay-GRP'))).toBe('absent');
  });

  it('leave the choice between two films of one title and year in one library', () => {
    const films: Film[] = [{ ...dune }, { ...dune, key: '12', resolution: '4k', size: 3 }];
    expect(opened({ films }, single('Dune.2021.2160p.WEB.x265-GRP'))).toBe('choose');
  });

  it('open a daily show by its date', () => {
    const daily: Show = { ...show, dates: { '2x3': '2026-03-04' } };
    expect(opened({ shows: [daily] }, single('Quiet.Harbour.2026.03.04.Guest.720p.WEB-GRP'))).toBe('200203');
    expect(opened({ shows: [daily] }, single('Quiet.Harbour.2026.03.05.Guest.720p.WEB-GRP'))).toBe('absent');
  });

  it('open numbers that are counted through, when the seasons before are whole', () => {
    expect(opened({ shows: [show] }, single('[Group] Quiet Harbour - 06 [1080p][ABCD1234]'))).toBe('200202');
    expect(opened({ shows: [show] }, single('[Group] Quiet Harbour - 03 [1080p][ABCD1234]'))).toBe('200103');
    const broken: Show = { ...show, seasons: { 1: [1, 3, 4], 2: [1, 2, 3] } };
    expect(opened({ shows: [broken] }, single('[Group] Quiet Harbour - 06 [1080p][ABCD1234]'))).toBe(
      'absent',
    );
    expect(opened({ shows: [show] }, single('[Group] Quiet Harbour S2 - 03 [1080p]'))).toBe('200203');
  });

  it('open by an id in the name', () => {
    const film: Film = { ...dune, tmdb: 438_631 };
    expect(opened({ films: [film] }, single('Der Wüstenplanet {tmdb-438631}'))).toBe('10');
  });

  it('open by another title of the film', () => {
    const film: Film = { ...dune, title: 'Quiet Shore', original: 'Тихий Берег 4', year: 1999 };
    expect(opened({ films: [film] }, single('Тихий Берег 4 _ Quiet Shore (1999) BDRip 1080p'))).toBe('10');
    expect(opened({ films: [film] }, single('Тихий.Берег.4.1999.1080p.BluRay-GRP'))).toBe('10');
  });

  it('open the folder that an archive was unpacked in', () => {
    const folder = 'Dune.2021.1080p.BluRay.x264-GRP';
    const film: Film = { ...dune, title: 'Wrong', path: `/plex/${folder}/grp-dune.mkv` };
    const torrent = torrentOf(folder, { [`${folder}/grp-dune.rar`]: giga, [`${folder}/grp-dune.r00`]: giga });
    expect(ask({ films: [film] }, torrent)).toMatchObject({ kind: 'open', evidence: ['same-folder'] });
  });
});

describe('music', () => {
  const tracks = [1, 2, 3].map((at) => ({
    path: `/plex/music/Low Tide/Ashes/0${at}.flac`,
    size: 20_000_000 + at,
  }));
  const album = { key: '41', artistKey: '40', artist: 'Low Tide', title: 'Ashes', tracks };
  const files = { 'a/01 - One.flac': 31_000_000, 'a/02 - Two.flac': 32_000_000 };

  it.each([
    'Low Tide - Ashes (2010) [FLAC]',
    'Low_Tide-Ashes-WEB-2010-GRP',
    '(Rock) [CD] Low Tide - Ashes - 2010, FLAC',
  ])('is the album of %s', (name) => expect(opened({ albums: [album] }, torrentOf(name, files))).toBe('41'));

  it('is the artist of a discography, and nothing for another album', () => {
    expect(opened({ albums: [album] }, torrentOf('Low Tide - Discography (1990-2010) [FLAC]', files))).toBe(
      '40',
    );
    expect(opened({ albums: [album] }, torrentOf('Low Tide - Ashes Live (2010) [FLAC]', files))).toBe(
      'absent',
    );
  });

  it('is the album that tracks of these sizes are of', () => {
    const renamed = { 'x/a.flac': 20_000_001, 'x/b.flac': 20_000_002 };
    expect(ask({ albums: [album] }, torrentOf('x', renamed))).toMatchObject({
      item: { ratingKey: '41', type: 'album' },
    });
  });
});

describe('what is not for Plex', () => {
  it.each([
    ['Dune.v1.0.4.Linux-GRP', { 'Dune/setup.bin': giga, 'Dune/readme.txt': 4 }],
    ['Dune (epub)', { 'Dune.epub': 1_000_000 }],
    ['debian-13.iso', { 'debian-13.iso': giga }],
  ])('is %s, though a film is called so', (name, files) => {
    expect(ask({ films: [dune] }, torrentOf(name, files))).toEqual({ kind: 'not-for-plex' });
  });
});
