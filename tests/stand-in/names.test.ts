import { describe, expect, it } from 'vitest';
import { episodeName, isMediaFile, movieName, titleAndYear, trackName } from './media-names.ts';

describe('file names, read as Plex reads them', () => {
  it.each([
    ['Some.Film.2019.1080p.WEB-GRP.mkv', 'Some Film', 2019],
    ['Some Film (2019)/Some Film (2019) - 4k.mkv', 'Some Film', 2019],
    ['Some Film (2019)/abc.mkv', 'Some Film', 2019],
    ['2012 (2009)/2012 (2009).mkv', '2012', 2009],
    ['Blade.Runner.2049.2017.2160p.mkv', 'Blade Runner 2049', 2017],
    ['Plain Film.mkv', 'Plain Film', undefined],
    ['1917.mkv', '1917', undefined],
  ])('%s is the movie %s of %s', (file, title, year) => {
    expect(movieName(file)).toEqual({ title, year });
  });

  it.each([
    ['Some Show (2020)/Season 1/Some Show S01E02.mkv', 'Some Show', 2020, 1, [2]],
    ['Some.Show.S02E03.720p.HDTV-GRP.mkv', 'Some Show', undefined, 2, [3]],
    ['Some.Show.S01.1080p-GRP/Some.Show.S01E05.1080p-GRP.mkv', 'Some Show', undefined, 1, [5]],
    ['Some Show/Season 2/Some Show 2x07.mkv', 'Some Show', undefined, 2, [7]],
    ['Some Show/Season 1/Some Show S01E01-E02.mkv', 'Some Show', undefined, 1, [1, 2]],
    ['Some Show/Some.Show.S01E01E02E03.mkv', 'Some Show', undefined, 1, [1, 2, 3]],
    ['Some Show/Season 1/S01E04.mkv', 'Some Show', undefined, 1, [4]],
    ['Some Show/Season 3/05.mkv', 'Some Show', undefined, 3, [5]],
    ['Some Show/Specials/Some Show S00E01.mkv', 'Some Show', undefined, 0, [1]],
  ])('%s is %s (%s), season %s, episodes %j', (file, show, year, season, episodes) => {
    expect(episodeName(file)).toMatchObject({ show, year, season, episodes });
  });

  it('takes a title that follows the number, but not the quality', () => {
    expect(episodeName('A Show/Season 1/A Show - S01E01 - The Pilot.mkv')?.title).toBe('The Pilot');
    expect(episodeName('A.Show.S01E01.1080p.WEB.x264-GRP.mkv')?.title).toBeUndefined();
  });

  it('makes no episode of a file without a number', () => {
    expect(episodeName('Some Show/about.mkv')).toBeUndefined();
  });

  it.each([
    ['Some Band/Some Album (1999)/01 - First.flac', 'Some Band', 'Some Album', 1, 'First'],
    ['Some Band - Some Album (1999)/02 Second.mp3', 'Some Band', 'Some Album', 2, 'Second'],
  ])('%s is by %s, on %s, number %s, %s', (file, artist, album, index, title) => {
    expect(trackName(file)).toEqual({ artist, album, index, title, year: 1999 });
  });

  it.each([
    ['Some Film (2019)/Some Film.mkv', true],
    ['Some Film (2019)/Some Film.mkv.!qB', false],
    ['Some Film (2019)/Some Film.mkv.part', false],
    ['Some Film (2019)/Sample/some.film.mkv', false],
    ['Some Film (2019)/some.film-sample.mkv', false],
    ['Some Film (2019)/Some Film-trailer.mkv', false],
    ['Some Film (2019)/Featurettes/Making.mkv', false],
    ['Some Film (2019)/poster.jpg', false],
    ['Some Film (2019)/film.rar', false],
    ['.hidden/film.mkv', false],
    ['Extraordinary (2010)/Extraordinary.mkv', true],
  ])('%s becomes an item: %s', (file, isItem) => {
    expect(isMediaFile(file, 'video')).toBe(isItem);
  });

  it('keeps something of a name that is all noise', () => {
    expect(titleAndYear('1080p').title).toBe('1080p');
  });
});
