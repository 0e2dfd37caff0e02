import type { FileEntry, TitleEntry } from '../../domain/library-entry.ts';
import { foldFolder, foldName, hashText, splitPath } from '../../matching/hash.ts';
import type { LibraryFile } from '../../matching/library-entry.ts';
import type { LibraryIndex } from '../../matching/library-index.ts';

const hashOf = (text: string): number => (text === '' ? 0 : hashText(text));

/** The files of one item as the index knows them. */
export function knownFiles(index: LibraryIndex, entry: FileEntry): readonly LibraryFile[] {
  const group = entry.type === 'movie' ? entry.ratingKey : (entry.parentRatingKey ?? entry.ratingKey);
  return index.filesIn(group).filter(({ ratingKey }) => ratingKey === entry.ratingKey);
}

/** Whether the index tells the same of an item: it keeps hashes of names only, and those are compared. */
export function isSameItem(index: LibraryIndex, entry: FileEntry): boolean {
  const known = knownFiles(index, entry);
  const about = [entry.parentIndex, entry.index, entry.date, entry.sectionKey].join();
  if (known.some((file) => [file.season, file.episode, file.date, file.sectionKey].join() !== about))
    return false;
  const have = known.map(({ sizeBytes, nameHash, folderHash }) => `${sizeBytes} ${nameHash} ${folderHash}`);
  const told = entry.files.map(({ path, sizeBytes }) => {
    if (path === null) return `${sizeBytes ?? 0} 0 0`;
    const { folder, name } = splitPath(path);
    return `${sizeBytes ?? 0} ${hashOf(foldName(name))} ${hashText(foldFolder(folder))}`;
  });
  return have.sort().join() === told.sort().join();
}

export function isSameTitle(index: LibraryIndex, entry: TitleEntry): boolean {
  const known = index.title(entry.ratingKey);
  return (
    known !== undefined &&
    known.title === entry.title &&
    known.originalTitle === entry.originalTitle &&
    known.edition === entry.edition &&
    known.year === entry.year &&
    known.sectionKey === entry.sectionKey &&
    entry.ids.every((id) => index.withId(id).some(({ ratingKey }) => ratingKey === entry.ratingKey))
  );
}
