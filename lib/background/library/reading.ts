import type { LibrarySection } from '../../domain/library-section.ts';
import type { StoredPage } from '../../ports/library-store.ts';
import type { ListWindow } from '../../ports/plex-server.ts';
import { hasFiles, isSameList, type LibraryList, listsOf } from './lists.ts';
import type { PageHead } from './schemas.ts';

/** Entries that a page has in common with the one before it: what tells that nothing was missed between them. */
const overlap = 20;
/** How often a list that changes while it is read is read again. */
const mostRounds = 2;
export const pageSizes = { usual: 1000, slow: 200 } as const;

interface Progress {
  readonly list: LibraryList;
  round: number;
  /** Position behind the last entry read. */
  reached: number;
  total: number | null;
  /** Entries that the next page has in common with the last one, and their keys as far as they can be read. */
  shared: number;
  tail: readonly string[];
  /** All entries of the last page could be read. */
  isReadable: boolean;
  changed: boolean;
  done: boolean;
  newestMs: number;
}

export type NextPage = Pick<PageHead, 'sectionKey' | 'kind' | 'round' | 'start' | 'asked'> & {
  readonly window: ListWindow;
};

/**
 * How far a reading of libraries is. Told the same pages in the same order, it is in the same state: so one that
 * ended in the middle is taken up from the pages that were stored.
 *
 * Pages overlap. As long as each holds the end of the one before, nothing between them was missed, whatever was added
 * or deleted; a list that moved is read again all the same, at most twice, and counts as uncertain after that.
 */
export class LibraryReading {
  readonly begunAtMs: number;
  /** Only these libraries; `null`: all of them. */
  readonly sections: readonly string[] | null;
  pageSize: number = pageSizes.usual;
  #lists: readonly LibraryList[] = [];
  #progress: Progress[] = [];

  constructor(begunAtMs: number, sections: readonly string[] | null) {
    this.begunAtMs = begunAtMs;
    this.sections = sections;
  }

  /** The libraries to read, as they are now. What was read of others counts for nothing. */
  plan(sections: readonly LibrarySection[]): void {
    this.#lists = listsOf(sections);
  }

  /** First a page of each list, since they tell how much there is; then one list after the other. */
  next(): NextPage | null {
    const open = this.#planned().filter(({ done }) => !done);
    const progress = open.find(({ reached }) => reached === 0) ?? open[0];
    if (!progress) return null;
    const { list, round } = progress;
    const start = nextStart(progress);
    const window = { kind: list.kind, start, size: this.pageSize };
    return { ...list, round, start, asked: this.pageSize, window };
  }

  /** A page of the list it belongs to; any other than the next one is passed over. */
  take(head: PageHead, page: StoredPage): void {
    const progress = this.#of(head);
    const { round, start, asked, size, total, newestMs } = head;
    if (progress.done || round !== progress.round || start !== nextStart(progress)) return;
    const keys = (hasFiles(head.kind) ? page.files : page.titles).map(({ ratingKey }) => ratingKey);
    const isReadable = keys.length === size;
    const join = joinOf(progress.tail, keys, isReadable && progress.isReadable);
    const shrank = total !== null && progress.total !== null && total < progress.total;
    if (join !== 'exact' || shrank) progress.changed = true;
    const isStuck = start > 0 && start + size <= progress.reached;
    const isLast = size === 0 || (total === null ? size !== asked : start + size >= total);
    progress.total = total;
    progress.reached = start + size;
    progress.shared = Math.min(overlap, Math.floor(size / 2)); // all of a short page would lead nowhere
    progress.tail = progress.shared > 0 ? keys.slice(-progress.shared) : [];
    progress.isReadable = isReadable;
    progress.newestMs = Math.max(progress.newestMs, newestMs ?? 0);
    if (isStuck && !isLast) progress.changed = true;
    const isBroken = join === 'apart';
    if ((isLast || isStuck || isBroken) && progress.changed && round < mostRounds) beginAgain(progress);
    else progress.done = isLast || isStuck;
  }

  /** Whether a page is of the last round of its list, the one that counts. */
  counts({ round, ...list }: PageHead): boolean {
    return this.#lists.some((one) => isSameList(one, list)) && this.#of(list).round === round;
  }

  get done(): number {
    return this.#planned().reduce((sum, { reached }) => sum + reached, 0);
  }

  /** `null` while not every list has told its length. */
  get total(): number | null {
    const totals = this.#planned().map((one) => (one.done ? one.reached : one.total));
    return totals.reduce<number | null>(
      (sum, total) => (sum === null || total === null ? null : sum + total),
      0,
    );
  }

  /** Items known to be there so far. */
  get items(): number {
    return this.#planned().reduce((sum, one) => sum + Math.max(one.reached, one.total ?? 0), 0);
  }

  /** Of those, the ones that have files. */
  get itemsWithFiles(): number {
    return this.#planned()
      .filter(({ list }) => hasFiles(list.kind))
      .reduce((sum, one) => sum + Math.max(one.reached, one.total ?? 0), 0);
  }

  /** Length of a list that was read; not sure when it moved to the last. */
  lengthOf(list: LibraryList): { readonly count: number; readonly isSure: boolean } {
    const { changed, total, reached } = this.#of(list);
    return { count: total ?? reached, isSure: !changed };
  }

  /** When the newest item of a library was added or changed; 0 when none says. */
  newestOf(sectionKey: string): number {
    const own = this.#progress.filter(({ list }) => list.sectionKey === sectionKey);
    return Math.max(0, ...own.map(({ newestMs }) => newestMs));
  }

  #planned(): readonly Progress[] {
    return this.#lists.map((list) => this.#of(list));
  }

  #of({ sectionKey, kind }: LibraryList): Progress {
    const list = { sectionKey, kind };
    const known = this.#progress.find((one) => isSameList(one.list, list));
    if (known) return known;
    const fresh: Progress = {
      list,
      round: 0,
      reached: 0,
      total: null,
      shared: 0,
      tail: [],
      isReadable: true,
      changed: false,
      done: false,
      newestMs: 0,
    };
    this.#progress.push(fresh);
    return fresh;
  }
}

const nextStart = ({ reached, shared }: Progress): number => reached - shared;

function beginAgain(progress: Progress): void {
  progress.round++;
  progress.reached = 0;
  progress.shared = 0;
  progress.tail = [];
  progress.changed = false;
}

/**
 * How a page goes on from the end of the one before: exactly there; over it but shifted, so that something was added
 * or deleted before it; or apart from it, so that something between them may have been missed. Where entries could
 * not be read (not `isWhole`), fewer than expected are in common.
 */
function joinOf(
  tail: readonly string[],
  keys: readonly string[],
  isWhole: boolean,
): 'exact' | 'shifted' | 'apart' {
  const last = tail.at(-1);
  if (last === undefined) return 'exact';
  const common = keys.slice(0, keys.indexOf(last) + 1);
  const isEnd = common.every((key, at) => key === tail[tail.length - common.length + at]);
  if (isEnd && (isWhole ? common.length === tail.length : common.length > 0)) return 'exact';
  return keys.some((key) => tail.includes(key)) ? 'shifted' : 'apart';
}
