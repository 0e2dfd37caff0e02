import type { JournalEntry } from '../domain/journal.ts';

/** Keeps what happened to downloads. Losing it costs nothing but the telling. */
export interface JournalStore {
  load(): Promise<readonly JournalEntry[]>;
  /** Stores the entries of these downloads as `all` has them; those that are not in it any more are gone. */
  save(all: ReadonlyMap<string, JournalEntry>, changed: ReadonlySet<string>): Promise<void>;
}
