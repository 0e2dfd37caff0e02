import type { LibraryStore, StoredPage } from '../../ports/library-store.ts';
import type { PageOfList } from './build-segments.ts';
import { LibraryReading } from './reading.ts';
import { keyOfNote, type PageHead, type ReadingNote, readNote } from './schemas.ts';
import type { Slices } from './slices.ts';

/** Up to so many items in all, the pages of a reading are kept in memory and nothing is stored. */
export const smallLibrary = 2_000;

/** What an earlier worker has left behind of a reading. */
export interface LeftBehind {
  readonly reading: LibraryReading | null;
  readonly stopped: boolean;
}

/**
 * The pages of a reading until all are there: in memory while it may be of a small server, in the store from then on,
 * where the next worker finds them.
 */
export class KeptPages {
  readonly #machineIdentifier: string;
  readonly #store: LibraryStore;
  /** `null` once they are in the store. */
  #inMemory: { readonly key: string; readonly page: StoredPage }[] | null = [];

  constructor(machineIdentifier: string, store: LibraryStore) {
    this.#machineIdentifier = machineIdentifier;
    this.#store = store;
  }

  get areStored(): boolean {
    return this.#inMemory === null;
  }

  /** Forgets those in memory; those in the store go with what is saved or removed there next. */
  reset(): void {
    this.#inMemory = [];
  }

  async drop(): Promise<void> {
    const wereStored = this.areStored;
    this.reset();
    if (wereStored) await this.#store.dropPages(this.#machineIdentifier);
  }

  async restore(slices: Slices): Promise<LeftBehind> {
    let reading: LibraryReading | null = null;
    let stopped = false;
    for await (const { key, page } of this.#store.loadPages(this.#machineIdentifier)) {
      const note = readNote(key);
      if (note?.note === 'begun') reading = new LibraryReading(note.atMs, note.sections);
      else if (note?.note === 'stopped') stopped = note.stopped;
      else if (note) reading?.take(note, page);
      await slices.restIfDue();
    }
    if (reading) this.#inMemory = null;
    return { reading, stopped };
  }

  /** Keeps a page before it counts: what counts must be there when all is put together. */
  async take(reading: LibraryReading, head: PageHead, page: StoredPage): Promise<void> {
    const [key, inMemory] = [keyOfNote({ note: 'page', ...head }), this.#inMemory];
    if (inMemory) inMemory.push({ key, page });
    else await this.#store.putPage(this.#machineIdentifier, key, page);
    reading.take(head, page);
    if (!inMemory || reading.items <= smallLibrary) return;
    await this.#store.dropPages(this.#machineIdentifier);
    const begun = keyOfNote({ note: 'begun', atMs: reading.begunAtMs, sections: reading.sections });
    for (const kept of [{ key: begun, page: { titles: [], files: [] } }, ...inMemory]) {
      if (this.#inMemory !== inMemory) return; // ended meanwhile, and its pages are dropped
      await this.#store.putPage(this.#machineIdentifier, kept.key, kept.page);
    }
    if (this.#inMemory === inMemory) this.#inMemory = null;
  }

  note(note: ReadingNote): Promise<void> {
    return this.#store.putPage(this.#machineIdentifier, keyOfNote(note), { titles: [], files: [] });
  }

  /** Those that count, in the order in which they came. */
  async *all(reading: LibraryReading): AsyncGenerator<PageOfList> {
    for await (const { key, page } of this.#inMemory ?? this.#store.loadPages(this.#machineIdentifier)) {
      const note = readNote(key);
      if (note?.note === 'page' && reading.counts(note)) yield { ...note, page };
    }
  }
}
