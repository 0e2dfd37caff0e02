import type { Download, ScanPlan, ScanTarget } from '../domain/download.ts';
import { OperationError } from '../domain/errors.ts';
import type { LibrarySection } from '../domain/library-section.ts';
import { mainFiles } from '../domain/media-file.ts';
import { joinPath, mapPath, type PathMapping, partsBelow } from '../domain/media-path.ts';
import type { TorrentFile } from '../domain/torrent.ts';
import { chooseScan } from '../matching/scan-choice.ts';
import type { SectionVotes } from '../matching/section-votes.ts';

/** What is known of the server that a download is planned for. */
export interface PlanServer {
  readonly machineIdentifier: string;
  readonly sections: readonly LibrarySection[];
  readonly mappings: readonly PathMapping[];
  /** Which libraries earlier downloads went into: it decides between libraries over the same folder. */
  readonly votes: SectionVotes;
}

export type Planned = Pick<Download, 'clientId' | 'savePath' | 'name' | 'category' | 'completedAtMs'>;

/**
 * Decides where a download is scanned and which files prove it: pure.
 *
 * The folder sent is the torrent's own top folder, or for a lone file the folder it is in; always a folder, never a
 * file (Plex answers 200 to a file path and scans elsewhere), never above a library's location.
 *
 * @returns `null` when nothing in it is for Plex.
 * @throws OperationError `UNMAPPED` when no library covers the path: which library others of its category went into
 * tells nothing of the folder, and a whole library is not scanned for one download.
 */
export function planDownload(
  download: Planned,
  files: readonly TorrentFile[],
  { machineIdentifier, sections, mappings, votes }: PlanServer,
): ScanPlan | null {
  const main = mainFiles(files);
  if (main.length === 0) return null;
  const mapped = main.flatMap((file) => {
    const path = joinPath(download.savePath, file.path.split('/'));
    return path === undefined ? [] : [mapPath(path, download.clientId, mappings)];
  });
  const choice = chooseScan({ ...download, files }, { sections, mappings, votes });
  if (choice.kind !== 'folder' || mapped.length < main.length) {
    throw new OperationError('UNMAPPED', { operation: 'plan' });
  }
  const scans = choice.targets.map(({ sectionKey, folder }): ScanTarget => {
    const sectionTitle = sections.find(({ key }) => key === sectionKey)?.title ?? '';
    return { sectionKey, sectionTitle, folder };
  });
  return { machineIdentifier, scans, files: mapped };
}

/** Whether a scan of `outer` also reaches `inner`. */
export const covers = (outer: string, inner: string): boolean => partsBelow(inner, outer) !== undefined;
