import type { ListedPage, ListWindow, PlexServer } from '../../ports/plex-server.ts';
import type { KnownLibrary } from './known-library.ts';
import { hasFiles, type LibraryList } from './lists.ts';
import type { News } from './news-book.ts';

/**
 * Plex's times are whole seconds of its own clock, items of one scan get them in no strict order, and some get them
 * from their files: what is this much older than the newest is looked at again.
 */
export const overlapMs = 600_000;
const firstPage = 50;
const furtherPage = 500;
const mostPages = 6;

/** What a library tells of what is new in it. */
export interface AskedNews {
  readonly news: News;
  readonly newestMs: number;
  /** Items with files that it has now; `null` when the server did not say. */
  readonly total: number | null;
  /** There was more than we are willing to read in this way. */
  readonly isEndless: boolean;
}

type Ask = (window: ListWindow) => Promise<ListedPage>;
export type Asker = <T>(work: (plex: PlexServer) => Promise<T>) => Promise<T>;

/**
 * The items of a library that were added or changed since it was last asked: two requests, more while they bring
 * news, and one for the titles of new shows or albums.
 */
export async function askNews(
  { sectionKey, kind }: LibraryList,
  known: KnownLibrary,
  use: Asker,
  signal: AbortSignal,
): Promise<AskedNews> {
  const sinceMs = (known.mark(sectionKey)?.seenMs ?? 0) - overlapMs;
  const ask: Ask = (window) => use((plex) => plex.listLibrary(sectionKey, window, signal));
  const lists = await Promise.all(
    (['added', 'updated'] as const).map((newestBy) => askNewest(ask, { kind, newestBy }, known, sinceMs)),
  );
  const pages = lists.flatMap((list) => list.pages);
  const differing = known.differing(joined(pages));
  const above = hasFiles(kind) && kind !== 'movie' ? await askTitles(ask, kind, differing, known) : [];
  return {
    news: {
      titles: kind === 'movie' ? differing.titles : titlesOf(differing, above, known),
      files: differing.files,
    },
    newestMs: Math.max(0, ...pages.map(({ newestMs }) => newestMs ?? 0)),
    total: lists.reduce<number | null>((total, list) => list.total ?? total, null),
    isEndless: lists.some(({ isEndless }) => isEndless),
  };
}

async function askNewest(
  ask: Ask,
  window: Pick<ListWindow, 'kind' | 'newestBy'>,
  known: KnownLibrary,
  sinceMs: number,
) {
  const pages: ListedPage[] = [];
  let [start, size] = [0, firstPage];
  while (pages.length < mostPages) {
    const page = await ask({ ...window, start, size });
    pages.push(page);
    start += page.size;
    const isLast = page.size === 0 || (page.total === null ? page.size !== size : start >= page.total);
    const isOld = page.oldestMs === null || page.oldestMs < sinceMs;
    const end = { titles: [], files: page.files.slice(Math.floor(page.files.length / 2)) };
    // What comes after many that are known is known too; if it is not, the library's length will tell.
    if (isLast || isOld || known.differing(end).files.length === 0) {
      return { pages, total: page.total, isEndless: false };
    }
    size = furtherPage;
  }
  return { pages, total: pages.at(-1)?.total ?? null, isEndless: true };
}

/** Each item once: both lists tell of most of what is new. */
function joined(pages: readonly News[]): News {
  const once = <T extends { readonly ratingKey: string }>(entries: readonly T[]): readonly T[] => [
    ...new Map(entries.map((entry) => [entry.ratingKey, entry])).values(),
  ];
  return {
    titles: once(pages.flatMap(({ titles }) => titles)),
    files: once(pages.flatMap(({ files }) => files)),
  };
}

/** Shows or albums that news belong to and that are not known, or not by that name: their own list tells them in full. */
async function askTitles(
  ask: Ask,
  kind: 'episode' | 'track',
  news: News,
  known: KnownLibrary,
): Promise<News['titles']> {
  const above = kind === 'episode' ? 'show' : 'album';
  const parents = new Set(
    news.files.map((file) => (kind === 'episode' ? file.grandparentRatingKey : file.parentRatingKey)),
  );
  const isUnknown = news.titles.some(
    ({ type, ratingKey, title }) =>
      type === above && parents.has(ratingKey) && known.titleOf(ratingKey) !== title,
  );
  if (!isUnknown) return [];
  const { titles } = await ask({ kind: above, start: 0, size: firstPage, newestBy: 'updated' });
  return known.differing({ titles, files: [] }).titles;
}

/** Titles in full, and names of those that would not be known at all. */
function titlesOf({ titles }: News, full: News['titles'], known: KnownLibrary): News['titles'] {
  const told = new Set(full.map(({ ratingKey }) => ratingKey));
  return [
    ...full,
    ...titles.filter(({ ratingKey }) => !told.has(ratingKey) && known.titleOf(ratingKey) === undefined),
  ];
}
