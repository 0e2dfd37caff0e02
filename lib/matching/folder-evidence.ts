import type { LibraryFile } from './library-entry.ts';
import type { LibraryIndex } from './library-index.ts';
import { isArchive, type MatchTorrent } from './match-torrent.ts';
import { titleWords } from './title-key.ts';

/** A folder's name that no other folder has by chance: several words, many letters. */
const isTelling = (folder: string): boolean => {
  const words = titleWords(folder).split(' ');
  return words.length >= 3 && words.join('').length >= 12;
};

/**
 * Files of the library that lie in a folder called like the torrent's, or like one with an archive in it: what was
 * unpacked beside the archives has other names and sizes, but not another folder.
 */
export function folderEvidence(torrent: MatchTorrent, index: LibraryIndex): readonly LibraryFile[] {
  const folders = new Set<string>();
  for (const { path, wanted } of torrent.files) {
    if (!wanted) continue;
    const pieces = path.split('/').slice(0, -1);
    const [top] = pieces;
    if (top !== undefined) folders.add(top);
    const own = pieces.at(-1);
    if (own !== undefined && isArchive(path)) folders.add(own);
  }
  return [...folders]
    .filter(isTelling)
    .slice(0, 40)
    .flatMap((folder) => index.inFolderNamed(folder));
}
