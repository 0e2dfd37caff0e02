import type { BadgeFace } from './badge-face.ts';
import type { BadgeRooms } from './badge-room.ts';

/** What assistive technology says, each with the name of the torrent. */
export interface BadgeNames {
  readonly torrent: string;
  readonly label: string;
  readonly menu: string;
}

type Kind = 'a' | 'button' | 'span';

/**
 * What is inside of a badge: a real link where there is something to open, so that a middle click, the link menu,
 * dragging and the keyboard work as everywhere; a button where the person has to choose; plain text otherwise. A link
 * that has a menu has a small button behind it. No text of the page's is in any of them.
 */
export class BadgeParts {
  readonly #root: ShadowRoot;
  readonly #rooms: BadgeRooms;
  #first: HTMLElement | undefined;
  #more: HTMLElement | undefined;
  #drawn = '';

  constructor(root: ShadowRoot, rooms: BadgeRooms) {
    this.#root = root;
    this.#rooms = rooms;
  }

  /** Draws only what changed. */
  draw(face: BadgeFace, names: BadgeNames): void {
    const next = JSON.stringify([face, names]);
    if (next === this.#drawn) return;
    this.#drawn = next;
    const { tone, label, short, hint, href, hasMenu } = face;
    const first = this.#makeFirst(href !== null ? 'a' : hasMenu ? 'button' : 'span');
    Object.assign(first.dataset, { tone, label, short });
    first.title = hint || label;
    first.setAttribute('aria-label', names.label);
    if (href !== null) first.setAttribute('href', href);
    if (href === null || !hasMenu) this.#dropMore();
    else {
      const more = this.#makeMore(first);
      more.dataset.tone = tone;
      more.title = names.menu;
      more.setAttribute('aria-label', names.menu);
    }
    this.foresee();
  }

  /** Makes the room that it will most likely take in its cell. */
  foresee(): void {
    if (this.#first) this.#rooms.foresee(this.#first);
  }

  get isUsable(): boolean {
    return this.#first !== undefined && this.#first.localName !== 'span';
  }

  /** The button that opens the menu. */
  get menuButton(): HTMLElement | undefined {
    return this.#more ?? (this.#first?.localName === 'button' ? this.#first : undefined);
  }

  /** Where the last part is that can be seen. */
  get box(): DOMRect | undefined {
    const boxes = [this.#more, this.#first].map((part) => part?.getBoundingClientRect());
    return boxes.find((box) => box && box.width > 0);
  }

  /** Takes the focus without scrolling; a plain text takes none. */
  focus(): void {
    this.#first?.focus({ preventScroll: true });
  }

  #makeFirst(kind: Kind): HTMLElement {
    if (this.#first?.localName === kind) return this.#first;
    const first = kind === 'button' ? this.#makeButton() : this.#root.ownerDocument.createElement(kind);
    if (kind === 'span') first.setAttribute('role', 'img');
    if (kind === 'a') {
      first.setAttribute('target', '_blank');
      first.setAttribute('rel', 'noopener noreferrer');
    }
    this.#dropMore();
    if (this.#first) this.#rooms.unwatch(this.#first);
    this.#root.replaceChildren(first);
    this.#rooms.watch(first);
    this.#first = first;
    return first;
  }

  #makeMore(first: HTMLElement): HTMLElement {
    if (this.#more) return this.#more;
    const more = this.#makeButton();
    more.className = 'more';
    first.className = 'split';
    this.#root.append(more);
    this.#rooms.watch(more);
    this.#more = more;
    return more;
  }

  #dropMore(): void {
    if (!this.#more) return;
    this.#rooms.unwatch(this.#more);
    this.#more.remove();
    this.#more = undefined;
    this.#first?.removeAttribute('class');
  }

  #makeButton(): HTMLElement {
    const button = this.#root.ownerDocument.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-haspopup', 'dialog');
    button.setAttribute('aria-expanded', 'false');
    return button;
  }
}
