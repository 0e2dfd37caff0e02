// @vitest-environment happy-dom
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { BadgeFace } from '../../lib/content/badge-face.ts';
import type { BadgeNames } from '../../lib/content/badge-parts.ts';
import { BadgeRooms } from '../../lib/content/badge-room.ts';
import { BadgeSheets } from '../../lib/content/badge-style.ts';
import { type ButtonOwner, ViewInPlexButton } from '../../lib/content/view-in-plex-button.ts';
import type { InfoHash } from '../../lib/domain/info-hash.ts';
import { displayName } from '../../lib/domain/text.ts';
import { hashOf, href, leaveLinksAlone, trusted, watchShadowRoots } from './support/torrent-page.ts';

const link: BadgeFace = {
  tone: 'done',
  label: 'View in Plex',
  short: 'Plex',
  hint: '',
  href,
  hasMenu: false,
};
const note: BadgeFace = {
  tone: 'alert',
  label: 'Needs a look',
  short: '',
  hint: 'No library.',
  href: null,
  hasMenu: false,
};
const choice: BadgeFace = { ...note, tone: 'choose', label: '2 in Plex', hasMenu: true };
const namesOf = (label: string): BadgeNames => ({ torrent: 'A name', label, menu: 'Details: A name' });

let cell: HTMLElement;
let heard: string[];
let now: InfoHash | undefined;
const owner = {
  hashUnder: vi.fn<ButtonOwner['hashUnder']>(),
  used: vi.fn<ButtonOwner['used']>(),
  opensMenu: vi.fn<ButtonOwner['opensMenu']>(),
  stale: vi.fn<ButtonOwner['stale']>(),
  focusChanged: vi.fn<ButtonOwner['focusChanged']>(),
};
let rootOf: (host: Element) => ShadowRoot;

const events = [
  'click',
  'auxclick',
  'dblclick',
  'mousedown',
  'touchstart',
  'touchend',
  'contextmenu',
  'dragstart',
];

beforeEach(() => {
  rootOf = watchShadowRoots();
  document.body.innerHTML = '<table><tbody><tr><td>A name</td></tr></tbody></table>';
  cell = document.querySelector('td') ?? document.body;
  heard = [];
  for (const type of [...events, 'keydown', 'mouseup']) cell.addEventListener(type, () => heard.push(type));
  now = hashOf(1);
  for (const mock of Object.values(owner)) mock.mockReset();
  owner.hashUnder.mockImplementation(() => now);
  leaveLinksAlone();
});

function lay(
  face: BadgeFace,
  name = 'View in Plex: A name',
): { button: ViewInPlexButton; inner: HTMLElement } {
  const button = new ViewInPlexButton(document, new BadgeSheets(window), new BadgeRooms(true), owner);
  button.lieIn(cell);
  button.draw(hashOf(1), face, namesOf(name));
  const inner = rootOf(button.host).firstElementChild;
  if (!(inner instanceof HTMLElement)) throw new Error('nothing was drawn');
  return { button, inner };
}

const mouse = (type: string, init: MouseEventInit = {}): MouseEvent =>
  new MouseEvent(type, { bubbles: true, composed: true, cancelable: true, ...init });
const key = (name: string): KeyboardEvent =>
  new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true });

/** Sends an event as a person's browser does; tells whether its default was left alone. */
const send = (inner: HTMLElement, event: Event): boolean => inner.dispatchEvent(trusted(event));

describe('a badge with a link', () => {
  it('is a real link in a closed shadow tree, last in its cell', () => {
    const { button, inner } = lay(link);
    expect(button.host.shadowRoot).toBeNull();
    expect(cell.lastChild).toBe(button.host);
    expect(inner.localName).toBe('a');
    expect(inner.getAttribute('href')).toBe(href);
    expect(inner.getAttribute('target')).toBe('_blank');
    expect(inner.getAttribute('rel')).toBe('noopener noreferrer');
    expect(inner.getAttribute('aria-label')).toBe('View in Plex: A name');
  });

  it('opens on a click and tells of it', () => {
    expect(send(lay(link).inner, mouse('click'))).toBe(true);
    expect(owner.used).toHaveBeenCalledTimes(1);
  });

  it('opens on a middle click; a right click uses nothing', () => {
    const { inner } = lay(link);
    expect(send(inner, mouse('auxclick', { button: 1 }))).toBe(true);
    expect(send(inner, mouse('auxclick', { button: 2 }))).toBe(true);
    expect(owner.used).toHaveBeenCalledTimes(1);
  });

  it('opens one tab on a double click', () => {
    const { inner } = lay(link);
    expect(send(inner, mouse('click', { detail: 1 }))).toBe(true);
    expect(send(inner, mouse('click', { detail: 2 }))).toBe(false);
    expect(owner.used).toHaveBeenCalledTimes(1);
  });

  it('keeps from the page what would select, start or open the menu of the torrent', () => {
    const { inner } = lay(link);
    for (const type of events) send(inner, mouse(type));
    send(inner, key('Enter'));
    expect(heard).toEqual([]);
  });

  it('lets the page hear the end of a drag, and all keys but Enter', () => {
    const { inner } = lay(link);
    send(inner, mouse('mouseup'));
    send(inner, key('ArrowDown'));
    expect(heard).toEqual(['mouseup', 'keydown']);
  });

  it('does nothing for an event that a script made', () => {
    const { inner } = lay(link);
    expect(inner.dispatchEvent(mouse('click'))).toBe(false);
    expect(inner.dispatchEvent(mouse('auxclick', { button: 1 }))).toBe(false);
    expect(inner.dispatchEvent(key('Enter'))).toBe(false);
    expect(owner.used).not.toHaveBeenCalled();
  });

  it.each([
    mouse('click'),
    mouse('auxclick', { button: 1 }),
    key('Enter'),
    mouse('dragstart'),
    mouse('contextmenu'),
  ])('does nothing on $type once its row is another torrent', (event) => {
    const { inner } = lay(link);
    now = hashOf(2);
    expect(send(inner, event)).toBe(false);
    expect(owner.used).not.toHaveBeenCalled();
    expect(owner.stale).toHaveBeenCalledTimes(1);
  });

  it('does nothing when the row became another torrent, and was redrawn, while the button was down', () => {
    const { button, inner } = lay(link);
    send(inner, mouse('pointerdown'));
    now = hashOf(2);
    button.draw(hashOf(2), link, namesOf('View in Plex: Another'));
    expect(send(inner, mouse('click'))).toBe(false);
    expect(owner.used).not.toHaveBeenCalled();
    send(inner, mouse('pointerdown'));
    expect(send(inner, mouse('click'))).toBe(true);
    expect(owner.used).toHaveBeenCalledTimes(1);
  });

  it('does nothing on Enter when the row became another torrent since it got the focus', () => {
    const { button, inner } = lay(link);
    inner.dispatchEvent(trusted(new FocusEvent('focus')));
    now = hashOf(2);
    button.draw(hashOf(2), link, namesOf('View in Plex: Another'));
    expect(send(inner, key('Enter'))).toBe(false);
  });
});

describe('a badge without a link', () => {
  it('is a text that leaves every event to the page', () => {
    const { inner } = lay(note, 'Needs a look. No library.: A name');
    expect(inner.localName).toBe('span');
    expect(inner.getAttribute('role')).toBe('img');
    expect(inner.title).toBe('No library.');
    for (const type of events) expect(send(inner, mouse(type))).toBe(true);
    expect(heard).toEqual(events);
    expect(owner.used).not.toHaveBeenCalled();
  });

  it('becomes a link, and text again, in place', () => {
    const { button } = lay(note);
    const root = rootOf(button.host);
    button.draw(hashOf(1), link, namesOf('x'));
    expect([...root.children].map(({ localName }) => localName)).toEqual(['a']);
    button.draw(hashOf(1), note, namesOf('x'));
    expect([...root.children].map(({ localName }) => localName)).toEqual(['span']);
    expect(root.innerHTML).not.toContain('plex.tv');
  });
});

describe('a badge with a menu', () => {
  const partial: BadgeFace = { ...link, tone: 'part', label: '1 of 2 in Plex', hasMenu: true };
  const partsOf = (button: ViewInPlexButton): readonly HTMLElement[] =>
    [...rootOf(button.host).children].filter((part) => part instanceof HTMLElement);

  it('keeps its link and has a button behind it, named and marked for what it opens', () => {
    const [first, more] = partsOf(lay(partial).button);
    expect([first?.localName, more?.localName]).toEqual(['a', 'button']);
    expect(more?.getAttribute('aria-label')).toBe('Details: A name');
    expect(more?.getAttribute('aria-haspopup')).toBe('dialog');
    expect(more?.getAttribute('aria-expanded')).toBe('false');
  });

  it('opens the link from the link, the menu from the button', () => {
    const [first, more] = partsOf(lay(partial).button);
    if (!first || !more) throw new Error('a part is missing');
    send(first, mouse('click', { detail: 1 }));
    expect([owner.used.mock.calls.length, owner.opensMenu.mock.calls.length]).toEqual([1, 0]);
    send(more, mouse('click', { detail: 1 }));
    expect(owner.opensMenu).toHaveBeenLastCalledWith(expect.anything(), false);
    send(more, mouse('click'));
    expect(owner.opensMenu).toHaveBeenLastCalledWith(expect.anything(), true);
    expect(owner.used).toHaveBeenCalledTimes(1);
  });

  it('loses the button when there is no more to tell', () => {
    const { button, inner } = lay(partial);
    button.draw(hashOf(1), link, namesOf('x'));
    expect(partsOf(button)).toEqual([inner]);
    expect(inner.className).toBe('');
  });

  it('that has to be chosen from is a button itself', () => {
    const { inner } = lay(choice);
    expect(inner.localName).toBe('button');
    send(inner, mouse('click', { detail: 1 }));
    expect(owner.opensMenu).toHaveBeenCalledTimes(1);
  });

  it('keeps from the page what would select or start the torrent, and the keys that press a button', () => {
    const { inner } = lay(choice);
    for (const type of events) send(inner, mouse(type));
    for (const name of ['Enter', ' ', 'ArrowDown']) send(inner, key(name));
    expect(heard).toEqual(['keydown']);
  });

  it('opens nothing for an event that a script made, or once its row is another torrent', () => {
    const { inner } = lay(choice);
    inner.dispatchEvent(mouse('click'));
    now = hashOf(2);
    expect(send(inner, key(' '))).toBe(false);
    send(inner, mouse('click'));
    expect(owner.opensMenu).not.toHaveBeenCalled();
    expect(owner.stale).toHaveBeenCalledTimes(3);
  });

  it('does not open again what its own click has closed', () => {
    const { button, inner } = lay(choice);
    button.markMenu(true);
    expect(inner.getAttribute('aria-expanded')).toBe('true');
    send(inner, mouse('pointerdown'));
    button.markMenu(false);
    send(inner, mouse('click', { detail: 1 }));
    expect(owner.opensMenu).not.toHaveBeenCalled();
    send(inner, mouse('pointerdown'));
    send(inner, mouse('click', { detail: 1 }));
    expect(owner.opensMenu).toHaveBeenCalledTimes(1);
  });
});

describe('a badge that left', () => {
  it('has left nothing in the cell', () => {
    const before = cell.outerHTML;
    const { button } = lay(link);
    expect(cell.outerHTML).not.toBe(before);
    button.leave();
    expect(cell.outerHTML).toBe(before);
  });
});

describe('a name from a stranger', () => {
  const nasty = fc.constantFrom(
    '<img src=x onerror=alert(1)>',
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    'javascript:alert(1)',
    'Movie\u202egpj.exe',
    '\u0000\ud800',
    '__proto__',
    '&lt;b&gt;',
    '</a></span>',
    ']]>',
  );
  const names = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.tuple(nasty, fc.string(), nasty).map((parts) => parts.join('')),
  );

  it('is never anything but the text of one attribute', () => {
    const { button, inner } = lay(link);
    const root = rootOf(button.host);
    fc.assert(
      fc.property(names, (name) => {
        const shown = displayName(name);
        button.draw(hashOf(1), link, namesOf(shown));
        expect(root.childNodes).toHaveLength(1);
        expect(root.firstChild).toBe(inner);
        expect(inner.childNodes).toHaveLength(0);
        expect(inner.getAttribute('aria-label')).toBe(shown);
        expect(inner.attributes).toHaveLength(8);
        expect(inner.getAttribute('href')).toBe(href);
      }),
      { numRuns: 10_000 },
    );
  });
});
