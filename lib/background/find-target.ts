import type { ScanPlan } from '../domain/download.ts';
import type { LibrarySection } from '../domain/library-section.ts';
import { commonItem, type PlexLeaf, type PlexTarget } from '../domain/plex-item.ts';
import type { PlexServer } from '../ports/plex-server.ts';

/**
 * Looks for a download's files in the libraries they were planned for. The item is found by its files alone; a title
 * never counts. `null` while none is there, or when they belong to no one item.
 */
export async function findTarget(
  server: PlexServer,
  plan: ScanPlan,
  sections: readonly LibrarySection[],
  signal: AbortSignal,
): Promise<PlexTarget | null> {
  let best: PlexTarget | null = null;
  for (const scan of plan.scans) {
    const section = sections.find((candidate) => candidate.key === scan.sectionKey);
    if (!section) continue;
    const leaves = await server.findByFiles(section, plan.files, signal);
    const target = targetOf(plan, section.key, leaves);
    if (target && (target.found ?? 0) > (best?.found ?? 0)) best = target;
  }
  return best;
}

/** One answer for many files: their common item, and how many of them it covers. */
export function targetOf(
  plan: Pick<ScanPlan, 'machineIdentifier' | 'files'>,
  sectionKey: string,
  leaves: ReadonlyMap<string, PlexLeaf>,
): PlexTarget | null {
  const found = plan.files.flatMap((file) => leaves.get(file) ?? []);
  const item = commonItem(found);
  if (!item) return null;
  const { machineIdentifier, files } = plan;
  const count = { found: found.length, expected: files.length };
  return { machineIdentifier, sectionKey, ...item, ...count, evidence: ['same-file'] };
}

/** Whether Plex has every file that it should have. */
export const isWhole = (target: PlexTarget | null): target is PlexTarget =>
  target !== null && target.found !== null && target.found >= target.expected;
