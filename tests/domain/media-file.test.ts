import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mainFiles, mediaKindOf } from '../../lib/domain/media-file.ts';
import type { TorrentFile } from '../../lib/domain/torrent.ts';

const mega = 1024 * 1024;
const file = (path: string, megabytes = 1_000, wanted = true): TorrentFile => ({
  path,
  sizeBytes: megabytes * mega,
  wanted,
});
const main = (...files: readonly TorrentFile[]) => mainFiles(files).map(({ path }) => path);

describe('mediaKindOf', () => {
  it.each([
    ['Dune.mkv', 'video'],
    ['Dune.MKV', 'video'],
    ['a/b.c/Dune.2021.m2ts', 'video'],
    ['VTS_01_1.VOB', 'video'],
    ['old.rmvb', 'video'],
    ['01 Song.flac', 'audio'],
    ['book.m4b', 'audio'],
    ['Dune.mkv.!qB', null],
    ['Dune.mkv.part', null],
    ['Dune.srt', null],
    ['cover.jpg', null],
    ['Dune.rar', null],
    ['Dune.r00', null],
    ['debian-13.iso', null],
    ['mkv', null],
    ['folder.mkv/readme', null],
    ['', null],
  ])('of %o is %o', (path, kind) => expect(mediaKindOf(path)).toBe(kind));
});

describe('mainFiles', () => {
  it('are the film, without what lies beside it', () => {
    const files = ['Dune/Dune.mkv', 'Dune/Dune.nfo', 'Dune/Dune.en.srt', 'Dune/poster.jpg'].map((path) =>
      file(path),
    );
    expect(main(...files)).toEqual(['Dune/Dune.mkv']);
  });

  it.each([
    'Dune/Sample/dune-sample.mkv',
    'Dune/sample.mkv',
    'Dune/dune-sample.mkv',
    'Dune/Dune.Sample.mkv',
    'Dune/(sample) Dune.mkv',
    'Dune/Dune_trailer_.mp4',
  ])('leave out the sample %s', (path) => {
    expect(main(file('Dune/Dune.mkv', 4_000), file(path, 30))).toEqual(['Dune/Dune.mkv']);
  });

  it.each([
    'Extras',
    'extra',
    'Featurettes',
    'Featurette',
    'Trailers',
    'Bonus',
    'Behind The Scenes',
    'Deleted Scenes',
    'Interviews',
    'Shorts',
    'Other',
    'Samples',
  ])('leave out what is in a folder %s, whatever its size', (folder) => {
    expect(main(file('Dune/Dune.mkv'), file(`Dune/${folder}/Making of.mkv`, 2_000))).toEqual([
      'Dune/Dune.mkv',
    ]);
  });

  it('leave out extras in a folder of a torrent that has no folder of its own', () => {
    expect(main(file('Dune.mkv'), file('Extras/Making of.mkv'))).toEqual(['Dune.mkv']);
  });

  it('leave out extras of one season', () => {
    const season = ['Show/S01/S01E01.mkv', 'Show/S01/S01E02.mkv'];
    expect(main(...season.map((path) => file(path)), file('Show/S01/Extras/Gag reel.mkv'))).toEqual(season);
  });

  it.each([
    '-trailer',
    '-behindthescenes',
    '-deleted',
    '-featurette',
    '-interview',
    '-scene',
    '-short',
    '-other',
  ])('leave out a file that Plex takes for an extra by its ending %s', (ending) => {
    expect(main(file('Dune/Dune.mkv'), file(`Dune/Something${ending}.mkv`, 900))).toEqual(['Dune/Dune.mkv']);
  });

  it('leave out an advertisement of a few megabytes', () => {
    expect(main(file('Dune/Dune.mkv', 2_000), file('Dune/visit us.mp4', 1))).toEqual(['Dune/Dune.mkv']);
  });

  it('keep short episodes beside a long special', () => {
    const shorts = [file('Show/S01E01.mkv', 15), file('Show/S01E02.mkv', 15), file('Show/S00E01.mkv', 1_500)];
    expect(main(...shorts)).toHaveLength(3);
  });

  it.each(['Trailer Park/Trailer Park Boys S01E01.mkv', 'Sample/The Sample.mkv', 'Extras/Extras S01E01.mkv'])(
    'keep %s, which only sounds like one',
    (path) => {
      expect(main(file(path), file(path.replace('.mkv', ' part 2.mkv')))).toHaveLength(2);
    },
  );

  it('keep a film called "Trailer" that is not far smaller than the rest', () => {
    expect(main(file('Films/Trailer.mkv', 700), file('Films/Dune.mkv', 4_000))).toHaveLength(2);
  });

  it('keep a folder that is called "Extras" when it is the torrent', () => {
    const series = ['Extras/S01E01.mkv', 'Extras/S01E02.mkv'];
    expect(main(...series.map((path) => file(path)))).toEqual(series);
  });

  it('are the extras when there is nothing else: they are what was wanted', () => {
    expect(main(file('Dune extras/Featurettes/Making of.mkv', 300))).toEqual([
      'Dune extras/Featurettes/Making of.mkv',
    ]);
    expect(main(file('sample.mkv', 20))).toEqual(['sample.mkv']);
  });

  it('are all discs of a film', () => {
    const discs = ['Dune/CD1/dune.cd1.avi', 'Dune/CD2/dune.cd2.avi'];
    expect(main(...discs.map((path) => file(path, 700)))).toEqual(discs);
  });

  it('are only those that were wanted', () => {
    expect(main(file('Show/S01E01.mkv'), file('Show/S01E02.mkv', 1_000, false))).toEqual(['Show/S01E01.mkv']);
    expect(main(file('Show/S01E01.mkv', 1_000, false))).toEqual([]);
  });

  it('are measured by the largest that is wanted', () => {
    const small = [file('Show/trailer one.mkv', 45), file('Show/trailer two.mkv', 45)];
    expect(main(...small, file('Show/all.mkv', 9_000, false))).toHaveLength(2);
  });

  it('are the tracks of an album, without its cover', () => {
    const tracks = ['Album/01 One.flac', 'Album/02 Two.flac'];
    expect(
      main(...tracks.map((path) => file(path, 30)), file('Album/cover.jpg', 1), file('Album/x.cue')),
    ).toEqual(tracks);
  });

  it('are the videos where there is music too', () => {
    expect(main(file('Dune/Dune.mkv'), file('Dune/Score/01.flac', 30))).toEqual(['Dune/Dune.mkv']);
  });

  it.each([
    ['archives', ['Dune/dune.rar', 'Dune/dune.r00', 'Dune/dune.sfv']],
    ['software', ['tool/setup.exe', 'debian.iso']],
    ['books', ['book.epub']],
    ['no files', []],
  ])('are none of %s', (_, paths) => expect(main(...paths.map((path) => file(path)))).toEqual([]));

  it('are wanted media of one kind, and some whenever there are any', () => {
    const part = fc.constantFrom('Show', 'Extras', 'sample', 'S01', 'Sample', 'Dune');
    const ending = fc.constantFrom(
      '.mkv',
      '.MP4',
      '-trailer.mkv',
      ' sample.avi',
      '.flac',
      '.jpg',
      '.rar',
      '',
    );
    const path = fc.tuple(fc.array(part, { minLength: 1, maxLength: 4 }), ending);
    const any = fc
      .tuple(path, fc.nat(5_000), fc.boolean())
      .map(([[parts, end], size, wanted]) => file(parts.join('/') + end, size, wanted));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 6 }), (files) => {
        const kept = mainFiles(files);
        const media = files.filter((one) => one.wanted && mediaKindOf(one.path) !== null);
        expect(kept.length > 0).toBe(media.length > 0);
        expect(kept.every((one) => media.includes(one))).toBe(true);
        expect(new Set(kept.map((one) => mediaKindOf(one.path))).size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are found among a hundred thousand files', () => {
    const one = file('Pack/one.mkv');
    expect(mainFiles(Array.from({ length: 150_000 }, () => one))).toHaveLength(150_000);
  });
});
