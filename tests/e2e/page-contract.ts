import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { filesOf, readLink } from '../demo/check-link.ts';
import { clickBadge } from '../rig/badges.ts';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { scansBelow } from '../rig/download-film.ts';
import type { PageHands } from '../rig/pages/page-hands.ts';
import { readRows, type SeenRow, visibleNames } from '../rig/row-badges.ts';
import { type TorrentDaemon, waitUntilComplete } from '../rig/torrent-daemon.ts';
import { makeTorrent } from '../rig/torrent-file.ts';
import { setUp, startWorld, type World } from '../rig/world.ts';

/** More than any page shows at once. */
const count = 60;
/** Six series of ten; pages look for words in any order, so a series is a word of its own. */
const series = ['Amber', 'Birch', 'Cedar', 'Dahlia', 'Elder', 'Fern'];
const nameOf = (at: number): string => `${series[Math.floor(at / 10)]} ${at % 10} (19${10 + at})`;

/**
 * What every torrent page owes to a person: real program, real page, real browser, and Plex's stand-in that has all
 * films. Every torrent has a name of its own and one file of that name, so the row's name tells which item its badge
 * has to lead to; that is asked of Plex and not of Marquee. Whatever is done to the page, every badge in view is on
 * the row of its torrent, at once and in the end.
 */
export function itKeepsBadgesOnTheirRows(hands: PageHands, startClient: () => Promise<TorrentDaemon>): void {
  let world: World<TorrentDaemon>;
  let extension: ChromeBrowser;
  let page: Page;
  const hashes = new Map<string, string>();
  const movies = (): string => join(world.mediaDir, 'movies');

  beforeAll(async () => {
    [world, extension] = await Promise.all([startWorld({ client: startClient }), launchChrome()]);
    const torrents = Array.from({ length: count }, (_, at) => makeFilm(movies(), nameOf(at), hashes));
    await world.swarm.client.add(torrents, { savePath: movies(), isThere: true });
    await scanAll(world);
    await vi.waitFor(async () => expect((await world.swarm.client.complete()).size).toBe(count), 60_000);
    page = await hands.open(extension.browser, world.swarm.client);
    await setUp(extension, world);
    await page.bringToFront();
  }, 180_000);

  afterAll(async () => {
    await extension?.close();
    await world?.stop();
  });

  const itemNames = new Map<string, string>();
  /** The film behind a link, from its file as Plex tells it. */
  async function filmBehind(href: string): Promise<string> {
    const known = itemNames.get(href);
    if (known !== undefined) return known;
    const [file = ''] = await filesOf(world.plex.plexUrl, world.plex.token, readLink(href).key);
    const name = basename(file).replace(/\.mkv$/, '');
    itemNames.set(href, name);
    return name;
  }

  /** No badge is on the row of another torrent. True at any moment. */
  async function expectNoneWrong(): Promise<readonly SeenRow[]> {
    const rows = await readRows(page, hands);
    for (const { name, badge } of rows) {
      if (!badge) continue;
      expect(badge.label.endsWith(`: ${name}`), `${badge.label} on the row of ${name}`).toBe(true);
      if (badge.href !== null) expect(await filmBehind(badge.href)).toBe(name);
    }
    return rows;
  }

  /** In the end every row in view has its badge. Until then none is wrong. */
  async function expectAllRight(): Promise<readonly string[]> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const rows = await expectNoneWrong();
      const visible = await visibleNames(page, hands);
      const linked = new Set(rows.filter(({ badge }) => badge?.href).map(({ name }) => name));
      const missing = visible.filter((name) => !linked.has(name));
      if (visible.length > 0 && missing.length === 0) return visible;
      if (Date.now() > deadline) throw new Error(`no button on ${missing.join(', ') || 'an empty list'}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Brings the torrents of a series into view: alone, or where a page has no filter, among others. */
  async function show(text: string): Promise<void> {
    if (hands.filter) return hands.filter(page, text);
    await page.$eval(hands.scroller, (element) => element.scrollTo(0, 0));
    for (let screen = 0; screen < 40 && !(await isInView(text)); screen++) {
      await page.$eval(hands.scroller, (element) => element.scrollBy(0, element.clientHeight / 3));
    }
  }

  const shown = async (text: string): Promise<readonly string[]> =>
    (await visibleNames(page, hands)).filter((name) => name.startsWith(text));

  /** All of a series, when it is followed by another. */
  async function isInView(text: string): Promise<boolean> {
    const names = await visibleNames(page, hands);
    const first = names.findIndex((name) => name.startsWith(text));
    const last = names.findLastIndex((name) => name.startsWith(text));
    return first >= 0 && (last - first >= 8 || text === 'Zoetrope');
  }

  const rowOf = async (name: string): Promise<SeenRow | undefined> =>
    (await readRows(page, hands)).find((row) => row.name === name);

  describe(`the page ${hands.webUi}`, () => {
    it('has a button on each row in view, which opens the item of its torrent', async () => {
      const [first = ''] = await expectAllRight();
      // the page may be drawing its rows anew at the very moment
      const badge = await vi.waitFor(
        async () => {
          const found = (await rowOf(first))?.badge;
          if (!found?.href) throw new Error('no button');
          return found;
        },
        { timeout: 10_000 },
      );
      await clickBadge(page, badge);
      const opened = await extension.browser.waitForTarget((target) => target.url() === badge.href);
      await (await opened.page())?.close();
      await page.bringToFront();
    });

    for (const [look, choose] of Object.entries(hands.looks ?? {})) {
      it(`has them too when it looks ${look}`, async () => {
        await choose(page);
        await expectAllRight();
      });
    }

    it('keeps them on their rows when it is sorted, one way and the other', async () => {
      const before = await expectAllRight();
      await hands.sortByName(page);
      await expectNoneWrong();
      const once = await expectAllRight();
      await hands.sortByName(page);
      await expectNoneWrong();
      const twice = await expectAllRight();
      expect(new Set([before, once, twice].map((names) => names.join()))).not.toHaveLength(1);
    });

    it.runIf(hands.filter)(
      'keeps them on their rows when it is filtered and shown in full again',
      async () => {
        await show('Cedar');
        await vi.waitFor(async () => expect(await visibleNames(page, hands)).toHaveLength(10), 10_000);
        await expectAllRight();
        await show('');
        await vi.waitFor(
          async () => expect((await visibleNames(page, hands)).length).toBeGreaterThan(10),
          10_000,
        );
        await expectAllRight();
      },
    );

    it('keeps them on their rows while it is scrolled from end to end', async () => {
      const seen = new Set<string>();
      await page.$eval(hands.scroller, (element) => element.scrollTo(0, 0));
      for (let screen = 0; screen < 40; screen++) {
        for (const name of await expectAllRight()) seen.add(name);
        const before = await page.$eval(hands.scroller, (element) => element.scrollTop);
        await page.$eval(hands.scroller, (element) => element.scrollBy(0, element.clientHeight * 0.8));
        await expectNoneWrong();
        if ((await page.$eval(hands.scroller, (element) => element.scrollTop)) === before) break;
      }
      expect(seen.size).toBe(count);
      await page.$eval(hands.scroller, (element) => element.scrollTo(0, 0));
    });

    it('gets one for a torrent that is added and completes, after exactly one scan', async () => {
      const name = 'Zoetrope (1999)';
      const { infoHash } = await world.swarm.addDownload({
        name,
        files: { [`${name}.mkv`]: 1_000_000 },
        savePath: movies(),
        rateLimit: 4_000_000,
      });
      await waitUntilComplete(world.swarm.client, infoHash);
      await show('Zoetrope');
      await vi.waitFor(async () => expect((await rowOf(name))?.badge?.href).toBeTruthy(), 40_000);
      await expectAllRight();
      expect(scansBelow(world, '/media/movies/Zoetrope')).toEqual([`Films: /media/movies/${name}`]);
      await show('');
    });

    it('keeps them on their rows when a torrent is moved, and when one is removed', async () => {
      const [moved, removed] = [nameOf(3), nameOf(4)].map((name) => hashes.get(name) ?? '') as [
        string,
        string,
      ];
      const elsewhere = join(movies(), 'moved');
      mkdirSync(elsewhere, { recursive: true });
      await show('Amber');
      await vi.waitFor(async () => expect(await shown('Amber')).toHaveLength(10), 10_000);
      await world.swarm.client.move(moved, elsewhere);
      await expectNoneWrong();
      await world.swarm.client.remove(removed);
      await vi.waitFor(async () => {
        await expectNoneWrong();
        expect(await shown('Amber')).toHaveLength(9);
      }, 20_000);
      expect(await rowOf(nameOf(4))).toBeUndefined();
      await expectAllRight();
    });
  });
}

/** A film on disk, and its torrent. */
function makeFilm(folder: string, name: string, hashes: Map<string, string>): Buffer {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, `${name}.mkv`), `the whole of ${name}`);
  const { torrent, infoHash } = makeTorrent(own);
  hashes.set(name, infoHash);
  return torrent;
}

/** Somebody else had Plex scan everything before Marquee came. */
async function scanAll({ plex }: World<TorrentDaemon>): Promise<void> {
  for (const { key } of plex.sections) {
    await fetch(`${plex.plexUrl}/library/sections/${key}/refresh`, {
      headers: { 'X-Plex-Token': plex.token },
    });
  }
  await plex.settled();
}
