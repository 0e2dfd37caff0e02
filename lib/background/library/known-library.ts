import { LibraryIndex } from '../../matching/library-index.ts';
import { keyNumber, type Segment } from '../../matching/segment.ts';
import { type News, NewsBook } from './news-book.ts';
import { knownFiles } from './same-as-known.ts';
import type { LibraryPart, SavedLibrary, SectionMark } from './saved-library.ts';
import type { Slices } from './slices.ts';

/** Libraries that were read. */
export interface FreshRead {
  readonly begunAtMs: number;
  readonly parts: readonly LibraryPart[];
  readonly marks: readonly SectionMark[];
}

/**
 * What is known of a server's libraries: as they were read, what was told since, and what is gone. Names are kept as
 * hashes, so that what was read can't be changed; the news are kept as they were told and made into one segment of
 * their own again and again, so that the index stays in few parts however many there were.
 */
export class KnownLibrary {
  readAtMs: number;
  #parts: readonly LibraryPart[] = [];
  readonly #marks = new Map<string, SectionMark>();
  readonly #news = new NewsBook();
  /** Keys of items that are gone, and since when. */
  readonly #gone = new Map<string, number>();
  #read = LibraryIndex.empty;
  #newsSegment: Segment | null = null;
  #index = LibraryIndex.empty;
  /** Counts the changes, and which of them the index shows. */
  #change = 0;
  #settled = 0;
  #settling: Promise<void> = Promise.resolve();

  constructor(fresh: FreshRead, readAtMs: number) {
    this.readAtMs = readAtMs;
    this.replace(fresh, readAtMs);
  }

  static async load(saved: SavedLibrary, slices: Slices): Promise<KnownLibrary> {
    const { readAtMs, parts, marks, titles, files, gone } = saved;
    const library = new KnownLibrary({ begunAtMs: readAtMs, parts, marks }, readAtMs);
    for (const told of titles) library.#news.titles.set(told.entry.ratingKey, told);
    for (const told of files) library.#news.files.set(told.entry.ratingKey, told);
    for (const [key, atMs] of gone) library.#gone.set(key, atMs);
    await library.settle(slices);
    return library;
  }

  save(): SavedLibrary {
    return {
      version: 1,
      kind: 'read',
      readAtMs: this.readAtMs,
      marks: this.marks,
      parts: this.#parts,
      titles: [...this.#news.titles.values()],
      files: [...this.#news.files.values()],
      gone: [...this.#gone],
    };
  }

  /** As of the last `settle`; what is gone is gone at once. */
  get index(): LibraryIndex {
    return this.#index;
  }

  /** Items with files. */
  get items(): number {
    return this.marks.reduce((sum, { count }) => sum + count, 0);
  }

  /** Items that were told since they were read. */
  get newsCount(): number {
    return this.#news.files.size;
  }

  get parts(): readonly LibraryPart[] {
    return this.#parts;
  }

  get marks(): readonly SectionMark[] {
    return [...this.#marks.values()];
  }

  mark(sectionKey: string): SectionMark | undefined {
    return this.#marks.get(sectionKey);
  }

  titleOf(ratingKey: string): string | undefined {
    return this.#news.titles.get(ratingKey)?.entry.title ?? this.#index.title(ratingKey)?.title;
  }

  /** The entries among these that are not known, or not as they are told. */
  differing(news: News): News {
    return this.#news.differing(news, this.#index);
  }

  /** Takes news in; they show in the index after the next `settle`. */
  take({ titles, files }: News, atMs: number): void {
    for (const entry of files) {
      const isKnown = this.#news.files.has(entry.ratingKey) || knownFiles(this.#index, entry).length > 0;
      if (!isKnown) this.#recount(entry.sectionKey, 1);
      this.#news.files.set(entry.ratingKey, { entry, atMs });
    }
    for (const entry of titles) this.#news.titles.set(entry.ratingKey, { entry, atMs });
    for (const { ratingKey } of [...titles, ...files]) this.#gone.delete(ratingKey);
    if (titles.length + files.length > 0) this.#change++;
  }

  /** Everything up to this time of the server is known. */
  seen(sectionKey: string, seenMs: number): boolean {
    const mark = this.#marks.get(sectionKey);
    if (!mark || seenMs <= mark.seenMs) return false;
    this.#marks.set(sectionKey, { ...mark, seenMs });
    return true;
  }

  /**
   * These items are gone; or, when that is not sure, are not what they were.
   *
   * @returns Whether any of them was known.
   */
  drop(ratingKeys: readonly string[], atMs: number, isSure: boolean): boolean {
    const known = ratingKeys.filter((key) => !this.#gone.has(key) && keyNumber(key) !== undefined);
    let changed = false;
    for (const key of known) {
      const section = this.#news.files.get(key)?.entry.sectionKey ?? sectionOf(this.#parts, key);
      if (section === undefined && this.titleOf(key) === undefined) continue;
      if (section !== undefined) this.#recount(section, -1, isSure);
      this.#news.delete(key);
      this.#gone.set(key, atMs);
      changed = true;
    }
    if (changed) {
      this.#change++;
      this.#compose();
    }
    return changed;
  }

  /**
   * Libraries that are not there any more are forgotten.
   *
   * @returns Those that shared a segment with them: it tells of what is gone until they are read anew.
   */
  forgetSections(isThere: (sectionKey: string) => boolean): readonly string[] {
    const removed = [...this.#marks.keys()].filter((key) => !isThere(key));
    if (removed.length === 0) return [];
    for (const key of removed) this.#marks.delete(key);
    this.#news.forget((key) => removed.includes(key), Number.POSITIVE_INFINITY);
    const left = this.#parts.filter(({ sections }) => sections.some(isThere));
    this.#setParts(left);
    return left.flatMap(({ sections }) => (sections.every(isThere) ? [] : sections.filter(isThere)));
  }

  /** What was read in place of what was known of the same libraries; what was told since that began stays. */
  replace({ begunAtMs, parts, marks }: FreshRead, readAtMs: number): void {
    const fresh = new Set(parts.flatMap(({ sections }) => sections));
    this.readAtMs = readAtMs;
    for (const mark of marks) this.#marks.set(mark.key, mark);
    this.#news.forget((key) => fresh.has(key), begunAtMs);
    this.#reconcile(begunAtMs, parts, fresh);
    const kept = this.#parts.filter(({ sections }) => !sections.some((key) => fresh.has(key)));
    this.#setParts([...kept, ...parts]);
  }

  #reconcile(begunAtMs: number, parts: readonly LibraryPart[], fresh: ReadonlySet<string>): void {
    if (this.#gone.size + this.#news.files.size === 0) return;
    const there = new Set(parts.flatMap(({ segment }) => [...segment.files.key, ...segment.titles.key]));
    const isThere = (key: string): boolean => there.has(keyNumber(key) ?? 0);
    for (const [key, atMs] of this.#gone) {
      if (!isThere(key)) continue;
      // Gone while it was read, or before it was read again.
      if (atMs < begunAtMs) this.#gone.delete(key);
      else this.#recount(sectionOf(parts, key) ?? '', -1, false);
    }
    for (const { entry } of this.#news.files.values()) {
      if (fresh.has(entry.sectionKey) && !isThere(entry.ratingKey)) this.#recount(entry.sectionKey, 1);
    }
  }

  /** Makes the news into a segment, in slices, until nothing changes meanwhile. */
  settle(slices: Slices): Promise<void> {
    const next = this.#settling.then(async () => {
      while (this.#settled !== this.#change) {
        const change = this.#change;
        const segment = await this.#news.segment(slices);
        if (change !== this.#change) continue;
        [this.#newsSegment, this.#settled] = [segment, change];
        this.#compose();
      }
    });
    this.#settling = next.catch(() => undefined);
    return next;
  }

  #setParts(parts: readonly LibraryPart[]): void {
    this.#parts = parts;
    const saved = parts.map(({ segment }) => ({ segment, gone: new Uint32Array() }));
    this.#read = LibraryIndex.load({ version: 1, parts: saved });
    this.#change++;
    this.#compose();
  }

  #compose(): void {
    const told = this.#newsSegment ? this.#read.with(this.#newsSegment) : this.#read;
    this.#index = this.#gone.size > 0 ? told.without(this.#gone.keys()) : told;
  }

  #recount(sectionKey: string, by: number, isSure = true): void {
    const mark = this.#marks.get(sectionKey);
    if (mark) this.#marks.set(sectionKey, { ...mark, count: mark.count + by, isSure: mark.isSure && isSure });
  }
}

/** The library of an item with files; looks through all keys: some tens of microseconds for 100,000. */
function sectionOf(parts: readonly LibraryPart[], ratingKey: string): string | undefined {
  const key = keyNumber(ratingKey) ?? 0;
  for (const { segment } of parts) {
    const row = segment.files.key.indexOf(key);
    if (row >= 0) return segment.sections[segment.files.section[row] ?? 0];
  }
  return undefined;
}
