import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filesOf, readLink } from '../demo/check-link.ts';
import { readBadges, waitForBadge } from '../rig/badges.ts';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { makeTorrent } from '../rig/torrent-file.ts';
import { openTorrentPage } from '../rig/torrent-page.ts';
import { setUp, startWorld, type World } from '../rig/world.ts';

const count = 800;
let world: World;
let extension: ChromeBrowser;

beforeAll(async () => {
  world = await startWorld();
  extension = await launchChrome();
}, 120_000);

afterAll(async () => {
  await extension?.close();
  await world?.stop();
});

it('with 800 finished torrents scans nothing, and gives buttons to those that are in Plex', async () => {
  const { client } = world.swarm;
  const movies = join(world.mediaDir, 'movies');
  const hashes: string[] = [];
  const torrents: Buffer[] = [];
  for (let at = 0; at < count; at++) {
    const name = `Film ${String(at).padStart(3, '0')} (1960)`;
    const folder = join(movies, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.mkv`), `film ${at}`);
    const { torrent, infoHash } = makeTorrent(folder);
    hashes.push(infoHash);
    torrents.push(torrent);
  }
  await client.api.addTorrent(torrents, { savepath: movies, skipChecking: true });
  // Plex has been told of the first ten by somebody else, before Marquee came.
  for (let at = 0; at < 10; at++) {
    const path = `/media/movies/Film ${String(at).padStart(3, '0')} (1960)`;
    await fetch(`${world.plex.plexUrl}/library/sections/1/refresh?path=${encodeURIComponent(path)}`, {
      headers: { 'X-Plex-Token': world.plex.token },
    });
  }
  await world.plex.settled();
  const before = world.plex.scans.length;

  const page = await openTorrentPage(extension.browser, client);
  await setUp(extension, world);
  await page.bringToFront();
  await page.type('#torrentsFilterInput', 'Film 00'); // brings the first ten into view
  const last = hashes.at(9) ?? '';
  const badge = await waitForBadge(page, last, (one) => one.href !== null, 60_000);
  expect(await filesOf(world.plex.plexUrl, world.plex.token, readLink(badge.href ?? '').key)).toEqual([
    '/media/movies/Film 009 (1960)/Film 009 (1960).mkv',
  ]);
  const badges = await readBadges(page);
  const linked = badges.filter((one) => one.href !== null).map((one) => one.hash);
  expect(linked.sort()).toEqual(
    hashes
      .slice(0, 10)
      .filter((hash) => badges.some((one) => one.hash === hash))
      .sort(),
  );
  await extension.ask('scan.now', {});
  expect(world.plex.scans.length).toBe(before);
  const overview = await extension.ask('overview.refresh', {});
  expect(overview.downloads).toEqual([]);
}, 180_000);
