import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOf, readLink } from '../demo/check-link.ts';
import { clickBadge, readBadges, waitForBadge } from '../rig/badges.ts';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { downloadFilm, scansBelow } from '../rig/download-film.ts';
import { openTorrentPage } from '../rig/torrent-page.ts';
import { setUp, startWorld, type World } from '../rig/world.ts';

let world: World;
let extension: ChromeBrowser;
let page: Page;

beforeAll(async () => {
  [world, extension] = await Promise.all([startWorld(), launchChrome()]);
  page = await openTorrentPage(extension.browser, world.swarm.client);
  await setUp(extension, world);
  await page.bringToFront();
});

afterAll(async () => {
  await extension?.close();
  await world?.stop();
});

const isLink = (badge: { href: string | null }): boolean => badge.href !== null;

/** The files behind the item that a link leads to, asked of Plex itself. */
const filesBehind = (href: string): Promise<readonly string[]> =>
  filesOf(world.plex.plexUrl, world.plex.token, readLink(href).key);

describe('a download that really completes', () => {
  it('is scanned once in its folder, gets a button, and the button opens the item of its file', async () => {
    const started = Date.now();
    const hash = await downloadFilm(world, 'Sintel (2010)');
    const completedAt = Date.now();
    const badge = await waitForBadge(page, hash, isLink, 40_000);
    expect(scansBelow(world, '/media/movies/Sintel')).toEqual(['Films: /media/movies/Sintel (2010)']);
    const scan = world.plex.scans.find((one) => one.path === '/media/movies/Sintel (2010)');
    expect(scan?.at).toBeGreaterThan(started);
    expect((scan?.at ?? Number.POSITIVE_INFINITY) - completedAt).toBeLessThan(5_000);
    expect(await filesBehind(badge.href ?? '')).toEqual(['/media/movies/Sintel (2010)/Sintel (2010).mkv']);

    await clickBadge(page, badge);
    const opened = await extension.browser.waitForTarget((target) => target.url() === badge.href);
    await (await opened.page())?.close();
    await page.bringToFront();
  });

  it('is scanned in its own library only, also where one library is inside another', async () => {
    const hd = await downloadFilm(world, 'Caminandes (2013)', { library: 'movies/4k' });
    const film = await downloadFilm(world, 'Elephants Dream (2006)');
    const pack = await downloadFilm(world, 'Pioneer One S01', {
      library: 'tv',
      files: {
        'Pioneer.One.S01E01.mkv': 500_000,
        'Pioneer.One.S01E02.mkv': 500_000,
      },
    });
    for (const hash of [hd, film, pack]) await waitForBadge(page, hash, isLink, 40_000);
    expect(scansBelow(world, '/media/movies/4k')).toEqual(['Films 4K: /media/movies/4k/Caminandes (2013)']);
    expect(scansBelow(world, '/media/movies/Elephants')).toEqual([
      'Films: /media/movies/Elephants Dream (2006)',
    ]);
    expect(scansBelow(world, '/media/tv')).toEqual(['Series: /media/tv/Pioneer One S01']);
  });

  it('keeps its badge on its own row when the page is sorted and filtered', async () => {
    const hashes = async (): Promise<string[]> => (await readBadges(page)).map((badge) => badge.hash);
    const before = await hashes();
    expect(before.length).toBeGreaterThan(2);
    const links = new Map((await readBadges(page)).map((badge) => [badge.hash, badge.href]));
    await page.click('#torrentsTableFixedHeaderDiv th.column_name');
    await page.click('#torrentsTableFixedHeaderDiv th.column_name');
    for (const hash of before) {
      const badge = await waitForBadge(page, hash, isLink);
      expect(badge.href).toBe(links.get(hash));
    }
  });
});

describe('the token', () => {
  it('is in no address, no page, no storage that a page can reach, and went to Plex alone', async () => {
    const { token } = world.plex;
    expect(world.plex.requests.some((request) => request.tokenInHeader)).toBe(true);
    expect(world.plex.requests.filter((request) => request.tokenInUrl)).toEqual([]);
    const session = await page.createCDPSession();
    const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
    expect(JSON.stringify(root)).not.toContain(token);
    const reachable = await page.evaluate(() =>
      JSON.stringify([
        { ...localStorage },
        { ...sessionStorage },
        document.cookie,
        performance.getEntries().map((entry) => entry.name),
      ]),
    );
    expect(reachable).not.toContain(token);
    expect(await contentScriptStorage(page)).toBe('refused');
    const own = await extension.openOwnPage('options.html');
    const stored = await own.evaluate(() =>
      (
        globalThis as unknown as { chrome: { storage: { local: { get(keys: null): Promise<unknown> } } } }
      ).chrome.storage.local
        .get(null)
        .then((all) => JSON.stringify(all)),
    );
    expect(stored).toContain(world.plex.machineIdentifier);
    expect(stored).not.toContain(token);
    expect(await own.content()).not.toContain(token);
    await own.close();
  });
});

/** Reads extension storage from where the content script runs. */
async function contentScriptStorage(torrentPage: Page): Promise<string> {
  const session = await torrentPage.createCDPSession();
  const contexts: { id: number; auxData?: { type?: string }; origin: string }[] = [];
  session.on('Runtime.executionContextCreated', ({ context }) => contexts.push(context));
  await session.send('Runtime.enable');
  const isolated = contexts.find((context) => context.origin.startsWith('chrome-extension://'));
  if (!isolated) throw new Error('the content script does not run here');
  const { result } = await session.send('Runtime.evaluate', {
    contextId: isolated.id,
    expression: `chrome.storage.local.get(null).then((all) => JSON.stringify(all), () => 'refused')`,
    awaitPromise: true,
  });
  await session.detach();
  return String(result.value);
}
