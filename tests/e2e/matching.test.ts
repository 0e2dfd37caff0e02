import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLink } from '../demo/check-link.ts';
import { clickBadge, readBadges, type SeenBadge, waitForBadge } from '../rig/badges.ts';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { scansBelow } from '../rig/download-film.ts';
import { addFinished, addFinishedFile } from '../rig/finished-torrents.ts';
import { closeMenu, openMenu } from '../rig/open-menu.ts';
import { shelve } from '../rig/shelves.ts';
import { waitUntilComplete } from '../rig/torrent-daemon.ts';
import { openTorrentPage } from '../rig/torrent-page.ts';
import { setUp, startWorld, type World } from '../rig/world.ts';
import type { StandInItem } from '../stand-in/stand-in.ts';

let world: World;
let extension: ChromeBrowser;
let page: Page;
/** Info hashes of the torrents that were finished before Marquee came. */
let before: Awaited<ReturnType<typeof arrange>>;

beforeAll(async () => {
  [world, extension] = await Promise.all([startWorld(), launchChrome()]);
  before = await arrange(world);
  page = await openTorrentPage(extension.browser, world.swarm.client);
  await setUp(extension, world);
  await page.bringToFront();
});

afterAll(async () => {
  await extension?.close();
  await world?.stop();
});

/** Torrents in a folder that no library covers, and libraries that others have filled. */
async function arrange({ swarm: { client }, mediaDir }: World) {
  const { downloadsDir } = client;
  const film = 'The.Visitor.1979.1080p.BluRay.x264-GRP.mkv';
  const episode = 'Foundling.Road.S01E02.1080p.WEB.h264-GRP.mkv';
  const hashes = {
    episode: await addFinishedFile(client, downloadsDir, episode, 61_000_007),
    film1979: await addFinishedFile(client, downloadsDir, film, 5_000_001),
    film2007: await addFinishedFile(client, downloadsDir, film.replace('1979', '2007'), 5_000_002),
    anyFilm: await addFinishedFile(client, downloadsDir, 'The.Visitor.1080p.WEB-DL.x264-TWO.mkv', 5_000_003),
    elsewhere: await addFinishedFile(client, downloadsDir, 'Quite.Unheard.Of.Too.2012.mkv', 5_000_005),
    nowhere: await addFinishedFile(client, join(mediaDir, 'movies'), 'Quite.Unheard.Of.2011.mkv', 5_000_004),
  };
  await shelve(world, {
    'tv/Foundling Road/Season 01/Foundling Road - S01E01 - The Gate.mkv': 61_000_008,
    'tv/Foundling Road/Season 01/Foundling Road - S01E02 - The Bridge.mkv': join(downloadsDir, episode),
    'tv/Foundling Road/Season 01/Foundling Road - S01E03 - The Ford.mkv': 61_000_009,
    'movies/The Visitor (1979)/The Visitor (1979).mkv': 6_000_001,
    'movies/The Visitor (2007)/The Visitor (2007).mkv': 6_000_002,
    'movies/Night Train (2009)/Night Train (2009) 1080p.mkv': 6_000_003,
    'movies/4k/Night Train (2009)/Night Train (2009) 2160p.mkv': 6_000_004,
  });
  const hd = await addFinished(client, join(mediaDir, 'movies/Night Train (2009)'));
  const uhd = await addFinished(client, join(mediaDir, 'movies/4k/Night Train (2009)'));
  return { ...hashes, hd, uhd };
}

const isLink = ({ href }: SeenBadge): boolean => href !== null;

/** The item that a link leads to, as Plex itself has it. */
function itemBehind(href: string | null): StandInItem | undefined {
  const { machineIdentifier, key } = readLink(href ?? '');
  expect(machineIdentifier).toBe(world.plex.machineIdentifier);
  return world.plex.items().find(({ ratingKey }) => key === `/library/metadata/${ratingKey}`);
}

const filesBehind = (href: string | null): readonly string[] | undefined => itemBehind(href)?.files;

describe('what was finished before Marquee came', () => {
  it('opens the episode that is another name of the same bytes, and says how that is known', async () => {
    const badge = await waitForBadge(page, before.episode, isLink, 40_000);
    expect(filesBehind(badge.href)).toEqual([
      '/media/tv/Foundling Road/Season 01/Foundling Road - S01E02 - The Bridge.mkv',
    ]);
    expect(badge.hint).toMatch(/same size and (the same )?episode/i);
  });

  it('opens of two films with one title the one of its own year', async () => {
    for (const [hash, year] of [
      [before.film1979, 1979],
      [before.film2007, 2007],
    ] as const) {
      const badge = await waitForBadge(page, hash, isLink);
      expect(filesBehind(badge.href)).toEqual([
        `/media/movies/The Visitor (${year})/The Visitor (${year}).mkv`,
      ]);
    }
  });

  it('leaves the choice where nothing tells which of two it is, and each choice opens its own', async () => {
    const badge = await waitForBadge(page, before.anyFilm, ({ menuNodeId }) => menuNodeId !== null);
    expect(badge.href).toBeNull();
    const { links } = await openMenu(page, badge);
    expect(
      links.map(({ href, text }) => [/The Visitor \(\d{4}\)/.exec(text)?.[0], filesBehind(href)]),
    ).toEqual(
      expect.arrayContaining([
        ['The Visitor (1979)', ['/media/movies/The Visitor (1979)/The Visitor (1979).mkv']],
        ['The Visitor (2007)', ['/media/movies/The Visitor (2007)/The Visitor (2007).mkv']],
      ]),
    );
    expect(links).toHaveLength(2);
    await closeMenu(page);
    for (const { href } of links) {
      const link = (await openMenu(page, badge)).links.find((one) => one.href === href);
      if (!link) throw new Error('the choice is gone');
      await clickBadge(page, link);
      const opened = await extension.browser.waitForTarget((target) => target.url() === href);
      await (await opened.page())?.close();
      await page.bringToFront();
    }
  });

  it('names the library where another one has the same film', async () => {
    const hd = await waitForBadge(page, before.hd, isLink);
    const uhd = await waitForBadge(page, before.uhd, isLink);
    expect(filesBehind(hd.href)).toEqual(['/media/movies/Night Train (2009)/Night Train (2009) 1080p.mkv']);
    expect(filesBehind(uhd.href)).toEqual([
      '/media/movies/4k/Night Train (2009)/Night Train (2009) 2160p.mkv',
    ]);
    expect(hd.text).toMatch(/Films(?! 4K)/);
    expect(uhd.text).toContain('Films 4K');
  });

  it('has no button where Plex has nothing of it', async () => {
    const badge = await waitForBadge(page, before.nowhere);
    expect(badge).toMatchObject({ href: null, menuNodeId: null });
    expect(badge.text).toMatch(/^Not in Plex/);
    expect((await readBadges(page)).find(({ hash }) => hash === before.elsewhere)).toBeUndefined();
  });

  it('was scanned by nobody', () => {
    const ours = ['movies/Quite', 'tv/', 'movies/The Visitor', 'movies/Night', 'movies/4k'];
    const scans = ours.flatMap((folder) => scansBelow(world, `/media/${folder}`));
    expect(scans).toHaveLength(5); // one for each folder that was put there, and none of ours
  });
});

describe('a season pack with a sample and a file that nobody wants', () => {
  it('is one scan in its folder and library, opens its season, and all nine of nine are told', async () => {
    const name = 'Pioneer.One.S01.1080p.WEB.h264-GRP';
    const numbers = Array.from({ length: 10 }, (_, at) => String(at + 1).padStart(2, '0'));
    const episodes = numbers.map((number) => [`Pioneer.One.S01E${number}.1080p.mkv`, 300_000]);
    const files = { ...Object.fromEntries(episodes), 'Sample/pioneer.one.s01e01.sample.mkv': 30_000 };
    const { infoHash } = await world.swarm.addDownload({
      name,
      files,
      savePath: join(world.mediaDir, 'tv'),
      skip: [9],
    });
    await waitUntilComplete(world.swarm.client, infoHash);
    const badge = await waitForBadge(page, infoHash, isLink, 40_000);
    expect(scansBelow(world, `/media/tv/${name}`)).toEqual([`Series: /media/tv/${name}`]);
    const season = itemBehind(badge.href);
    expect(season).toMatchObject({ type: 'season', title: 'Season 1' });
    const menu = await openMenu(page, badge, (text) => text.includes('E09'));
    expect(menu.text).toMatch(/\b9 of 9\b/);
    expect(menu.text).not.toMatch(/S01E10/);
    await closeMenu(page);
    expect(scansBelow(world, `/media/tv/${name}`)).toHaveLength(1);
    expect((await readBadges(page)).find(({ hash }) => hash === infoHash)?.hint).toMatch(/\b9 of 9\b/);
  });
});
