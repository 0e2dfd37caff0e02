import type { FileType, TitleType } from '../domain/library-entry.ts';

/** A title as the index gives it back. */
export interface LibraryTitle {
  readonly ratingKey: string;
  readonly type: TitleType;
  readonly sectionKey: string;
  readonly title: string;
  readonly originalTitle: string | null;
  /** Of a film: "Director's Cut". */
  readonly edition: string | null;
  readonly year: number | null;
  readonly parentRatingKey: string | null;
}

/** One file of one item as the index gives it back; names are kept as hashes only. */
export interface LibraryFile {
  readonly ratingKey: string;
  readonly type: FileType;
  readonly sectionKey: string;
  readonly parentRatingKey: string | null;
  readonly grandparentRatingKey: string | null;
  /** `null` for films, and where Plex gives no number. */
  readonly season: number | null;
  readonly episode: number | null;
  readonly date: string | null;
  readonly addedAtMs: number;
  /** 0 when Plex did not say. */
  readonly sizeBytes: number;
  readonly uhd: boolean;
  /** Hashes of the file's name, of its folder's path, of the folder's own name, of the title in front of the name; 0: unknown. */
  readonly nameHash: number;
  readonly folderHash: number;
  readonly folderNameHash: number;
  readonly titleHash: number;
}
