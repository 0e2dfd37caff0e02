/**
 * Paths as torrent clients and Plex write them: POSIX, Windows drives, UNC. All comparing is by whole parts,
 * so `/media/tv` never contains `/media/tv2`.
 */

/** A prefix of the client's paths and what Plex calls the same folder. */
export interface PathMapping {
  /** `null`: for every torrent client. */
  readonly clientId: string | null;
  readonly from: string;
  readonly to: string;
}

interface ParsedPath {
  /** `/`, `C:` or `\\host\share`; what the path hangs from. */
  readonly root: string;
  readonly parts: readonly string[];
  readonly separator: '/' | '\\';
  /** `false` for Windows paths. */
  readonly caseSensitive: boolean;
}

/**
 * Reads an absolute path; `undefined` for a relative one, and for one that holds `.`, `..` or a NUL. Empty parts are
 * dropped. A backslash parts a Windows path and is an ordinary character in a POSIX one.
 */
export function parsePath(path: string): ParsedPath | undefined {
  if (path.includes('\0')) return undefined;
  const windows = /^[a-z]:(?:[\\/]|$)/i.test(path) || path.startsWith('\\\\');
  const separator = windows ? '\\' : '/';
  const pieces = path.split(windows ? /[\\/]+/ : /\/+/).filter((piece) => piece !== '');
  if (pieces.some((piece) => piece === '..' || piece === '.')) return undefined;
  let root = '/';
  if (windows && path.startsWith('\\\\')) {
    const [host, share] = pieces.splice(0, 2);
    if (!host || !share) return undefined;
    root = `\\\\${host}\\${share}`;
  } else if (windows) {
    root = (pieces.shift() ?? '').toUpperCase();
  } else if (!path.startsWith('/')) {
    return undefined;
  }
  return { root, parts: pieces, separator, caseSensitive: !windows };
}

/** The path written out: no separator at its end, except for a root that is one (`/`, `C:\`). */
export function formatPath(path: ParsedPath): string {
  const { root, parts, separator } = path;
  if (root === '/') return `/${parts.join('/')}`;
  return parts.length === 0 ? (root.endsWith(':') ? `${root}\\` : root) : [root, ...parts].join(separator);
}

/** One spelling for comparing: Unicode composed, case folded where the file system folds it. */
const same = (a: string, b: string, caseSensitive: boolean): boolean => {
  const [x, y] = [a.normalize('NFC'), b.normalize('NFC')];
  return caseSensitive ? x === y : x.toLowerCase() === y.toLowerCase();
};

/** UNC paths are also typed with slashes: beside one with backslashes, `//host/share` is read as one. */
const parseBeside = (path: string, other: string): ParsedPath | undefined =>
  parsePath(path.startsWith('//') && other.startsWith('\\\\') ? `\\\\${path.slice(2)}` : path);

/**
 * The parts of `path` below `folder`: none for the folder itself; `undefined` when it is not inside, or when one of
 * them is no absolute path. Composed and decomposed Unicode are the same; so are cases unless both paths are POSIX.
 */
export function partsBelow(path: string, folder: string): readonly string[] | undefined {
  const [inner, outer] = [parseBeside(path, folder), parseBeside(folder, path)];
  if (!inner || !outer || inner.parts.length < outer.parts.length) return undefined;
  const caseSensitive = inner.caseSensitive && outer.caseSensitive;
  if (!same(inner.root, outer.root, caseSensitive)) return undefined;
  const fits = outer.parts.every((part, at) => same(part, inner.parts[at] ?? '', caseSensitive));
  return fits ? inner.parts.slice(outer.parts.length) : undefined;
}

/** Whether two absolute paths name the same file, by the rules of `partsBelow`. */
export const isSamePath = (a: string, b: string): boolean => partsBelow(a, b)?.length === 0;

/**
 * `folder` with `parts` below it, in the folder's own separator; always inside the folder. Empty parts are dropped.
 * `undefined` when the folder is not absolute, or when a part is not one name there: `.`, `..`, with a NUL, with a
 * separator. A POSIX file may be called `..\..\x`; on Windows that would lead somewhere else.
 */
export function joinPath(folder: string, parts: readonly string[]): string | undefined {
  const parsed = parsePath(folder);
  if (!parsed) return undefined;
  const foreign = parsed.separator === '/' ? /[/\0]/ : /[/\\\0]/;
  if (parts.some((part) => part === '..' || part === '.' || foreign.test(part))) return undefined;
  return formatPath({ ...parsed, parts: [...parsed.parts, ...parts.filter((part) => part !== '')] });
}

/** The folder that holds this path; a root holds itself. `undefined` when the path is not absolute. */
export function parentPath(path: string): string | undefined {
  const parsed = parsePath(path);
  return parsed && formatPath({ ...parsed, parts: parsed.parts.slice(0, -1) });
}

/** The last part of any path, absolute or not; empty for a root. */
export function baseName(path: string): string {
  const parts = parsePath(path)?.parts ?? path.split(/[\\/]+/).filter((part) => part !== '');
  return parts.at(-1) ?? '';
}

/**
 * What Plex calls a path that a torrent client named: the mapping with the longest matching prefix, one for this
 * client before one for all. Without one, or when the path can't be written below the mapping's `to`, the same path.
 */
export function mapPath(path: string, clientId: string, mappings: readonly PathMapping[]): string {
  let best: { to: string; below: readonly string[]; own: boolean } | undefined;
  for (const mapping of mappings) {
    if (mapping.clientId !== null && mapping.clientId !== clientId) continue;
    const below = partsBelow(path, mapping.from);
    if (!below) continue;
    const own = mapping.clientId !== null;
    const longer = !best || below.length < best.below.length;
    if (longer || (below.length === best?.below.length && own && !best.own)) {
      best = { to: mapping.to, below, own };
    }
  }
  return (best && joinPath(best.to, best.below)) ?? path;
}
