import type { BadgeView } from '../domain/badge.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import type { BadgeWords } from './badge-face.ts';
import type { BadgeSheets } from './badge-style.ts';
import type { DetailsAnswers } from './details-answers.ts';
import { viewDetails } from './details-view.ts';
import { MenuPanel } from './menu-panel.ts';
import type { Box } from './place-menu.ts';
import type { Stretch } from './visible-rows.ts';

/** The badge that a menu belongs to. */
export interface MenuAnchor {
  /** Where it is on the screen, and whether lines run from right to left there. */
  readonly box: Box;
  readonly isRtl: boolean;
  /** The name of the torrent as its row shows it. */
  readonly name: string;
  markMenu(isOpen: boolean): void;
  /** Gives the focus back to what opens the menu. */
  focusMenuControl(): void;
}

export interface MenuOptions {
  readonly document: Document;
  readonly sheets: BadgeSheets;
  readonly words: BadgeWords;
  readonly answers: DetailsAnswers;
  /** The badge on this torrent's row, as things are now. */
  readonly anchorOf: (hash: InfoHash) => MenuAnchor | undefined;
  readonly viewOf: (hash: InfoHash) => BadgeView | undefined;
  /** Asks the background for the torrent's details. */
  readonly ask: (hash: InfoHash) => void;
  /** One of its links was opened. */
  readonly used: (hash: InfoHash) => void;
}

interface Shown {
  readonly hash: InfoHash;
  readonly byKeyboard: boolean;
  readonly name: string;
  anchor: MenuAnchor;
  /** What the badge said when the background was asked. */
  view?: string;
  drawn?: string;
  isLate: boolean;
}

/** A question that nobody has answered for so long is taken for one without an answer; a later one is shown still. */
const lateMs = 15_000;

/**
 * The menu beside a badge: what there is to open, how it is known, and which files are in Plex. One for the page, for
 * one torrent at a time. It stays with that torrent's badge, and closes when the badge is gone or out of sight.
 */
export class DetailsMenu {
  readonly #options: MenuOptions;
  readonly #panel: MenuPanel;
  #shown: Shown | undefined;
  #late: ReturnType<typeof setTimeout> | undefined;

  constructor(options: MenuOptions) {
    this.#options = options;
    const { document, sheets, words } = options;
    this.#panel = new MenuPanel({
      document,
      sheets,
      direction: words.direction,
      closed: (hadFocus) => this.#closed(hadFocus),
      linkUsed: (event) => this.#linkUsed(event),
    });
  }

  open(hash: InfoHash, byKeyboard: boolean): void {
    const { answers, anchorOf, words } = this.#options;
    this.#panel.close();
    const anchor = anchorOf(hash);
    if (!anchor) return;
    const { name } = anchor;
    answers.forget();
    this.#shown = { hash, byKeyboard, name, anchor, isLate: false };
    anchor.markMenu(true);
    this.#panel.open(words.named(words.more, name));
    this.#refresh(this.#shown);
  }

  /** Run when the list was looked at or has moved. */
  follow(list: Stretch): void {
    const shown = this.#shown;
    if (!shown) return;
    const anchor = this.#options.anchorOf(shown.hash);
    if (!anchor || anchor.box.bottom <= list.top || anchor.box.top >= list.bottom) {
      this.#panel.close();
      return;
    }
    if (anchor !== shown.anchor) {
      shown.anchor.markMenu(false);
      anchor.markMenu(true);
      shown.anchor = anchor;
    }
    this.#refresh(shown);
  }

  end(): void {
    this.#panel.end();
  }

  #refresh(shown: Shown): void {
    const { document, answers, words } = this.#options;
    this.#askAgain(shown);
    const told = answers.of(shown.hash);
    if (told !== undefined) clearTimeout(this.#late);
    const details = told === undefined && shown.isLate ? null : told;
    const next = `${JSON.stringify(details)}`;
    if (next !== shown.drawn) {
      const wasLoading = shown.drawn === undefined || shown.drawn === 'undefined';
      shown.drawn = next;
      this.#panel.show(viewDetails(document, shown.name, details, words), wasLoading && shown.byKeyboard);
    }
    this.#panel.place(shown.anchor.box, shown.anchor.isRtl);
  }

  /** Once, and anew when the badge says something else than before. */
  #askAgain(shown: Shown): void {
    const view = JSON.stringify(this.#options.viewOf(shown.hash));
    if (view === shown.view) return;
    shown.view = view;
    clearTimeout(this.#late);
    this.#late = setTimeout(() => {
      shown.isLate = true;
      if (this.#shown === shown) this.#refresh(shown);
    }, lateMs);
    this.#options.ask(shown.hash);
  }

  #closed(hadFocus: boolean): void {
    const shown = this.#shown;
    if (!shown) return;
    this.#shown = undefined;
    clearTimeout(this.#late);
    shown.anchor.markMenu(false);
    if (hadFocus) this.#options.anchorOf(shown.hash)?.focusMenuControl();
  }

  /** The same care as for a badge's own link: a person did it, and the row is still the torrent it was. */
  #linkUsed(event: Event): void {
    const hash = this.#shown?.hash;
    if (!hash || !event.isTrusted || !this.#options.anchorOf(hash)) {
      event.preventDefault();
      if (event.isTrusted) this.#panel.close();
      return;
    }
    if (!(event instanceof MouseEvent)) return;
    const isClick = event.type === 'click';
    if (isClick && event.detail > 1)
      event.preventDefault(); // it would open a second tab
    else if (isClick || (event.type === 'auxclick' && event.button === 1)) this.#options.used(hash);
    if (isClick) setTimeout(() => this.#panel.close()); // not before the link was followed
  }
}
