import type { Page } from 'puppeteer-core';
import { launchChrome } from '../rig/browser.ts';
import { downloadFilm } from '../rig/download-film.ts';
import { openTorrentPage } from '../rig/torrent-page.ts';
import { setUp, startWorld, type World } from '../rig/world.ts';
import type { Figure } from './figure.ts';

const films = ['The Cabinet of Dr. Caligari (1920)', 'Sherlock Jr. (1924)', 'Faust (1926)'];

/** Seconds from the completion, as qBittorrent's API first tells it, to the scan request at Plex. */
async function secondsToScan(world: World, name: string): Promise<number> {
  await downloadFilm(world, name);
  const completedAt = Date.now();
  const scan = await world.plex.waitForRequest(
    (request) => request.path.endsWith('/refresh') && request.query.path?.endsWith(name) === true,
    60_000,
  );
  return Math.max(0, scan.at - completedAt) / 1000;
}

async function worst(world: World, page: Page, label: string): Promise<number> {
  await page.bringToFront();
  const times: number[] = [];
  for (const film of films) times.push(await secondsToScan(world, `${label} ${film}`));
  return Math.max(...times);
}

/** From "completed in qBittorrent" to the scan request, with the torrent page open and without. */
export async function benchLatency(): Promise<Figure[]> {
  const [world, extension] = await Promise.all([startWorld(), launchChrome()]);
  try {
    const page = await openTorrentPage(extension.browser, world.swarm.client);
    await setUp(extension, world);
    const open = await worst(world, page, 'open');
    await page.goto('about:blank');
    const closed = await worst(world, page, 'closed');
    return [
      { name: 'completed → scan request, torrent page open (worst of 3)', value: open, unit: 's', limit: 5 },
      { name: 'completed → scan request, no page open (worst of 3)', value: closed, unit: 's', limit: 35 },
    ];
  } finally {
    await extension.close();
    await world.stop();
  }
}
