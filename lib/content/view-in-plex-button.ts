import type { InfoHash } from '../domain/info-hash.ts';
import type { BadgeFace } from './badge-face.ts';
import { type BadgeNames, BadgeParts } from './badge-parts.ts';
import { type BadgeRooms, cellMark } from './badge-room.ts';
import { type BadgeSheets, badgeTag } from './badge-style.ts';
import type { MenuAnchor } from './details-menu.ts';

/** What a button asks and tells; the row it lies on is known by whoever laid it there. */
export interface ButtonOwner {
  /** The torrent of the row under the button, read now. */
  hashUnder(button: ViewInPlexButton): InfoHash | undefined;
  /** The link was opened. */
  used(button: ViewInPlexButton): void;
  /** The person wants the menu. */
  opensMenu(button: ViewInPlexButton, byKeyboard: boolean): void;
  /** The row is no longer the torrent that was meant: nothing was opened. */
  stale(button: ViewInPlexButton): void;
  focusChanged(button: ViewInPlexButton): void;
}

/** What would select or start the torrent, or open the page's menu, if the page heard of it. */
const stopped = new Set([
  'touchstart',
  'touchend',
  'mousedown',
  'click',
  'auxclick',
  'dblclick',
  'keydown',
  'keyup',
  'dragstart',
  'contextmenu',
]);

/** What uses the badge: each reads anew which torrent the row is. */
const checked = new Set(['click', 'auxclick', 'keydown', 'dragstart', 'contextmenu']);

/**
 * The badge of one row. Clicks on its link and its buttons stay with them (they would select or start the torrent); the
 * link menu of the browser comes instead of the page's menu. Everything else goes through to the page.
 */
export class ViewInPlexButton implements MenuAnchor {
  readonly host: HTMLElement;
  row: Element | undefined;
  /** The torrent it is drawn for, and what the row calls it. */
  hash: InfoHash | undefined;
  name = '';
  readonly #owner: ButtonOwner;
  readonly #root: ShadowRoot;
  readonly #parts: BadgeParts;
  #cell: Element | undefined;
  #isMenuOpen = false;
  /** Was it open when the pointer went down? That has closed it. */
  #wasMenuOpen = false;
  /** The torrent that was under the pointer, or had the focus, when the person began. */
  #meant: InfoHash | undefined;

  constructor(document: Document, sheets: BadgeSheets, rooms: BadgeRooms, owner: ButtonOwner) {
    this.#owner = owner;
    this.host = document.createElement(badgeTag);
    this.#root = this.host.attachShadow({ mode: 'closed' });
    sheets.dress(this.#root);
    this.#parts = new BadgeParts(this.#root, rooms);
    for (const type of ['pointerdown', 'focus', 'blur', ...stopped]) {
      const passive = type.startsWith('touch');
      this.#root.addEventListener(type, (event) => this.#handle(event), { capture: true, passive });
    }
  }

  draw(hash: InfoHash, face: BadgeFace, names: BadgeNames): void {
    this.hash = hash;
    this.name = names.torrent;
    this.#parts.draw(face, names);
  }

  /** Last in the cell: qBittorrent takes a cell's first child for its own. */
  lieIn(cell: Element): void {
    if (this.host.parentNode === cell) return;
    this.#leaveCell();
    this.#cell = cell;
    cell.setAttribute(cellMark, '');
    cell.append(this.host);
    this.#parts.foresee();
  }

  /** Leaves its row; it may be laid on another one later. */
  leave(): void {
    this.#leaveCell();
    this.row = undefined;
    this.hash = undefined;
    this.#meant = undefined;
    this.markMenu(false);
  }

  /** Is it still where it was laid? */
  get isInPlace(): boolean {
    return this.#cell !== undefined && this.host.parentNode === this.#cell && this.host.isConnected;
  }

  get hasFocus(): boolean {
    return this.#root.activeElement !== null;
  }

  /** Takes the focus without scrolling; a plain text takes none. */
  focus(): void {
    this.#parts.focus();
  }

  /** Of the whole cell where there is no room for a badge. */
  get box(): DOMRect {
    return this.#parts.box ?? this.host.getBoundingClientRect();
  }

  get isRtl(): boolean {
    return this.host.ownerDocument.defaultView?.getComputedStyle(this.host).direction === 'rtl';
  }

  markMenu(isOpen: boolean): void {
    this.#isMenuOpen = isOpen;
    this.#parts.menuButton?.setAttribute('aria-expanded', `${isOpen}`);
  }

  /** To the link where the cell is too narrow for the button behind it. */
  focusMenuControl(): void {
    this.#parts.menuButton?.focus({ preventScroll: true });
    if (!this.hasFocus) this.focus();
  }

  #leaveCell(): void {
    this.host.remove();
    this.#cell?.removeAttribute(cellMark);
    this.#cell = undefined;
  }

  #handle(event: Event): void {
    if (!this.#parts.isUsable) return;
    const { type } = event;
    const now = this.#owner.hashUnder(this);
    if (type === 'focus' || type === 'pointerdown') this.#meant = now;
    if (type === 'pointerdown') this.#wasMenuOpen = this.#isMenuOpen;
    if (type === 'focus' || type === 'blur') this.#owner.focusChanged(this);
    const isOnButton = event.target === this.#parts.menuButton;
    if (!stopped.has(type) || (event instanceof KeyboardEvent && !isOwnKey(event, isOnButton))) return;
    event.stopPropagation();
    if (!checked.has(type)) return;
    const isRight = now !== undefined && now === this.hash && now === (this.#meant ?? now);
    if (event.isTrusted && isRight) {
      this.#use(event, isOnButton);
      return;
    }
    event.preventDefault();
    this.#meant = now;
    this.#owner.stale(this);
  }

  /** A left click, also with a key held or made by a key, or a middle click; not what may come before it. */
  #use(event: Event, isOnButton: boolean): void {
    if (!(event instanceof MouseEvent)) return;
    const { type, detail } = event;
    if (isOnButton) {
      const byKeyboard = detail === 0;
      if (type === 'click' && (byKeyboard || !this.#wasMenuOpen)) this.#owner.opensMenu(this, byKeyboard);
      return;
    }
    const opens = type === 'click' || (type === 'auxclick' && event.button === 1);
    // the second click of a double click would open a second tab
    if (type === 'click' && detail > 1) event.preventDefault();
    else if (opens) this.#owner.used(this);
  }
}

const isOwnKey = ({ key }: KeyboardEvent, isOnButton: boolean): boolean =>
  key === 'Enter' || (isOnButton && key === ' ');
