import type { EntryFile, FileEntry, TitleEntry } from '../domain/library-entry.ts';
import { type Columns, growingColumns } from './columns.ts';
import { foldFolder, foldName, hashText, splitPath, titleHash } from './hash.ts';
import { leadingTitle } from './leading-title.ts';
import {
  dayOf,
  fileLayout,
  fileTypes,
  folderLayout,
  groupLayout,
  idCode,
  keyNumber,
  type Segment,
  spellingLayout,
  titleLayout,
  titleTypes,
} from './segment.ts';
import { sortRows } from './sorted-order.ts';
import { titleKeys } from './title-key.ts';

const mostSections = 256;
const numberPlusOne = (number: number | null): number =>
  number !== null && Number.isInteger(number) && number >= 0 && number < 0xffff ? number + 1 : 0;
const clean = (text: string | null): string => (text ?? '').replaceAll('\0', '');

/** Takes pages of a library and turns them into a segment. */
export class SegmentBuilder {
  readonly #files = growingColumns(fileLayout);
  readonly #groups = growingColumns(groupLayout);
  readonly #folders = growingColumns(folderLayout);
  readonly #titles = growingColumns(titleLayout);
  readonly #spellings = growingColumns(spellingLayout);
  readonly #ids = growingColumns(spellingLayout);
  readonly #sections: string[] = [];
  readonly #text: string[] = [];
  #textLength = 0;
  readonly #groupOf = new Map<number, number>();
  readonly #folderOf = new Map<string, number>();

  /** A page of titles: 1,000 take about 5 ms. Items that can't be kept (odd keys) are left out. */
  addTitles(page: readonly TitleEntry[]): void {
    for (const entry of page) this.#addTitle(entry);
  }

  /** A page of items with files: 1,000 take about 5 ms. */
  addFiles(page: readonly FileEntry[]): void {
    for (const entry of page) for (const file of entry.files) this.#addFile(entry, file);
  }

  /** Sorts what was added, resting at every `yield`: each step takes a few milliseconds. Nothing is added after it. */
  *finish(): Generator<void, Segment> {
    this.#groupOf.clear();
    this.#folderOf.clear();
    const [files, groups, titles] = [this.#files.cut(), this.#groups.cut(), this.#titles.cut()];
    yield;
    return {
      files,
      groups,
      titles,
      folders: this.#folders.cut(),
      spellings: yield* sortedPairs(this.#spellings.cut()),
      ids: yield* sortedPairs(this.#ids.cut()),
      text: this.#text.join(''),
      sections: this.#sections,
      orders: yield* ordersOf(files, groups, titles),
    };
  }

  #addTitle(entry: TitleEntry): void {
    const [key, section] = [keyNumber(entry.ratingKey), this.#sectionNumber(entry.sectionKey)];
    if (key === undefined || section === undefined) return;
    const year = entry.year !== null && entry.year > 0 && entry.year < 0xffff ? entry.year : 0;
    const parent = keyNumber(entry.parentRatingKey) ?? 0;
    const type = titleTypes.indexOf(entry.type);
    const title = this.#titles.push({ key, parent, year, type, section, text: this.#textLength });
    const text = `${clean(entry.title)}\0${clean(entry.originalTitle)}\0${clean(entry.edition)}\0`;
    this.#text.push(text);
    this.#textLength += text.length;
    const keys = new Set([...titleKeys(entry.title), ...titleKeys(entry.originalTitle ?? '')]);
    for (const spelling of keys) this.#spellings.push({ hash: hashText(spelling), title });
    for (const id of entry.ids) if (idCode(id) > 0) this.#ids.push({ hash: idCode(id), title });
  }

  #addFile(entry: FileEntry, file: EntryFile): void {
    const [key, section] = [keyNumber(entry.ratingKey), this.#sectionNumber(entry.sectionKey)];
    if (key === undefined || section === undefined) return;
    const path = file.path === null ? null : splitPath(file.path);
    this.#files.push({
      key,
      section,
      group: this.#groupNumber(entry, key),
      folder: path ? this.#folderNumber(path.folder) : 0,
      name: path && path.name !== '' ? hashText(foldName(path.name)) : 0,
      size: file.sizeBytes ?? 0,
      added: Math.max(0, Math.min(2 ** 32 - 1, Math.floor(entry.addedAtMs / 1000))),
      episode: numberPlusOne(entry.index),
      date: dayOf(entry.date),
      title: path ? titleHash(leadingTitle(path.name)) : 0,
      uhd: /^(?:4k|2160|uhd)/i.test(file.resolution ?? '') ? 1 : 0,
    });
  }

  #sectionNumber(key: string): number | undefined {
    const at = this.#sections.indexOf(key);
    if (at >= 0) return at;
    return this.#sections.length < mostSections ? this.#sections.push(key) - 1 : undefined;
  }

  #groupNumber(entry: FileEntry, key: number): number {
    const parent = entry.type === 'movie' ? key : (keyNumber(entry.parentRatingKey) ?? key);
    const known = this.#groupOf.get(parent);
    if (known !== undefined) return known;
    const grandparent = keyNumber(entry.grandparentRatingKey) ?? 0;
    const season = numberPlusOne(entry.type === 'movie' ? null : entry.parentIndex);
    const group = this.#groups.push({ parent, grandparent, season, type: fileTypes.indexOf(entry.type) });
    this.#groupOf.set(parent, group);
    return group;
  }

  #folderNumber(folder: string): number {
    const known = this.#folderOf.get(folder);
    if (known !== undefined) return known;
    const folded = foldFolder(folder);
    const row = this.#folders.push({ path: hashText(folded), name: hashText(splitPath(folded).name) });
    this.#folderOf.set(folder, row);
    return row;
  }
}

type Pairs = Columns<typeof spellingLayout>;

function* sortedPairs({ hash, title }: Pairs): Generator<void, Pairs> {
  const order = yield* sortRows(rowsWhere(hash.length), (a, b) => (hash[a] ?? 0) - (hash[b] ?? 0));
  return { hash: order.map((row) => hash[row] ?? 0), title: order.map((row) => title[row] ?? 0) };
}

/** All row numbers, or those whose cell holds something. */
function rowsWhere(length: number, column?: Uint32Array | Float64Array): Uint32Array {
  const rows = new Uint32Array(length);
  let count = 0;
  for (let row = 0; row < length; row++) if (!column || (column[row] ?? 0) > 0) rows[count++] = row;
  return count === length ? rows : rows.slice(0, count);
}

function* ordersOf(
  files: Segment['files'],
  groups: Segment['groups'],
  titles: Segment['titles'],
): Generator<void, Segment['orders']> {
  const by =
    (column: Uint32Array | Float64Array) =>
    (a: number, b: number): number =>
      (column[a] ?? 0) - (column[b] ?? 0);
  const [inGroup, inEpisode] = [by(files.group), files.episode];
  const count = files.key.length;
  return {
    size: yield* sortRows(rowsWhere(count, files.size), by(files.size)),
    name: yield* sortRows(rowsWhere(count, files.name), by(files.name)),
    group: yield* sortRows(
      rowsWhere(count),
      (a, b) => inGroup(a, b) || (inEpisode[a] ?? 0) - (inEpisode[b] ?? 0),
    ),
    groupParent: yield* sortRows(rowsWhere(groups.parent.length), by(groups.parent)),
    groupGrandparent: yield* sortRows(
      rowsWhere(groups.parent.length, groups.grandparent),
      by(groups.grandparent),
    ),
    titleKey: yield* sortRows(rowsWhere(titles.key.length), by(titles.key)),
  };
}
