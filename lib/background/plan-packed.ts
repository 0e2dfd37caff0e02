import type { Download, ScanPlan } from '../domain/download.ts';
import { OperationError } from '../domain/errors.ts';
import type { TorrentFile } from '../domain/torrent.ts';
import { isArchive, torrentMedia } from '../matching/match-torrent.ts';
import { chooseScan } from '../matching/scan-choice.ts';
import type { PlanServer } from './plan-download.ts';

/** Whether a torrent holds archives and nothing that Plex can play as it is. */
export const isPacked = (files: readonly TorrentFile[]): boolean => torrentMedia(files) === 'packed';

/**
 * Decides where a download of archives is scanned once something was unpacked in its folder: pure. `null` when it is
 * none.
 *
 * @throws OperationError `UNMAPPED` when no library covers the path; `NOTHING_PLAYABLE` when the archives lie in a
 * folder with others: whose file turns up there nobody could tell.
 */
export function planPacked(
  download: Pick<Download, 'clientId' | 'savePath' | 'name' | 'category' | 'completedAtMs'>,
  files: readonly TorrentFile[],
  { machineIdentifier, sections, mappings, votes }: PlanServer,
): ScanPlan | null {
  if (!isPacked(files)) return null;
  const choice = chooseScan({ ...download, files }, { sections, mappings, votes });
  if (choice.kind !== 'folder') throw new OperationError('UNMAPPED', { operation: 'plan' });
  const [top, ...others] = new Set(files.map(({ path }) => path.slice(0, Math.max(0, path.indexOf('/')))));
  if (!top || others.length > 0) throw new OperationError('NOTHING_PLAYABLE', { operation: 'plan' });
  const scans = choice.targets.map(({ sectionKey, folder }) => ({
    sectionKey,
    sectionTitle: sections.find(({ key }) => key === sectionKey)?.title ?? '',
    folder,
  }));
  return { machineIdentifier, scans, files: [], archives: Math.max(1, files.filter(isMainArchive).length) };
}

const laterVolume = /\.(?:r\d\d|(?!001$)\d{3}|part(?!0*1\.)\d+\.rar)$/i;
const besideFolder = /(?:^|\/)(?:subs?|subtitles|samples?|proof|covers?|extras?|featurettes?)\//i;

/** The first volume of an archive; subtitles, samples and pictures are packed apart and don't count. */
const isMainArchive = ({ path, wanted }: TorrentFile): boolean =>
  wanted && isArchive(path) && !laterVolume.test(path) && !besideFolder.test(path);
