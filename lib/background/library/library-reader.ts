import { failureOf } from '../../domain/errors.ts';
import type { LibrarySection } from '../../domain/library-section.ts';
import type { ServerSettings } from '../../domain/settings.ts';
import type { LibraryStore } from '../../ports/library-store.ts';
import type { ListedPage } from '../../ports/plex-server.ts';
import type { ServerWatch } from '../server-watch.ts';
import { buildSegments } from './build-segments.ts';
import { groupsOf } from './groups.ts';
import { KeptPages } from './kept-pages.ts';
import type { FreshRead } from './known-library.ts';
import { fileKind } from './lists.ts';
import { LibraryReading, type NextPage, pageSizes } from './reading.ts';
import type { SectionMark } from './saved-library.ts';
import type { Slices } from './slices.ts';

/** Files that an index may hold: some 25 MiB. */
export const mostFiles = 500_000;

export interface ReaderDeps {
  readonly servers: Pick<ServerWatch, 'use' | 'sections'>;
  readonly store: LibraryStore;
  readonly slices: Slices;
  readonly now: () => number;
  /** Called for each page: the browser must not end the worker in the middle. */
  readonly keepAwake: () => void;
  /** The progress can be shown. */
  readonly changed: () => void;
}

export type ReadResult =
  /** `isSmall`: nothing of it was stored. `isWhole`: it was of all libraries. */
  | { readonly kind: 'read'; readonly fresh: FreshRead; readonly isSmall: boolean; readonly isWhole: boolean }
  | { readonly kind: 'too-large'; readonly items: number }
  /** Stopped, or not wanted any more. */
  | { readonly kind: 'ended' };

/**
 * Reads the libraries of one server page by page. Pages of all but small servers are stored as they come: a worker
 * that dies, a server that goes away and a person who stops it lose nothing but the page under way.
 */
export class LibraryReader {
  readonly #deps: ReaderDeps;
  #reading: LibraryReading | null = null;
  readonly #pages: KeptPages;
  #running: symbol | null = null;
  #stopped = false;

  constructor(machineIdentifier: string, deps: ReaderDeps) {
    this.#deps = deps;
    this.#pages = new KeptPages(machineIdentifier, deps.store);
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** The person has stopped it; it is gone on with only when the person wants it. */
  get isStopped(): boolean {
    return this.#stopped;
  }

  /** A reading that ended in the middle. */
  get isUnfinished(): boolean {
    return this.#reading !== null;
  }

  /** One that is not of all libraries. */
  get isPartial(): boolean {
    return this.#reading !== null && this.#reading.sections !== null;
  }

  /** Whether saving an index now would drop pages that are still needed. */
  get hasStoredPages(): boolean {
    return this.#reading !== null && this.#pages.areStored;
  }

  get progress(): { readonly done: number; readonly total: number | null } {
    return { done: this.#reading?.done ?? 0, total: this.#reading?.total ?? null };
  }

  /** Takes up what an earlier worker has left behind. */
  async restore(): Promise<void> {
    const { reading, stopped } = await this.#pages.restore(this.#deps.slices);
    this.#reading = reading;
    this.#stopped = stopped;
  }

  /** Reads these libraries, `null`: all; or goes on with what is unfinished. Throws `OperationError`. */
  async read(server: ServerSettings, sections: readonly string[] | null): Promise<ReadResult> {
    const { servers, now } = this.#deps;
    const run = Symbol(server.machineIdentifier);
    this.#running = run;
    try {
      await this.#setStopped(false);
      const reading = this.#reading ?? new LibraryReading(now(), sections);
      this.#reading = reading;
      const all = await servers.sections(server, AbortSignal.timeout(30_000), true);
      const wanted = all.filter(
        ({ key, type }) => fileKind(type) !== undefined && (reading.sections?.includes(key) ?? true),
      );
      reading.plan(wanted);
      for (let next = reading.next(); next; next = reading.next()) {
        if (this.#running !== run) return { kind: 'ended' };
        const page = await this.#ask(server, reading, next);
        if (this.#running !== run) return { kind: 'ended' };
        const { sectionKey, kind, round, start } = next;
        const { size, total, newestMs, titles, files } = page;
        const head = { sectionKey, kind, round, start, asked: reading.pageSize, size, total, newestMs };
        await this.#pages.take(reading, head, { titles, files });
        if (reading.itemsWithFiles > mostFiles) return { kind: 'too-large', items: reading.itemsWithFiles };
        this.#deps.changed();
      }
      return await this.#build(reading, wanted, run);
    } finally {
      if (this.#running === run) this.#running = null;
    }
  }

  /** Ends what is under way; it can be gone on with later. */
  async stop(): Promise<void> {
    this.#running = null;
    await this.#setStopped(true);
  }

  /** Ends what is under way for good; its pages, if there are any, are dropped with what is saved or removed next. */
  end(): void {
    this.#running = null;
    this.#reading = null;
    this.#pages.reset();
  }

  /** Ends what is under way for good, and drops its pages. */
  async discard(): Promise<void> {
    this.#running = null;
    this.#reading = null;
    await this.#pages.drop();
  }

  /** A page, asked for in smaller ones when the server is too slow or tells too much. */
  async #ask(server: ServerSettings, reading: LibraryReading, next: NextPage): Promise<ListedPage> {
    const { servers, keepAwake } = this.#deps;
    keepAwake();
    const list = (size: number): Promise<ListedPage> =>
      servers.use(server, 'plex.listLibrary', (plex) =>
        plex.listLibrary(next.sectionKey, { ...next.window, size }, new AbortController().signal),
      );
    try {
      return await list(next.asked);
    } catch (error) {
      const { code } = failureOf(error, 'plex.listLibrary');
      if ((code !== 'TIMED_OUT' && code !== 'TOO_LARGE') || next.asked <= pageSizes.slow) throw error;
      reading.pageSize = pageSizes.slow;
      return list(pageSizes.slow);
    }
  }

  async #build(
    reading: LibraryReading,
    sections: readonly LibrarySection[],
    run: symbol,
  ): Promise<ReadResult> {
    const isWhole = reading.sections === null;
    const sizeOf = ({ key, type }: LibrarySection) => countOf(reading, key, type).count;
    const groups = isWhole ? groupsOf(sections, sizeOf) : [sections.map(({ key }) => key)];
    const segments = await buildSegments(groups, this.#pages.all(reading), this.#deps.slices);
    if (this.#running !== run) return { kind: 'ended' };
    const parts = groups.map((group, at) => ({ sections: group, segment: segments[at] }));
    const marks = sections.map((section) => this.#mark(reading, section));
    return {
      kind: 'read',
      fresh: {
        begunAtMs: reading.begunAtMs,
        parts: parts.flatMap(({ segment, ...part }) =>
          segment && part.sections.length > 0 ? [{ ...part, segment }] : [],
        ),
        marks,
      },
      isSmall: !this.#pages.areStored,
      isWhole,
    };
  }

  /**
   * What was added or changed while the list was read may have been passed by. How long that took is known by our
   * clock, and when it was by the server's.
   */
  #mark(reading: LibraryReading, { key, type }: LibrarySection): SectionMark {
    const nowMs = this.#deps.now();
    const newestMs = Math.min(reading.newestOf(key), nowMs + 24 * 3_600_000);
    const tookMs = Math.max(0, nowMs - reading.begunAtMs);
    return {
      key,
      seenMs: Math.max(0, newestMs - tookMs),
      ...countOf(reading, key, type),
      readAtMs: reading.begunAtMs,
    };
  }

  async #setStopped(stopped: boolean): Promise<void> {
    if (this.#stopped === stopped) return;
    this.#stopped = stopped;
    await this.#pages.note({ note: 'stopped', stopped });
  }
}

/** Items with files of a library. */
function countOf(
  reading: LibraryReading,
  sectionKey: string,
  type: LibrarySection['type'],
): Pick<SectionMark, 'count' | 'isSure'> {
  const kind = fileKind(type);
  return kind ? reading.lengthOf({ sectionKey, kind }) : { count: 0, isSure: true };
}
