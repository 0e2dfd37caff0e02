import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { clickBadge, readBadges, type SeenBadge } from '../rig/badges.ts';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { setUpParts } from '../rig/world.ts';
import type { StandIn } from '../stand-in/index.ts';
import type { DemoOptions } from './arguments.ts';
import { filesOf, readLink } from './check-link.ts';
import { standInFor } from './own-torrents.ts';
import { say, until } from './steps.ts';

/** How long the person has to sign in to their own torrent page. */
const signInMs = 5 * 60_000;
/** How long a button may take to turn on for something that is in Plex already. */
const buttonMs = 2 * 60_000;

/**
 * Marquee on somebody's own torrent web UI, in a throw-away profile. Nothing is downloaded there: it is enough that
 * one finished torrent is in Plex. Returns the closing line; throws when no button led to the item of its file.
 */
export async function tryOwn(options: DemoOptions, screenshots: string): Promise<string> {
  const { torrents } = options;
  if (!torrents) throw new TypeError('--torrents is missing.');
  const extension = await launchChrome({ headless: options.headless });
  let standIn: StandIn | undefined;
  try {
    const page = await openOwnPage(extension, torrents);
    say(`torrent page at ${torrents.url}`);
    if (!options.plex) {
      standIn = await standInFor(page);
      say(`no --plex given: a stand-in at ${standIn.plexUrl} has what is finished in your torrent page`);
    }
    const plexUrl = options.plex?.url ?? standIn?.plexUrl ?? '';
    const token = options.plex?.token ?? standIn?.token ?? '';
    const withPassword = torrents.user !== null && torrents.password !== null;
    await setUpParts(extension, {
      plexUrl,
      token,
      mappings: [],
      clientUrl: torrents.url,
      ...(withPassword && { username: torrents.user, password: torrents.password }),
    });
    say('Marquee is set up');
    await page.reload();
    await page.bringToFront();
    const badge = await until('a button on a finished torrent', () => firstLink(page), buttonMs);
    await page.screenshot({ path: join(screenshots, 'own.png') });
    return await openAndCheck(extension, page, badge, { url: plexUrl, token });
  } finally {
    await extension.close();
    await standIn?.close();
  }
}

async function openOwnPage(
  extension: ChromeBrowser,
  torrents: NonNullable<DemoOptions['torrents']>,
): Promise<Page> {
  const page = await extension.browser.newPage();
  await page.goto(torrents.url, { waitUntil: 'domcontentloaded' });
  await page.waitForSelector('#username, #torrentsTableDiv');
  if ((await page.$('#username')) && torrents.user && torrents.password) {
    await page.type('#username', torrents.user);
    await page.type('#password', torrents.password);
    await page.click('#login, #loginButton');
  } else if (await page.$('#username'))
    say('please sign in to your torrent page in the window that has opened');
  await page.waitForSelector('#torrentsTableDiv', { timeout: signInMs });
  return page;
}

const firstLink = async (page: Page): Promise<SeenBadge | undefined> =>
  (await readBadges(page)).find((badge) => badge.href !== null);

/** The row's name in the page, which is what the person sees. */
const nameOf = (page: Page, hash: string): Promise<string> =>
  page.$eval(`tr[data-row-id="${hash}"]`, (row) => row.querySelector('td:nth-child(3)')?.textContent ?? '');

async function openAndCheck(
  extension: ChromeBrowser,
  page: Page,
  badge: SeenBadge,
  plex: { readonly url: string; readonly token: string },
): Promise<string> {
  const href = badge.href ?? '';
  const { key } = readLink(href);
  await clickBadge(page, badge);
  await until(
    'the tab with the item',
    async () => extension.browser.targets().find((target) => target.url() === href),
    15_000,
  );
  say(`the button opened ${href}`);
  const files = await filesOf(plex.url, plex.token, key);
  const name = (await nameOf(page, badge.hash)).trim();
  say(`Plex says that ${key} is ${files.join(', ') || 'a season or show'}`);
  return `opened ${key} for ${name}`;
}
