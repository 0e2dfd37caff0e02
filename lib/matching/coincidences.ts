import type { LibrarySection } from '../domain/library-section.ts';
import type { PathMapping } from '../domain/media-path.ts';
import { readClaims } from './claims.ts';
import { fileEvidence } from './file-evidence.ts';
import type { LibraryIndex } from './library-index.ts';
import type { MatchTorrent } from './match-torrent.ts';
import { type PathPair, plexPathOf } from './path-map.ts';
import type { SectionVote } from './section-votes.ts';

/** What one torrent teaches whose files are in Plex already. */
export interface Coincidences {
  readonly paths: readonly PathPair[];
  readonly sections: readonly SectionVote[];
}

/** Files looked at for each torrent: a few tell as much as all. */
const mostFiles = 3;

/**
 * Where Plex sees a torrent's save path, and which library its files are in: from files that have the same name and
 * size, and for the library also from renamed ones. Only what is beyond doubt.
 *
 * @param id What the torrent is told apart by.
 */
export function coincidencesOf(
  torrent: MatchTorrent,
  id: string,
  index: LibraryIndex,
  sections: readonly LibrarySection[],
  mappings: readonly PathMapping[] = [],
): Coincidences {
  const { clientId, category, savePath } = torrent;
  const files = readClaims(torrent).files.slice(0, mostFiles);
  const hits = fileEvidence(torrent, files, index, mappings).filter(({ doubtful }) => !doubtful);
  const sure = hits.flatMap(({ found: [first], claimed, evidence }) =>
    first && evidence !== 'same-size' ? [{ file: first, path: claimed.file.path, evidence }] : [],
  );
  const paths = sure.flatMap(({ file, path, evidence }): PathPair[] => {
    if (evidence.startsWith('same-size')) return [];
    const locations = sections.find(({ key }) => key === file.sectionKey)?.locations ?? [];
    const plexPath = plexPathOf(savePath, path.split('/').slice(0, -1), file, locations);
    return plexPath === undefined ? [] : [{ clientId, hash: id, savePath, plexPath }];
  });
  const keys = new Set(sure.map(({ file }) => file.sectionKey));
  const [sectionKey] = keys;
  const vote =
    sectionKey !== undefined && keys.size === 1 ? [{ clientId, category, savePath, sectionKey }] : [];
  return { paths: paths.slice(0, 1), sections: vote };
}
