import type { Torrent } from '../domain/torrent.ts';

/** Torrents of one folder that are looked at, at most. */
export const mostOfFolder = 8;
const mostFolders = 40;

/** The folder that a torrent is saved in, in one spelling: clients write it with and without a separator at its end. */
export const folderOf = ({ savePath }: Pick<Torrent, 'savePath'>): string =>
  savePath.replace(/(?<=[^/\\:])[/\\]+$/, '');

/**
 * Torrents that stand for all of them, the most telling first: one of each folder, then a second of each, and so on; in
 * a folder the categories take turns, each with torrents of all times.
 */
export function sampleTorrents(torrents: readonly Torrent[]): readonly Torrent[] {
  const folders = [...Map.groupBy(torrents, folderOf)].map(([folder, own]) => ({ folder, own }));
  return interleave(
    chosen(folders.sort((a, b) => (a.folder < b.folder ? -1 : 1))).map(({ own }) => ofFolder(own)),
  );
}

interface Folder {
  readonly folder: string;
  readonly own: readonly Torrent[];
}

/** Of too many folders, half are those with most torrents; the others are spread over the rest of the tree. */
function chosen(folders: readonly Folder[]): readonly Folder[] {
  if (folders.length <= mostFolders) return folders;
  const largest = folders.toSorted((a, b) => b.own.length - a.own.length).slice(0, mostFolders / 2);
  const taken = new Set(largest);
  const rest = folders.filter((one) => !taken.has(one));
  return [...largest, ...spread(rest, mostFolders - largest.length)];
}

function ofFolder(torrents: readonly Torrent[]): readonly Torrent[] {
  const newestFirst = torrents.toSorted((a, b) => (b.completedAtMs ?? 0) - (a.completedAtMs ?? 0));
  const categories = [...Map.groupBy(newestFirst, ({ category }) => category).values()];
  const picked = categories.slice(0, mostOfFolder).map((own) => scattered(spread(own, mostOfFolder)));
  return interleave(picked).slice(0, mostOfFolder);
}

/** The one in the middle, then those in the middle of each half, and so on: any few of them are from all over. */
function scattered<T>(all: readonly T[]): readonly T[] {
  if (all.length < 2) return all;
  const middle = all.length >> 1;
  const halves = [all.slice(0, middle), all.slice(middle + 1)];
  return [...all.slice(middle, middle + 1), ...interleave(halves.map(scattered))];
}

/** This many of a list in even steps, the first and the last among them. */
function spread<T>(all: readonly T[], count: number): readonly T[] {
  if (all.length <= count) return all;
  const step = (all.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, at) => all[Math.round(at * step)]).filter(
    (one): one is NonNullable<typeof one> => one !== undefined,
  );
}

/** The first of each list, then the second of each, until all are through. */
function interleave<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}
