import type { Evidence } from '../domain/evidence.ts';
import type { PlexItemType } from '../domain/plex-item.ts';

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
