import type { ScanPlan } from '../domain/download.ts';
import type { FileType } from '../domain/library-entry.ts';
import type { LibrarySection } from '../domain/library-section.ts';
import { partsBelow } from '../domain/media-path.ts';
import { commonItem, type PlexTarget } from '../domain/plex-item.ts';
import type { PlexServer } from '../ports/plex-server.ts';

/** Of what was added last: whatever is unpacked now is among it. */
const newestCount = 200;
const mostItems = 100;

const kindOf: Record<LibrarySection['type'], FileType | null> = {
  movie: 'movie',
  show: 'episode',
  artist: 'track',
  photo: null,
};

/**
 * Looks for what was unpacked from a download's archives: any item of a planned library with a file in the planned
 * folder. Whole when there is one for each archive. `null` while there is none, or when they belong to no one item.
 */
export async function findUnpacked(
  server: PlexServer,
  plan: ScanPlan,
  sections: readonly LibrarySection[],
  signal: AbortSignal,
): Promise<PlexTarget | null> {
  for (const { sectionKey, folder } of plan.scans) {
    const section = sections.find(({ key }) => key === sectionKey);
    const kind = section ? kindOf[section.type] : null;
    if (!kind) continue;
    const window = { kind, start: 0, size: newestCount, newestBy: 'added' } as const;
    const page = await server.listLibrary(sectionKey, window, signal);
    const isInside = (path: string | null): boolean =>
      path !== null && (partsBelow(path, folder)?.length ?? 0) > 0;
    const keys = page.files
      .filter(({ files }) => files.some(({ path }) => isInside(path)))
      .map(({ ratingKey }) => ratingKey);
    if (keys.length === 0) continue;
    const leaves = await server.items(keys.slice(0, mostItems), signal);
    const item = commonItem(leaves);
    if (!item) continue;
    const found = leaves.length;
    const expected = Math.max(found, plan.archives ?? 1);
    const { machineIdentifier } = plan;
    return { machineIdentifier, sectionKey, ...item, found, expected, evidence: ['same-folder'] };
  }
  return null;
}
