import { type ExternalId, guidId } from '../domain/external-id.ts';
import type { EntryFile, FileEntry, FileType, TitleEntry, TitleType } from '../domain/library-entry.ts';
import { displayName } from '../domain/text.ts';
import type { ListedKind, ListedPage, ListWindow } from '../ports/plex-server.ts';
import type { WireListedItem } from './schemas.ts';

const fileTypes: readonly string[] = ['movie', 'episode', 'track'] satisfies FileType[];
const titleTypes: readonly string[] = ['movie', 'show', 'artist', 'album'] satisfies TitleType[];
const hasFiles = (kind: ListedKind): kind is FileType => fileTypes.includes(kind);
const hasTitle = (kind: ListedKind): kind is TitleType => titleTypes.includes(kind);

/** The entries of a page; what is not of the kind that was asked for is left out. */
export function toListed(
  items: readonly WireListedItem[],
  sectionKey: string,
  { kind, newestBy }: Pick<ListWindow, 'kind' | 'newestBy'>,
): Pick<ListedPage, 'titles' | 'files' | 'oldestMs' | 'newestMs'> {
  const wanted = items.filter((item) => item.type === kind);
  const titles = hasTitle(kind)
    ? wanted.map((item) => titleEntry(item, kind, sectionKey))
    : titlesAbove(wanted, kind, sectionKey);
  const files = hasFiles(kind) ? wanted.map((item) => fileEntry(item, kind, sectionKey)) : [];
  const ordered = items.flatMap(
    ({ addedAt, updatedAt }) => (newestBy === 'updated' ? updatedAt : addedAt) ?? [],
  );
  const newest = items.reduce(
    (latest, { addedAt, updatedAt }) => Math.max(latest, addedAt ?? 0, updatedAt ?? 0),
    0,
  );
  return {
    titles,
    files,
    oldestMs: milliseconds(ordered.at(-1)),
    newestMs: newest > 0 ? newest * 1000 : null,
  };
}

const milliseconds = (seconds: number | undefined): number | null =>
  seconds === undefined ? null : seconds * 1000;

const nameOrNull = (name: string | null): string | null => displayName(name ?? '') || null;

function titleEntry(item: WireListedItem, type: TitleType, sectionKey: string): TitleEntry {
  return {
    ratingKey: item.ratingKey,
    type,
    sectionKey,
    title: displayName(item.title),
    originalTitle: nameOrNull(item.originalTitle),
    edition: nameOrNull(item.editionTitle),
    year: item.year,
    parentRatingKey: type === 'album' ? item.parentRatingKey : null,
    ids: type === 'movie' || type === 'show' ? idsOf(item) : [],
  };
}

/** As lists carry them when asked, and the one that items of the old agents have for their own. */
function idsOf({ guid, Guid }: WireListedItem): readonly ExternalId[] {
  const ids = new Map<string, ExternalId>();
  for (const text of [...Guid.map(({ id }) => id), guid ?? '']) {
    const id = guidId(text);
    if (id) ids.set(`${id.source}${id.number}`, id);
  }
  return [...ids.values()];
}

/** What episodes and tracks tell of the titles they belong to: no more than a name, each once. */
function titlesAbove(
  items: readonly WireListedItem[],
  kind: ListedKind,
  sectionKey: string,
): readonly TitleEntry[] {
  const titles = new Map<string, TitleEntry>();
  const add = (ratingKey: string | null, type: TitleType, name: string | null, parent: string | null) => {
    const title = displayName(name ?? '');
    if (ratingKey === null || title === '' || titles.has(ratingKey)) return;
    const about = { originalTitle: null, edition: null, year: null, parentRatingKey: parent, ids: [] };
    titles.set(ratingKey, { ratingKey, type, sectionKey, title, ...about });
  };
  for (const { grandparentRatingKey, grandparentTitle, parentRatingKey, parentTitle } of items) {
    if (kind === 'episode') add(grandparentRatingKey, 'show', grandparentTitle, null);
    if (kind !== 'track') continue;
    add(grandparentRatingKey, 'artist', grandparentTitle, null);
    add(parentRatingKey, 'album', parentTitle, grandparentRatingKey);
  }
  return [...titles.values()];
}

function fileEntry(item: WireListedItem, type: FileType, sectionKey: string): FileEntry {
  const { ratingKey, parentRatingKey, grandparentRatingKey, parentIndex, index } = item;
  const within = type !== 'movie';
  return {
    ratingKey,
    type,
    sectionKey,
    parentRatingKey: within ? parentRatingKey : null,
    grandparentRatingKey: within ? grandparentRatingKey : null,
    parentIndex: within ? parentIndex : null,
    index: within ? index : null,
    date: /^\d{4}-\d\d-\d\d/.exec(item.originallyAvailableAt ?? '')?.[0] ?? null,
    addedAtMs: (item.addedAt ?? 0) * 1000,
    files: filesOf(item),
  };
}

/** An item that Plex has not looked into yet has no media: one file of which nothing is known stands for it. */
function filesOf({ Media }: WireListedItem): readonly EntryFile[] {
  const files = Media.flatMap(({ videoResolution, Part }) =>
    Part.map(({ file, size }) => ({ path: file || null, sizeBytes: size, resolution: videoResolution })),
  );
  return files.length > 0 ? files : [{ path: null, sizeBytes: null, resolution: null }];
}
