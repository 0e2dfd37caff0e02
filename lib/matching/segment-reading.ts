import type { LibraryFile, LibraryTitle } from './library-entry.ts';
import { dateOf, fileTypes, type Segment, titleTypes } from './segment.ts';
import { equalRows, lowerBound } from './sorted-order.ts';

/** Rows of a segment as the values that they stand for. */

const keyText = (key: number | undefined): string | null => (key ? String(key) : null);
const minusOne = (number: number | undefined): number | null => (number ? number - 1 : null);

export function fileAt({ files, groups, folders, sections }: Segment, row: number): LibraryFile {
  const group = files.group[row] ?? 0;
  const folder = files.folder[row] ?? 0;
  const type = fileTypes[groups.type[group] ?? 0] ?? 'movie';
  const movie = type === 'movie';
  const named = (files.name[row] ?? 0) > 0;
  return {
    ratingKey: String(files.key[row] ?? 0),
    type,
    sectionKey: sections[files.section[row] ?? 0] ?? '',
    parentRatingKey: movie ? null : keyText(groups.parent[group]),
    grandparentRatingKey: keyText(groups.grandparent[group]),
    season: minusOne(groups.season[group]),
    episode: movie ? null : minusOne(files.episode[row]),
    date: dateOf(files.date[row] ?? 0),
    addedAtMs: (files.added[row] ?? 0) * 1000,
    sizeBytes: files.size[row] ?? 0,
    uhd: files.uhd[row] === 1,
    nameHash: files.name[row] ?? 0,
    folderHash: named ? (folders.path[folder] ?? 0) : 0,
    folderNameHash: named ? (folders.name[folder] ?? 0) : 0,
    titleHash: files.title[row] ?? 0,
  };
}

export function titleAt({ titles, text, sections }: Segment, row: number): LibraryTitle {
  let at = titles.text[row] ?? 0;
  const next = (): string => {
    const start = at;
    const end = text.indexOf('\0', start);
    at = end + 1;
    return text.slice(start, end);
  };
  const [title, originalTitle, edition] = [next(), next(), next()];
  return {
    ratingKey: String(titles.key[row] ?? 0),
    type: titleTypes[titles.type[row] ?? 0] ?? 'movie',
    sectionKey: sections[titles.section[row] ?? 0] ?? '',
    title,
    originalTitle: originalTitle === '' ? null : originalTitle,
    edition: edition === '' ? null : edition,
    year: titles.year[row] || null,
    parentRatingKey: keyText(titles.parent[row]),
  };
}

/** The groups of a show or an artist. */
export const groupsOf = ({ orders, groups }: Segment, grandparent: number): readonly number[] =>
  grandparent === 0 ? [] : equalRows(orders.groupGrandparent, groups.grandparent, grandparent);

/** The rows of a group, by their numbers; of one number only, when it is given. */
export function filesInGroup({ orders, files }: Segment, group: number, episode?: number): readonly number[] {
  const found: number[] = [];
  const start = lowerBound(orders.group, (row) => files.group[row] ?? 0, group);
  for (let at = start; at < orders.group.length; at++) {
    const row = orders.group[at] ?? 0;
    if (files.group[row] !== group) break;
    if (episode === undefined || files.episode[row] === episode + 1) found.push(row);
  }
  return found;
}

/** The titles behind a hash, each once. */
export function spellingRows({ hash, title }: Segment['spellings'], wanted: number): readonly number[] {
  let [low, high] = [0, hash.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hash[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  const rows = new Set<number>();
  for (let at = low; at < hash.length && hash[at] === wanted; at++) rows.add(title[at] ?? 0);
  return [...rows];
}
