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
  /** `/`, `C:` or `//host/share`; what the path hangs from. */
  readonly root: string;
  readonly parts: readonly string[];
  readonly separator: '/' | '\\';
  readonly caseSensitive: boolean;
}

/** Reads an absolute path; `undefined` for a relative one, and for one that climbs (`..`) or holds a NUL. */
export function parsePath(path: string): ParsedPath | undefined {
  if (path.includes('\0')) return undefined;
  const windows = /^[a-z]:(?:[\\/]|$)/i.test(path) || path.startsWith('\\\\');
  const separator = windows ? '\\' : '/';
  const pieces = path.split(windows ? /[\\/]+/ : /\/+/).filter((piece) => piece !== '');
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
  if (pieces.some((piece) => piece === '..' || piece === '.')) return undefined;
  return { root, parts: pieces, separator, caseSensitive: !windows };
}

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

/** The parts of `path` below `folder`; `undefined` when it is not inside (a folder is inside itself). */
export function partsBelow(path: string, folder: string): readonly string[] | undefined {
  const [inner, outer] = [parsePath(path), parsePath(folder)];
  if (!inner || !outer || inner.parts.length < outer.parts.length) return undefined;
  const caseSensitive = inner.caseSensitive && outer.caseSensitive;
  if (!same(inner.root, outer.root, caseSensitive)) return undefined;
  const fits = outer.parts.every((part, at) => same(part, inner.parts[at] ?? '', caseSensitive));
  return fits ? inner.parts.slice(outer.parts.length) : undefined;
}

export const isSamePath = (a: string, b: string): boolean => partsBelow(a, b)?.length === 0;

/** `folder` with `parts` below it, in the folder's own separator. `undefined` when the folder is not absolute. */
export function joinPath(folder: string, parts: readonly string[]): string | undefined {
  const parsed = parsePath(folder);
  if (!parsed || parts.some((part) => part === '..' || part === '.' || part.includes('\0'))) return undefined;
  return formatPath({ ...parsed, parts: [...parsed.parts, ...parts] });
}

/** The folder that holds this path; a root holds itself. */
export function parentPath(path: string): string | undefined {
  const parsed = parsePath(path);
  return parsed && formatPath({ ...parsed, parts: parsed.parts.slice(0, -1) });
}

export function baseName(path: string): string {
  return parsePath(path)?.parts.at(-1) ?? path.split(/[\\/]/).at(-1) ?? path;
}

/**
 * What Plex calls a path that a torrent client named: the mapping with the longest matching prefix, one for this
 * client before one for all; without any, the same path.
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
