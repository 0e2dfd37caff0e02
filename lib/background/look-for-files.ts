import type { Download } from '../domain/download.ts';
import type { LibrarySection } from '../domain/library-section.ts';
import type { Settings } from '../domain/settings.ts';
import { findTarget, isWhole } from './find-target.ts';
import { findUnpacked } from './find-unpacked.ts';
import { apply, type FollowDeps, serverOf } from './follow-deps.ts';

/** After this many looks what Plex has of a download is accepted as all it takes. */
const patientLooks = 7;

/** Looks whether Plex has the files of a download. `hinted` looks are extra: that nothing was found counts for nothing. */
export async function lookForFiles(
  deps: FollowDeps,
  settings: Settings,
  download: Download,
  hinted: boolean,
  signal: AbortSignal,
): Promise<void> {
  const scanPlan = download.plan;
  if (!scanPlan) return;
  const server = serverOf(settings, scanPlan);
  const isThere = (sections: readonly LibrarySection[]): boolean =>
    scanPlan.scans.some(({ sectionKey }) => sections.some(({ key }) => key === sectionKey));
  let sections = await deps.servers.sections(server, signal);
  if (!isThere(sections)) sections = await deps.servers.sections(server, signal, true);
  if (!isThere(sections)) await apply(deps, { kind: 'unplanned' }, download.id);
  const find = scanPlan.archives === undefined ? findTarget : findUnpacked;
  const target = await deps.servers.use(server, 'download.look', (plex) =>
    find(plex, scanPlan, sections, signal),
  );
  const patient = download.stage === 'ready' || download.looks < patientLooks;
  if (isWhole(target) || (target && !patient)) {
    await apply(deps, { kind: 'found', target }, download.id);
  } else if (!hinted) {
    await apply(deps, { kind: 'absent' }, download.id);
  }
}
