import type { Download, ScanPlan, ScanTarget } from '../domain/download.ts';
import { OperationError } from '../domain/errors.ts';
import { chooseSections, type LibrarySection } from '../domain/library-section.ts';
import { mainFiles, mediaKindOf } from '../domain/media-file.ts';
import { joinPath, mapPath, type PathMapping, partsBelow } from '../domain/media-path.ts';
import type { TorrentFile } from '../domain/torrent.ts';

/**
 * Decides where a download is scanned and which files prove it: pure.
 *
 * The folder sent is the torrent's own top folder, or for a lone file the folder it is in; always a folder, never a
 * file (Plex answers 200 to a file path and scans elsewhere), never above a library's location.
 *
 * @returns `null` when nothing in it is for Plex.
 * @throws OperationError `UNMAPPED` when no library covers the path.
 */
export function planDownload(
  download: Pick<Download, 'clientId' | 'savePath'>,
  files: readonly TorrentFile[],
  mappings: readonly PathMapping[],
  machineIdentifier: string,
  sections: readonly LibrarySection[],
): ScanPlan | null {
  const main = mainFiles(files);
  const [first] = main;
  if (!first) return null;
  const mapped = main.flatMap((file) => {
    const path = joinPath(download.savePath, file.path.split('/'));
    return path === undefined ? [] : [mapPath(path, download.clientId, mappings)];
  });
  const folder = mapped.length === main.length ? topFolder(download, main, mappings) : undefined;
  const choices = folder ? chooseSections(folder, sections, mediaKindOf(first.path)) : [];
  if (!folder || choices.length === 0) throw new OperationError('UNMAPPED', { operation: 'plan' });
  const scans = choices.map(
    ({ section, path }): ScanTarget => ({
      sectionKey: section.key,
      sectionTitle: section.title,
      folder: path,
    }),
  );
  return { machineIdentifier, scans, files: mapped };
}

/** The one folder that holds all main files: the torrent's top folder, or the parent of a lone file. */
function topFolder(
  download: Pick<Download, 'clientId' | 'savePath'>,
  main: readonly TorrentFile[],
  mappings: readonly PathMapping[],
): string | undefined {
  const tops = new Set(main.map((file) => (file.path.includes('/') ? file.path.split('/')[0] : '')));
  const [top] = tops;
  const below = tops.size === 1 && top ? [top] : [];
  const path = joinPath(download.savePath, below);
  return path === undefined ? undefined : mapPath(path, download.clientId, mappings);
}

/** Whether a scan of `outer` also reaches `inner`. */
export const covers = (outer: string, inner: string): boolean => partsBelow(inner, outer) !== undefined;
