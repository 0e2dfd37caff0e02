import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { waitForBadge } from '../rig/badges.ts';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { downloadFilm } from '../rig/download-film.ts';
import { openTorrentPage } from '../rig/torrent-page.ts';
import { setUp, startWorld, type World } from '../rig/world.ts';

/** `npm run pictures`: the pictures of the README, made from the real build and a real qBittorrent. */
const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url));

const episodes = Object.fromEntries(
  [1, 2, 3, 4].map((number) => [`Pioneer.One.S01E0${number}.mkv`, 400_000]),
);

/** One download in each state that a person will meet. */
async function fill(world: World, page: Page): Promise<void> {
  const isLink = (badge: { href: string | null }): boolean => badge.href !== null;
  const inPlex = [
    await downloadFilm(world, 'Sintel (2010)'),
    await downloadFilm(world, 'Big Buck Bunny (2008)'),
    await downloadFilm(world, 'Night of the Living Dead (1968)', { library: 'movies/4k' }),
    await downloadFilm(world, 'Pioneer One S01', { library: 'tv', files: episodes }),
  ];
  for (const hash of inPlex) await waitForBadge(page, hash, isLink, 60_000);
  const unmapped = await downloadFilm(world, 'The General (1926)', { library: 'incoming' });
  await waitForBadge(page, unmapped, (badge) => /folder/i.test(badge.text), 60_000);
  world.plex.setDelays({ appearMs: Number.POSITIVE_INFINITY });
  const onItsWay = await downloadFilm(world, 'Nosferatu (1922)');
  await waitForBadge(page, onItsWay, (badge) => /scanning/i.test(badge.text), 60_000);
}

/** Makes the name column wide, as people who read names do. */
async function widenNames(page: Page): Promise<void> {
  const header = await page.$('#torrentsTableFixedHeaderDiv th.column_name');
  const box = await header?.boundingBox();
  if (!box) return;
  const [x, y] = [box.x + box.width - 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 170, y, { steps: 5 });
  await page.mouse.up();
  await page.mouse.move(5, 700);
}

async function shootPopup(extension: ChromeBrowser): Promise<void> {
  const popup = await extension.openOwnPage('popup.html');
  await popup.setViewport({ width: 380, height: 600, deviceScaleFactor: 2 });
  await popup.waitForFunction(() => document.querySelectorAll('img').length >= 3);
  await popup.waitForNetworkIdle();
  await popup.screenshot({ path: join(folder, 'popup.png') });
  await popup.close();
}

mkdirSync(folder, { recursive: true });
const [world, extension] = await Promise.all([startWorld(), launchChrome({ width: 1100, height: 620 })]);
try {
  const page = await openTorrentPage(extension.browser, world.swarm.client);
  await page.setViewport({ width: 1100, height: 620, deviceScaleFactor: 2 });
  await setUp(extension, world);
  await page.bringToFront();
  await widenNames(page);
  await fill(world, page);
  const clip = { x: 0, y: 0, width: 1100, height: 300 };
  await page.screenshot({ path: join(folder, 'torrent-page.png'), clip });
  await shootPopup(extension);
} finally {
  await extension.close();
  await world.stop();
}
process.exit(0);
