import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  baseName,
  formatPath,
  isSamePath,
  joinPath,
  mapPath,
  type PathMapping,
  parentPath,
  parsePath,
  partsBelow,
} from '../../lib/domain/media-path.ts';

/** A name that is one on every system. */
const name = fc
  .oneof(
    fc.constantFrom(
      'films',
      'Films',
      'Dune (2021)',
      'Dune.mkv',
      'tv',
      'tv2',
      'Ame\u0301lie',
      'Am\u00e9lie',
      '...',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
  )
  .filter((text) => !/[/\\\0]/.test(text) && text !== '.' && text !== '..');
const names = fc.array(name, { maxLength: 4 });
const posix = names.map((parts) => `/${parts.join('/')}`);
const windowsRoot = fc.constantFrom('C:\\', 's:\\', '\\\\nas\\media\\', 'D:/');
const windows = fc.tuple(windowsRoot, names).map(([root, parts]) => root + parts.join('\\'));
const folder = fc.oneof(posix, windows);

/** Any text, and paths that are nearly right. */
const anyPath = fc.oneof(
  folder,
  fc.string(),
  fc
    .array(fc.constantFrom('/', '\\', '..', '.', '\0', 'a', 'C:', '//', '\\\\'), { maxLength: 9 })
    .map((x) => x.join('')),
);

const everyone = (from: string, to: string): PathMapping => ({ clientId: null, from, to });

describe('parsePath', () => {
  it.each([
    ['/', '/', []],
    ['/media/tv', '/', ['media', 'tv']],
    ['/media/tv/', '/', ['media', 'tv']],
    ['//media///tv', '/', ['media', 'tv']],
    ['/media/a\\b', '/', ['media', 'a\\b']],
    ['/C:/x', '/', ['C:', 'x']],
    ['C:\\', 'C:', []],
    ['C:', 'C:', []],
    ['s:/Media\\Films/', 'S:', ['Media', 'Films']],
    ['\\\\nas\\media', '\\\\nas\\media', []],
    ['\\\\nas\\media\\Films\\', '\\\\nas\\media', ['Films']],
    ['\\\\nas/media/Films', '\\\\nas\\media', ['Films']],
  ])('reads %o as what hangs from %o', (path, root, parts) => {
    expect(parsePath(path)).toMatchObject({ root, parts });
  });

  it.each([
    '',
    'media/tv',
    './media',
    'C:media',
    'CC:\\media',
    '/media/../etc',
    '/media/./tv',
    'C:\\media\\..\\x',
    'C:\\media/../x',
    '\\\\nas',
    '\\\\nas\\',
    '\\\\nas\\..\\x',
    '\\\\..\\media\\x',
    '/media/\0/tv',
    '~/tv',
  ])('refuses %o', (path) => expect(parsePath(path)).toBeUndefined());

  it('and formatPath are inverse', () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        const parsed = parsePath(path);
        if (parsed) expect(parsePath(formatPath(parsed))).toEqual(parsed);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('partsBelow', () => {
  it.each<[string, string, readonly string[] | undefined]>([
    ['/media/tv/Show', '/media/tv', ['Show']],
    ['/media/tv/Show', '/media/tv/', ['Show']],
    ['/media/tv/Show/', '/media/tv', ['Show']],
    ['/media/tv', '/media/tv', []],
    ['/media/tv2', '/media/tv', undefined],
    ['/media/tv', '/media/tv2', undefined],
    ['/media', '/media/tv', undefined],
    ['/media/TV/Show', '/media/tv', undefined],
    ['/media/tv', '/', ['media', 'tv']],
    ['/', '/', []],
    ['S:\\Films\\Dune', 'S:\\', ['Films', 'Dune']],
    ['s:\\films\\Dune', 'S:\\Films', ['Dune']],
    ['S:/Films/Dune', 'S:\\Films', ['Dune']],
    ['S:\\Films2\\Dune', 'S:\\Films', undefined],
    ['S:\\Films', 'T:\\Films', undefined],
    ['\\\\NAS\\Media\\Films', '\\\\nas\\media', ['Films']],
    ['\\\\nas\\media2\\Films', '\\\\nas\\media', undefined],
    ['\\\\nas\\media\\Films', '//nas/media', ['Films']],
    ['//nas/media/Films', '\\\\nas\\media', ['Films']],
    ['//media/tv/Show', '/media/tv', ['Show']],
    ['/Films', 'S:\\Films', undefined],
    ['/media/Ame\u0301lie/x', '/media/Am\u00e9lie', ['x']],
    ['/media/Am\u00e9lie/x', '/media/Ame\u0301lie', ['x']],
    ['S:\\AM\u00c9LIE', 'S:\\ame\u0301lie', []],
    ['/media/tv/../movies', '/media/tv', undefined],
    ['/media/tv/a', '/media/tv/..', undefined],
    ['tv/Show', 'tv', undefined],
  ])('of %o in %o are %o', (path, outer, parts) => {
    expect(partsBelow(path, outer)).toEqual(parts);
  });

  it('and joinPath are inverse', () => {
    fc.assert(
      fc.property(folder, names, (outer, parts) => {
        const path = joinPath(outer, parts);
        expect(path).toBeDefined();
        expect(partsBelow(path ?? '', outer)).toEqual(parts);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keep the spelling of the path, not of the folder', () => {
    expect(partsBelow('S:\\FILMS\\DUNE', 's:\\films')).toEqual(['DUNE']);
  });

  it('never let a folder hold one whose name only begins alike', () => {
    fc.assert(
      fc.property(folder, name, name, (outer, part, more) => {
        const [inside, beside] = [joinPath(outer, [part]) ?? '', joinPath(outer, [part + more]) ?? ''];
        fc.pre((part + more).normalize('NFC').toLowerCase() !== part.normalize('NFC').toLowerCase());
        expect(partsBelow(beside, inside)).toBeUndefined();
      }),
    );
  });
});

describe('isSamePath', () => {
  it('does not care which comes first', () => {
    fc.assert(
      fc.property(anyPath, anyPath, (a, b) => {
        expect(isSamePath(a, b)).toBe(isSamePath(b, a));
      }),
      { examples: [['//nas/media/a', '\\\\NAS\\media\\a']] },
    );
  });

  it.each<[string, string, boolean]>([
    ['/a/b', '/a/b/', true],
    ['/a/b', '/a/B', false],
    ['C:\\a\\b', 'c:/A/B/', true],
    ['/a/b', '/a', false],
    ['', '', false],
    ['a', 'a', false],
  ])('of %o and %o is %o', (a, b, same) => expect(isSamePath(a, b)).toBe(same));
});

describe('joinPath', () => {
  it.each<[string, readonly string[], string | undefined]>([
    ['/', ['a'], '/a'],
    ['/media/', ['a', 'b'], '/media/a/b'],
    ['/media', [], '/media'],
    ['/media', [''], '/media'],
    ['/media', ['a', '', 'b', ''], '/media/a/b'],
    ['S:\\', ['a'], 'S:\\a'],
    ['S:', [], 'S:\\'],
    ['s:/x/', ['a'], 'S:\\x\\a'],
    ['\\\\nas\\media', ['a'], '\\\\nas\\media\\a'],
    ['\\\\nas\\media\\', [], '\\\\nas\\media'],
    ['/media', ['a\\b'], '/media/a\\b'],
    ['S:\\', ['a\\b'], undefined],
    ['S:\\media', ['..\\..\\Windows'], undefined],
    ['/media', ['a/b'], undefined],
    ['S:\\', ['a/b'], undefined],
    ['/media', ['..'], undefined],
    ['/media', ['.'], undefined],
    ['/media', ['a\0'], undefined],
    ['media', ['a'], undefined],
    ['', [], undefined],
  ])('of %o and %o is %o', (outer, parts, path) => expect(joinPath(outer, parts)).toBe(path));

  it('never leaves the folder, whatever the parts', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom('..', '..\\..\\x', '../x', 'C:\\x', '\\\\a\\b', '\0', '/'),
    );
    fc.assert(
      fc.property(folder, fc.array(part, { maxLength: 4 }), (outer, parts) => {
        const path = joinPath(outer, parts);
        if (path !== undefined) expect(partsBelow(path, outer)).toEqual(parts.filter((one) => one !== ''));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('parentPath and baseName', () => {
  it.each<[string, string | undefined, string]>([
    ['/a/b.mkv', '/a', 'b.mkv'],
    ['/a/b/', '/a', 'b'],
    ['/a', '/', 'a'],
    ['/', '/', ''],
    ['/a/b\\c', '/a', 'b\\c'],
    ['S:\\a\\b.mkv', 'S:\\a', 'b.mkv'],
    ['S:\\a', 'S:\\', 'a'],
    ['S:\\', 'S:\\', ''],
    ['\\\\nas\\media\\a', '\\\\nas\\media', 'a'],
    ['\\\\nas\\media', '\\\\nas\\media', ''],
    ['C:', 'C:\\', ''],
    ['a/b', undefined, 'b'],
    ['a/b/', undefined, 'b'],
    ['a\\b', undefined, 'b'],
    ['/a/../b', undefined, 'b'],
    ['', undefined, ''],
  ])('of %o are %o and %o', (path, parent, base) => {
    expect(parentPath(path)).toBe(parent);
    expect(baseName(path)).toBe(base);
  });

  it('make up the path again', () => {
    fc.assert(
      fc.property(folder, name, (outer, part) => {
        const path = joinPath(outer, [part]) ?? '';
        expect(isSamePath(parentPath(path) ?? '', outer)).toBe(true);
        expect(baseName(path)).toBe(part);
      }),
    );
  });
});

describe('mapPath', () => {
  const mappings: readonly PathMapping[] = [
    everyone('/downloads', '/mnt/all'),
    everyone('/downloads/films', '/media/movies'),
    { clientId: 'qb', from: '/downloads/films', to: '/media/qb-films' },
    { clientId: 'other', from: '/downloads/films/4k', to: '/media/other-4k' },
    everyone('D:\\Torrents', '/media/torrents'),
    everyone('/data/', 'S:\\'),
    everyone('\\\\nas\\media', '/media'),
    everyone('/typo', 'not absolute'),
  ];

  it.each([
    ['the only one that fits', 'tr', '/downloads/tv/Show', '/mnt/all/tv/Show'],
    ['the longest prefix', 'tr', '/downloads/films/Dune/Dune.mkv', '/media/movies/Dune/Dune.mkv'],
    ["the client's own before one for all", 'qb', '/downloads/films/Dune', '/media/qb-films/Dune'],
    ["never another client's", 'qb', '/downloads/films/4k/Dune', '/media/qb-films/4k/Dune'],
    ['whole parts only', 'tr', '/downloads/films2/Dune', '/mnt/all/films2/Dune'],
    ['the folder itself', 'tr', '/downloads/films', '/media/movies'],
    ['nothing when none fits', 'tr', '/elsewhere/x', '/elsewhere/x'],
    ['nothing for a name that only begins alike', 'tr', '/downloads2/x', '/downloads2/x'],
    ['Windows to POSIX', 'tr', 'd:\\torrents\\Films\\Dune.mkv', '/media/torrents/Films/Dune.mkv'],
    [
      'Windows, written with slashes, to POSIX',
      'tr',
      'D:/Torrents/Films/Dune.mkv',
      '/media/torrents/Films/Dune.mkv',
    ],
    ['POSIX to a bare Windows drive', 'tr', '/data/Films/Dune.mkv', 'S:\\Films\\Dune.mkv'],
    ['UNC to POSIX', 'tr', '\\\\NAS\\Media\\Films', '/media/Films'],
    [
      'nothing for a name that Windows would read as two',
      'tr',
      '/data/Films/a\\b.mkv',
      '/data/Films/a\\b.mkv',
    ],
    ['nothing for a name that would climb on Windows', 'tr', '/data/..\\..\\x', '/data/..\\..\\x'],
    ['nothing when the mapping leads nowhere', 'tr', '/typo/x', '/typo/x'],
    ['nothing for a path that climbs', 'tr', '/downloads/../etc', '/downloads/../etc'],
    ['nothing for a relative path', 'tr', 'downloads/x', 'downloads/x'],
  ])('takes %s', (_, clientId, path, plexPath) => {
    expect(mapPath(path, clientId, mappings)).toBe(plexPath);
  });

  it('takes the same mapping in whatever order they are', () => {
    const path = fc.constantFrom(
      '/downloads/films/4k/Dune',
      '/downloads/films/x',
      '/downloads/x',
      '/data/x',
      '/x',
    );
    const client = fc.constantFrom('qb', 'other', 'tr');
    fc.assert(
      fc.property(
        path,
        client,
        fc.shuffledSubarray([...mappings], { minLength: 8 }),
        (from, id, shuffled) => {
          expect(mapPath(from, id, shuffled)).toBe(mapPath(from, id, mappings));
        },
      ),
    );
  });

  it('leads inside `to`, and the reverse mapping leads back', () => {
    fc.assert(
      fc.property(folder, folder, names, (from, to, parts) => {
        const path = joinPath(from, parts) ?? '';
        const mapped = mapPath(path, 'qb', [everyone(from, to)]);
        expect(partsBelow(mapped, to)).toEqual(parts);
        expect(isSamePath(mapPath(mapped, 'qb', [everyone(to, from)]), path)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('leads inside the `to` of a fitting mapping or leaves the path alone, whatever is given', () => {
    const mapping = fc.record({ clientId: fc.constantFrom(null, 'qb', 'tr'), from: anyPath, to: anyPath });
    fc.assert(
      fc.property(anyPath, fc.array(mapping, { maxLength: 5 }), (path, some) => {
        const mapped = mapPath(path, 'qb', some);
        const fitting = some.filter((one) => one.clientId !== 'tr' && partsBelow(path, one.from));
        const shortest = Math.min(...fitting.map((one) => partsBelow(path, one.from)?.length ?? 0));
        const longest = fitting.filter((one) => partsBelow(path, one.from)?.length === shortest);
        const inside = longest.some((one) => partsBelow(mapped, one.to) !== undefined);
        expect(mapped === path || inside).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
