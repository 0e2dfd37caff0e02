import { baseName, joinPath, type PathMapping, parsePath } from '../../lib/domain/media-path.ts';

/**
 * A mapping to start from for a folder that no library covers: where the path has a folder called like a library's own,
 * that folder; else the path itself, with the other side left open.
 */
export function guessMapping(
  clientPath: string,
  clientId: string | null,
  locations: readonly { readonly path: string }[],
): PathMapping {
  const parsed = parsePath(clientPath);
  if (!parsed) return { clientId, from: clientPath, to: '' };
  const { parts, root } = parsed;
  let best: { depth: number; to: string } | undefined;
  for (const { path } of locations) {
    const name = baseName(path).toLowerCase();
    const depth = parts.findLastIndex((part) => part.toLowerCase() === name);
    if (depth >= 0 && (!best || depth > best.depth)) best = { depth, to: path };
  }
  const from = best && joinPath(root === '/' ? '/' : `${root}\\`, parts.slice(0, best.depth + 1));
  return best && from ? { clientId, from, to: best.to } : { clientId, from: clientPath, to: '' };
}
