import type { InfoHash } from '../domain/info-hash.ts';
import type { BadgeFace } from './badge-face.ts';
import { type BadgeRooms, cellMark } from './badge-room.ts';
import { type BadgeSheets, badgeTag } from './badge-style.ts';

/** What a button asks and tells; the row it lies on is known by whoever laid it there. */
export interface ButtonOwner {
  /** The torrent of the row under the button, read now. */
  hashUnder(button: ViewInPlexButton): InfoHash | undefined;
  /** The link was opened. */
  used(button: ViewInPlexButton): void;
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
  'dragstart',
  'contextmenu',
]);

/** What uses the link: each reads anew which torrent the row is. */
const checked = new Set(['click', 'auxclick', 'keydown', 'dragstart', 'contextmenu']);

/**
 * The badge of one row: a real link where there is something to open, so that a middle click, the link menu, dragging
 * and the keyboard work as everywhere; plain text otherwise. Two elements, no text of the page's in either.
 *
 * Clicks on the link stay with the link (they would select or start the torrent); the link menu of the browser comes
 * instead of the page's menu. Everything else goes through to the page.
 */
export class ViewInPlexButton {
  readonly host: HTMLElement;
  row: Element | undefined;
  /** The torrent it is drawn for. */
  hash: InfoHash | undefined;
  readonly #owner: ButtonOwner;
  readonly #root: ShadowRoot;
  readonly #rooms: BadgeRooms;
  #cell: Element | undefined;
  #inner: HTMLElement | undefined;
  #drawn = '';
  /** The torrent that was under the pointer, or had the focus, when the person began. */
  #meant: InfoHash | undefined;

  constructor(document: Document, sheets: BadgeSheets, rooms: BadgeRooms, owner: ButtonOwner) {
    this.#owner = owner;
    this.#rooms = rooms;
    this.host = document.createElement(badgeTag);
    this.#root = this.host.attachShadow({ mode: 'closed' });
    sheets.dress(this.#root);
    for (const type of ['pointerdown', 'focus', 'blur', ...stopped]) {
      const passive = type.startsWith('touch');
      this.#root.addEventListener(type, (event) => this.#handle(event), { capture: true, passive });
    }
  }

  /** Draws only what changed. `name` is how assistive technology tells this link from its neighbours. */
  draw(hash: InfoHash, face: BadgeFace, name: string): void {
    this.hash = hash;
    const { tone, label, short, hint, href } = face;
    const next = JSON.stringify([tone, label, short, hint, href, name]);
    if (next === this.#drawn) return;
    this.#drawn = next;
    const inner = this.#element(href === null ? 'span' : 'a');
    inner.dataset.tone = tone;
    inner.dataset.label = label;
    inner.dataset.short = short;
    inner.title = hint || label;
    inner.setAttribute('aria-label', name);
    if (href === null) inner.setAttribute('role', 'img');
    else inner.setAttribute('href', href);
    this.#rooms.foresee(inner);
  }

  /** Last in the cell: qBittorrent takes a cell's first child for its own. */
  lieIn(cell: Element): void {
    if (this.host.parentNode === cell) return;
    this.#leaveCell();
    this.#cell = cell;
    cell.setAttribute(cellMark, '');
    cell.append(this.host);
    if (this.#inner) this.#rooms.foresee(this.#inner);
  }

  /** Leaves its row; it may be laid on another one later. */
  leave(): void {
    this.#leaveCell();
    this.row = undefined;
    this.hash = undefined;
    this.#meant = undefined;
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
    this.#inner?.focus({ preventScroll: true });
  }

  #leaveCell(): void {
    this.host.remove();
    this.#cell?.removeAttribute(cellMark);
    this.#cell = undefined;
  }

  #element(kind: 'a' | 'span'): HTMLElement {
    if (this.#inner?.localName === kind) return this.#inner;
    const inner = this.host.ownerDocument.createElement(kind);
    if (inner.localName === 'a') {
      inner.setAttribute('target', '_blank');
      inner.setAttribute('rel', 'noopener noreferrer');
    }
    if (this.#inner) this.#rooms.unwatch(this.#inner);
    this.#root.replaceChildren(inner);
    this.#rooms.watch(inner);
    this.#inner = inner;
    return inner;
  }

  #handle(event: Event): void {
    if (this.#inner?.localName !== 'a') return;
    const { type } = event;
    const now = this.#owner.hashUnder(this);
    if (type === 'focus' || type === 'pointerdown') this.#meant = now;
    if (type === 'focus' || type === 'blur') this.#owner.focusChanged(this);
    if (!stopped.has(type) || (event instanceof KeyboardEvent && event.key !== 'Enter')) return;
    event.stopPropagation();
    if (!checked.has(type)) return;
    const isRight = now !== undefined && now === this.hash && now === (this.#meant ?? now);
    if (event.isTrusted && isRight) {
      this.#use(event);
      return;
    }
    event.preventDefault();
    this.#meant = now;
    this.#owner.stale(this);
  }

  /** A left click, also with a key held or made by Enter, or a middle click; not what may come before it. */
  #use(event: Event): void {
    if (!(event instanceof MouseEvent)) return;
    const opens = event.type === 'click' || (event.type === 'auxclick' && event.button === 1);
    // the second click of a double click would open a second tab
    if (event.type === 'click' && event.detail > 1) event.preventDefault();
    else if (opens) this.#owner.used(this);
  }
}
