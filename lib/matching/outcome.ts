import type { PlexItemType } from '../domain/plex-item.ts';

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

/** An item that can be opened. */
export interface MatchedItem {
  readonly ratingKey: string;
  readonly type: Extract<PlexItemType, 'movie' | 'show' | 'season' | 'episode' | 'artist' | 'album'>;
  readonly sectionKey: string;
}

/** What is known of one file that the download should bring into Plex. */
export type FileTruth =
  | { readonly path: string; readonly state: 'in-plex'; readonly ratingKey: string }
  | {
      readonly path: string;
      readonly state: 'missing';
      /** `packed`: inside an archive; `sample`: left out by Plex too. */
      readonly why: 'packed' | 'sample' | 'not-in-plex';
    }
  | { readonly path: string; readonly state: 'not-known' };

export type Outcome =
  | {
      readonly kind: 'open';
      readonly item: MatchedItem;
      readonly evidence: readonly Evidence[];
      /** Main files known to be in Plex, and how many there are; `null`: names tell the item, not its files. */
      readonly found: number | null;
      readonly expected: number;
      readonly files: readonly FileTruth[];
    }
  /** Several fit as well, or the download holds several: the person chooses. */
  | {
      readonly kind: 'choose';
      readonly candidates: readonly MatchedItem[];
      readonly evidence: readonly Evidence[];
      readonly files: readonly FileTruth[];
    }
  /** The title is known, this part of it is not in Plex; `near` is what there is of it. */
  | { readonly kind: 'absent'; readonly near: readonly MatchedItem[] }
  /** Software, books, games: no scan, no button. */
  | { readonly kind: 'not-for-plex' }
  /** Nothing in Plex is it, as far as can be told; `title` is what a search would ask for. */
  | { readonly kind: 'unknown'; readonly title: string };
