import type { InfoHash } from '../domain/info-hash.ts';
import type { WebUi } from '../ports/web-ui.ts';
import type { BadgeWords } from './badge-face.ts';
import { BadgeLayer } from './badge-layer.ts';
import { BadgeSheets } from './badge-style.ts';
import type { BadgeViews } from './badge-views.ts';
import type { DetailsAnswers } from './details-answers.ts';
import { DetailsMenu } from './details-menu.ts';
import { onThemeChange, standsOnDark } from './page-theme.ts';
import { onReader } from './row-question.ts';
import type { RowTorrents } from './row-torrents.ts';
import { RowWatch } from './row-watch.ts';
import { addCellStyle } from './traces.ts';
import { type Stretch, shownStretch, visibleRows } from './visible-rows.ts';

export interface AttachOptions {
  readonly document: Document;
  readonly webUi: WebUi;
  readonly list: Element;
  readonly words: BadgeWords;
  readonly views: BadgeViews;
  readonly torrents: RowTorrents;
  readonly answers: DetailsAnswers;
  /** The torrents in view, after every look. */
  readonly seen: (hashes: readonly InfoHash[]) => void;
  readonly used: (hash: InfoHash) => void;
  /** More is wanted about a torrent. */
  readonly ask: (hash: InfoHash) => void;
  /** Torrents in view that the page knows by these numbers only. */
  readonly missing: (sessionIds: readonly number[]) => void;
  /** Rows don't say which torrent they are, and the page's reader is not there. */
  readonly needsReader: () => void;
  /** There have been rows for a while, and none says which torrent it is. */
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
/** So long rows may be without a torrent before something is wrong; looked at again as often. */
const graceMs = 2_000;
const mostLooksInVain = 5;

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
  readonly #menu: DetailsMenu;
  readonly #rowWatch: RowWatch;
  /** All rows of the list, until it changes. */
  #rows: readonly Element[] | undefined;
  #isThemeKnown = false;
  #frame = 0;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;
  #unreadableSinceMs: number | undefined;
  #looksInVain = 0;

  constructor(options: AttachOptions) {
    const { document, webUi, list, words, views, torrents, answers, used, ask, signal } = options;
    const view = document.defaultView;
    if (!view) throw new Error('a document without a window is not shown');
    this.#options = options;
    this.#view = view;
    this.#scroller = webUi.scroller(document);
    const sheets = new BadgeSheets(view);
    this.#sheets = sheets;
    const viewOf = views.get.bind(views);
    const opensMenu = (hash: InfoHash, byKeyboard: boolean): void => this.#menu.open(hash, byKeyboard);
    this.#layer = new BadgeLayer({ document, webUi, torrents, sheets, words, viewOf, used, opensMenu });
    const anchorOf = this.#layer.badgeOf.bind(this.#layer);
    this.#menu = new DetailsMenu({
      document,
      sheets,
      words,
      answers,
      anchorOf,
      viewOf,
      ask,
      used,
    });
    this.#rowWatch = new RowWatch({
      list,
      webUi,
      scroller: this.#scroller,
      listChanged: () => {
        this.#rows = undefined;
        this.#looksInVain = 0;
        this.#rowsChanged();
      },
      identityChanged: () => this.#rowsChanged(),
      insideChanged: () => this.#insideChanged(),
    });
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
    const { document, list, webUi } = this.#options;
    const style = addCellStyle(document, webUi.nameBlock);
    const sizeWatch = new ResizeObserver(() => this.schedule());
    sizeWatch.observe(this.#scroller ?? list);
    document.addEventListener('scroll', (event) => this.#scrolled(event), {
      capture: true,
      passive: true,
      signal,
    });
    this.#view.addEventListener('resize', () => this.schedule(), { signal });
    onThemeChange(document, () => this.#themeChanged(), signal);
    onReader(document, () => this.schedule(), signal);
    signal.addEventListener('abort', () => {
      this.#view.cancelAnimationFrame(this.#frame);
      this.#rowWatch.end();
      sizeWatch.disconnect();
      clearTimeout(this.#quiet);
      clearTimeout(this.#grace);
      this.#menu.end();
      this.#layer.end();
      style.remove();
    });
    this.schedule();
  }

  /** Before the page is painted: a badge on a row that is now another torrent's is drawn anew or taken off. */
  #rowsChanged(): void {
    this.#layer.recheck();
    this.schedule();
  }

  #insideChanged(): void {
    if (this.#options.webUi.rewrites === 'row') this.#rowsChanged();
    else if (this.#layer.hasLostOne()) this.schedule();
  }

  #scrolled(event: Event): void {
    if (!(event.target instanceof Node && event.target.contains(this.#options.list))) return;
    this.#menu.follow(this.#shown());
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
    const { webUi, list, torrents, seen, lost } = this.#options;
    if (!list.isConnected) {
      lost();
      return;
    }
    this.#readTheme();
    this.#rows ??= webUi.rows(list);
    const stretch = this.#shown();
    const shown = visibleRows(this.#rows, stretch);
    const hashes = shown.flatMap((row) => torrents.hashOf(row) ?? []);
    this.#layer.lay(shown);
    this.#menu.follow(stretch);
    this.#rowWatch.watchInside(shown, this.#layer.cells());
    seen(hashes);
    this.#seeUnknown(shown.length - hashes.length, hashes.length === 0);
  }

  #shown(): Stretch {
    return shownStretch(this.#scroller, this.#view.innerHeight);
  }

  /** Rows whose torrent is not known (yet): asks for what is missing, and in a while looks again. */
  #seeUnknown(unknown: number, isAll: boolean): void {
    const { torrents, missing, needsReader, unreadable } = this.#options;
    const numbers = torrents.takeMissing();
    if (numbers.length > 0) missing(numbers);
    if (unknown === 0) {
      this.#unreadableSinceMs = undefined;
      return;
    }
    if (torrents.needsReader()) needsReader();
    const now = performance.now();
    if (!isAll) this.#unreadableSinceMs = undefined;
    else {
      this.#unreadableSinceMs ??= now;
      if (now - this.#unreadableSinceMs >= graceMs) unreadable();
    }
    clearTimeout(this.#grace);
    if (this.#looksInVain++ < mostLooksInVain) this.#grace = setTimeout(() => this.schedule(), graceMs);
  }
}
