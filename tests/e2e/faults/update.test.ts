import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builds, type ExtensionBrowser, launchChrome, launchFirefox } from '../../rig/browser.ts';
import { downloadFilm, scansBelow } from '../../rig/download-film.ts';
import { openTorrentPage } from '../../rig/torrent-page.ts';
import { setUp, startWorld, type World } from '../../rig/world.ts';

const launch = { chrome: launchChrome, firefox: launchFirefox };
const badgeOf = (hash: string): string => `tr[data-row-id="${hash}"] marquee-badge`;

interface Runtime {
  readonly chrome: { readonly runtime: { getManifest(): { readonly version: string } } };
}

/** How many badges each row has. */
const badgesPerRow = (page: Page): Promise<readonly number[]> =>
  page.$$eval('tr[data-row-id]', (rows) => rows.map((row) => row.querySelectorAll('marquee-badge').length));

/** Errors of our own scripts in a page, which its own console does not tell of; qBittorrent's are not ours. */
async function listenForErrors(page: Page, kind: 'chrome' | 'firefox'): Promise<() => readonly string[]> {
  const errors: string[] = [];
  const ours = (): readonly string[] =>
    errors.filter((text) => /extension:\/\/|context invalidated/i.test(text));
  page.on('pageerror', (error) => errors.push(String(error instanceof Error ? error.stack : error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} at ${message.location().url}`);
  });
  if (kind === 'firefox') return ours;
  const session = await page.createCDPSession();
  session.on('Runtime.exceptionThrown', ({ exceptionDetails }) =>
    errors.push(JSON.stringify([exceptionDetails.url, exceptionDetails.exception?.description])),
  );
  session.on('Runtime.consoleAPICalled', ({ type, args, stackTrace }) => {
    if (type === 'error') errors.push(JSON.stringify([args, stackTrace]));
  });
  await session.send('Runtime.enable');
  return ours;
}

describe.each(['chrome', 'firefox'] as const)('an update while a torrent page is open, in %s,', (kind) => {
  const build = mkdtempSync(join(tmpdir(), 'marquee-update-'));
  let world: World;
  let extension: ExtensionBrowser;
  let page: Page;
  let errors: () => readonly string[];
  /** Info hashes of all films so far. */
  const done: string[] = [];
  let updates = 0;

  beforeAll(async () => {
    cpSync(join(builds, `${kind}-mv3`), build, { recursive: true });
    [world, extension] = await Promise.all([startWorld(), launch[kind]({ build })]);
    page = await openTorrentPage(extension.browser, world.swarm.client);
    errors = await listenForErrors(page, kind);
    await setUp(extension, world);
    await page.bringToFront();
    done.push(await downloadFilm(world, 'Nosferatu (1922)'));
    await page.waitForSelector(badgeOf(done[0] ?? ''), { timeout: 60_000 });
  }, 180_000);
  afterAll(async () => {
    await extension?.close();
    await world?.stop();
    rmSync(build, { recursive: true, force: true });
  });

  /** The same place, with a build of a higher version in it, which is given back. */
  async function update(): Promise<string> {
    const version = `9.9.${++updates}`;
    const path = join(build, 'manifest.json');
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), version }));
    await extension.browser.installExtension(build);
    return version;
  }

  it('has the new script take over: one badge on each row, no errors, and what was under way goes on', async () => {
    const name = `Metropolis ${updates} (1927)`; // another one, should this be tried once more
    world.plex.setDelays({ appearMs: Number.POSITIVE_INFINITY });
    done.push(await downloadFilm(world, name));
    await expect.poll(() => scansBelow(world, `/media/movies/${name}`).length, { timeout: 60_000 }).toBe(1);
    await page.waitForSelector(badgeOf(done.at(-1) ?? ''));

    await page.evaluate(() => {
      for (const badge of document.querySelectorAll('marquee-badge')) badge.setAttribute('data-old', '');
    });
    const newVersion = await update();
    // nobody touches the page: it is the new background that comes to it
    await page.waitForFunction(
      (count) =>
        document.querySelector('marquee-badge[data-old]') === null &&
        document.querySelectorAll('marquee-badge').length === count,
      { timeout: 30_000 },
      done.length,
    );
    const own = await extension.openOwnPage('options.html');
    const running = () => (globalThis as unknown as Runtime).chrome.runtime.getManifest().version;
    expect(await own.evaluate(running)).toBe(newVersion);
    await own.close();

    world.plex.setDelays({ appearMs: 200 });
    await fetch(`${world.plex.plexUrl}/library/sections/1/refresh`, {
      headers: { 'X-Plex-Token': world.plex.token },
    });
    const hrefOf = async (): Promise<string> => {
      const { downloads } = await extension.ask('overview.refresh', {});
      return downloads.find((download) => download.name === name)?.href ?? '';
    };
    await expect.poll(hrefOf, { timeout: 60_000, interval: 500 }).not.toBe('');
    expect(scansBelow(world, `/media/movies/${name}`)).toHaveLength(1);

    await page.bringToFront();
    done.push(await downloadFilm(world, `The General ${updates} (1926)`));
    await page.waitForSelector(badgeOf(done.at(-1) ?? ''), { timeout: 60_000 });
    await expect.poll(() => badgesPerRow(page)).toEqual(done.map(() => 1));
    expect(await page.$$('style[data-marquee]')).toHaveLength(1);
    expect(errors()).toEqual([]);
  }, 240_000);
});
