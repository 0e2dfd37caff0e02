// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { menuTag } from '../../lib/content/badge-style.ts';
import { decoratePage } from '../../lib/content/decorate-page.ts';
import type { PageMessage } from '../../lib/messages/contract.ts';
import { webUis } from '../../lib/web-uis/index.ts';
import { FakeBackground } from './support/fake-port.ts';
import { stubPopovers } from './support/popover.ts';
import {
  available,
  badgesIn,
  frames,
  hashOf,
  layOutRows,
  leaveLinksAlone,
  listBody,
  openSavedPage,
  trusted,
  watchShadowRoots,
} from './support/torrent-page.ts';
import { words } from './support/words.ts';

let background: FakeBackground;
let ending: AbortController;
let rootOf: (host: Element) => ShadowRoot;

beforeEach(() => {
  leaveLinksAlone();
  rootOf = watchShadowRoots();
  layOutRows();
  openSavedPage('4.5.2');
  background = new FakeBackground();
  ending = new AbortController();
});
afterEach(() => ending.abort());

const start = (signal = ending.signal): void =>
  decoratePage({ document, webUis, words, connect: background.connect, signal });

/** Answers as the background does: everything that is in view is in Plex. */
async function answer(): Promise<void> {
  const { hashes } = await vi.waitFor(() => {
    const watched = background.last.sent.findLast(({ type }) => type === 'watch');
    if (watched?.type !== 'watch' || watched.hashes.length === 0) throw new Error('nothing in view yet');
    return watched;
  });
  background.last.say({
    type: 'badges',
    badges: Object.fromEntries(hashes.map((hash) => [hash, available])),
  });
  await frames();
}

describe('a torrent page', () => {
  it('asks for the torrents in view and shows what it is told', async () => {
    start();
    await answer();
    expect(badgesIn(listBody())).toHaveLength(6);
  });

  it('waits for the list, which comes after the sign-in', async () => {
    const list = document.querySelector('#torrentsTableDiv');
    list?.remove();
    start();
    await frames();
    expect(background.ports).toEqual([]);
    document.body.append(list ?? '');
    await answer();
    expect(badgesIn(listBody())).toHaveLength(6);
  });

  it('asks nobody anything when it is another kind of page', async () => {
    document.querySelector('meta')?.remove();
    document.title = 'Something else';
    start();
    document.body.append(document.createElement('p'));
    await frames(3);
    expect(background.ports).toEqual([]);
  });

  it('starts anew when its list is replaced', async () => {
    start();
    await answer();
    const table = listBody().closest('table');
    const copy = table?.cloneNode(true);
    table?.remove();
    window.dispatchEvent(new Event('resize'));
    await frames();
    expect(background.last.isClosed).toBe(true);
    document.querySelector('#torrentsTableDiv')?.append(copy ?? '');
    await vi.waitFor(() => expect(background.ports).toHaveLength(2));
    await answer();
    expect(badgesIn(listBody())).toHaveLength(6);
  });

  it('tells when a link is used', async () => {
    start();
    await answer();
    const [badge] = badgesIn(listBody());
    const link = badge && rootOf(badge).firstElementChild;
    link?.dispatchEvent(trusted(new MouseEvent('click', { bubbles: true, cancelable: true })));
    const used: PageMessage | undefined = background.last.sent.at(-1);
    expect(used).toEqual({ type: 'used', hash: badge?.closest('tr')?.getAttribute('data-row-id') });
  });

  it('opens a menu with what it is told, and closes it when its row becomes another torrent', async () => {
    const endStub = stubPopovers();
    start();
    await answer();
    const [badge] = badgesIn(listBody());
    const row = badge?.closest('tr');
    const hash = row?.getAttribute('data-row-id');
    background.last.say({ type: 'badges', badges: { [`${hash}`]: { state: 'choose', count: 2 } } });
    await frames();
    const button = badge && rootOf(badge).querySelector('button');
    button?.dispatchEvent(trusted(new MouseEvent('click', { bubbles: true, cancelable: true })));
    expect(background.last.sent.at(-1)).toEqual({ type: 'details', hash });
    background.last.say({ type: 'details', hash, details: null });
    await frames();
    const menu = document.querySelector(menuTag);
    expect(menu && rootOf(menu).textContent).toContain('Nothing known');
    expect(button?.getAttribute('aria-expanded')).toBe('true');
    row?.setAttribute('data-row-id', hashOf(99));
    await frames();
    expect(document.querySelector(menuTag)).toBeNull();
    endStub();
  });

  it('tells when its rows can not be read', async () => {
    for (const row of listBody().children) row.removeAttribute('data-row-id');
    start();
    await vi.waitFor(
      () => expect(background.last.sent).toContainEqual({ type: 'no-rows', webUi: 'qbittorrent' }),
      5_000,
    );
  });
});

describe('nothing is left in the page', () => {
  it('when it ends', async () => {
    const before = document.documentElement.outerHTML;
    start();
    await answer();
    expect(document.documentElement.outerHTML).not.toBe(before);
    ending.abort();
    expect(document.documentElement.outerHTML).toBe(before);
    expect(background.last.isClosed).toBe(true);
    start();
    await frames();
    expect(background.ports).toHaveLength(1);
  });

  it('when it ends while it still waits for the list', async () => {
    const list = document.querySelector('#torrentsTableDiv');
    list?.remove();
    start();
    ending.abort();
    document.body.append(list ?? '');
    await frames(3);
    expect(background.ports).toEqual([]);
  });

  it('when the extension is updated under it', async () => {
    start();
    await answer();
    background.isGone = true;
    background.last.die();
    await vi.waitFor(() => expect(badgesIn(document)).toEqual([]));
    expect(document.querySelector('style[data-marquee], [data-marquee-badge]')).toBeNull();
  });

  it('when a newer script ends it before it hears that its extension was updated', async () => {
    const clear = vi.spyOn(globalThis, 'clearInterval');
    start();
    await answer();
    background.isGone = true;
    background.last.die(true);
    clear.mockClear();
    ending.abort();
    expect(badgesIn(document)).toEqual([]);
    expect(document.querySelector('style[data-marquee], [data-marquee-badge]')).toBeNull();
    expect(clear).toHaveBeenCalled(); // nor does it try to keep the background awake
  });

  it('when it belongs to no torrent client any more', async () => {
    const before = document.documentElement.outerHTML;
    start();
    await answer();
    background.last.say({ type: 'end' });
    expect(document.documentElement.outerHTML).toBe(before);
    expect(background.last.isClosed).toBe(true);
    window.dispatchEvent(new Event('resize'));
    document.dispatchEvent(new Event('visibilitychange'));
    await frames(3);
    expect(background.ports).toHaveLength(1);
  });

  it('of an older script when a new one starts', async () => {
    start();
    await answer();
    const orphan = document.documentElement.innerHTML;
    ending.abort();
    document.documentElement.innerHTML = orphan;
    expect(badgesIn(document)).toHaveLength(6);
    ending = new AbortController();
    start();
    expect(badgesIn(document)).toEqual([]);
    await answer();
    expect(badgesIn(document)).toHaveLength(6);
    expect(document.querySelectorAll('style[data-marquee]')).toHaveLength(1);
  });
});
