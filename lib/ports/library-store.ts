import type { FileEntry, TitleEntry } from '../domain/library-entry.ts';

/** A page of a library that is being read, kept until all of it was. */
export interface StoredPage {
  readonly titles: readonly TitleEntry[];
  readonly files: readonly FileEntry[];
}

/**
 * What is known of the libraries of each server: derived knowledge, which may be lost at any time. Whatever can't be
 * read back as it was written is `null` or left out. Fails with `OperationError` `STORAGE_BROKEN`.
 */
export interface LibraryStore {
  /** Plain data with typed arrays in it; whoever saved it checks its version. */
  load(machineIdentifier: string): Promise<unknown>;
  /** Replaces what was saved, and drops the pages of the reading that led to it, in one write. */
  save(machineIdentifier: string, index: unknown): Promise<void>;
  /** How far a reading got, with all its pages in the order they were put. */
  loadPages(machineIdentifier: string): AsyncIterable<{ readonly key: string; readonly page: StoredPage }>;
  putPage(machineIdentifier: string, key: string, page: StoredPage): Promise<void>;
  dropPages(machineIdentifier: string): Promise<void>;
  /** Everything of a server that was removed. */
  remove(machineIdentifier: string): Promise<void>;
}
