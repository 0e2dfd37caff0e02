import type { WebUi } from '../ports/web-ui.ts';

export interface RowWatchOptions {
  readonly list: Element;
  readonly webUi: WebUi;
  readonly scroller: Element | null;
  /** Rows came, went or changed places. */
  readonly listChanged: () => void;
  /** A row may now be another torrent's. */
  readonly identityChanged: () => void;
  /** A row or its name cell was rewritten and may have lost its badge. */
  readonly insideChanged: () => void;
}

/**
 * Watches a list without hearing all that a busy page rewrites: rows that come and go are children of the list, their
 * identity is an attribute below it, and what happens inside rows is heard only for those with a badge.
 */
export class RowWatch {
  readonly #options: RowWatchOptions;
  readonly #inner: MutationObserver;
  readonly #outer: readonly MutationObserver[];
  #watched: readonly Element[] = [];

  constructor(options: RowWatchOptions) {
    const { list, webUi, scroller, listChanged, identityChanged, insideChanged } = options;
    this.#options = options;
    this.#inner = new MutationObserver(insideChanged);
    const children = new MutationObserver(listChanged);
    children.observe(list, { childList: true });
    // some pages make the whole table anew: what is between the scroller and the list loses a child then
    for (let outer = list.parentElement; scroller?.contains(outer); outer = outer?.parentElement ?? null) {
      if (outer) children.observe(outer, { childList: true });
    }
    const identities = new MutationObserver(identityChanged);
    const attributeFilter = [...webUi.rowIdentityAttributes];
    if (attributeFilter.length > 0) identities.observe(list, { subtree: true, attributeFilter });
    this.#outer = [children, identities];
  }

  /** These rows, with badges in these cells, are the ones to watch inside. What was done to them until now is no news. */
  watchInside(rows: readonly Element[], cells: readonly Element[]): void {
    const whole = this.#options.webUi.rewrites === 'row';
    const next = whole ? rows : cells;
    const { length } = this.#watched;
    this.#inner.takeRecords();
    if (next.length === length && next.every((element, at) => element === this.#watched[at])) return;
    this.#watched = next;
    this.#inner.disconnect();
    const what = whole ? { childList: true, characterData: true, subtree: true } : { childList: true };
    for (const element of next) this.#inner.observe(element, what);
  }

  end(): void {
    for (const observer of [...this.#outer, this.#inner]) observer.disconnect();
  }
}
