import type { BadgeView } from '../domain/badge.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import { displayName } from '../domain/text.ts';
import type { WebUi } from '../ports/web-ui.ts';
import { type BadgeFace, type BadgeWords, faceOf } from './badge-face.ts';
import { BadgeRooms } from './badge-room.ts';
import type { BadgeSheets } from './badge-style.ts';
import type { RowTorrents } from './row-torrents.ts';
import { type ButtonOwner, ViewInPlexButton } from './view-in-plex-button.ts';

/** Buttons kept for rows that scroll into view: making a shadow root is the expensive part of a badge. */
const mostSpare = 60;

export interface LayerOptions {
  readonly document: Document;
  readonly webUi: WebUi;
  readonly torrents: RowTorrents;
  readonly sheets: BadgeSheets;
  readonly words: BadgeWords;
  readonly viewOf: (hash: InfoHash) => BadgeView | undefined;
  /** The link of a torrent was opened. */
  readonly used: (hash: InfoHash) => void;
  readonly opensMenu: (hash: InfoHash, byKeyboard: boolean) => void;
}

interface Wanted {
  readonly row: Element;
  readonly hash: InfoHash;
  readonly cell: Element;
  readonly face: BadgeFace;
}

/** The badges that lie on rows now, each drawn for the torrent that its row is. Others decide when to look. */
export class BadgeLayer implements ButtonOwner {
  readonly #options: LayerOptions;
  readonly #rooms: BadgeRooms;
  readonly #laid = new Map<Element, ViewInPlexButton>();
  readonly #spare: ViewInPlexButton[] = [];
  #focused: InfoHash | undefined;

  constructor(options: LayerOptions) {
    this.#options = options;
    this.#rooms = new BadgeRooms(options.webUi.badgeLapsOver !== true);
  }

  /** Lays badges on these rows and takes all others off. */
  lay(rows: readonly Element[]): void {
    const wanted = new Map<Element, Wanted>();
    for (const row of rows) {
      const want = this.#wantedOn(row);
      if (want) wanted.set(row, want);
    }
    for (const [row, button] of this.#laid) {
      if (!wanted.has(row) && !(button.hasFocus && this.#isRight(row, button))) this.#takeOff(row);
    }
    for (const { row, hash, cell, face } of wanted.values()) {
      const button = this.#laid.get(row) ?? this.#takeSpare(row);
      button.lieIn(cell);
      this.#draw(button, hash, face, cell);
    }
    this.#keepFocus();
  }

  /**
   * Corrects badges whose row has become another torrent's. Run after every change of rows, before the page can be
   * painted or clicked: a badge is never on the wrong torrent.
   */
  recheck(): void {
    for (const [row, button] of this.#laid) {
      if (this.#isRight(row, button)) continue;
      const want = row.isConnected ? this.#wantedOn(row) : undefined;
      if (want) this.#draw(button, want.hash, want.face, want.cell);
      else this.#takeOff(row);
    }
    this.#keepFocus();
  }

  /** Takes all badges off for good. */
  end(): void {
    for (const row of this.#laid.keys()) this.#takeOff(row);
    this.#rooms.end();
  }

  /** The cells that badges were laid in. */
  cells(): readonly Element[] {
    return [...this.#laid.values()].flatMap(({ host }) => host.parentElement ?? []);
  }

  /** Has the page thrown a badge out, as qBittorrent 4 does when it rewrites a name, or put it elsewhere? */
  hasLostOne(): boolean {
    return [...this.#laid.values()].some((button) => !button.isInPlace);
  }

  hashUnder({ row, host }: ViewInPlexButton): InfoHash | undefined {
    return row?.contains(host) ? this.#options.torrents.hashOf(row) : undefined;
  }

  used(button: ViewInPlexButton): void {
    if (button.hash) this.#options.used(button.hash);
  }

  opensMenu({ hash }: ViewInPlexButton, byKeyboard: boolean): void {
    if (hash) this.#options.opensMenu(hash, byKeyboard);
  }

  stale(): void {
    this.recheck();
  }

  /** The badge on the row that is this torrent's now. */
  badgeOf(hash: InfoHash): ViewInPlexButton | undefined {
    for (const [row, button] of this.#laid) {
      if (button.hash === hash && button.isInPlace && this.#isRight(row, button)) return button;
    }
    return undefined;
  }

  focusChanged(button: ViewInPlexButton): void {
    if (button.hasFocus) {
      this.#focused = button.hash;
      return;
    }
    // A badge loses the focus also when the page takes its row out and puts it back. Then it has been given back by
    // the time this runs; else somebody moved it on purpose.
    setTimeout(() => {
      if (!this.#hasFocus()) this.#focused = undefined;
    });
  }

  #isRight(row: Element, button: ViewInPlexButton): boolean {
    return row.isConnected && this.#options.torrents.hashOf(row) === button.hash;
  }

  #wantedOn(row: Element): Wanted | undefined {
    const { webUi, torrents, viewOf, words } = this.#options;
    const hash = torrents.hashOf(row);
    const view = hash && viewOf(hash);
    const face = view && faceOf(view, words);
    const cell = face && webUi.nameCell(row);
    return hash && face && cell ? { row, hash, cell, face } : undefined;
  }

  #draw(button: ViewInPlexButton, hash: InfoHash, face: BadgeFace, cell: Element): void {
    const { words } = this.#options;
    const label = face.hint && !face.href ? `${face.label}. ${face.hint}` : face.label;
    const torrent = displayName(cell.textContent ?? '');
    const menu = words.named(words.more, torrent);
    button.draw(hash, face, { torrent, label: words.named(label, torrent), menu });
  }

  #takeSpare(row: Element): ViewInPlexButton {
    const { document, sheets } = this.#options;
    const button = this.#spare.pop() ?? new ViewInPlexButton(document, sheets, this.#rooms, this);
    button.row = row;
    this.#laid.set(row, button);
    return button;
  }

  #takeOff(row: Element): void {
    const button = this.#laid.get(row);
    if (!button) return;
    this.#laid.delete(row);
    button.leave();
    if (this.#spare.length < mostSpare) this.#spare.push(button);
  }

  /** A virtual list takes its rows out and puts them back at every refresh; the focus would be lost each time. */
  #keepFocus(): void {
    const hash = this.#focused;
    if (!hash) return;
    const { document } = this.#options;
    const active = document.activeElement;
    const button = [...this.#laid.values()].find((candidate) => candidate.hash === hash);
    if (button?.hasFocus) return;
    const strayed = active === null || active === document.body || this.#isRowOfOurs(active);
    if (button && strayed) button.focus();
    else this.#focused = undefined;
  }

  #hasFocus(): boolean {
    return [...this.#laid.values()].some((button) => button.hasFocus);
  }

  #isRowOfOurs(element: Element): boolean {
    return this.#laid.has(element) || [...this.#laid.values()].some(({ host }) => host === element);
  }
}
