import { mkdtempSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { clickBadge, readBadges } from '../rig/badges.ts';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { startSwarm } from '../rig/swarm.ts';
import { openTorrentPage } from '../rig/torrent-page.ts';
import { plexMedia, setUpParts, startWorld } from '../rig/world.ts';
import type { DemoOptions } from './arguments.ts';
import { filesOf, readLink } from './check-link.ts';
import { say, until } from './steps.ts';

const name = 'Sintel (2010)';
const file = `${name}/${name}.mkv`;

/** Everything that the main job needs, our own parts or some of theirs. */
async function gather(options: DemoOptions) {
  if (!options.plex) {
    const world = await startWorld();
    return {
      swarm: world.swarm,
      plexUrl: world.plex.plexUrl,
      token: world.plex.token,
      saveTo: join(world.mediaDir, 'movies'),
      mappings: [{ clientId: null, from: world.mediaDir, to: plexMedia }],
      stop: () => world.stop(),
    };
  }
  const swarm = await startSwarm();
  const saveTo = options.plex.saveTo ?? mkdtempSync(join(swarm.client.downloadsDir, 'demo-'));
  return {
    swarm,
    plexUrl: options.plex.url,
    token: options.plex.token,
    saveTo,
    mappings: [],
    stop: () => swarm.stop(),
  };
}

type Parts = Awaited<ReturnType<typeof gather>>;

/** A real download from its start to the opened item. Returns the closing line; throws when the link was wrong. */
export async function showMainJob(options: DemoOptions, screenshots: string): Promise<string> {
  say('starting qbittorrent-nox, a second one as seeder, a tracker and Plex');
  const parts = await gather(options);
  say(`qBittorrent at ${parts.swarm.client.url}, Plex at ${parts.plexUrl}`);
  const extension = await launchChrome({ headless: options.headless });
  try {
    say(`browser with Marquee started${options.headless ? ' (headless; see artifacts/demo)' : ''}`);
    return await follow(extension, parts, screenshots);
  } finally {
    await extension.close();
    await parts.stop();
  }
}

async function follow(extension: ChromeBrowser, parts: Parts, screenshots: string): Promise<string> {
  const { client } = parts.swarm;
  const page = await openTorrentPage(extension.browser, client);
  await setUpParts(extension, { ...parts, clientUrl: client.url });
  say('Marquee is set up: Plex, qBittorrent with the session of this browser, the path mapping');
  await page.bringToFront();
  await page.screenshot({ path: join(screenshots, '1-set-up.png') });

  const added = await parts.swarm.addDownload({
    name,
    files: { [`${name}.mkv`]: 12_000_000 },
    savePath: parts.saveTo,
    rateLimit: 4_000_000,
  });
  say(`download started: ${file}`);
  await client.api.waitFor(added.infoHash, (torrent) => torrent.progress === 1, 60_000);
  say('download completed in qBittorrent');
  const href = await watchBadge(page, added.infoHash, screenshots);
  return openAndCheck(extension, page, added.infoHash, href, parts);
}

/** Prints each thing the badge says until it is a link. */
async function watchBadge(page: Page, hash: string, screenshots: string): Promise<string> {
  let said = '';
  const href = await until(
    'the button',
    async () => {
      const badge = (await readBadges(page)).find((one) => one.hash === hash);
      if (badge && badge.text !== said) {
        said = badge.text;
        say(`badge: ${said}`);
        await page.screenshot({ path: join(screenshots, '2-on-its-way.png') });
      }
      return badge?.href ?? undefined;
    },
    90_000,
  );
  await page.screenshot({ path: join(screenshots, '3-in-plex.png') });
  return href;
}

async function openAndCheck(
  extension: ChromeBrowser,
  page: Page,
  hash: string,
  href: string,
  parts: Parts,
): Promise<string> {
  const badge = (await readBadges(page)).find((one) => one.hash === hash);
  if (!badge) throw new Error('the badge is gone');
  await clickBadge(page, badge);
  const { key } = readLink(href);
  await until(
    'the tab with the item',
    async () => extension.browser.targets().find((target) => target.url() === href),
    15_000,
  );
  say(`the button opened ${href}`);
  const files = await filesOf(parts.plexUrl, parts.token, key);
  if (!files.some((path) => path.endsWith(`/${file}`))) {
    throw new Error(`${key} is another item: its files are ${files.join(', ') || 'none'}`);
  }
  return `opened ${key} for ${basename(file)}`;
}
