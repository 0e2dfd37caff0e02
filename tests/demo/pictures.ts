import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { readBadges } from '../rig/badges.ts';
import { closeMenu, openMenu } from '../rig/open-menu.ts';
import { type Household, openHousehold } from './picture-household.ts';
import { drawFrame, drawStoreIcon, drawTile, pageSize } from './store-frame.ts';

/** `npm run pictures`: the pictures of the README and of the stores, made of the real build and a real qBittorrent. */
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const images = here('../../docs/images/');
const store = here('../../docs/store/');

/** The torrent page is drawn a quarter larger, so that it can be read where stores show it small. */
const zoom = 1.25;
const view = { width: pageSize.width / zoom, height: Math.ceil(pageSize.height / zoom) } as const;
/** Where the mouse lies on nothing of qBittorrent's page. */
const aside = [600, 12] as const;

const says = (page: Page, text: RegExp): Promise<unknown> =>
  page.waitForFunction(
    (source) => new RegExp(source).test(document.body.innerText),
    { timeout: 60_000 },
    text.source,
  );

/** The torrent page, with the menu of a badge open and without; the first also goes into the README. */
async function shootTorrentPage({ page, pack }: Household): Promise<Record<'open' | 'closed', Uint8Array>> {
  await page.bringToFront();
  await page.setViewport({ ...view, deviceScaleFactor: zoom });
  const badge = (await readBadges(page)).find(({ hash }) => hash === pack);
  if (!badge) throw new Error('The pack has no badge.');
  await openMenu(page, badge, (text) => /S01E06/.test(text));
  await page.mouse.move(...aside);
  const open = await page.screenshot();
  await page.setViewport({ ...view, deviceScaleFactor: 1.75 });
  await page.screenshot({ path: join(images, 'torrent-page.png') });
  await page.setViewport({ ...view, deviceScaleFactor: zoom });
  await closeMenu(page);
  return { open, closed: await page.screenshot() };
}

/** So that its last line is whole; a browser shows up to 600 pixels. */
const popupHeight = 538;

async function shootPopup({ extension }: Household): Promise<Uint8Array> {
  const popup = await extension.openOwnPage('popup.html');
  await popup.setViewport({ width: 380, height: popupHeight, deviceScaleFactor: 2 });
  await popup.waitForFunction(() => document.querySelectorAll('img').length >= 3);
  await popup.waitForNetworkIdle();
  const picture = await popup.screenshot({ path: join(images, 'popup.png') });
  await popup.close();
  return picture;
}

async function shootOptions(
  { extension }: Household,
  section: string,
  prepare: (page: Page) => Promise<unknown>,
): Promise<Uint8Array> {
  const page = await extension.openOwnPage(`options.html#${section}`);
  await page.setViewport(pageSize);
  await page.bringToFront();
  await prepare(page);
  await page.evaluate(() => {
    const header = document.querySelector('header')?.offsetHeight ?? 0; // the picture's caption is in its place
    const outcome =
      document.querySelector('main [role=alert]')?.parentElement?.getBoundingClientRect().bottom ?? 0;
    scrollTo(0, Math.max(header, outcome + 40 - innerHeight));
  });
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

/** The doctor at the end of its round, on a dark screen. */
async function runDoctor(page: Page): Promise<void> {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await says(page, /Find what is wrong/);
  await page.evaluate(() => {
    const buttons = [...document.querySelectorAll<HTMLElement>('main button')];
    buttons.find((one) => one.checkVisibility() && one.innerText.trim() === 'Look')?.click();
  });
  await page.waitForFunction(() => document.querySelectorAll('main li').length > 8, { timeout: 60_000 });
}

mkdirSync(images, { recursive: true });
mkdirSync(store, { recursive: true });
const household = await openHousehold(view.width, view.height);
try {
  const { extension, world } = household;
  const { open, closed } = await shootTorrentPage(household);
  const popup = await shootPopup(household);
  const people = await shootOptions(household, 'people', (page) => says(page, /5 people/));
  const doctor = await shootOptions(household, 'diagnostics', runDoctor);
  await extension.ask('mappings.save', { mappings: [] });
  const paths = await shootOptions(household, 'paths', (page) => says(page, /Keep/));
  const frame = (name: string, caption: string, page: Uint8Array, front?: Uint8Array): Promise<void> =>
    drawFrame(extension.browser, join(store, name), caption, { page, ...(front && { popup: front }) });
  await frame(
    '1-torrent-page.png',
    'Each finished download says whether it is in Plex, and opens there',
    open,
  );
  await frame('2-popup.png', 'What needs you, and what is on its way', closed, popup);
  await frame('3-paths.png', 'Finds out by itself how your folders lead to your libraries', paths);
  await frame('4-people.png', 'Friends see exactly the libraries that you choose', people);
  await frame('5-diagnostics.png', 'If something is wrong, it says what, and what to do about it', doctor);
  await drawTile(extension.browser, join(store, 'promo-440x280.png'));
  await drawStoreIcon(extension.browser, join(store, 'icon-128.png'));
  console.log(`${world.plex.items().length} items in Plex; pictures in docs/images and docs/store`);
} finally {
  await household.close();
}
process.exit(0);
