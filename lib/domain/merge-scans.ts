import type { ScanTarget } from './download.ts';
import type { LibrarySection } from './library-section.ts';
import { joinPath, partsBelow } from './media-path.ts';

/** More folders of one library than this are scanned by the folder they have in common. */
const fewSiblings = 10;

/** The longest location of the library that holds this folder; `undefined` when none does. */
export function locationOf(
  { sectionKey, folder }: Pick<ScanTarget, 'sectionKey' | 'folder'>,
  sections: readonly LibrarySection[],
): string | undefined {
  let best: { readonly location: string; readonly below: number } | undefined;
  for (const location of sections.find(({ key }) => key === sectionKey)?.locations ?? []) {
    const below = partsBelow(folder, location)?.length;
    if (below !== undefined && (!best || below < best.below)) best = { location, below };
  }
  return best?.location;
}

/**
 * The scan to send for this one when all of `waiting` wait as well: the same, or that of the nearest folder above it
 * which holds more than ten of them. Never above the library's location.
 */
export function mergedScan(
  scan: ScanTarget,
  waiting: readonly ScanTarget[],
  sections: readonly LibrarySection[],
): ScanTarget {
  const location = locationOf(scan, sections);
  const own = location === undefined ? undefined : partsBelow(scan.folder, location);
  if (location === undefined || own === undefined) return scan;
  let folder = scan.folder;
  let siblings = new Set(
    waiting.filter((one) => one.sectionKey === scan.sectionKey).map((one) => one.folder),
  );
  for (let depth = 0; depth <= own.length; depth++) {
    const here = joinPath(location, own.slice(0, depth));
    if (here === undefined) return scan;
    siblings = new Set([...siblings].filter((one) => partsBelow(one, here) !== undefined));
    if (siblings.size <= fewSiblings) break;
    folder = here;
  }
  return folder === scan.folder ? scan : { ...scan, folder };
}
