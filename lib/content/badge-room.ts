/** Rooms are told apart in steps of this many CSS pixels. */
const stepPx = 8;
const mostSteps = 30;
/** Between a name and its badge. */
const gapPx = 2;

/** What we write on the page's own elements: a cell with a badge has this attribute, and in it the room it makes. */
export const cellMark = 'data-marquee-badge';

/**
 * The rules for cells with a badge, the only ones of ours for the page's own elements: a badge is placed by its cell,
 * and a long name ends in an ellipsis before the badge instead of under it. A name starts where it did; columns and
 * rows keep their size. (`:has` would need no attribute; asked about every cell that qBittorrent 5.3 rewrites, it
 * more than doubled what the page spends on styles.)
 */
export const cellCss = [
  `[${cellMark}] { position: relative }`,
  ...Array.from({ length: mostSteps }, (_, at) => {
    const steps = at + 1;
    return `[${cellMark}="${steps}"] { padding-inline-end: ${steps * stepPx}px !important }`;
  }),
].join('\n');

/** More rules, for a page whose names stand in a block of their own inside the cell. */
export const blockCss = (nameBlock: string): string =>
  `[${cellMark}] > ${nameBlock} { overflow: hidden; text-overflow: ellipsis }`;

/**
 * How much room badges take in their cells. The browser tells after each layout, so nothing is ever measured; what
 * was learned of a label is used at once for the next badge with it, since a change of room costs another layout.
 */
export class BadgeRooms {
  readonly #makesRoom: boolean;
  readonly #learned = new Map<string, string>();
  readonly #widths = new WeakMap<Element, number>();
  readonly #observer = new ResizeObserver((entries) => {
    for (const { target, borderBoxSize } of entries) {
      this.#widths.set(target, borderBoxSize[0]?.inlineSize ?? 0);
    }
    for (const { target } of entries) this.#measured(target);
  });

  constructor(makesRoom: boolean) {
    this.#makesRoom = makesRoom;
  }

  /** A badge may have a second part behind the one with its label. */
  watch(part: HTMLElement): void {
    if (this.#makesRoom) this.#observer.observe(part);
  }

  unwatch(part: HTMLElement): void {
    this.#observer.unobserve(part);
  }

  /** Makes the room that the badge will most likely take. */
  foresee(badge: HTMLElement): void {
    const room = this.#learned.get(labelOf(badge));
    if (room) makeRoom(badge, room);
  }

  end(): void {
    this.#observer.disconnect();
  }

  #measured(part: Element): void {
    const root = part.getRootNode();
    if (!(root instanceof ShadowRoot && root.host.isConnected)) return;
    const badge = root.firstElementChild;
    if (!(badge instanceof HTMLElement)) return;
    // what a badge says under the pointer lies over the name for that while: a hover must not lay out a whole table
    if (root.host.matches(':hover') || root.querySelector(':focus-visible')) return;
    const widthOf = (element: Element | null): number => (element && this.#widths.get(element)) || 0;
    if (widthOf(badge) === 0) {
      this.#learned.clear(); // the column has become too narrow for badges
      makeRoom(badge, '');
      return;
    }
    const widthPx = widthOf(badge) + widthOf(badge.nextElementSibling);
    const room = `${Math.min(mostSteps, Math.ceil((widthPx + gapPx) / stepPx))}`;
    this.#learned.set(labelOf(badge), room);
    makeRoom(badge, room);
  }
}

/** Badges of the same label take the same room, if both have a second part or none has. */
const labelOf = (badge: HTMLElement): string => `${badge.nextElementSibling ? 2 : 1} ${badge.dataset.label}`;

function makeRoom(badge: HTMLElement, room: string): void {
  const root = badge.getRootNode();
  const cell = root instanceof ShadowRoot ? root.host.parentElement : null;
  if (cell && cell.getAttribute(cellMark) !== room) cell.setAttribute(cellMark, room);
}
