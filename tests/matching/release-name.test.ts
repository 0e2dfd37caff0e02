import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMusicName } from '../../lib/matching/music-name.ts';
import { readReleaseName } from '../../lib/matching/release-name.ts';

const numbers = (name: string) => {
  const { seasons, episodes } = readReleaseName(name);
  return [seasons, episodes];
};

describe('the numbers of a name', () => {
  // Names of forms that the parser alone misreads, with titles of our own.
  it.each([
    ['Quiet.Harbour.S03E01.S03E02.720p.HDTV.X264-GRP', [3], [1, 2]],
    ['Quiet.Harbour.2x04.2x05.720p.BluRay-GRP', [2], [4, 5]],
    ['Quiet Harbour - S42 E10713 - 2015-07-20', [42], [10713]],
    ['Quiet.Harbour.S22E5363-E5366.HDTV.x264-GRP', [22], [5363, 5364, 5365, 5366]],
    ['Quiet.Harbour.103.720p.HDTV.X264-GRP', [1], [3]],
    ['Quiet.Harbour.103.104.720p.HDTV.X264-GRP', [1], [3, 4]],
    ['Quiet Harbour [HDTV 720p][Cap.1901]', [19], [1]],
    ['Quiet Harbour S 01 720p WEB DL', [1], []],
    ['Quiet Harbour 2of12', [], [2]],
    ['[Grp] Quiet Harbour 214', [], [214]],
    ['[Grp] Quiet Harbour #957 (1280x720 x264)', [], [957]],
    ['[Grp][Quiet Harbour][第1008話][1080P]', [], [1008]],
    ['[Grp] Quiet Harbour 01 Role Play [9C57891E]', [], [1]],
    ['[Grp]_Quiet_-_11_-_511_Kinderheim_[6C70C4E4]', [], [11]],
    ['Quiet Harbour [BDRip 1920x804 HEVC]', [], []],
  ])('%s', (name, seasons, episodes) => expect(numbers(name)).toEqual([seasons, episodes]));

  it('of a pack in one season are all of them', () => {
    expect(readReleaseName('Quiet Harbour E1-200 1080p').episodes).toHaveLength(200);
  });

  it('keep the number as it stands for shows that are counted through', () => {
    expect(readReleaseName('Quiet.Harbour.103.720p.HDTV-GRP').absolute).toEqual([103]);
  });

  it('are a date where one is written', () => {
    expect(readReleaseName('Quiet.Talk.140722.720p.HDTV-GRP').date).toBe('2014-07-22');
    expect(readReleaseName('Quiet.Talk.2012.16.02.PDTV-GRP').date).toBe('2012-02-16');
  });
});

describe('the title and year of a name', () => {
  it.each([
    ['Quiet.Harbour.of.1900.1998.1080p.BluRay-GRP', 'Quiet Harbour of 1900', 1998],
    ['Quiet Harbour (1897) [DVD]', 'Quiet Harbour', 1897],
    ['Quiet.Harbour.1080p.BluRay.x264-1920', 'Quiet Harbour', null],
    ['Echo of Larkspur (1956) [1080p] [BluRay] [YTS.MX]', 'Echo of Larkspur', 1956],
    ['[ www.Torrenting.com ] - Quiet.Harbour.2008.720p-GRP', 'Quiet Harbour', 2008],
    ['Quiet.Harbour.2.German.DL.720p.BluRay-GRP', 'Quiet Harbour 2', null],
    ['Body Cam (2019) MULTi 2160p x265', 'Body Cam', 2019],
    ['[HorribleSubs] Quiet 100 - 07 [720p]', 'Quiet 100', null],
    ['Æon Drift Journey (1973) [1080p] [YTS.MX]', 'Æon Drift Journey', 1973],
  ])('%s', (name, title, year) => expect(readReleaseName(name)).toMatchObject({ title, year }));

  it('are kept beside other readings', () => {
    expect(readReleaseName('Тихий Берег / Quiet Shore (1999) BDRip').titles).toEqual(
      expect.arrayContaining(['Quiet Shore', 'Тихий Берег']),
    );
    expect(readReleaseName('Quiet.Harbour.2010.S02E14.HDTV-GRP').titles).toContain('Quiet Harbour 2010');
  });

  it('say whether the year is the title’s or the release’s', () => {
    expect(readReleaseName('Quiet.Harbour.2010.S02E14.HDTV-GRP').yearOfTitle).toBe(true);
    expect(readReleaseName('Quiet.Harbour.S02E14.2023.HDTV-GRP').yearOfTitle).toBe(false);
  });
});

describe('the kind of a name', () => {
  it.each([
    ['Quiet.Harbour.2013.COMPLETE.BLURAY-GRP', 'movie'],
    ['Quiet.Harbour.S01.1080p-GRP', 'season'],
    ['Quiet.Harbour.S01-S03.1080p-GRP', 'show'],
    ['Quiet.Harbour.S01E01.1080p-GRP', 'episode'],
  ])('of %s is %s', (name, kind) => expect(readReleaseName(name).kind).toBe(kind));
});

describe('a music name', () => {
  it.each([
    ['Low Tide - Ashes (2010) [FLAC]', 'Low Tide', 'Ashes', 2010],
    ['Low_Tide-Ashes_II-WEB-2017-GRP', 'Low Tide', 'Ashes II', 2017],
    ['(Folk Rock) [CD] Low Two-Step - Naked - 2017, MP3, 320 kbps', 'Low Two-Step', 'Naked', 2017],
  ])('%s', (name, artist, album, year) => expect(readMusicName(name)).toEqual({ artist, album, year }));

  it.each(['Quiet.Harbour.2008.1080p.WEB-DL-GRP', 'Quiet Harbour - S01E01', 'Low Tide'])(
    'is none: %s',
    (name) => expect(readMusicName(name)).toBeNull(),
  );
});

// Pieces that names are made of, and that regular expressions stumble over when they repeat.
const piece = fc.oneof(
  fc.constantFrom(
    'S01E',
    'E01-',
    '1x01-x',
    ' - ',
    '[',
    ']',
    '(',
    '.',
    '_',
    ' / ',
    'ア',
    '第01話',
    '2019.',
    '103.',
    '１',
    'a.k.a ',
  ),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
);

describe('any name', () => {
  it('is read without an error, and its title is among its titles', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const { title, titles, year } = readReleaseName(pieces.join(''));
        expect(title === '' || titles.includes(title)).toBe(true);
        expect(year === null || Number.isInteger(year)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('of 64 kB is read in 50 milliseconds', () => {
    readReleaseName('warm.up.2020.1080p');
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), (pieces) => {
        const text = pieces.join('');
        const name = text.repeat(Math.ceil(65_536 / Math.max(1, text.length)));
        const took = [1, 2, 3].map(() => {
          const start = performance.now();
          readReleaseName(name);
          readMusicName(name);
          return performance.now() - start;
        });
        expect(Math.min(...took)).toBeLessThan(50);
      }),
      { numRuns: 100 },
    );
  });
});
