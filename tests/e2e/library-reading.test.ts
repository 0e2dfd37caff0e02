import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { filesOf, readLink } from '../demo/check-link.ts';
import { waitForBadge } from '../rig/badges.ts';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { addFinishedFile, linkFile, writeHollow } from '../rig/finished-torrents.ts';
import { type Qbittorrent, startQbittorrent } from '../rig/qbittorrent.ts';
import { openTorrentPage } from '../rig/torrent-page.ts';
import { setUpParts } from '../rig/world.ts';
import { type StandIn, startStandIn } from '../stand-in/index.ts';
import type { RequestRecord } from '../stand-in/request-log.ts';

/** A library large enough to be read in many pages, and a torrent whose file is among the last of them. */
const shows = 60;
const episodes = 100;
const wanted = { name: 'Serial 59 - S01E77.mkv', sizeBytes: 70_077 };

let tv: string;
let plex: StandIn;
let client: Qbittorrent;
let extension: ChromeBrowser;
let hash: string;
let options: Page;
let page: Page;

beforeAll(async () => {
  tv = mkdtempSync(join(tmpdir(), 'marquee-library-'));
  writeLibrary();
  [plex, client, extension] = await Promise.all([
    startStandIn({
      name: 'Attic',
      scanAtStart: true,
      sections: [{ type: 'show', title: 'Series', locations: [{ plexPath: '/media/tv', diskPath: tv }] }],
    }),
    startQbittorrent(),
    launchChrome(),
  ]);
  hash = await addFinishedFile(client, client.downloadsDir, wanted.name, wanted.sizeBytes);
});

afterAll(async () => {
  await extension?.close();
  await Promise.all([plex?.close(), client?.stop()]);
  rmSync(tv, { recursive: true, force: true });
});

afterEach(() => plex.faults.clear());

/** All but one are names of the same file: six thousand files of their own would keep the disk busy. */
function writeLibrary(): void {
  const any = join(tv, 'any');
  writeHollow(any, 100_000);
  for (let show = 0; show < shows; show++) {
    for (let episode = 1; episode <= episodes; episode++) {
      const name = `Serial ${show} - S01E${String(episode).padStart(2, '0')}.mkv`;
      const path = join(tv, `Serial ${show}`, 'Season 01', name);
      if (name === wanted.name) writeHollow(path, wanted.sizeBytes);
      else linkFile(any, path);
    }
  }
}

/** A page of the list of episodes: where it begins, or nothing when it only counts or is no page. */
function startOf({ path, query }: RequestRecord): number | null {
  const isPage = path === '/library/sections/1/all' && query.type === '4' && query.sort === 'id:asc';
  return isPage && query['X-Plex-Container-Size'] !== '0' ? Number(query['X-Plex-Container-Start']) : null;
}

const pagesRead = (): readonly number[] => plex.requests.flatMap((request) => startOf(request) ?? []);

/** As the worker says it now, not as an earlier one has left it behind. */
const stateNow = async (): Promise<unknown> =>
  (await extension.ask('overview.refresh', {})).servers[0]?.library;

const says = (text: RegExp, timeout = 30_000): Promise<unknown> =>
  options.waitForFunction(
    (source) => new RegExp(source).test(document.body.innerText),
    { timeout },
    text.source,
  );

const press = async (text: string): Promise<void> => {
  await (await options.waitForSelector(`button ::-p-text(${text})`))?.click();
};

it('shows how far it is, stops when it is told to, and stays so when the worker is a new one', async () => {
  const { plexUrl, token } = plex;
  const hold = plex.faults.hold((request) => (startOf(request) ?? 0) >= 2_000);
  page = await openTorrentPage(extension.browser, client);
  await setUpParts(extension, { plexUrl, token, clientUrl: client.url, mappings: [] });
  options = await extension.openOwnPage('options.html#plex');
  await options.bringToFront();
  const held = startOf(await hold.arrived) ?? 0; // connecting a server begins the reading
  await options.waitForFunction(
    (read) => (document.querySelector('progress')?.value ?? 0) >= read,
    { timeout: 30_000 },
    held,
  );
  await says(/Reading the libraries\s+\d[\d,]* of 6,060/);
  expect(await options.$eval('progress', ({ value, max }) => value < max)).toBe(true);

  await press('Stop');
  await says(/Reading the libraries was stopped/);
  plex.clearRequests();
  hold.release();
  await extension.killWorker();
  await page.bringToFront(); // a page that asks about its torrents does not begin it again
  await plex.waitForRequest(({ path }) => path === '/library/sections', 20_000);
  await vi.waitFor(async () => expect(await stateNow()).toEqual({ kind: 'stopped' }), { timeout: 20_000 });
  await options.bringToFront();
  await options.reload();
  await says(/Reading the libraries was stopped/);
  expect(pagesRead()).toEqual([]);
});

it('goes on where it was, also when the worker dies in the middle, and then knows all of it', async () => {
  const hold = plex.faults.hold((request) => (startOf(request) ?? 0) >= 4_000);
  await press('Read the libraries');
  const held = startOf(await hold.arrived) ?? 0;
  expect(Math.min(...pagesRead())).toBeGreaterThanOrEqual(2_000);
  await extension.killWorker();
  plex.clearRequests();
  hold.release();
  await page.bringToFront();
  const badge = await waitForBadge(page, hash, ({ href }) => href !== null, 40_000);
  const { key } = readLink(badge.href ?? '');
  expect(await filesOf(plex.plexUrl, plex.token, key)).toEqual([
    `/media/tv/Serial 59/Season 01/${wanted.name}`,
  ]);
  expect(badge.hint).toMatch(/same file name and size/);
  expect(Math.min(...pagesRead())).toBeGreaterThanOrEqual(held);
  await options.bringToFront();
  await says(/6,000 items known/);
});
