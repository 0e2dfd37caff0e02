import type { LibrarySection } from '../../domain/library-section.ts';
import type { ServerSettings } from '../../domain/settings.ts';
import type { ServerWatch } from '../server-watch.ts';
import { askNews } from './ask-news.ts';
import type { KnownLibrary } from './known-library.ts';
import { fileKind, type LibraryList } from './lists.ts';
import type { Slices } from './slices.ts';

/** Milliseconds between two questions for news of one library, unless something was heard. */
const askAgainMs = 5_000;
/** After this a library is read anew whatever its length is. */
const oldMs = 7 * 86_400_000;
/** Files may give their items times to come; what is believed of them must not hide what comes before. */
const aheadMs = 86_400_000;
/** News that are kept beside what was read, before it is read anew. */
const mostNews = 5_000;

interface Deps {
  readonly servers: Pick<ServerWatch, 'use'>;
  readonly slices: Slices;
  readonly now: () => number;
}

export interface Refreshed {
  /** Something is to be saved. */
  readonly hasNews: boolean;
  /** Keys of libraries that can't be what they were when they were read: their length tells, or their age. */
  readonly stale: readonly string[];
}

/** Asks the libraries of a server for their news, none of them too often, and one only once at a time. */
export class Refresher {
  readonly #deps: Deps;
  readonly #askedAtMs = new Map<string, number>();
  readonly #asking = new Map<string, Promise<unknown>>();
  readonly #stale = new Set<string>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** There may be news in this library, `null`: in any: the next question is asked. */
  heard(sectionKey: string | null): void {
    if (sectionKey === null) this.#askedAtMs.clear();
    else this.#askedAtMs.delete(sectionKey);
  }

  /** It was read anew. */
  wasRead(sectionKey: string): void {
    this.#stale.delete(sectionKey);
  }

  /** Throws `OperationError` when the server can't be asked. */
  async refresh(
    known: KnownLibrary,
    server: ServerSettings,
    sections: readonly LibrarySection[],
    signal: AbortSignal,
  ): Promise<Refreshed> {
    const wanted = sections.filter(({ type }) => fileKind(type) !== undefined);
    try {
      const answers = await Promise.all(wanted.map((section) => this.#ask(known, server, section, signal)));
      const stale = wanted.map(({ key }) => key).filter((key) => this.#isStale(known, key));
      return { hasNews: answers.includes(true), stale };
    } finally {
      await known.settle(this.#deps.slices);
    }
  }

  #isStale(known: KnownLibrary, sectionKey: string): boolean {
    const mark = known.mark(sectionKey);
    return !mark || Math.abs(this.#deps.now() - mark.readAtMs) > oldMs || this.#stale.has(sectionKey);
  }

  async #ask(
    known: KnownLibrary,
    server: ServerSettings,
    { key, type }: LibrarySection,
    signal: AbortSignal,
  ): Promise<boolean> {
    await this.#asking.get(key)?.catch(() => undefined); // whoever asked that is told
    const kind = fileKind(type);
    const askedAtMs = this.#askedAtMs.get(key);
    const wasAsked = askedAtMs !== undefined && Math.abs(this.#deps.now() - askedAtMs) < askAgainMs;
    if (wasAsked || !kind || !known.mark(key)) return false;
    this.#askedAtMs.set(key, this.#deps.now());
    const asked = this.#learn(known, server, { sectionKey: key, kind }, signal);
    this.#asking.set(key, asked);
    try {
      return await asked;
    } catch (error) {
      this.#askedAtMs.delete(key);
      throw error;
    } finally {
      this.#asking.delete(key);
    }
  }

  async #learn(
    known: KnownLibrary,
    server: ServerSettings,
    list: LibraryList,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { servers, now } = this.#deps;
    const { sectionKey } = list;
    const asked = await askNews(list, known, (work) => servers.use(server, 'plex.news', work), signal);
    const { news, newestMs, total, isEndless } = asked;
    known.take(news, now());
    const moved = !isEndless && known.seen(sectionKey, Math.min(newestMs, now() + aheadMs));
    const mark = known.mark(sectionKey);
    const isOff = !mark?.isSure || (total !== null && total !== mark.count);
    if (isEndless || isOff || known.newsCount > mostNews) this.#stale.add(sectionKey);
    else this.#stale.delete(sectionKey);
    return moved || news.titles.length + news.files.length > 0;
  }
}
