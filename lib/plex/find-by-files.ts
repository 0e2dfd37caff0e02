import type { LibrarySection } from '../domain/library-section.ts';
import type { PlexLeaf } from '../domain/plex-item.ts';
import { type Guess, guessesOf, leafType, mostGuesses } from './guesses.ts';
import { searchesFor } from './title-words.ts';
import { type WantedFiles, wantedFiles } from './wanted-files.ts';

/** A page of a list; `total` is the length of the whole list, `null` when the server did not say. */
export interface Page {
  readonly leaves: readonly PlexLeaf[];
  /** How far the page reaches in the list: more than `leaves` when it holds things we don't know. */
  readonly size: number;
  readonly total: number | null;
}

/** Path without leading slash. */
export type FetchPage = (
  path: string,
  query: Readonly<Record<string, string>>,
  start: number,
  size: number,
) => Promise<Page>;

/** `null` when no more requests may be made. */
type TryPage = (...request: Parameters<FetchPage>) => Promise<Page | null>;

/** Requests for files of one title, for each further title, and at most. */
const allowed = { first: 12, further: 4, most: 60 } as const;
/** A library up to this size is read whole rather than missed: four requests. */
const smallSection = 2000;
const newestPage = 200;
const listPage = 500;

/**
 * Plex can't be asked for a path. So candidates are fetched where they are likely, and their files compared: the
 * newest items; what the names of file and folder bring up in a search; all of a library that is small. At most
 * twelve requests for one title and 60 for many, so in a big library a file that is old and oddly named can stay
 * unfound.
 */
export async function findByFiles(
  fetchPage: FetchPage,
  section: Pick<LibrarySection, 'key' | 'type'>,
  files: readonly string[],
): Promise<ReadonlyMap<string, PlexLeaf>> {
  const wanted = wantedFiles(files);
  const type = leafType[section.type];
  if (type === undefined || files.length === 0) return wanted.found;
  const guesses = new Map(files.map((file) => [file, guessesOf(file, section.type)]));
  let left = allowedFor(guesses);
  const tryPage: TryPage = async (...request) => (left-- > 0 ? fetchPage(...request) : null);
  const path = `library/sections/${section.key}/all`;
  const newestFirst = { type, sort: 'addedAt:desc' };

  const newest = await takeNewest(tryPage, path, newestFirst, wanted);
  if (newest.whole || wanted.missing().length === 0) return wanted.found;
  const small = newest.total !== null && newest.total <= smallSection;
  const reserve = small ? Math.ceil(smallSection / listPage) : 0;
  const trySearch: TryPage = async (...request) => (left > reserve ? tryPage(...request) : null);
  await takeGuessed(trySearch, path, guesses, wanted);
  if (small) await takeList(tryPage, path, newestFirst, wanted, newest.seen);
  return wanted.found;
}

function allowedFor(guesses: ReadonlyMap<string, readonly Guess[]>): number {
  const titles = new Set([...guesses.values()].map(([best]) => best && keyOf(best)));
  return Math.min(allowed.first + allowed.further * (titles.size - 1), allowed.most);
}

interface Newest {
  readonly seen: number;
  readonly total: number | null;
  readonly whole: boolean;
}

/** Goes on to the next page only while pages bring up some of what is missing: a whole season may be new. */
async function takeNewest(
  tryPage: TryPage,
  path: string,
  query: Record<string, string>,
  wanted: WantedFiles,
): Promise<Newest> {
  let seen = 0;
  let total: number | null = null;
  for (let pages = 0; pages < 3; pages++) {
    const page = await tryPage(path, query, seen, newestPage);
    if (!page) break;
    const news = wanted.take(page.leaves);
    seen += page.size;
    total = page.total;
    if (isLast(page, seen, newestPage)) return { seen, total, whole: true };
    if (news === 0 || wanted.missing().length === 0) break;
  }
  return { seen, total, whole: false };
}

async function takeList(
  tryPage: TryPage,
  path: string,
  query: Record<string, string>,
  wanted: WantedFiles,
  from = 0,
): Promise<void> {
  let seen = from;
  while (wanted.missing().length > 0) {
    const page = await tryPage(path, query, seen, listPage);
    if (!page) return;
    wanted.take(page.leaves);
    seen += page.size;
    if (isLast(page, seen, listPage)) return;
  }
}

/** Without a total, a page that is full may have a next one; any other size is all there is. */
const isLast = ({ size, total }: Page, seen: number, asked: number): boolean =>
  size === 0 || (total === null ? size !== asked : seen >= total);

async function takeGuessed(
  tryPage: TryPage,
  path: string,
  guesses: ReadonlyMap<string, readonly Guess[]>,
  wanted: WantedFiles,
): Promise<void> {
  for (const { title, type, leaves } of untried(wanted, guesses)) {
    const hits = await search(tryPage, path, type, title);
    if (!hits) return;
    if (leaves === null) wanted.take(hits);
    for (const { ratingKey } of leaves === null ? [] : closest(hits, title).slice(0, 3)) {
      await takeList(tryPage, `library/metadata/${ratingKey}/${leaves}`, {}, wanted);
    }
  }
}

const keyOf = ({ type, title }: Guess): string => `${type} ${title.toLowerCase()}`;

/** Guesses for the files that are still missing, each once: the best of every file before the second of any. */
function* untried(
  wanted: WantedFiles,
  guesses: ReadonlyMap<string, readonly Guess[]>,
): Generator<Guess, void> {
  const tried = new Set<string>();
  for (let rank = 0; rank < mostGuesses; rank++) {
    for (const [file, list] of guesses) {
      const guess = list[rank];
      if (!guess || wanted.found.has(file) || tried.has(keyOf(guess))) continue;
      tried.add(keyOf(guess));
      yield guess;
    }
  }
}

/** What the narrowest search finds that finds anything; `null` when no more may be asked. */
async function search(
  tryPage: TryPage,
  path: string,
  type: string,
  title: string,
): Promise<readonly PlexLeaf[] | null> {
  for (const words of searchesFor(title)) {
    const page = await tryPage(path, { type, title: words }, 0, newestPage);
    if (!page) return null;
    if (page.leaves.length > 0) return page.leaves;
  }
  return [];
}

/** Those of just this title first, then those that have the least besides it. */
function closest(items: readonly PlexLeaf[], title: string): PlexLeaf[] {
  const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const goal = letters(title);
  const distance = (item: PlexLeaf) =>
    letters(item.title) === goal ? -1 : Math.abs(letters(item.title).length - goal.length);
  return items.toSorted((a, b) => distance(a) - distance(b));
}
