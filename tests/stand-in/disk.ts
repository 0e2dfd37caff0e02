import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMediaFile } from './media-names.ts';
import { joinPlex } from './plex-path.ts';
import type { ScanFolder, Section } from './section.ts';

/** A media file that was there when Plex looked. */
export interface FoundFile {
  /** As Plex names it. */
  readonly file: string;
  /** Below the location, with `/`. */
  readonly relative: string;
  readonly size: number;
  /** Epoch seconds. */
  readonly changedAt: number;
}

async function walk(root: string, parts: readonly string[], found: string[][]): Promise<void> {
  // A folder that is gone, or a file given as a folder, holds nothing.
  const entries = await readdir(join(root, ...parts), { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = [...parts, entry.name];
    const isFolder = entry.isSymbolicLink()
      ? await stat(join(root, ...path)).then(
          (at) => at.isDirectory(),
          () => false,
        )
      : entry.isDirectory();
    if (isFolder) await walk(root, path, found);
    else found.push(path);
  }
}

/** `null`: the location itself is not there, so nothing can be said about its files (an unmounted disk). */
export async function filesIn(folder: ScanFolder, section: Section): Promise<FoundFile[] | null> {
  const { diskPath, plexPath } = folder.location;
  const isThere = await stat(diskPath).then(
    (at) => at.isDirectory(),
    () => false,
  );
  if (!isThere) return null;
  const paths: string[][] = [];
  await walk(diskPath, folder.parts, paths);
  const kind = section.type === 'artist' ? 'audio' : 'video';
  const files: FoundFile[] = [];
  for (const path of paths) {
    const relative = path.join('/');
    if (!isMediaFile(relative, kind)) continue;
    const at = await stat(join(diskPath, ...path)).catch(() => undefined);
    if (!at?.isFile()) continue;
    const changedAt = Math.floor(at.mtimeMs / 1000);
    files.push({ file: joinPlex(plexPath, path), relative, size: at.size, changedAt });
  }
  return files;
}
