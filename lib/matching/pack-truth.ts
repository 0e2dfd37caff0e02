import { mainFiles, mediaKindOf } from '../domain/media-file.ts';
import type { TorrentFile } from '../domain/torrent.ts';
import type { ClaimedFile } from './claims.ts';
import type { LibraryIndex } from './library-index.ts';
import { isArchive } from './match-torrent.ts';
import type { FileTruth, MatchedItem } from './outcome.ts';

/** The item of each main file that is known to be in Plex, by the file's path. */
export type FoundFiles = ReadonlyMap<string, string>;

/**
 * What of a download is in Plex, file by file: main files, playable files that are left out as samples, and one entry
 * for each archive set.
 *
 * @param told Whether a main file that was not found is known to be missing.
 */
export function packTruth(
  files: readonly TorrentFile[],
  found: FoundFiles,
  told: boolean,
): readonly FileTruth[] {
  const main = new Set(mainFiles(files).map(({ path }) => path));
  const sets = new Set<string>();
  return files.flatMap(({ path, wanted }): FileTruth[] => {
    if (!wanted) return [];
    const ratingKey = found.get(path);
    if (ratingKey !== undefined) return [{ path, state: 'in-plex', ratingKey }];
    if (main.has(path)) {
      return [told ? { path, state: 'missing', why: 'not-in-plex' } : { path, state: 'not-known' }];
    }
    if (mediaKindOf(path) === 'video') return [{ path, state: 'missing', why: 'sample' }];
    const set = isArchive(path) ? path.replace(/(?:\.part\d+)?\.[^./]+$/i, '').toLowerCase() : '';
    if (set === '' || sets.has(set)) return [];
    sets.add(set);
    return [{ path, state: 'missing', why: 'packed' }];
  });
}

/**
 * Files whose numbers the opened show or season has, besides those found already: another encoding of an episode is
 * in Plex too. Of a film that names tell, its one file.
 */
export function foundByNumbers(
  files: readonly ClaimedFile[],
  item: MatchedItem,
  found: FoundFiles,
  index: LibraryIndex,
): FoundFiles {
  const all = new Map(found);
  const [only] = files;
  if (only && files.length === 1 && (item.type === 'movie' || item.type === 'episode')) {
    return all.set(only.file.path, found.get(only.file.path) ?? item.ratingKey);
  }
  const show = item.type === 'show' ? item.ratingKey : index.filesIn(item.ratingKey)[0]?.grandparentRatingKey;
  if (!show || (item.type !== 'show' && item.type !== 'season')) return all;
  for (const { file, claim } of files) {
    const [season, episode] = [claim.seasons[0], claim.episodes[0]];
    if (all.has(file.path) || season === undefined || episode === undefined || claim.seasons.length > 1)
      continue;
    const [first] = index.episode(show, season, episode);
    if (first) all.set(file.path, first.ratingKey);
  }
  return all;
}
