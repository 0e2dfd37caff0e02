import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutTitle, musicTitles, searchesFor, videoTitles } from '../../lib/plex/title-words.ts';

describe('the title in a name', () => {
  it.each([
    ['Show.Name.S01E02.Pilot.1080p.WEB-DL.x264-GRP', 'Show Name'],
    ['Show_Name_1x02_Pilot', 'Show Name'],
    ['Show Name Season 2 Complete', 'Show Name'],
    ['The.Movie.2010.2160p.UHD.BluRay.x265', 'The Movie'],
    ['The Movie (2010) [1080p]', 'The Movie'],
    ['[Group] Some Anime - 07v2 [1080p]', 'Some Anime'],
    ['[A][B] Some Anime - 107 (720p)', 'Some Anime'],
    ['1917 (2019)', '1917'],
    ['2012.2009.1080p', '2012'],
    ['Spider-Man.No.Way.Home.2021', 'Spider-Man No Way Home'],
    ['Amélie (2001)', 'Amélie'],
    ['千と千尋の神隠し 2001 1080p', '千と千尋の神隠し'],
    ['Space 1999 S01E01', 'Space'],
    ['Plain Name', 'Plain Name'],
    ['S01E01', ''],
    ['1080p', ''],
    ['[Group]', ''],
    [' - ', ''],
    ['', ''],
  ])('of %j is %j', (name, title) => expect(cutTitle(name).title).toBe(title));

  it('is found in any text, in little time', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })), (name) => {
        expect(cutTitle(name).title.length).toBeLessThanOrEqual(name.length);
      }),
      { numRuns: 1000 },
    );
    const started = performance.now();
    for (const one of ['.', ' ', '-', '[', '[]', '(', 'e1', 's1e1 ', '2 0', ' - 1', 'ー', '\t[']) {
      cutTitle(one.repeat(100_000));
      videoTitles(`/${one.repeat(100_000)}/${one.repeat(100_000)}.mkv`, 'show');
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('titles of a video', () => {
  it.each([
    ['movie', '/movies/Movie.Name.2010.1080p.BluRay-GRP/grp-mn.1080p.mkv', ['grp-mn', 'Movie Name']],
    ['movie', '/movies/Movie.Name.2010.1080p.BluRay-GRP/grp-mn.mkv', ['Movie Name']],
    ['movie', '/movies/Inception.mkv', ['Inception', 'movies']],
    ['movie', 'M:\\Filme\\Das Boot (1981)\\Das Boot.mkv', ['Das Boot']],
    ['movie', '//nas/film', ['film', 'nas']],
    ['show', '/tv/Show Name (2010)/Season 01/S01E01.mkv', ['Show Name']],
    ['show', '/tv/Show.Name.S01.1080p/Show.Name.S01E02.Pilot.1080p.mkv', ['Show Name']],
    ['show', '/tv/Penn & Teller/Staffel 2/02 - Folge.mkv', ['Penn & Teller', 'tv', 'Folge']],
    ['show', '/tv/Show/Season 1/Show - 1x01 - Pilot.mkv', ['Show']],
    ['movie', 'relative/Movie.2010.mkv', []],
  ] as const)('in a %s library: %s', (type, path, titles) => {
    expect(videoTitles(path, type)).toEqual(titles);
  });
});

describe('titles of a track', () => {
  it.each([
    ['/music/Artist/Album (2001)/01 Track.flac', ['Album'], ['Artist']],
    ['/music/Artist - Album (2001) [FLAC]/CD1/01.flac', ['Album'], ['Artist']],
    ['/music/Artist - 2001 - Album/01.mp3', ['Album'], ['Artist']],
    ['/music/Artist/1989/01 Track.mp3', [], ['Artist']],
    ['/01.mp3', [], []],
  ])('%s', (path, albums, artists) => expect(musicTitles(path)).toEqual({ albums, artists }));
});

describe('searches for a title', () => {
  it.each([
    ['Star Wars Episode IV', ['Star Wars Episode IV', 'Star Wars Episode', 'Star Wars', 'Episode']],
    [
      'Spider-Man No Way Home',
      ['Spider-Man No Way Home', 'Spider-Man No Way', 'Spider-Man No', 'Spider-Man'],
    ],
    ['Star Wars - A New Hope', ['Star Wars A New Hope', 'Star Wars A New', 'Star Wars A', 'Star']],
    ['Alien', ['Alien']],
    ['- -', []],
    ['', []],
  ])('%j are %j', (title, searches) => expect(searchesFor(title)).toEqual(searches));

  it('are at most four, none empty, none twice', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 12 })), (words) => {
        const searches = searchesFor(words.join(' '));
        expect(searches.length).toBeLessThanOrEqual(4);
        expect(searches.every((search) => search.trim() !== '')).toBe(true);
        expect(new Set(searches).size).toBe(searches.length);
      }),
      { numRuns: 500 },
    );
  });
});
