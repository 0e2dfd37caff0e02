import type { Evidence } from './evidence.ts';

/** Kinds of library item that Marquee can open. */
export type PlexItemType = 'movie' | 'show' | 'season' | 'episode' | 'artist' | 'album' | 'track' | 'clip';

/** A playable item with the files behind it, as Plex sees them. `ratingKey` is valid on its own server only. */
export interface PlexLeaf {
  readonly ratingKey: string;
  readonly type: PlexItemType;
  readonly title: string;
  readonly year: number | null;
  readonly index: number | null;
  readonly parentRatingKey: string | null;
  readonly parentTitle: string | null;
  readonly parentIndex: number | null;
  readonly grandparentRatingKey: string | null;
  readonly grandparentTitle: string | null;
  readonly files: readonly { readonly path: string; readonly sizeBytes: number | null }[];
}

/** What the button opens: one item, and how many of the download's files are known to be inside it. */
export interface PlexTarget {
  readonly machineIdentifier: string;
  readonly sectionKey: string;
  readonly ratingKey: string;
  readonly type: PlexItemType;
  readonly title: string;
  /**
   * Files of the download that Plex has, and files it should have. `null`: names tell which item it is, nothing tells
   * of its files.
   */
  readonly found: number | null;
  readonly expected: number;
  /** How it is known that this is the item; missing in what older versions stored, which knew by the files. */
  readonly evidence?: readonly Evidence[];
}

/** A list entry of "recently added". `thumb` is a path on the server, never an address with a token. */
export interface RecentItem {
  readonly ratingKey: string;
  readonly type: PlexItemType;
  readonly title: string;
  readonly parentTitle: string | null;
  readonly grandparentTitle: string | null;
  readonly year: number | null;
  readonly addedAtMs: number;
  readonly thumb: string | null;
  readonly sectionTitle: string | null;
}

type Opened = Pick<PlexTarget, 'ratingKey' | 'type' | 'title'>;

/**
 * The one item that holds all these leaves: the leaf itself, else the nearest common parent. `null` when they have
 * none (several movies, several shows): then nothing is opened by itself.
 *
 * A track has no page of its own in Plex, so an album stands for its tracks.
 */
export function commonItem(leaves: readonly PlexLeaf[]): Opened | null {
  const [first] = leaves;
  if (!first) return null;
  const all = (key: (leaf: PlexLeaf) => string | null): boolean =>
    key(first) !== null && leaves.every((leaf) => key(leaf) === key(first));
  const music = first.type === 'track';
  if (!music && all((leaf) => leaf.ratingKey)) {
    return { ratingKey: first.ratingKey, type: first.type, title: first.title };
  }
  if (!leaves.every((leaf) => leaf.type === first.type)) return null;
  if (!music && first.type !== 'episode') return null; // nothing else has parents that can be opened
  if (first.parentRatingKey && all((leaf) => leaf.parentRatingKey)) {
    return {
      ratingKey: first.parentRatingKey,
      type: music ? 'album' : 'season',
      title: first.parentTitle ?? first.title,
    };
  }
  if (first.grandparentRatingKey && all((leaf) => leaf.grandparentRatingKey)) {
    return {
      ratingKey: first.grandparentRatingKey,
      type: music ? 'artist' : 'show',
      title: first.grandparentTitle ?? first.title,
    };
  }
  return null;
}
