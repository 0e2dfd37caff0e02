import type { Claim } from './claims.ts';
import type { LibraryFile } from './library-entry.ts';
import type { MatchedItem } from './outcome.ts';

/** What is opened for several files: the nearest item that holds all that the download holds, not only what is found. */
export type Depth =
  | { readonly kind: 'one'; readonly item: MatchedItem }
  | { readonly kind: 'several'; readonly items: readonly MatchedItem[] };

/** The item of a file itself; of a track, its album. */
export function itemOf(file: LibraryFile): MatchedItem {
  const { sectionKey } = file;
  if (file.type === 'track') {
    return { ratingKey: file.parentRatingKey ?? file.ratingKey, type: 'album', sectionKey };
  }
  return { ratingKey: file.ratingKey, type: file.type, sectionKey };
}

/** Each item once. */
export const distinct = (items: readonly MatchedItem[]): readonly MatchedItem[] => [
  ...new Map(items.map((item) => [item.ratingKey, item])).values(),
];

const one = (item: MatchedItem): Depth => ({ kind: 'one', item });

/**
 * @param found Files of the library that belong to the download.
 * @param others What names say of the download's main files that were not found.
 */
export function depthOf(found: readonly LibraryFile[], others: readonly Claim[]): Depth | null {
  const [first] = found;
  if (!first) return null;
  if (found.some(({ type }) => type !== first.type)) return several(found);
  switch (first.type) {
    case 'movie':
      return films(found, others);
    case 'episode':
      return episodes(found, first, others);
    case 'track':
      return tracks(found, first, others);
  }
}

const several = (found: readonly LibraryFile[]): Depth => ({
  kind: 'several',
  items: distinct(found.map(itemOf)),
});

/** Other main files beside a film may be its second disc, or other films: only their titles tell. */
function films(found: readonly LibraryFile[], others: readonly Claim[]): Depth {
  const items = distinct(found.map(itemOf));
  const [only] = items;
  const alone = items.length === 1 && others.every(({ names: [name = ''] }) => isPart.test(name));
  return only && alone ? one(only) : { kind: 'several', items };
}

const isPart = /(?<![a-z0-9])(?:cd|dis[ck]|dvd|part|pt)[ ._-]?\d(?![0-9])/i;

function episodes(found: readonly LibraryFile[], first: LibraryFile, others: readonly Claim[]): Depth {
  const show = first.grandparentRatingKey;
  if (show === null || found.some((file) => file.grandparentRatingKey !== show)) {
    const shows = found.flatMap(({ grandparentRatingKey: ratingKey, sectionKey }): MatchedItem[] =>
      ratingKey === null ? [] : [{ ratingKey, type: 'show', sectionKey }],
    );
    const items = distinct(shows);
    return items.length > 1 ? { kind: 'several', items } : several(found);
  }
  const { sectionKey, parentRatingKey: season } = first;
  const wide: MatchedItem = { ratingKey: show, type: 'show', sectionKey };
  if (found.some((file) => file.parentRatingKey !== season)) return one(wide);
  const missing = new Set(others.flatMap(({ seasons }) => seasons));
  if (first.season !== null) missing.delete(first.season);
  if (missing.size > 0) return one(wide);
  const lone = found.every((file) => file.ratingKey === first.ratingKey) && others.length === 0;
  return one(lone || season === null ? itemOf(first) : { ratingKey: season, type: 'season', sectionKey });
}

/** Tracks that were not found may be of other albums: then the artist is meant. */
function tracks(found: readonly LibraryFile[], first: LibraryFile, others: readonly Claim[]): Depth {
  const albums = distinct(found.map(itemOf));
  const [album] = albums;
  const wide = new Set(others.map(({ folder }) => folder)).size > 1;
  if (albums.length === 1 && album && !wide) return one(album);
  const artist = first.grandparentRatingKey;
  if (artist === null || found.some((file) => file.grandparentRatingKey !== artist)) {
    return album && albums.length === 1 ? one(album) : { kind: 'several', items: albums };
  }
  return one({ ratingKey: artist, type: 'artist', sectionKey: first.sectionKey });
}
