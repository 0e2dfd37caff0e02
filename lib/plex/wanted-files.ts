import { baseName, isSamePath } from '../domain/media-path.ts';
import type { PlexLeaf } from '../domain/plex-item.ts';

/** The files that are looked for, and what was found of them so far. */
export interface WantedFiles {
  readonly found: ReadonlyMap<string, PlexLeaf>;
  missing(): readonly string[];
  /** Compares every file of these items; says how many that were missing are among them. */
  take(leaves: readonly PlexLeaf[]): number;
}

export function wantedFiles(files: readonly string[]): WantedFiles {
  const found = new Map<string, PlexLeaf>();
  const byName = Map.groupBy(new Set(files), roughName);
  return {
    found,
    missing: () => files.filter((file) => !found.has(file)),
    take(leaves) {
      const before = found.size;
      for (const leaf of leaves) {
        for (const { path } of leaf.files) {
          for (const file of byName.get(roughName(path)) ?? []) {
            const known = found.get(file);
            if (known && !comesBefore(leaf, known)) continue;
            if (isSamePath(file, path)) found.set(file, leaf);
          }
        }
      }
      return found.size - before;
    },
  };
}

/** Only sorts out what can't be the same, so that few paths are read in full. */
const roughName = (path: string): string => baseName(path).normalize('NFC').toLowerCase();

/** One file may hold several episodes; each item then names it, and the first stands for all. */
function comesBefore(a: PlexLeaf, b: PlexLeaf): boolean {
  const season = (a.parentIndex ?? 0) - (b.parentIndex ?? 0);
  return season !== 0 ? season < 0 : (a.index ?? 0) < (b.index ?? 0);
}
