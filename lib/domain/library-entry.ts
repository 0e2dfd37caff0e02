import type { ExternalId } from './external-id.ts';

/** Kinds of item that have a page and a title of their own in the index. */
export type TitleType = 'movie' | 'show' | 'artist' | 'album';
/** Kinds of item that have files. */
export type FileType = 'movie' | 'episode' | 'track';

/** Something with a title, as it goes into the index. Keys are Plex's rating keys: whole numbers as text. */
export interface TitleEntry {
  readonly ratingKey: string;
  readonly type: TitleType;
  readonly sectionKey: string;
  readonly title: string;
  readonly originalTitle: string | null;
  /** Of a film: "Director's Cut". */
  readonly edition: string | null;
  readonly year: number | null;
  /** The artist of an album. */
  readonly parentRatingKey: string | null;
  readonly ids: readonly ExternalId[];
}

/** A file behind an item. `path` is `null` where Plex gives none: the person is not the owner of the server. */
export interface EntryFile {
  readonly path: string | null;
  readonly sizeBytes: number | null;
  /** Plex's word: `4k`, `1080`, `sd`. */
  readonly resolution: string | null;
}

/** Something with files, as it goes into the index. */
export interface FileEntry {
  readonly ratingKey: string;
  readonly type: FileType;
  readonly sectionKey: string;
  /** Season of an episode, album of a track. */
  readonly parentRatingKey: string | null;
  /** Show of an episode, artist of a track. */
  readonly grandparentRatingKey: string | null;
  /** Of an episode: its season; of a track: its disc. */
  readonly parentIndex: number | null;
  readonly index: number | null;
  /** When it was first aired: `YYYY-MM-DD`. */
  readonly date: string | null;
  readonly addedAtMs: number;
  readonly files: readonly EntryFile[];
}
