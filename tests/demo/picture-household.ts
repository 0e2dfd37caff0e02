import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { waitForBadge } from '../rig/badges.ts';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { downloadFilm } from '../rig/download-film.ts';
import { addFinished, writeHollow } from '../rig/finished-torrents.ts';
import { startPlexTvFront } from '../rig/plex-tv-front.ts';
import { startRenamingProxy } from '../rig/renaming-proxy.ts';
import { shelve } from '../rig/shelves.ts';
import { openTorrentPage } from '../rig/torrent-page.ts';
import { plexMedia, setUpParts, startWorld, type World } from '../rig/world.ts';

/** What pictures are taken of: real programs under the names that they have in a home, and the extension in a browser. */
export interface Household {
  readonly world: World;
  readonly extension: ChromeBrowser;
  /** qBittorrent's own page, with a download in each state that a person will meet. */
  readonly page: Page;
  /** Info hash of a pack of episodes that is in Plex. */
  readonly pack: string;
  close(): Promise<void>;
}

const torrents = 'http://nas.local:8080/';
const plexAddress = 'http://nas.local:32400';
const mb = 1_000_000;

export async function openHousehold(width: number, height: number): Promise<Household> {
  const world = await startWorld();
  const [front, proxy] = await Promise.all([
    startPlexTvFront(world.plex),
    startRenamingProxy(world.swarm.client.url, {
      [world.mediaDir]: '/downloads',
      [new URL(world.swarm.tracker.announce).origin]: 'http://tracker.example.org',
    }),
  ]);
  const names = {
    ...front.names,
    'nas.local:8080': proxy.place,
    'nas.local:32400': new URL(world.plex.plexUrl).host,
  };
  const extension = await launchChrome({ width, height, names });
  const close = async (): Promise<void> => {
    await extension.close();
    await Promise.all([front.close(), proxy.close()]);
    await world.stop();
  };
  try {
    const pack = await hadBefore(world);
    const { username, password } = world.swarm.client;
    const page = await openTorrentPage(extension.browser, { url: torrents, username, password });
    await signIn(extension);
    await setUpParts(extension, {
      plexUrl: plexAddress,
      token: world.plex.token,
      clientUrl: torrents,
      mappings: [{ clientId: null, from: '/downloads', to: plexMedia }],
    });
    await page.bringToFront();
    await arrange(page);
    await fill(world, page, pack);
    await beFriends(world);
    return { world, extension, page, pack, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function signIn(extension: ChromeBrowser): Promise<void> {
  for (const address of ['https://plex.tv', 'https://clients.plex.tv']) await extension.grant(address);
  await extension.ask('account.start', {});
  const target = await extension.browser.waitForTarget((one) => one.url().startsWith('https://app.plex.tv'));
  await (await target.page())?.click('#agree');
}

/** Torrents that were finished, and films that were in Plex, before Marquee came. Gives the info hash of a pack. */
async function hadBefore(world: World): Promise<string> {
  const { client } = world.swarm;
  const films = {
    'Sintel (2010)': 648 * mb,
    'Big Buck Bunny (2008)': 276 * mb,
    'Tears of Steel (2012)': 738 * mb,
    'Elephants Dream (2006)': 425 * mb,
    'Cosmos Laundromat (2015)': 220 * mb,
    'Spring (2019)': 151 * mb,
    'Safety Last! (1923)': 93 * mb,
    'A Trip to the Moon (1902)': 57 * mb,
    'The Phantom of the Opera (1925)': 187 * mb,
  };
  for (const [name, size] of Object.entries(films)) {
    writeHollow(join(world.mediaDir, 'movies', name, `${name}.mkv`), size);
    await addFinished(client, join(world.mediaDir, 'movies', name));
  }
  const episodes = [1, 2, 3, 4, 5, 6].map((number) => `Pioneer.One.S01E0${number}.720p.mkv`);
  const folder = join(world.mediaDir, 'tv', 'Pioneer One S01 720p');
  for (const name of episodes) writeHollow(join(folder, name), 358 * mb);
  const pack = await addFinished(client, folder);
  const shelved = [
    ...Object.entries(films).map(([name, size]) => [`movies/${name}/${name}.mkv`, size] as const),
    ...episodes.map((name) => [`tv/Pioneer One S01 720p/${name}`, 358 * mb] as const),
  ];
  await shelve(world, Object.fromEntries(shelved));
  return pack;
}

/** And now: three that arrive, one that Plex can't see, one that is on its way, one that is being downloaded. */
async function fill(world: World, page: Page, pack: string): Promise<void> {
  const isLink = (badge: { href: string | null }): boolean => badge.href !== null;
  const download = (name: string, size: number, library = 'movies'): Promise<string> =>
    downloadFilm(world, name, { library, files: { [`${name}.mkv`]: size * mb } });
  await waitForBadge(page, pack, isLink, 60_000);
  const inPlex = [
    await download('Night of the Living Dead (1968)', 48, 'movies/4k'),
    await download('Metropolis (1927)', 62),
    await download('The Lost World (1925)', 33),
  ];
  for (const hash of inPlex) await waitForBadge(page, hash, isLink, 60_000);
  const unmapped = await download('Faust (1926)', 41, 'incoming');
  await waitForBadge(page, unmapped, (badge) => /look|folder/i.test(badge.text), 60_000);
  world.plex.setDelays({ appearMs: Number.POSITIVE_INFINITY });
  const onItsWay = await download('Nosferatu (1922)', 37);
  await waitForBadge(page, onItsWay, (badge) => /scanning/i.test(badge.text), 60_000);
  await partly(world);
}

/** A download that stays in the middle. */
async function partly({ swarm, mediaDir }: World): Promise<void> {
  const name = 'Der Golem (1920)';
  const { infoHash } = await swarm.addDownload({
    name,
    files: { [`${name}.mkv`]: 56 * mb },
    savePath: join(mediaDir, 'movies'),
    rateLimit: 1.3 * mb,
  });
  await swarm.client.api.waitFor(infoHash, (torrent) => torrent.progress > 0.35, 60_000);
}

/** People who have libraries of this server already. */
async function beFriends({ plex }: World): Promise<void> {
  const libraries = (...titles: readonly string[]): (number | undefined)[] =>
    plex.sections
      .filter(({ title }) => titles.includes(title))
      .map(({ key }) => plex.plexTv.libraryId(plex.machineIdentifier, key));
  const friends = [
    { username: 'Rosa', email: 'rosa@example.org', of: libraries('Films', 'Films 4K', 'Series') },
    { username: 'Miguel', email: 'miguel@example.org', of: libraries('Films', 'Series') },
    { username: 'Ada', email: 'ada@example.org', of: libraries('Films') },
    { username: 'Grandpa Joe', email: 'joe@example.org', of: libraries('Films', 'Films 4K') },
    { username: 'Lin', email: 'lin@example.org', of: libraries('Series') },
  ];
  for (const { username, email, of } of friends) {
    const { token } = plex.plexTv.addAccount({ username, email });
    const made = await share(plex, '/api/v2/shared_servers', plex.token, {
      machineIdentifier: plex.machineIdentifier,
      librarySectionIds: of,
      invitedEmail: email,
      settings: { allowSync: username !== 'Ada' },
    });
    const { id } = (await made.json()) as { id: number };
    if (username !== 'Lin') await share(plex, `/api/v2/shared_servers/${id}/accept`, token, {});
  }
}

const share = (plex: World['plex'], path: string, token: string, body: unknown): Promise<Response> =>
  fetch(`${plex.plexTvUrl}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'x-plex-token': token,
      'x-plex-client-identifier': 'another program',
    },
    body: JSON.stringify(body),
  });

/** By name, in a wide column, and nothing below the list, as people have it who read names. */
async function arrange(page: Page): Promise<void> {
  const header = await page.$('#torrentsTableFixedHeaderDiv th.column_name');
  const box = await header?.boundingBox();
  if (!box) return;
  const [x, y] = [box.x + box.width - 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 180, y, { steps: 5 });
  await page.mouse.up();
  await page.click('#torrentsTableFixedHeaderDiv th.column_name'); // by name
  await page.click('#propertiesPanel_collapseToggle'); // of no torrent: all of its fields are empty
}
