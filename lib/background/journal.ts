import type { Download } from '../domain/download.ts';
import { happeningsOf, type JournalEntry, mostDownloads, withHappenings } from '../domain/journal.ts';
import type { JournalStore } from '../ports/journal-store.ts';

/** Many things happen within a moment, and each write stores many of them. */
const writeAfterMs = 500;

interface Deps {
  readonly store: JournalStore;
  readonly now: () => number;
  readonly later: (run: () => void, delayMs: number) => () => void;
}

/**
 * What happened to downloads, told to the person and written into reports. It follows the downloads and never stands
 * in their way: what can't be stored is not told, and that is all.
 */
export class Journal {
  #deps: Deps;
  #entries = new Map<string, JournalEntry>();
  #changed = new Set<string>();
  #opened: Promise<void> | undefined;
  #isWriting = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** A download has changed. */
  note(before: Download | undefined, after: Download): void {
    const more = happeningsOf(before, after, this.#deps.now());
    if (more.length === 0) return;
    const entry = this.#entries.get(after.id) ?? { id: after.id, events: [] };
    this.#entries.delete(after.id); // the newest goes to the end
    this.#entries.set(after.id, withHappenings(entry, more));
    this.#changed.add(after.id);
    this.#writeSoon();
  }

  /** What happened to each download, the one with the newest news last. */
  async read(): Promise<readonly JournalEntry[]> {
    await this.#open();
    return [...this.#entries.values()];
  }

  #open(): Promise<void> {
    this.#opened ??= this.#load();
    return this.#opened;
  }

  async #load(): Promise<void> {
    const stored = await this.#deps.store.load().catch(() => []);
    const noted = this.#entries;
    const byTime = [...stored].sort((a, b) => lastMs(a) - lastMs(b));
    this.#entries = new Map(byTime.map((entry) => [entry.id, entry]));
    for (const [id, { events }] of noted) {
      const known = this.#entries.get(id) ?? { id, events: [] };
      this.#entries.delete(id);
      this.#entries.set(id, withHappenings(known, events));
    }
  }

  #writeSoon(): void {
    if (this.#isWriting) return;
    this.#isWriting = true;
    this.#deps.later(() => {
      void this.#write().finally(() => {
        this.#isWriting = false;
        if (this.#changed.size > 0) this.#writeSoon();
      });
    }, writeAfterMs);
  }

  async #write(): Promise<void> {
    await this.#open();
    for (const id of this.#entries.keys()) {
      if (this.#entries.size <= mostDownloads) break;
      this.#entries.delete(id);
      this.#changed.add(id);
    }
    const changed = this.#changed;
    this.#changed = new Set();
    await this.#deps.store.save(this.#entries, changed).catch(() => undefined); // told in this worker's life only
  }
}

const lastMs = ({ events }: JournalEntry): number => events.at(-1)?.atMs ?? 0;
