import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { waitForBadge } from '../rig/badges.ts';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { downloadFilm } from '../rig/download-film.ts';
import { openTorrentPage } from '../rig/torrent-page.ts';
import { setUp, startWorld, type World } from '../rig/world.ts';

let world: World;
let extension: ChromeBrowser;

beforeAll(async () => {
  [world, extension] = await Promise.all([startWorld(), launchChrome()]);
}, 140_000);

afterAll(async () => {
  await extension?.close();
  await world?.stop();
});

it('badges and the toolbar speak the language that is set, not the one of the browser', async () => {
  await extension.ask('settings.change', { change: { language: 'de' } });
  const page = await openTorrentPage(extension.browser, world.swarm.client);
  await setUp(extension, world);
  await page.bringToFront();
  const hash = await downloadFilm(world, 'Der müde Tod (1921)');
  const badge = await waitForBadge(page, hash, (one) => one.href !== null, 60_000);
  expect(`${badge.text} ${badge.hint}`).toContain('In Plex ansehen');
  const title = async (): Promise<string> => {
    const worker = await extension.worker();
    return worker.evaluate(() =>
      (
        globalThis as unknown as { chrome: { action: { getTitle(about: object): Promise<string> } } }
      ).chrome.action.getTitle({}),
    );
  };
  await vi.waitFor(async () => expect(await title()).toMatch(/^Marquee – Plex ist online/), 40_000);
}, 150_000);
