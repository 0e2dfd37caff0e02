import { type BadgeSheets, menuTag } from './badge-style.ts';
import { type Box, placeMenu } from './place-menu.ts';

export interface PanelOptions {
  readonly document: Document;
  readonly sheets: BadgeSheets;
  readonly direction: 'ltr' | 'rtl';
  /** It is about to close, by whatever; `hadFocus`: the focus is in it and will be lost. */
  readonly closed: (hadFocus: boolean) => void;
  /** Something is done to one of its links. */
  readonly linkUsed: (event: Event) => void;
}

const ofLinks = ['click', 'auxclick', 'dragstart', 'contextmenu'];

/** What the page would take for its own. */
const kept = [
  ...ofLinks,
  ...['keydown', 'keyup', 'keypress', 'focusin', 'focusout', 'wheel', 'dblclick', 'selectstart', 'copy'],
  ...['down', 'up', 'move', 'over', 'out'].flatMap((what) => [`mouse${what}`, `pointer${what}`]),
  ...['touchstart', 'touchmove', 'touchend'],
];

/**
 * A menu in the top layer, in a closed shadow tree, in the page only while it is open. The browser closes it for a
 * click elsewhere and for Escape; Tab leaves it from its last link. No listener of the page's own elements hears what
 * happens in it.
 */
export class MenuPanel {
  readonly #options: PanelOptions;
  readonly #host: HTMLElement;
  readonly #root: ShadowRoot;
  readonly #panel: HTMLElement;
  #isOpen = false;

  constructor(options: PanelOptions) {
    const { document, sheets, direction, closed, linkUsed } = options;
    this.#options = options;
    this.#host = document.createElement(menuTag);
    this.#root = this.#host.attachShadow({ mode: 'closed' });
    sheets.dress(this.#root, 'menu');
    const panel = document.createElement('div');
    this.#panel = panel;
    panel.className = 'panel';
    panel.dir = direction;
    panel.tabIndex = -1;
    panel.popover = 'auto';
    panel.setAttribute('role', 'dialog');
    panel.addEventListener('beforetoggle', ({ newState }) => {
      if (newState !== 'closed' || !this.#isOpen) return;
      this.#isOpen = false;
      closed(this.#root.activeElement !== null);
      setTimeout(() => this.#isOpen || this.#host.remove()); // the browser is not done with closing it
    });
    panel.addEventListener('keydown', (event) => this.#pressed(event));
    for (const type of ofLinks) {
      panel.addEventListener(type, (event) => {
        if (event.target instanceof Element && event.target.closest('a')) linkUsed(event);
      });
    }
    for (const type of kept) {
      this.#root.addEventListener(type, (event) => event.stopPropagation(), { passive: true });
    }
    this.#root.append(panel);
  }

  /** Opens it empty, with the focus. */
  open(label: string): void {
    this.#panel.setAttribute('aria-label', label);
    this.#panel.replaceChildren();
    this.#options.document.body.append(this.#host);
    this.#isOpen = true;
    this.#panel.showPopover();
    this.#panel.focus({ preventScroll: true });
  }

  /** New content; a link that had the focus keeps it, and with `toLink` a panel that has it hands it to its first. */
  show(children: readonly Element[], toLink: boolean): void {
    const { activeElement } = this.#root;
    const focused = activeElement?.getAttribute('href') ?? null;
    this.#panel.replaceChildren(...children);
    if (!activeElement) return;
    const links = this.#links();
    const same = focused === null ? undefined : links.find((link) => link.getAttribute('href') === focused);
    const next = same ?? (toLink ? links[0] : undefined) ?? this.#panel;
    next.focus({ preventScroll: next === this.#panel });
  }

  place(anchor: Box, isRtl: boolean): void {
    const { document } = this.#options;
    const { offsetWidth, offsetHeight, clientHeight: inner, scrollHeight } = this.#panel;
    const size = { width: offsetWidth, height: offsetHeight - inner + scrollHeight };
    const { clientWidth: width, clientHeight } = document.documentElement;
    // in quirks mode the root is as high as its content
    const height = Math.min(clientHeight, document.defaultView?.innerHeight ?? clientHeight);
    const { left, top, maxHeight } = placeMenu(anchor, size, { width, height }, isRtl);
    Object.assign(this.#panel.style, { left: `${left}px`, top: `${top}px`, maxHeight: `${maxHeight}px` });
  }

  close(): void {
    if (this.#isOpen) this.#panel.hidePopover();
  }

  /** Takes it out of the page at once. */
  end(): void {
    this.close();
    this.#host.remove();
  }

  #links(): readonly HTMLElement[] {
    return [...this.#panel.querySelectorAll('a')];
  }

  #pressed(event: KeyboardEvent): void {
    const links = this.#links();
    const { activeElement } = this.#root;
    const at = activeElement instanceof HTMLElement ? links.indexOf(activeElement) : -1;
    const last = links.length - 1;
    const { key } = event;
    if (key === 'Escape') {
      event.preventDefault();
      this.close();
    } else if (key === 'Tab') {
      // the focus goes back to the badge, and on from there as the key says
      if (event.shiftKey ? at <= 0 : at === last) this.close();
    } else {
      const step = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last }[key];
      if (step === undefined || last < 0) return; // without links they scroll
      event.preventDefault();
      links[Math.max(0, Math.min(step, last))]?.focus();
    }
  }
}
