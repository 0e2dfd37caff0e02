import { type ErrorCode, failureOf } from '../../domain/errors.ts';
import type { LibrarySection } from '../../domain/library-section.ts';
import type { LibraryState } from '../../domain/library-state.ts';
import type { ServerSettings } from '../../domain/settings.ts';
import type { LibraryIndex } from '../../matching/library-index.ts';
import type { Log } from '../../ports/log.ts';
import { mostGroups } from './groups.ts';
import { smallLibrary } from './kept-pages.ts';
import { KnownLibrary } from './known-library.ts';
import { LibraryReader, type ReaderDeps, type ReadResult } from './library-reader.ts';
import { Refresher } from './refresher.ts';
import { readSaved, type SavedExcess } from './saved-library.ts';

/** Milliseconds. */
const wait = {
  /** After a reading that failed, before it is gone on with. */
  failed: 60_000,
  /** Between two readings of one library because its length is not what it should be. */
  again: 3_600_000,
  /** Before a library that was too large is looked at again. */
  tooLarge: 86_400_000,
  /** Before news are saved: several come at once. */
  save: 10_000,
} as const;

export interface ServerLibraryDeps extends ReaderDeps {
  readonly later: (run: () => void, delayMs: number) => () => void;
  readonly log: Log;
}

/** The libraries of one server: what is known of them, how it becomes known, and how it stays true. */
export class ServerLibrary {
  readonly #id: string;
  readonly #deps: ServerLibraryDeps;
  readonly #reader: LibraryReader;
  readonly #refresher: Refresher;
  #known: KnownLibrary | null = null;
  /** Something is stored; of a small library nothing is. */
  #isStored = false;
  #isSmall = false;
  #excess: SavedExcess | null = null;
  #failure: { readonly code: ErrorCode; readonly atMs: number } | null = null;
  #isForgotten = false;
  #loaded: Promise<void> | null = null;
  #restored: Promise<void> | null = null;
  #cancelSave: (() => void) | null = null;
  readonly #begunAtMs = new Map<string, number>();

  constructor(machineIdentifier: string, deps: ServerLibraryDeps) {
    this.#id = machineIdentifier;
    this.#deps = deps;
    this.#reader = new LibraryReader(machineIdentifier, deps);
    this.#refresher = new Refresher(deps);
  }

  /** As far as it is known without waiting; what an earlier worker saved is looked for meanwhile. */
  get state(): LibraryState {
    if (!this.#restored) void this.#restore().then(this.#deps.changed);
    if (this.#reader.isRunning) return { kind: 'reading', ...this.#reader.progress };
    if (this.#known) return { kind: 'ready', items: this.#known.items, readAtMs: this.#known.readAtMs };
    if (this.#excess) return { kind: 'too-large', items: this.#excess.items };
    if (this.#reader.isStopped) return { kind: 'stopped' };
    return this.#failure ? { kind: 'failed', code: this.#failure.code } : { kind: 'unread' };
  }

  async index(server: ServerSettings): Promise<LibraryIndex | null> {
    await this.#load();
    void this.#goOn(server);
    return this.#known?.index ?? null;
  }

  async refresh(
    server: ServerSettings,
    sections: readonly LibrarySection[],
    signal: AbortSignal,
  ): Promise<LibraryIndex | null> {
    await this.index(server);
    const known = this.#known;
    if (!known) return null;
    const there = await this.#deps.servers.sections(server, signal);
    const mixed = known.forgetSections((key) => there.some((section) => section.key === key));
    const { hasNews, stale } = await this.#refresher.refresh(known, server, sections, signal);
    if (hasNews) this.#saveLater();
    this.#readAgain(server, [...stale, ...mixed]);
    return known.index;
  }

  /** `isSure`: they are gone. Otherwise they may be there and other than they were. */
  async drop(ratingKeys: readonly string[], isSure: boolean): Promise<void> {
    await this.#load();
    if (!this.#known?.drop(ratingKeys, this.#deps.now(), isSure)) return;
    this.#refresher.heard(null);
    this.#saveLater();
  }

  /** There may be news in this library, `null`: in any. */
  heard(sectionKey: string | null): void {
    this.#refresher.heard(sectionKey);
  }

  async read(server: ServerSettings): Promise<void> {
    await this.#restore();
    if (this.#reader.isRunning) return;
    if (this.#reader.isPartial) await this.#reader.discard();
    this.#excess = null;
    this.#begin(server, null);
  }

  /** What is known stays known, and of a first reading the pages: it can be gone on with. */
  async stop(): Promise<void> {
    await this.#restore();
    if (this.#known) await this.#reader.discard();
    else await this.#reader.stop();
    this.#failure = null;
    this.#deps.changed();
  }

  /** Nothing is known of it from then on, nor written. */
  async forget(): Promise<void> {
    this.#isForgotten = true;
    this.#cancelSave?.();
    this.#known = null;
    this.#reader.end();
    await this.#deps.store.remove(this.#id);
  }

  /** What was saved. That there are pages of an unfinished reading takes longer to find out, and nobody waits for it. */
  #load(): Promise<void> {
    this.#loaded ??= this.#loadSaved().catch(() => this.#deps.log('libraries.load.failed'));
    return this.#loaded;
  }

  async #loadSaved(): Promise<void> {
    const saved = readSaved(await this.#deps.store.load(this.#id));
    this.#isStored = saved !== null;
    if (saved?.kind === 'too-large') this.#excess = saved;
    else if (saved) this.#known = await KnownLibrary.load(saved, this.#deps.slices);
  }

  #restore(): Promise<void> {
    this.#restored ??= this.#load()
      .then(() => this.#reader.restore())
      .catch(() => this.#deps.log('libraries.restore.failed'));
    return this.#restored;
  }

  /** Begins the reading that is needed, or goes on with it. */
  async #goOn(server: ServerSettings): Promise<void> {
    await this.#restore();
    if (this.#reader.isStopped || this.#isResting()) return;
    if (!this.#known || this.#reader.isUnfinished) this.#begin(server, null);
  }

  #isResting(): boolean {
    const isRecent = (atMs: number | undefined, ms: number): boolean =>
      atMs !== undefined && Math.abs(this.#deps.now() - atMs) < ms;
    return isRecent(this.#failure?.atMs, wait.failed) || isRecent(this.#excess?.atMs, wait.tooLarge);
  }

  /** In the background, and each library at most once an hour. */
  #readAgain(server: ServerSettings, stale: readonly string[]): void {
    const known = this.#known;
    if (!known || this.#isResting()) return;
    const due = stale.filter((key) => {
      const lastMs = Math.max(known.mark(key)?.readAtMs ?? 0, this.#begunAtMs.get(key) ?? 0);
      return Math.abs(this.#deps.now() - lastMs) >= wait.again;
    });
    if (due.length === 0) return;
    const parts = known.parts.filter(({ sections }) => sections.some((key) => due.includes(key)));
    const together = [...new Set([...due, ...parts.flatMap(({ sections }) => sections)])];
    const isMany = known.parts.length - parts.length >= mostGroups;
    this.#begin(server, isMany ? null : together);
  }

  #begin(server: ServerSettings, sections: readonly string[] | null): void {
    if (this.#reader.isRunning || this.#isForgotten) return;
    this.#failure = null;
    for (const key of sections ?? []) this.#begunAtMs.set(key, this.#deps.now());
    void this.#read(server, sections);
    this.#deps.changed();
  }

  async #read(server: ServerSettings, sections: readonly string[] | null): Promise<void> {
    try {
      await this.#learn(await this.#reader.read(server, sections));
    } catch (error) {
      const { code } = failureOf(error, 'libraries.read');
      this.#failure = { code, atMs: this.#deps.now() };
      this.#deps.log('libraries.read.failed', { code });
    }
    this.#deps.changed();
  }

  async #learn(result: ReadResult): Promise<void> {
    if (result.kind === 'ended' || this.#isForgotten) return;
    const { now, slices } = this.#deps;
    this.#excess = null;
    this.#reader.end();
    if (result.kind === 'too-large') {
      this.#known = null;
      this.#excess = { version: 1, kind: 'too-large', items: result.items, atMs: now() };
      await this.#store();
      return;
    }
    const { fresh, isSmall, isWhole } = result;
    const known = this.#known ?? new KnownLibrary(fresh, now());
    if (this.#known) known.replace(fresh, now());
    if (isWhole) known.forgetSections((key) => fresh.marks.some((mark) => mark.key === key));
    await known.settle(slices);
    if (this.#isForgotten) return;
    this.#known = known;
    this.#isSmall = (isWhole ? isSmall : this.#isSmall) && known.items <= smallLibrary;
    for (const { key } of fresh.marks) this.#refresher.wasRead(key);
    await this.#store();
  }

  /** What can't be saved is known until this worker ends. */
  async #store(): Promise<void> {
    const { store, log } = this.#deps;
    const saved = this.#excess ?? (this.#isSmall ? null : this.#known?.save());
    try {
      if (saved) await store.save(this.#id, saved);
      else if (this.#isStored) await store.remove(this.#id);
      this.#isStored = saved !== null;
    } catch {
      log('libraries.save.failed');
    }
  }

  /** News that are not saved are told again, since the times up to which all is known are saved with them. */
  #saveLater(): void {
    this.#cancelSave ??= this.#deps.later(() => {
      this.#cancelSave = null;
      const isBusy = this.#reader.isRunning || this.#reader.hasStoredPages; // saving drops the pages
      if (this.#known && !this.#isForgotten && !isBusy) void this.#store();
    }, wait.save);
  }
}
