import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseSections, type LibrarySection, type MediaKind } from '../../lib/domain/library-section.ts';
import { isSamePath, joinPath, partsBelow } from '../../lib/domain/media-path.ts';
import { exampleSection } from './examples.ts';

const films = exampleSection({ key: '1', locations: ['/media/movies', '/mnt/old/movies'] });
const films4k = exampleSection({ key: '2', title: 'Films 4K', locations: ['/media/movies/4k'] });
const series = exampleSection({ key: '3', type: 'show', title: 'Series', locations: ['/media/tv'] });
const music = exampleSection({ key: '4', type: 'artist', title: 'Music', locations: ['/media/mixed'] });
const concerts = exampleSection({ key: '5', title: 'Concerts', locations: ['/media/mixed/'] });
const clips = exampleSection({ key: '6', type: 'show', title: 'Clips', locations: ['/media/mixed'] });
const drive = exampleSection({ key: '7', title: 'Drive', locations: ['S:\\', '\\\\nas\\share\\Films'] });
const sections = [films, films4k, series, music, concerts, clips, drive];

const chosen = (path: string, kind: MediaKind | null, among: readonly LibrarySection[] = sections) =>
  chooseSections(path, among, kind).map((choice) => choice.section.key);

describe('chooseSections', () => {
  it.each<[string, string, MediaKind | null, readonly string[]]>([
    ['the one whose location holds the folder', '/media/movies/Dune', 'video', ['1']],
    ['the innermost of nested locations', '/media/movies/4k/Dune', 'video', ['2']],
    ['the outer one for a name that only begins alike', '/media/movies/4k-old/Dune', 'video', ['1']],
    ['any of the locations of a library', '/mnt/old/movies/Dune', 'video', ['1']],
    ['the location itself', '/media/tv', 'video', ['3']],
    ['the music library of a shared folder for music', '/media/mixed/Album', 'audio', ['4']],
    ['the video libraries of a shared folder for videos', '/media/mixed/Live', 'video', ['5', '6']],
    ['all libraries of a shared folder when the kind is not known', '/media/mixed/x', null, ['4', '5', '6']],
    ['the library that covers it, also when the kind does not suit', '/media/tv/Album', 'audio', ['3']],
    ['a bare drive', 's:\\Films\\Dune', 'video', ['7']],
    ['a share', '\\\\NAS\\share\\films\\Dune', 'video', ['7']],
  ])('takes %s', (_, path, kind, keys) => expect(chosen(path, kind)).toEqual(keys));

  it.each([
    ['no location holds it', '/downloads/Dune'],
    ['a location only begins alike', '/media/movies2/Dune'],
    ['the folder is above every location', '/media'],
    ['the path climbs', '/media/movies/../../etc'],
    ['the path is not absolute', 'media/movies/Dune'],
    ['the path is empty', ''],
  ])('takes none when %s', (_, path) => expect(chosen(path, 'video')).toEqual([]));

  it('takes none when there is no library, or one without folders', () => {
    expect(chosen('/media/movies/Dune', 'video', [])).toEqual([]);
    expect(chosen('/media/movies/Dune', 'video', [exampleSection({ locations: [] })])).toEqual([]);
  });

  it('names a library once, though two of its locations are the same', () => {
    const twice = exampleSection({ key: '9', locations: ['/media/x', '/media/x/'] });
    expect(chosen('/media/x/Dune', 'video', [twice])).toEqual(['9']);
  });

  it("takes a library's inner location, also when its outer one comes first", () => {
    const nested = exampleSection({ locations: ['/media', '/media/new'] });
    expect(chooseSections('/media/new/Dune', [nested], 'video')).toMatchObject([{ location: '/media/new' }]);
  });

  it('spells the folder as the location does, since Plex compares with its own', () => {
    expect(chooseSections('s:/Films\\Dune', sections, 'video')).toMatchObject([
      { location: 'S:\\', path: 'S:\\Films\\Dune' },
    ]);
    const composed = exampleSection({ locations: ['/media/Am\u00e9lie/'] });
    expect(chooseSections('/media/Ame\u0301lie/x', [composed], null)).toMatchObject([
      { path: '/media/Am\u00e9lie/x' },
    ]);
  });

  it('chooses a folder inside its location, by whole parts, and never when a longer location would do', () => {
    const part = fc.constantFrom('media', 'tv', 'tv2', 'movies', '4k', 'x');
    const parts = fc.array(part, { maxLength: 4 });
    const root = fc.constantFrom('/', 'S:\\', '\\\\nas\\share');
    const path = fc.tuple(root, parts).map(([from, below]) => joinPath(from, below) ?? '');
    const section = fc.record({
      key: fc.constantFrom('1', '2', '3', '4'),
      type: fc.constantFrom('movie' as const, 'show' as const, 'artist' as const, 'photo' as const),
      title: fc.constant('x'),
      locations: fc.array(path, { maxLength: 3 }),
      refreshing: fc.boolean(),
    });
    const kind = fc.constantFrom(null, 'video' as const, 'audio' as const);
    const some = fc.uniqueArray(section, { maxLength: 4, selector: (one) => one.key });
    fc.assert(
      fc.property(path, some, kind, (folder, libraries, of) => {
        const choices = chooseSections(folder, libraries, of);
        const below = (location: string) => partsBelow(folder, location)?.length ?? Number.POSITIVE_INFINITY;
        const nearest = Math.min(...libraries.flatMap((one) => one.locations).map(below));
        expect(choices.length > 0).toBe(nearest < Number.POSITIVE_INFINITY);
        for (const choice of choices) {
          expect(choice.section.locations).toContain(choice.location);
          expect(partsBelow(choice.path, choice.location)).toHaveLength(nearest);
          expect(isSamePath(choice.path, folder)).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
