/** How it is known that an item is what a download holds, strongest first; shown to the person. */
export type Evidence =
  /** the item's file is the download's file */
  | 'same-file'
  /** a file of that name and size, and the folder is called the same */
  | 'same-name-folder-and-size'
  | 'same-name-and-size'
  /** same size to the byte, and the names agree on film or episode: a renamed hard link */
  | 'same-size-and-title'
  | 'same-size-and-episode'
  /** several files of one season or album have just these sizes */
  | 'same-sizes'
  /** same size to the byte, where names say nothing or something else confirms it */
  | 'same-size'
  /** the folder is called the same: an unpacked archive */
  | 'same-folder'
  | 'external-id'
  | 'title-and-year'
  | 'title-and-episode'
  | 'title-and-season'
  | 'artist-and-album'
  /** the only film of that title */
  | 'unique-title';

const byFiles: readonly Evidence[] = [
  'same-file',
  'same-name-folder-and-size',
  'same-name-and-size',
  'same-size-and-title',
  'same-size-and-episode',
  'same-sizes',
  'same-size',
  'same-folder',
];

/** Whether the files themselves were found: names alone may mean another copy of the same film or episode. */
export const isByFiles = (evidence: readonly Evidence[]): boolean =>
  evidence.some((one) => byFiles.includes(one));
