import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waitForBadge } from '../rig/badges.ts';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { addFinished } from '../rig/finished-torrents.ts';
import { writeMedia } from '../rig/media-file.ts';
import { type Swarm, startSwarm } from '../rig/swarm.ts';
import { openTorrentPage } from '../rig/torrent-page.ts';
import { setUpParts } from '../rig/world.ts';
import { type StandIn, startStandIn } from '../stand-in/index.ts';

/** As with containers: the torrent client and Plex see the same three folders under other names. */
let root: string;
let swarm: Swarm;
/** A Plex that has what was downloaded, and one that has never seen any of it. */
let plex: StandIn;
let strange: StandIn;
let extension: ChromeBrowser;
let page: Page;

const folders = { tv: 'downloads/tv', movies: 'downloads/movies', music: 'data/complete/music' } as const;

const downloads: readonly (readonly [keyof typeof folders, string, Readonly<Record<string, number>>])[] = [
  ['tv', 'Kestrel.S01.720p', { 'Kestrel.S01E01.mkv': 31_001, 'Kestrel.S01E02.mkv': 31_002 }],
  ['tv', 'Low.Tide.S03.720p', { 'Low.Tide.S03E01.mkv': 31_003, 'Low.Tide.S03E02.mkv': 31_004 }],
  ['movies', 'Cold Harbour (1998)', { 'Cold Harbour (1998).mkv': 41_001 }],
  ['movies', 'The Lamp (2003)', { 'The Lamp (2003).mkv': 41_002 }],
  ['music', 'Ada Quill - First Light (2001)', { '01 - Dawn.flac': 51_001, '02 - Noon.flac': 51_002 }],
  ['music', 'Ada Quill - Last Light (2004)', { '01 - Dusk.flac': 51_003, '02 - Night.flac': 51_004 }],
];

const strangeFiles = {
  'tv/Another Show/Season 01/Another Show - S01E01.mkv': 61_001,
  'movies/Another (1950)/Another (1950).mkv': 61_002,
  'music/Nobody/Nothing (1990)/01 - None.flac': 61_003,
};

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'marquee-containers-'));
  [swarm, extension] = await Promise.all([startSwarm(), launchChrome()]);
  for (const [kind, name, files] of downloads) {
    await addFinished(swarm.client, writeMedia(join(root, folders[kind]), name, files));
  }
  writeMedia(root, 'elsewhere', strangeFiles);
  [plex, strange] = await Promise.all([
    startPlex('Attic', '57a9d19c0ffee57a9d19c0ffee57a9d19c0ffee0', (kind) => folders[kind]),
    startPlex('Cellar', '57a9d19c0ffee57a9d19c0ffee57a9d19c0ffee1', (kind) => `elsewhere/${kind}`),
  ]);
  page = await openTorrentPage(extension.browser, swarm.client);
});

afterAll(async () => {
  await extension?.close();
  await Promise.all([plex?.close(), strange?.close(), swarm?.stop()]);
  rmSync(root, { recursive: true, force: true });
});

function startPlex(
  name: string,
  machineIdentifier: string,
  folderOf: (kind: keyof typeof folders) => string,
): Promise<StandIn> {
  const location = (kind: keyof typeof folders) => [
    { plexPath: `/media/${kind}`, diskPath: join(root, folderOf(kind)) },
  ];
  return startStandIn({
    name,
    machineIdentifier,
    scanAtStart: true,
    sections: [
      { type: 'show', title: 'Series', locations: location('tv') },
      { type: 'movie', title: 'Films', locations: location('movies') },
      { type: 'artist', title: 'Records', locations: location('music') },
    ],
  });
}

async function openPaths(): Promise<Page> {
  const options = await extension.openOwnPage('options.html#paths');
  await options.bringToFront();
  return options;
}

const says = (options: Page, text: RegExp): Promise<unknown> =>
  options
    .waitForFunction(
      (source) => new RegExp(source).test(document.body.innerText),
      { timeout: 50_000, polling: 200 }, // no frames are drawn of a page that is behind another
      text.source,
    )
    .catch(async (cause: unknown) => {
      const shown = await options.evaluate(() => document.querySelector('main')?.innerText);
      throw new Error(`The page says: ${shown}`, { cause });
    });

/** The mappings that are proposed on the page, as a person reads them: from, to. */
const proposed = (options: Page): Promise<string[][]> =>
  options.$$eval('section ul > li', (rows) =>
    rows
      .filter((row) => /^Keep|^Kept/m.test((row as HTMLElement).innerText))
      .map((row) =>
        [...row.querySelectorAll('p bdi')].slice(0, 2).map((name) => (name as HTMLElement).innerText.trim()),
      ),
  );

it('proposes nothing where nothing that was downloaded is in Plex, and says so', async () => {
  const { plexUrl, token } = strange;
  await setUpParts(extension, { plexUrl, token, clientUrl: swarm.client.url, mappings: [] });
  const options = await openPaths();
  await says(options, /Nothing fits, so there is no proposal\. 6 downloads/);
  expect(await proposed(options)).toEqual([]);
  const text = await options.evaluate(() => document.body.innerText);
  for (const folder of Object.values(folders)) expect(text).toContain(join(root, folder));
  await options.close();
  expect((await extension.ask('settings.read', {})).mappings).toEqual([]);
});

it('proposes how three folders of a container fit, keeps that with one click, and scans by it', async () => {
  await extension.ask('plex.remove', { machineIdentifier: strange.machineIdentifier });
  await extension.grant(plex.plexUrl);
  const { plexUrl: address, token } = plex;
  const check = await extension.ask('plex.save', { address, token, machineIdentifier: null });
  expect(check.server?.name).toBe('Attic');
  const options = await openPaths();
  await says(options, /Marquee found how your paths fit/);
  const right = [
    [join(root, 'data/complete'), '/media'],
    [join(root, 'downloads'), '/media'],
  ];
  expect((await proposed(options)).sort()).toEqual(right);
  await (await options.waitForSelector('::-p-text(Keep all)'))?.click();
  await says(options, /Kept/);
  const { mappings } = await extension.ask('settings.read', {});
  expect(mappings.map(({ from, to }) => [from, to]).sort()).toEqual(right);
  await options.close();
  expect(plex.scans).toEqual([]);

  await page.bringToFront();
  const name = 'Kestrel.S02.720p';
  const { infoHash } = await swarm.addDownload({
    name,
    files: { 'Kestrel.S02E01.mkv': 300_001, 'Kestrel.S02E02.mkv': 300_002 },
    savePath: join(root, folders.tv),
    rateLimit: 8_000_000,
  });
  const badge = await waitForBadge(page, infoHash, ({ href }) => href !== null, 60_000);
  const [scan, ...others] = plex.scans;
  expect(others).toEqual([]);
  expect(scan).toMatchObject({ sectionKey: plex.sections[0]?.key, path: `/media/tv/${name}` });
  const season = plex
    .items()
    .find(({ ratingKey }) => badge.href?.endsWith(encodeURIComponent(`/${ratingKey}`)));
  expect(season).toMatchObject({ type: 'season', title: 'Season 2' });
});
