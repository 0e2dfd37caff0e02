/** Paths as Plex writes them: POSIX, `C:\…` or `\\nas\…`. The server's own rules, not the project's. */
const isWindows = (path: string): boolean => /^[A-Za-z]:|^\\\\/.test(path);

export const separatorOf = (path: string): string => (isWindows(path) ? '\\' : '/');

export function componentsOf(path: string): string[] {
  return path.split(isWindows(path) ? /[\\/]+/ : /\/+/).filter((part) => part !== '' && part !== '.');
}

export function joinPlex(base: string, parts: readonly string[]): string {
  const separator = separatorOf(base);
  const trimmed = base.replace(/[\\/]+$/, '');
  return parts.length === 0 ? base : [trimmed, ...parts].join(separator);
}

/** The components of `path` below `base`, or `undefined` when it is not inside. Windows paths ignore case. */
export function below(base: string, path: string): string[] | undefined {
  if (isWindows(base) !== isWindows(path)) return undefined;
  const fold = (part: string): string => (isWindows(base) ? part.toLowerCase() : part);
  const outer = componentsOf(base);
  const inner = componentsOf(path);
  if (inner.includes('..') || inner.length < outer.length) return undefined;
  if (!outer.every((part, index) => fold(part) === fold(inner[index] ?? ''))) return undefined;
  return inner.slice(outer.length);
}
