import type { InfoHash } from '../domain/info-hash.ts';
import type { WebUi } from '../ports/web-ui.ts';
import type { BadgeWords } from './badge-face.ts';
import { BadgeLayer } from './badge-layer.ts';
import { cellCss, cellMark } from './badge-room.ts';
import { BadgeSheets, badgeTag } from './badge-style.ts';
import type { BadgeViews } from './badge-views.ts';
import { onThemeChange, standsOnDark } from './page-theme.ts';
import { shownStretch, visibleRows } from './visible-rows.ts';

export interface AttachOptions {
  readonly document: Document;
  readonly webUi: WebUi;
  readonly list: Element;
  readonly words: BadgeWords;
  readonly views: BadgeViews;
  /** The torrents in view, after every look. */
  readonly seen: (hashes: readonly InfoHash[]) => void;
  readonly used: (hash: InfoHash) => void;
  /** There are rows, and none says which torrent it is. */
  readonly unreadable: () => void;
  /** The page has replaced its list. */
  readonly lost: () => void;
  /** Takes everything of ours out of the page again. */
  readonly signal: AbortSignal;
}

/**
 * A badge that is added to a table has the browser lay out the table anew: 19 ms for 1,000 rows of qBittorrent 4.5.
 * So a list of more rows than this gets its badges when it has stopped moving for the given time.
 */
const longList = 300;
const quietMs = 100;

/**
 * Keeps badges on the rows in view of one list. Returns a call for when there is news about torrents.
 *
 * What the page does is noticed by observers and looked at once per frame; in a page where nothing happens nothing
 * runs. Only a row that becomes another torrent's is dealt with at once.
 */
export function attach(options: AttachOptions): () => void {
  const attachment = new Attachment(options);
  return () => attachment.schedule();
}

class Attachment {
  readonly #options: AttachOptions;
  readonly #view: Window & typeof globalThis;
  readonly #scroller: Element | null;
  readonly #sheets: BadgeSheets;
  readonly #layer: BadgeLayer;
  readonly #cellWatch: MutationObserver;
  #watchedCells: readonly Element[] = [];
  /** All rows of the list, until it changes. */
  #rows: readonly Element[] | undefined;
  #isThemeKnown = false;
  #frame = 0;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(options: AttachOptions) {
    const { document, webUi, words, views, used, signal } = options;
    const view = document.defaultView;
    if (!view) throw new Error('a document without a window is not shown');
    this.#options = options;
    this.#view = view;
    this.#scroller = webUi.scroller(document);
    this.#sheets = new BadgeSheets(view);
    const viewOf = views.get.bind(views);
    this.#layer = new BadgeLayer({ document, webUi, sheets: this.#sheets, words, viewOf, used });
    this.#cellWatch = new MutationObserver(() => this.#layer.hasLostOne() && this.schedule());
    this.#start(signal);
  }

  /** Looks at the list in the next frame; many calls make one look. */
  schedule(): void {
    if (this.#frame || this.#options.signal.aborted) return;
    this.#frame = this.#view.requestAnimationFrame(() => {
      this.#frame = 0;
      this.#look();
    });
  }

  #start(signal: AbortSignal): void {
    const { document, list } = this.#options;
    const style = addCellStyle(document);
    const rowWatch = this.#watchRows(list);
    const sizeWatch = new ResizeObserver(() => this.schedule());
    sizeWatch.observe(this.#scroller ?? list);
    document.addEventListener('scroll', (event) => this.#scrolled(event), {
      capture: true,
      passive: true,
      signal,
    });
    this.#view.addEventListener('resize', () => this.schedule(), { signal });
    onThemeChange(document, () => this.#themeChanged(), signal);
    signal.addEventListener('abort', () => {
      this.#view.cancelAnimationFrame(this.#frame);
      for (const watch of [...rowWatch, this.#cellWatch]) watch.disconnect();
      sizeWatch.disconnect();
      clearTimeout(this.#quiet);
      this.#layer.end();
      style.remove();
    });
    this.schedule();
  }

  /**
   * Two observers, since one can't have both: rows that come and go are children of the list, their identity is an
   * attribute below it, and the text that a busy page rewrites all the time is neither.
   */
  #watchRows(list: Element): readonly MutationObserver[] {
    const children = new MutationObserver(() => {
      this.#rows = undefined;
      this.#rowsChanged();
    });
    children.observe(list, { childList: true });
    const identities = new MutationObserver(() => this.#rowsChanged());
    const attributeFilter = [...this.#options.webUi.rowIdentityAttributes];
    identities.observe(list, { subtree: true, attributeFilter });
    return [children, identities];
  }

  #rowsChanged(): void {
    this.#layer.recheck();
    this.schedule();
  }

  #scrolled(event: Event): void {
    if (!(event.target instanceof Node && event.target.contains(this.#options.list))) return;
    clearTimeout(this.#quiet);
    const rows = this.#rows?.length ?? 0;
    if (rows > longList) this.#quiet = setTimeout(() => this.schedule(), quietMs);
    else this.schedule();
  }

  #themeChanged(): void {
    this.#isThemeKnown = false;
    this.schedule();
  }

  #readTheme(): void {
    if (this.#isThemeKnown) return;
    this.#isThemeKnown = true;
    this.#sheets.useDark(standsOnDark(this.#scroller ?? this.#options.list));
  }

  #look(): void {
    const { webUi, list, seen, unreadable, lost } = this.#options;
    if (!list.isConnected) {
      lost();
      return;
    }
    this.#readTheme();
    this.#rows ??= webUi.rows(list);
    const shown = visibleRows(this.#rows, shownStretch(this.#scroller, this.#view.innerHeight));
    const hashes = shown.flatMap((row) => webUi.infoHashOf(row) ?? []);
    this.#layer.lay(shown);
    this.#watchCells();
    seen(hashes);
    if (shown.length > 0 && hashes.length === 0) unreadable();
  }

  /** Notices a badge that the page throws out; only the cells in view are watched. */
  #watchCells(): void {
    const cells = this.#layer.cells();
    const same =
      cells.length === this.#watchedCells.length &&
      cells.every((cell, at) => cell === this.#watchedCells[at]);
    this.#cellWatch.takeRecords(); // what we did ourselves is no news
    if (same) return;
    this.#watchedCells = cells;
    this.#cellWatch.disconnect();
    for (const cell of cells) this.#cellWatch.observe(cell, { childList: true });
  }
}

function addCellStyle(document: Document): HTMLStyleElement {
  const style = document.createElement('style');
  style.dataset.marquee = '';
  style.textContent = cellCss;
  document.head.append(style);
  return style;
}

/** Takes out what an older script left behind when its extension was updated under it. */
export function removeLeftovers(document: Document): void {
  for (const left of document.querySelectorAll(`${badgeTag}, style[data-marquee]`)) left.remove();
  for (const cell of document.querySelectorAll(`[${cellMark}]`)) cell.removeAttribute(cellMark);
}
