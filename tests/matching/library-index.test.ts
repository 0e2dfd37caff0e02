import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LibraryFile } from '../../lib/matching/library-entry.ts';
import { LibraryIndex } from '../../lib/matching/library-index.ts';
import { SegmentBuilder } from '../../lib/matching/segment-builder.ts';
import { type Film, finished, indexOf, type Show, segmentOf } from './small-library.ts';

const keys = (files: readonly LibraryFile[]) => files.map(({ ratingKey }) => ratingKey).sort();
const film = (key: string, more: Partial<Film> = {}): Film => ({
  key,
  title: `Film ${key}`,
  year: 2000,
  ...more,
});
const show: Show = {
  key: '20',
  title: 'Quiet Harbour',
  seasons: { 0: [1], 1: [3, 1, 2], 2: [1] },
  dates: { '2x1': '2026-03-04' },
};

describe('the index', () => {
  it('finds files by size, name and folder', () => {
    const index = indexOf({
      films: [
        film('1', { size: 500, path: '/a/Dune (2021)/Dune.mkv' }),
        film('2', { size: 500, path: 'D:\\b\\Other\\DUNE.MKV' }),
        film('3', { size: 0, path: null }),
      ],
    });
    expect(keys(index.ofSize(500))).toEqual(['1', '2']);
    expect(index.ofSize(0)).toEqual([]);
    expect(keys(index.named('dune.mkv'))).toEqual(['1', '2']);
    expect(keys(index.inFolderNamed('dune (2021)'))).toEqual(['1']);
  });

  it('finds a name in either Unicode form', () => {
    const index = indexOf({ films: [film('1', { path: '/a/Ame\u0301lie.mkv' })] });
    expect(keys(index.named('Am\u00e9lie.mkv'))).toEqual(['1']);
  });

  it('finds titles by every spelling of them', () => {
    const titled = (title: string, key: string) =>
      indexOf({ films: [film('1', { title })] }).titled(key).length;
    expect(titled('The Wolf & the Moon', 'thewolfandthemoon')).toBe(1);
    expect(titled('The Wolf', 'wolf')).toBe(1);
    expect(titled('Wolf (US)', 'wolf')).toBe(1);
    expect(titled('Wolf (2005)', 'wolf2005')).toBe(1);
    expect(titled('Æon Flüx', 'aeonflux')).toBe(1);
    expect(titled('Wolf 2', 'wolf')).toBe(0);
  });

  it('knows the seasons and episodes of a show', () => {
    const index = indexOf({ shows: [show] });
    expect(index.seasons('20')).toEqual([
      { ratingKey: '2000', season: 0, episodes: [1] },
      { ratingKey: '2001', season: 1, episodes: [1, 2, 3] },
      { ratingKey: '2002', season: 2, episodes: [1] },
    ]);
    expect(keys(index.episode('20', 1, 3))).toEqual(['200103']);
    expect(index.episode('20', 1, 4)).toEqual([]);
    expect(keys(index.aired('20', '2026-03-04'))).toEqual(['200201']);
  });

  it('tells of an item anew, and no longer of one that is gone', () => {
    const before = indexOf({ films: [film('1', { size: 500 }), film('2', { size: 500 })] });
    const after = before
      .with(segmentOf({ films: [film('1', { size: 700, title: 'Renamed' })] }))
      .without(['2']);
    expect(after.ofSize(500)).toEqual([]);
    expect(keys(after.ofSize(700))).toEqual(['1']);
    expect(after.titled('film1')).toEqual([]);
    expect(after.titled('renamed')).toHaveLength(1);
    expect(keys(before.ofSize(500))).toEqual(['1', '2']);
  });

  it('is the same after it was saved and loaded', () => {
    const index = indexOf({ films: [film('1', { size: 500, original: 'Ein Film' })], shows: [show] }).without(
      ['200103'],
    );
    const loaded = LibraryIndex.load(structuredClone(index.save()));
    expect(loaded.ofSize(500)).toEqual(index.ofSize(500));
    expect(loaded.titled('einfilm')).toEqual(index.titled('einfilm'));
    expect(loaded.seasons('20')).toEqual(index.seasons('20'));
    expect(loaded.seasons('20')[1]?.episodes).toEqual([1, 2]);
  });

  it('leaves out what it can’t keep', () => {
    const index = indexOf({
      films: [film('abc', { size: 500 }), film('0', { size: 500 }), film('99999999999', { size: 500 })],
    });
    expect(index.ofSize(500)).toEqual([]);
  });

  it('answers like a search through all files, however they came', () => {
    const some = fc.record({ key: fc.integer({ min: 1, max: 400 }), size: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 120 }), fc.integer({ min: 1, max: 40 }), (all, size) => {
        const films = [...new Map(all.map((each) => [each.key, each])).values()];
        const index = indexOf({ films: films.map((each) => film(String(each.key), { size: each.size })) });
        const expected = films.filter((each) => each.size === size).map((each) => String(each.key));
        expect(keys(index.ofSize(size))).toEqual(expected.sort());
      }),
      { numRuns: 100 },
    );
  });

  it('is built in steps of a few thousand rows', () => {
    const builder = new SegmentBuilder();
    const files = Array.from({ length: 6_000 }, (_, at) => ({
      ratingKey: String(at + 1),
      type: 'movie' as const,
      sectionKey: '1',
      parentRatingKey: null,
      grandparentRatingKey: null,
      parentIndex: null,
      index: null,
      date: null,
      addedAtMs: 0,
      files: [{ path: `/a/${at}.mkv`, sizeBytes: (at * 7_919) % 6_007, resolution: null }],
    }));
    builder.addFiles(files);
    let steps = 0;
    for (const _step of builder.finish()) steps++;
    expect(steps).toBeGreaterThan(10);
    const again = new SegmentBuilder();
    again.addFiles(files);
    const index = LibraryIndex.of(finished(again));
    for (let at = 1; at < 6_000; at += 97) {
      expect(keys(index.ofSize((at * 7_919) % 6_007))).toEqual([String(at + 1)]);
    }
  });
});
