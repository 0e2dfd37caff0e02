import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { BadgeView } from '../../lib/domain/badge.ts';
import type { TorrentDetails } from '../../lib/domain/torrent-details.ts';
import { boxes, maxDifference } from '../bench/page-dom.ts';
import { clickBadge, readBadges, type SeenBadge } from '../rig/badges.ts';
import { builds, type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import type { BusyProxy } from '../rig/busy-proxy.ts';
import { startBusyQbittorrent } from '../rig/busy-qbittorrent.ts';
import { readMenu } from '../rig/details-menu.ts';
import { addManyTorrents } from '../rig/many-torrents.ts';
import { makePageExtension, type PageExtension, runInPages } from '../rig/page-extension.ts';
import { qbittorrentPage } from '../rig/pages/qbittorrent.ts';
import { type Qbittorrent, startQbittorrent } from '../rig/qbittorrent.ts';

/** The built page script in qBittorrent's real page; its background gives every torrent a badge at once. */
let daemon: Qbittorrent;
let proxy: BusyProxy;
let extension: PageExtension;
let chrome: ChromeBrowser;
let page: Page;
let hashes: readonly string[];

const detailsWith = (href: string): TorrentDetails => ({
  items: ['One (1925)', 'Two (1925)'].map((title) => ({ href, type: 'movie', title, library: null })),
  evidence: ['title-and-year'],
  found: 1,
  expected: 2,
  files: [
    { name: 'one.mkv', number: null, state: 'in-plex', why: null, href },
    { name: 'two.rar', number: null, state: 'missing', why: 'packed', href: null },
  ],
});

const build = join(builds, 'chrome-mv3');
const badgeTag = 'marquee-badge';
const list = qbittorrentPage.scroller;

beforeAll(async () => {
  daemon = await startQbittorrent();
  hashes = await addManyTorrents(daemon, 200);
  proxy = await startBusyQbittorrent(daemon.url, await daemon.api.login(), hashes);
  // the link leads back to the page's own server: no test leaves this machine
  const href = `${proxy.url}images/qbittorrent32.png`;
  const views: readonly BadgeView[] = [
    { state: 'available', href, found: 1, expected: 1, evidence: ['same-file'], library: null },
    { state: 'available', href, found: 1, expected: 2, evidence: ['same-file'], library: null },
    { state: 'attention', code: 'UNMAPPED' },
    { state: 'choose', count: 2 },
  ];
  extension = makePageExtension(build, views, detailsWith(href));
  chrome = await launchChrome({ build: extension.folder });
  await runInPages(await chrome.worker(), `${proxy.url}*`);
  page = await chrome.browser.newPage();
  await page.goto(proxy.url);
  await page.waitForSelector(badgeTag);
}, 120_000);

afterAll(async () => {
  await chrome?.close();
  await proxy?.close();
  await daemon?.stop();
  extension?.remove();
});

beforeEach(async () => {
  for (const other of await chrome.browser.pages()) if (other !== page) await other.close();
  await page.bringToFront();
  await page.$eval(list, (scroller) => scroller.scrollTo(0, 0));
});

const names = (): Promise<Record<string, string>> =>
  page.$$eval(`${list} tbody tr`, (rows) =>
    Object.fromEntries(
      rows.map((row) => [row.getAttribute('data-row-id'), row.children[2]?.textContent ?? '']),
    ),
  );

const visibleRows = (): Promise<number> =>
  page.$eval(list, (scroller) => {
    const { top, bottom } = scroller.getBoundingClientRect();
    return [...scroller.querySelectorAll('tbody tr')].filter((row) => {
      const box = row.getBoundingClientRect();
      return box.bottom > top && box.top < bottom;
    }).length;
  });

/** Each row in view has a badge, and it says the row's own name. */
const allRight = (): Promise<readonly SeenBadge[]> =>
  vi.waitFor(
    async () => {
      const badges = await readBadges(page);
      const named = await names();
      expect(badges.length).toBeGreaterThan(5);
      expect(badges).toHaveLength(await visibleRows());
      for (const { hash, text } of badges) expect(text.endsWith(`: ${named[hash]}`)).toBe(true);
      return badges;
    },
    { timeout: 10_000, interval: 100 },
  );

const selected = (): Promise<number> => page.$$eval('tr.selected', (rows) => rows.length);
const menuIsOpen = (): Promise<boolean> =>
  page.$eval('#torrentsTableMenu', (menu) => {
    const { opacity, visibility } = getComputedStyle(menu);
    return opacity === '1' && visibility === 'visible' && menu.getBoundingClientRect().top >= 0;
  });
const tabs = async (): Promise<number> => (await chrome.browser.pages()).length;

async function withLink(): Promise<SeenBadge> {
  const link = (await allRight()).find(({ href }) => href !== null);
  if (!link) throw new Error('no badge with a link in view');
  return link;
}

it('has a badge for each row in view, on the right one, however the list is sorted, filtered and scrolled', async () => {
  await allRight();
  for (const column of ['size', 'name', 'name']) {
    await page.click(`#torrentsTableFixedHeaderDiv th.column_${column}`);
    await allRight();
  }
  await page.type('#torrentsFilterInput', 'Show.1');
  await page.waitForFunction((rows) => document.querySelectorAll(rows).length < 200, {}, `${list} tbody tr`);
  await allRight();
  await page.$eval('#torrentsFilterInput', (input) => (input as HTMLInputElement).select());
  await page.keyboard.press('Backspace');
  await page.waitForFunction(
    (rows) => document.querySelectorAll(rows).length === 200,
    {},
    `${list} tbody tr`,
  );
  await page.$eval(list, (scroller) => scroller.scrollTo(0, 1_500));
  await allRight();
});

it('keeps a badge when the page rewrites a name', async () => {
  const [badge] = await allRight();
  const hash = badge?.hash ?? '';
  await daemon.api.post('torrents/rename', { hash, name: `${(await names())[hash]}.renamed` });
  await page.waitForFunction(
    (row) => document.querySelector(row)?.textContent?.includes('.renamed'),
    {},
    `tr[data-row-id="${hash}"]`,
  );
  expect((await allRight()).find((one) => one.hash === hash)?.text).toContain('.renamed');
});

it('opens a tab for a click or a middle click, and selects nothing', async () => {
  const link = await withLink();
  const before = await tabs();
  await clickBadge(page, link);
  await vi.waitFor(async () => expect(await tabs()).toBe(before + 1), { timeout: 10_000 });
  await page.bringToFront();
  await clickBadge(page, link, 'middle');
  await vi.waitFor(async () => expect(await tabs()).toBe(before + 2), { timeout: 10_000 });
  expect(await selected()).toBe(0);
});

it('leaves the page its own clicks and its own menu beside the link', async () => {
  const note = (await allRight()).find(({ href, menuNodeId }) => href === null && menuNodeId === null);
  if (!note) throw new Error('no badge without a link in view');
  expect(await menuIsOpen()).toBe(false);
  await clickBadge(page, note);
  await vi.waitFor(async () => expect(await selected()).toBe(1), { timeout: 10_000 });
  const row = (await page.$(`tr[data-row-id="${note.hash}"]`)) as ElementHandle<Element>;
  await row.click({ button: 'right', offset: { x: 60, y: 8 } });
  await vi.waitFor(async () => expect(await menuIsOpen()).toBe(true), { timeout: 10_000 });
  await sleep(500); // clicked while it fades in, qBittorrent's menu stays open for good
  await page.mouse.click(700, 600);
  await vi.waitFor(async () => expect(await menuIsOpen()).toBe(false), { timeout: 10_000 });
});

it('keeps the focus on a link while the page is busy, and opens it with Enter', async () => {
  await withLink();
  await page.focus('#torrentsFilterInput');
  for (let press = 0; press < 60; press++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((tag) => document.activeElement?.localName === tag, badgeTag)) break;
  }
  const focused = (): Promise<string | null | undefined> =>
    page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('data-row-id'));
  const hash = await focused();
  expect(hash).toBeTruthy();
  proxy.changing = hashes.length;
  await sleep(4_000); // two refreshes of the page
  proxy.changing = 0;
  expect(await focused()).toBe(hash);
  const before = await tabs();
  await page.keyboard.press('Enter');
  await vi.waitFor(async () => expect(await tabs()).toBe(before + 1), { timeout: 10_000 });
});

const menuBadge = async (isLink: boolean): Promise<SeenBadge & { menuNodeId: number }> => {
  for (const badge of await allRight()) {
    const { href, menuNodeId } = badge;
    if (menuNodeId !== null && (href !== null) === isLink) return { ...badge, menuNodeId };
  }
  throw new Error('no badge with such a menu in view');
};
const openMenu = async ({ menuNodeId }: { menuNodeId: number }) => {
  await clickBadge(page, { backendNodeId: menuNodeId });
  return vi.waitFor(
    async () => {
      const menu = await readMenu(page);
      expect(menu?.links.length, menu?.text).toBeGreaterThan(1);
      return menu;
    },
    { timeout: 5_000 },
  );
};
const isClosed = () => vi.waitFor(async () => expect(await readMenu(page)).toBeNull(), { timeout: 10_000 });

it('opens a menu in the window beside a badge, and the page sees no click and no key of it', async () => {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    for (const type of ['click', 'mousedown', 'pointerdown', 'keydown', 'keyup', 'focusin']) {
      document.addEventListener(type, ({ target }) => {
        if (target instanceof Element && /^marquee/.test(target.localName)) heard.push(type);
      });
    }
  });
  const before = await selected();
  const menu = await openMenu(await menuBadge(true));
  expect(menu?.text).toContain('1 of 2 in Plex');
  expect(menu?.text).toContain('two.rar');
  const { left = -1, top = -1, right = 9_999, bottom = 9_999 } = menu?.box ?? {};
  expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
  expect([right <= 1280, bottom <= 800]).toEqual([true, true]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await isClosed();
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe(badgeTag);
  expect(await selected()).toBe(before);
  // the pointer and the focus went to the badge itself, as they do with its link; nothing else is heard of
  const heard = await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
  expect(heard.filter((type) => !['pointerdown', 'focusin', 'keyup'].includes(type))).toEqual([]);
});

it('opens what was chosen in a tab, closes for its own button, for a click elsewhere and with its row', async () => {
  const choice = await menuBadge(false);
  const before = await tabs();
  const menu = await openMenu(choice);
  await clickBadge(page, { backendNodeId: menu?.links[1] ?? 0 });
  await vi.waitFor(async () => expect(await tabs()).toBe(before + 1), { timeout: 10_000 });
  await page.bringToFront();
  await isClosed();
  await openMenu(choice);
  await clickBadge(page, choice);
  await isClosed();
  await openMenu(choice);
  await page.mouse.click(20, 790);
  await isClosed();
  await openMenu(choice);
  await page.$eval(list, (scroller) => scroller.scrollTo(0, 2_500));
  await isClosed();
  expect(await page.$('marquee-menu')).toBeNull();
});

it('keeps the menu open while the page refreshes its rows', async () => {
  const choice = await menuBadge(false);
  await openMenu(choice);
  proxy.changing = hashes.length;
  await sleep(4_000); // two refreshes of the page
  proxy.changing = 0;
  expect(await readMenu(page)).not.toBeNull();
  await page.keyboard.press('Escape');
  await isClosed();
});

it('moves nothing: rows and cells are where they are without us', async () => {
  const plain = await startBusyQbittorrent(daemon.url, await daemon.api.login(), hashes);
  const bare = await chrome.browser.newPage();
  await bare.goto(plain.url);
  await bare.waitForSelector(`${list} tbody tr`);
  expect(await bare.$(badgeTag)).toBeNull();
  await vi.waitFor(async () =>
    expect(await boxes(bare, qbittorrentPage)).toHaveLength((await boxes(page, qbittorrentPage)).length),
  );
  const before = await boxes(bare, qbittorrentPage);
  await page.bringToFront();
  await allRight();
  expect(maxDifference(before, await boxes(page, qbittorrentPage))).toBe(0);
  await plain.close();
});

it('does not show a page what is in a badge, and does nothing for clicks that a page makes', async () => {
  await withLink();
  const before = await tabs();
  const seen = await page.$$eval(badgeTag, (hosts) =>
    hosts.map((host) => {
      (host as HTMLElement).click();
      host.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
      return { root: host.shadowRoot, html: host.outerHTML };
    }),
  );
  expect(new Set(seen.map(({ root, html }) => `${root} ${html}`))).toEqual(
    new Set([`null <${badgeTag}></${badgeTag}>`]),
  );
  expect(await tabs()).toBe(before);
});
