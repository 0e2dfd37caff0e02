import type { LibrarySection, SectionType } from '../domain/library-section.ts';
import type { PlexLeaf } from '../domain/plex-item.ts';
import { musicTitles, searchesFor, videoTitles } from './title-words.ts';
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

const mostRequests = 12;
/** A library up to this size is read whole rather than missed: four requests. */
const smallSection = 2000;
const newestPage = 200;
const listPage = 500;

/** Numbers that Plex gives to kinds of item in its queries. */
const typeNumber = { movie: '1', show: '2', episode: '4', artist: '8', album: '9', track: '10' } as const;
const leafType: Partial<Record<SectionType, string>> = {
  movie: typeNumber.movie,
  show: typeNumber.episode,
  artist: typeNumber.track,
};

/**
 * Plex can't be asked for a path. So candidates are fetched where they are likely, and their files compared: the
 * newest items; what the names of file and folder bring up in a search; all of a library that is small. At most
 * twelve requests, so in a big library a file that is old and oddly named can stay unfound.
 */
export async function findByFiles(
  fetchPage: FetchPage,
  section: Pick<LibrarySection, 'key' | 'type'>,
  files: readonly string[],
): Promise<ReadonlyMap<string, PlexLeaf>> {
  const wanted = wantedFiles(files);
  const type = leafType[section.type];
  if (type === undefined || files.length === 0) return wanted.found;
  let left = mostRequests;
  const tryPage: TryPage = async (...request) => (left-- > 0 ? fetchPage(...request) : null);
  const path = `library/sections/${section.key}/all`;
  const query = { type, sort: 'addedAt:desc' };

  const newest = await takeNewest(tryPage, path, query, wanted);
  if (newest.whole || wanted.missing().length === 0) return wanted.found;
  const small = newest.total !== null && newest.total <= smallSection;
  const reserve = small ? Math.ceil(smallSection / listPage) : 0;
  const trySearch: TryPage = async (...request) => (left > reserve ? tryPage(...request) : null);
  if (section.type === 'artist') await takeMusic(trySearch, path, wanted);
  else await takeVideos(trySearch, path, section.type === 'movie' ? 'movie' : 'show', wanted);
  if (small) await takeList(tryPage, path, query, wanted, newest.seen);
  return wanted.found;
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

async function takeVideos(
  tryPage: TryPage,
  path: string,
  type: 'movie' | 'show',
  wanted: WantedFiles,
): Promise<void> {
  const titlesOf = (file: string) => videoTitles(file, type);
  for (const title of untried(wanted, titlesOf)) {
    const hits = await search(tryPage, path, typeNumber[type], title);
    if (type === 'movie') wanted.take(hits);
    else await takeLeavesOf(tryPage, closest(hits, title).slice(0, 3), 'allLeaves', wanted);
  }
}

async function takeMusic(tryPage: TryPage, path: string, wanted: WantedFiles): Promise<void> {
  for (const album of untried(wanted, (file) => musicTitles(file).albums)) {
    const hits = await search(tryPage, path, typeNumber.album, album);
    await takeLeavesOf(tryPage, closest(hits, album).slice(0, 3), 'children', wanted);
  }
  for (const artist of untried(wanted, (file) => musicTitles(file).artists)) {
    const hits = await search(tryPage, path, typeNumber.artist, artist);
    await takeLeavesOf(tryPage, closest(hits, artist).slice(0, 2), 'allLeaves', wanted);
  }
}

/** Titles of the files that are still missing, each once; looked at anew after every step. */
function* untried(wanted: WantedFiles, titlesOf: (file: string) => readonly string[]): Generator<string> {
  const tried = new Set<string>();
  while (tried.size < mostRequests) {
    const titles = wanted.missing().flatMap(titlesOf);
    const next = titles.find((title) => !tried.has(title.toLowerCase()));
    if (next === undefined) return;
    tried.add(next.toLowerCase());
    yield next;
  }
}

/** What the narrowest search finds that finds anything. */
async function search(
  tryPage: TryPage,
  path: string,
  type: string,
  title: string,
): Promise<readonly PlexLeaf[]> {
  for (const words of searchesFor(title)) {
    const page = await tryPage(path, { type, title: words }, 0, newestPage);
    if (!page) return [];
    if (page.leaves.length > 0) return page.leaves;
  }
  return [];
}

async function takeLeavesOf(
  tryPage: TryPage,
  parents: readonly PlexLeaf[],
  list: 'allLeaves' | 'children',
  wanted: WantedFiles,
): Promise<void> {
  for (const { ratingKey } of parents) {
    await takeList(tryPage, `library/metadata/${ratingKey}/${list}`, {}, wanted);
  }
}

/** Those of just this title first, then those that have the least besides it. */
function closest(items: readonly PlexLeaf[], title: string): PlexLeaf[] {
  const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const goal = letters(title);
  const distance = (item: PlexLeaf) =>
    letters(item.title) === goal ? -1 : Math.abs(letters(item.title).length - goal.length);
  return items.toSorted((a, b) => distance(a) - distance(b));
}
