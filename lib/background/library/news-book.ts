import type { FileEntry, TitleEntry } from '../../domain/library-entry.ts';
import type { LibraryIndex } from '../../matching/library-index.ts';
import { keyNumber, type Segment } from '../../matching/segment.ts';
import { SegmentBuilder } from '../../matching/segment-builder.ts';
import { isSameItem, isSameTitle } from './same-as-known.ts';
import type { Told } from './saved-library.ts';
import type { Slices } from './slices.ts';

/** Entries added at a time: some milliseconds. */
const piece = 1000;

/** What a list of news tells. */
export interface News {
  readonly titles: readonly TitleEntry[];
  readonly files: readonly FileEntry[];
}

/** What was told of items since their library was read, as it was told last. */
export class NewsBook {
  readonly titles = new Map<string, Told<TitleEntry>>();
  readonly files = new Map<string, Told<FileEntry>>();

  delete(ratingKey: string): void {
    this.titles.delete(ratingKey);
    this.files.delete(ratingKey);
  }

  /** Forgets what was told of some libraries before a time. */
  forget(isOf: (sectionKey: string) => boolean, beforeMs: number): void {
    for (const told of [this.titles, this.files]) {
      for (const [key, { entry, atMs }] of told) {
        if (isOf(entry.sectionKey) && atMs < beforeMs) told.delete(key);
      }
    }
  }

  /**
   * The entries among these that neither this nor the index tells in the same way. Those with odd keys can't be known.
   * Of a film title and files go together: what is told of a key replaces all that was known of it.
   */
  differing({ titles, files }: News, index: LibraryIndex): News {
    const different = new Set<string>();
    for (const entry of titles) {
      const told = this.titles.get(entry.ratingKey)?.entry;
      if (!(told ? isEqual(told, entry) : isSameTitle(index, entry))) different.add(entry.ratingKey);
    }
    for (const entry of files) {
      const told = this.files.get(entry.ratingKey)?.entry;
      if (!(told ? isEqual(told, entry) : isSameItem(index, entry))) different.add(entry.ratingKey);
    }
    const isWanted = ({ ratingKey }: { readonly ratingKey: string }): boolean =>
      different.has(ratingKey) && keyNumber(ratingKey) !== undefined;
    return { titles: titles.filter(isWanted), files: files.filter(isWanted) };
  }

  /** All of it as one segment; `null` when there is nothing. */
  async segment(slices: Slices): Promise<Segment | null> {
    if (this.titles.size + this.files.size === 0) return null;
    const builder = new SegmentBuilder();
    const [titles, files] = [[...this.titles.values()], [...this.files.values()]];
    for (let at = 0; at < titles.length; at += piece) {
      builder.addTitles(titles.slice(at, at + piece).map(({ entry }) => entry));
      await slices.restIfDue();
    }
    for (let at = 0; at < files.length; at += piece) {
      builder.addFiles(files.slice(at, at + piece).map(({ entry }) => entry));
      await slices.restIfDue();
    }
    return slices.finish(builder.finish());
  }
}

const isEqual = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);
