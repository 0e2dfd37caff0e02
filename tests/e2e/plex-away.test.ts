import { setTimeout as pass } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waitForBadge } from '../rig/badges.ts';
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

it('a download that completes while Plex is off waits, says so, and is scanned once when Plex is back', async () => {
  await world.plex.goOffline();
  const name = 'Nanook of the North (1922)';
  const off = pass(60_000); // the minute is what is being tested
  const hash = await downloadFilm(world, name);
  const waiting = await waitForBadge(page, hash, (badge) => badge.text.startsWith('Waiting'), 40_000);
  expect(waiting.href).toBeNull();
  const overview = await extension.ask('overview.refresh', {});
  expect(overview.servers[0]).toMatchObject({ state: 'offline', code: 'UNREACHABLE' });
  expect(overview.downloads[0]?.problem?.retryAtMs).toBeTypeOf('number');
  await off;
  await page.bringToFront();
  await world.plex.goOnline();
  await waitForBadge(page, hash, (badge) => badge.href !== null, 90_000);
  expect(scansBelow(world, '/media/movies')).toEqual([`Films: /media/movies/${name}`]);
}, 240_000);

it('a download that completes with no torrent page open is scanned all the same', async () => {
  await page.goto('about:blank');
  const name = 'Häxan (1922)';
  await downloadFilm(world, name);
  await world.plex.waitForRequest(
    (request) =>
      request.status !== null &&
      request.path.endsWith('/refresh') &&
      request.query.path?.normalize('NFC').includes(name) === true,
    60_000,
  );
  expect(scansBelow(world, `/media/movies/${name}`)).toEqual([`Films: /media/movies/${name}`]);
}, 120_000);
