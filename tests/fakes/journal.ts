import type { JournalEntry } from '../../lib/domain/journal.ts';
import type { JournalStore } from '../../lib/ports/journal-store.ts';

/** A journal's store in memory; `saves` counts what was written. */
export function memoryJournal(initial: readonly JournalEntry[] = []): JournalStore & {
  value: JournalEntry[];
  saves: number;
} {
  const store = {
    value: [...initial],
    saves: 0,
    load: async () => store.value,
    save: async (all: ReadonlyMap<string, JournalEntry>) => {
      store.saves++;
      store.value = structuredClone([...all.values()]);
    },
  };
  return store;
}
