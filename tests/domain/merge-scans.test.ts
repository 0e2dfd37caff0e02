import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LibrarySection } from '../../lib/domain/library-section.ts';
import { partsBelow } from '../../lib/domain/media-path.ts';
import { locationOf, mergedScan } from '../../lib/domain/merge-scans.ts';
import { exampleSection } from './examples.ts';

const sections: readonly LibrarySection[] = [
  exampleSection({ key: '1', locations: ['/media/films', '/media/films/kids'] }),
  exampleSection({ key: '2', locations: ['/media/music'] }),
];
const scan = (folder: string, sectionKey = '1') => ({ sectionKey, sectionTitle: 'x', folder });
const many = (count: number, below: string, sectionKey = '1') =>
  Array.from({ length: count }, (_, at) => scan(`${below}/${at}`, sectionKey));

describe('scans that wait together', () => {
  it('stay as they are while they are few', () => {
    const [first, ...others] = many(10, '/media/films');
    if (first) expect(mergedScan(first, [first, ...others], sections)).toBe(first);
  });

  it('become one of the nearest folder that holds more than ten of them', () => {
    const albums = many(11, '/media/music/Artist', '2');
    const others = many(30, '/media/music', '2');
    expect(mergedScan(scan('/media/music/Artist/3', '2'), [...albums, ...others], sections).folder).toBe(
      '/media/music/Artist',
    );
    expect(mergedScan(scan('/media/music/5', '2'), [...albums, ...others], sections).folder).toBe(
      '/media/music',
    );
  });

  it('are counted by folder and library, and by the location they lie in', () => {
    const same = Array.from({ length: 30 }, () => scan('/media/films/A'));
    expect(mergedScan(scan('/media/films/A'), same, sections).folder).toBe('/media/films/A');
    expect(mergedScan(scan('/media/films/A'), many(30, '/media/films', '2'), sections).folder).toBe(
      '/media/films/A',
    );
    const kids = many(11, '/media/films/kids');
    expect(mergedScan(scan('/media/films/kids/3'), kids, sections).folder).toBe('/media/films/kids');
  });

  it('never reach above a location, nor away from the folder', () => {
    const part = fc.constantFrom('films', 'kids', 'music', 'media', 'A', 'B', 'C');
    const folder = fc.array(part, { maxLength: 5 }).map((parts) => `/media/${parts.join('/')}`);
    const scans = fc.array(fc.record({ folder, sectionKey: fc.constantFrom('1', '2') }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(scans, (some) => {
        const all = some.map(({ folder: one, sectionKey }) => scan(one, sectionKey));
        for (const own of all) {
          const merged = mergedScan(own, all, sections);
          expect(partsBelow(own.folder, merged.folder)).toBeDefined();
          const location = locationOf(own, sections);
          if (location === undefined) expect(merged).toBe(own);
          else expect(partsBelow(merged.folder, location)).toBeDefined();
        }
      }),
      { numRuns: 300 },
    );
  });
});
