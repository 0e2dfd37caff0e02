// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BadgeSheets, menuTag } from '../../lib/content/badge-style.ts';
import { DetailsAnswers } from '../../lib/content/details-answers.ts';
import { DetailsMenu, type MenuAnchor } from '../../lib/content/details-menu.ts';
import type { BadgeView } from '../../lib/domain/badge.ts';
import type { InfoHash } from '../../lib/domain/info-hash.ts';
import type { TorrentDetails } from '../../lib/domain/torrent-details.ts';
import { stubPopovers } from './support/popover.ts';
import {
  available,
  hashOf,
  href,
  leaveLinksAlone,
  trusted,
  watchShadowRoots,
} from './support/torrent-page.ts';
import { words } from './support/words.ts';

const list = { top: 0, bottom: 500 };
const choice: TorrentDetails = {
  items: ['1', '2', '3'].map((key) => ({
    href: `${href}${key}`,
    type: 'movie',
    title: `Film ${key}`,
    library: null,
  })),
  evidence: [],
  found: null,
  expected: 1,
  files: [],
};

let badges: Map<InfoHash, MenuAnchor & { top: number }>;
let view: BadgeView;
let answers: DetailsAnswers;
let menu: DetailsMenu;
let endStub: () => void;
let rootOf: (host: Element) => ShadowRoot;
const ask = vi.fn();
const used = vi.fn();

const badge = (): MenuAnchor & { top: number } => ({
  top: 100,
  get box() {
    return new DOMRect(200, this.top, 80, 18);
  },
  isRtl: false,
  name: 'A torrent',
  markMenu: vi.fn(),
  focusMenuControl: vi.fn(),
});

beforeEach(() => {
  vi.useFakeTimers();
  endStub = stubPopovers();
  leaveLinksAlone();
  rootOf = watchShadowRoots();
  document.body.replaceChildren();
  for (const [name, size] of Object.entries({ clientWidth: 800, clientHeight: 600 })) {
    vi.spyOn(document.documentElement, name as 'clientWidth', 'get').mockReturnValue(size);
  }
  badges = new Map([[hashOf(1), badge()]]);
  view = available;
  answers = new DetailsAnswers();
  ask.mockReset();
  used.mockReset();
  menu = new DetailsMenu({
    document,
    sheets: new BadgeSheets(window),
    words,
    answers,
    anchorOf: (hash) => badges.get(hash),
    viewOf: () => view,
    ask,
    used,
  });
});
afterEach(() => {
  menu.end();
  endStub();
  vi.useRealTimers();
});

const host = (): Element | null => document.querySelector(menuTag);
function panel(): HTMLElement {
  const found = host() && rootOf(host() as Element).firstElementChild;
  if (!(found instanceof HTMLElement)) throw new Error('the menu is closed');
  return found;
}
const isOpen = (): boolean => {
  vi.advanceTimersByTime(1);
  return host() !== null;
};
const focused = (): Element | null => rootOf(host() as Element).activeElement;
const links = (): readonly HTMLElement[] => [...panel().querySelectorAll('a')];

function tell(details: TorrentDetails | null): void {
  answers.apply({ type: 'details', hash: hashOf(1), details });
  menu.follow(list);
}

function press(name: string, init: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', {
    key: name,
    bubbles: true,
    composed: true,
    cancelable: true,
    ...init,
  });
  return (focused() ?? panel()).dispatchEvent(trusted(event));
}
const click = (init: MouseEventInit = {}, type = 'click'): MouseEvent =>
  new MouseEvent(type, { bubbles: true, composed: true, cancelable: true, detail: 1, ...init });

describe('the details menu', () => {
  it('opens at once, in a closed tree, with the focus, and asks once', () => {
    menu.open(hashOf(1), false);
    menu.follow(list);
    expect(host()?.shadowRoot).toBeNull();
    expect(panel().textContent).toBe('A torrentAsking');
    expect(panel().getAttribute('aria-label')).toBe('Details: A torrent');
    expect(focused()).toBe(panel());
    expect(ask.mock.calls).toEqual([[hashOf(1)]]);
    expect(badges.get(hashOf(1))?.markMenu).toHaveBeenLastCalledWith(true);
  });

  it('shows the answer; to the keyboard it offers the first link', () => {
    menu.open(hashOf(1), false);
    tell(choice);
    expect(links()).toHaveLength(3);
    expect(focused()).toBe(panel());
    menu.open(hashOf(1), true);
    tell(choice);
    expect(focused()).toBe(links()[0]);
  });

  it('keeps to its own torrent, and shows no answer of before', () => {
    answers.apply({ type: 'details', hash: hashOf(1), details: choice });
    menu.open(hashOf(1), false);
    expect(panel().textContent).toBe('A torrentAsking');
    answers.apply({ type: 'details', hash: hashOf(2), details: choice });
    menu.follow(list);
    expect(panel().textContent).toBe('A torrentAsking');
  });

  it('says that nothing is known when that is the answer, or when none comes', () => {
    menu.open(hashOf(1), false);
    tell(null);
    expect(panel().textContent).toBe('A torrentNothing known');
    menu.open(hashOf(1), false);
    vi.advanceTimersByTime(15_000);
    expect(panel().textContent).toBe('A torrentNothing known');
    tell(choice);
    expect(links()).toHaveLength(3);
  });

  it('asks anew when the badge says something else, and keeps what it shows and the focus meanwhile', () => {
    menu.open(hashOf(1), true);
    tell(choice);
    press('ArrowDown');
    view = { state: 'choose', count: 3 };
    menu.follow(list);
    expect(ask).toHaveBeenCalledTimes(2);
    expect(links()).toHaveLength(3);
    tell({ ...choice, found: 1 });
    expect(focused()).toBe(links()[1]);
  });

  it('walks its links with arrows, Home and End', () => {
    menu.open(hashOf(1), true);
    tell(choice);
    const walk = (...keys: readonly string[]): number => {
      for (const key of keys) expect(press(key)).toBe(false);
      return links().indexOf(focused() as HTMLElement);
    };
    expect(walk('ArrowDown')).toBe(1);
    expect(walk('End')).toBe(2);
    expect(walk('ArrowDown')).toBe(2);
    expect(walk('ArrowUp', 'ArrowUp', 'ArrowUp')).toBe(0);
    expect(walk('End', 'Home')).toBe(0);
  });

  it('closes with Escape and gives the focus back', () => {
    menu.open(hashOf(1), true);
    expect(press('Escape')).toBe(false);
    expect(badges.get(hashOf(1))?.focusMenuControl).toHaveBeenCalledTimes(1);
    expect(badges.get(hashOf(1))?.markMenu).toHaveBeenLastCalledWith(false);
    expect(isOpen()).toBe(false);
  });

  it('is left with Tab from its last link, and backwards from its first', () => {
    menu.open(hashOf(1), true);
    tell(choice);
    expect(press('Tab')).toBe(true);
    expect(isOpen()).toBe(true);
    press('End');
    expect(press('Tab')).toBe(true);
    expect(badges.get(hashOf(1))?.focusMenuControl).toHaveBeenCalledTimes(1);
    expect(isOpen()).toBe(false);
    menu.open(hashOf(1), true);
    tell(choice);
    press('Tab', { shiftKey: true });
    expect(isOpen()).toBe(false);
  });

  it('follows its badge, and closes when that is gone or out of sight', () => {
    menu.open(hashOf(1), false);
    const one = badges.get(hashOf(1));
    if (!one) throw new Error('no badge');
    one.top = 200;
    menu.follow(list);
    expect(panel().style.top).toBe('222px');
    one.top = 500;
    menu.follow(list);
    expect(isOpen()).toBe(false);
    one.top = 100;
    menu.open(hashOf(1), false);
    badges.clear();
    menu.follow(list);
    expect(isOpen()).toBe(false);
  });

  it('stays when the badge is another element of the same torrent, and tells both', () => {
    menu.open(hashOf(1), false);
    const [before, after] = [badges.get(hashOf(1)), badge()];
    badges.set(hashOf(1), after);
    menu.follow(list);
    expect(isOpen()).toBe(true);
    expect(before?.markMenu).toHaveBeenLastCalledWith(false);
    expect(after.markMenu).toHaveBeenLastCalledWith(true);
  });

  it('opens links for clicks of a person, tells of it, and closes after', () => {
    menu.open(hashOf(1), false);
    tell(choice);
    expect(links()[0]?.dispatchEvent(trusted(click({ button: 1 }, 'auxclick')))).toBe(true);
    expect(isOpen()).toBe(true);
    expect(links()[0]?.dispatchEvent(trusted(click()))).toBe(true);
    expect(used.mock.calls).toEqual([[hashOf(1)], [hashOf(1)]]);
    expect(isOpen()).toBe(false);
  });

  it('opens no link for a script, none once the row is another torrent, and no second tab', () => {
    menu.open(hashOf(1), false);
    tell(choice);
    const [link] = links();
    expect(link?.dispatchEvent(click())).toBe(false);
    expect(link?.dispatchEvent(trusted(click({ detail: 2 })))).toBe(false);
    menu.open(hashOf(1), false);
    tell(choice);
    badges.clear();
    expect(links()[0]?.dispatchEvent(trusted(click()))).toBe(false);
    expect(used).not.toHaveBeenCalled();
    expect(isOpen()).toBe(false);
  });

  it('lets nothing of what happens in it reach the page', () => {
    menu.open(hashOf(1), true);
    tell(choice);
    const heard = vi.fn();
    const types = [
      'keydown',
      'keyup',
      'click',
      'mousedown',
      'pointerdown',
      'wheel',
      'contextmenu',
      'focusin',
    ];
    for (const type of types) document.addEventListener(type, heard);
    press('ArrowDown');
    for (const type of types.slice(1)) {
      links()[0]?.dispatchEvent(
        trusted(new Event(type, { bubbles: true, composed: true, cancelable: true })),
      );
    }
    for (const type of types) document.removeEventListener(type, heard);
    expect(heard).not.toHaveBeenCalled();
  });

  it('leaves nothing in the page', () => {
    menu.open(hashOf(1), false);
    menu.end();
    expect(document.body.innerHTML).toBe('');
  });
});
