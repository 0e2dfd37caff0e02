import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filesOf, readLink } from '../demo/check-link.ts';
import { type ExtensionBrowser, launchFirefox } from '../rig/browser.ts';
import { downloadFilm, scansBelow } from '../rig/download-film.ts';
import { openTorrentPage } from '../rig/torrent-page.ts';
import { plexMedia, setUpParts, startWorld, type World } from '../rig/world.ts';

/** Names, not 127.0.0.1: Firefox upgrades http to https for these only, unless the extension's policy says otherwise. */
const names = ['nas.test', 'plex.test'];
const named = (url: string, name: string): string => url.replace('127.0.0.1', name);

let world: World;
let extension: ExtensionBrowser;

beforeAll(async () => {
  [world, extension] = await Promise.all([startWorld(), launchFirefox({ localNames: names })]);
});

afterAll(async () => {
  await extension?.close();
  await world?.stop();
});

it('the built extension works in Firefox: a download completes, is scanned once, and its badge opens its item', async () => {
  const clientUrl = named(world.swarm.client.url, 'nas.test');
  const page = await openTorrentPage(extension.browser, { ...world.swarm.client, url: clientUrl });
  await setUpParts(extension, {
    plexUrl: named(world.plex.plexUrl, 'plex.test'),
    token: world.plex.token,
    clientUrl,
    mappings: [{ clientId: null, from: world.mediaDir, to: plexMedia }],
  });
  await page.bringToFront();
  const name = 'Battleship Potemkin (1925)';
  const hash = await downloadFilm(world, name);
  await page.waitForSelector(`tr[data-row-id="${hash}"] marquee-badge`, { timeout: 60_000 });

  let href = '';
  await expect
    .poll(
      async () => {
        const { downloads } = await extension.ask('overview.refresh', {});
        href = downloads.find((download) => download.name === name)?.href ?? '';
        return href;
      },
      { timeout: 60_000, interval: 500 },
    )
    .not.toBe('');
  expect(scansBelow(world, '/media/movies')).toEqual([`Films: /media/movies/${name}`]);
  const { key } = readLink(href);
  expect(await filesOf(world.plex.plexUrl, world.plex.token, key)).toEqual([
    `/media/movies/${name}/${name}.mkv`,
  ]);
  await page.bringToFront();
  mkdirSync('artifacts', { recursive: true });
  await page.screenshot({ path: 'artifacts/firefox.png' });
}, 180_000);
