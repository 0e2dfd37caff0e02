import { describe, expect, it, vi } from 'vitest';
import type { Libraries } from '../../lib/background/libraries.ts';
import { PageBadges } from '../../lib/background/page-badges.ts';
import { torrentDetails } from '../../lib/background/torrent-details.ts';
import type { BadgeView } from '../../lib/domain/badge.ts';
import { startDownload } from '../../lib/domain/download.ts';
import { held, isHeld } from '../../lib/domain/held-batch.ts';
import type { ClientSettings, Settings } from '../../lib/domain/settings.ts';
import type { PageConnection } from '../../lib/ports/page-connection.ts';
import { memorySettings, standardSettings, startBackground } from '../fakes/background.ts';
import { FakeClock, settled } from '../fakes/clock.ts';
import { downloadOf } from '../fakes/download.ts';
import { ReadLibraries } from '../fakes/read-libraries.ts';
import { FakeWorld, hashOf, machineIdentifier } from '../fakes/world.ts';
import { indexOf } from '../matching/small-library.ts';

const [qb] = standardSettings.clients as [ClientSettings];
const itemAddress = (ratingKey: string, root = 'https://app.plex.tv/desktop/'): string =>
  `${root}#!/server/${machineIdentifier}/details?key=%2Flibrary%2Fmetadata%2F${ratingKey}`;

type Badges = Readonly<Record<string, BadgeView | null>>;

function begin(settings: Settings = standardSettings, libraries?: Libraries) {
  const world = new FakeWorld();
  const clock = new FakeClock();
  const store = memorySettings(settings);
  const background = startBackground(world, clock, store, [], libraries ? { libraries } : {});
  const pages: PageConnection[] = [];
  const badges = new PageBadges({
    book: background.book,
    settings: store,
    lookUp: background.lookUp,
    details: (settings, client, hash) => torrentDetails(background.find, settings, client, hash),
    isRead: () => libraries !== undefined,
    connections: background.connections,
    now: () => clock.nowMs,
    pages: () => pages,
  });
  /** A page as the browser tells of it; `watch` is what its script says. */
  const openPage = (url = 'http://nas.test:8080/', visible = true) => {
    const told: Badges[] = [];
    const show = (news: Badges): void => {
      told.push(news);
    };
    const tell = vi.fn();
    const tellDetails = vi.fn();
    const end = vi.fn();
    const at = pages.push({ url, visible, hashes: [], show, tell, tellDetails, end }) - 1;
    const watch = (numbers: readonly number[], isVisible = visible): Promise<void> => {
      const page = { url, visible: isVisible, hashes: numbers.map(hashOf), show, tell, tellDetails, end };
      pages[at] = page;
      return badges.watched(page);
    };
    /** What the page draws for a torrent: what it was told last. */
    const view = (number: number): BadgeView | null | undefined =>
      told.findLast((news) => hashOf(number) in news)?.[hashOf(number)];
    const page = (): PageConnection => {
      const found = pages[at];
      if (!found) throw new Error('closed');
      return found;
    };
    return { watch, told, view, page, tell, tellDetails, end };
  };
  return { world, store, badges, pages, openPage, ...background };
}

/** `count` films that finished long before the first contact, of which Plex has the even ones. */
async function withOldFilms(count: number, settings?: Settings) {
  const background = begin(settings);
  const { world, manager } = background;
  for (let at = 1; at <= count; at++) {
    world.complete(at, [`Film ${at}/film.mkv`], '/media/movies', at);
    if (at % 2 === 0) world.takeUp('1', `/media/movies/Film ${at}`);
  }
  await manager.tick();
  world.asked = [];
  return background;
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

describe('a page with 25 of 800 finished torrents in view', () => {
  it('gets badges for those, by one question and without a scan', async () => {
    const { world, openPage } = await withOldFilms(800);
    const page = openPage();
    await page.watch(range(101, 125));
    expect(world.asked.filter((name) => name === 'client.listFiles')).toHaveLength(25);
    expect(world.asked.filter((name) => name === 'plex.findByFiles')).toHaveLength(1);
    expect(world.scans).toEqual([]);
    expect(Object.keys(Object.assign({}, ...page.told)).sort()).toEqual(range(101, 125).map(hashOf).sort());
  });

  it('gets a link to exactly the item of the file', async () => {
    const { world, openPage } = await withOldFilms(4);
    const page = openPage();
    await page.watch([1, 2]);
    const item = world.items.get('1:/media/movies/Film 2/film.mkv');
    expect(page.view(2)).toEqual({
      state: 'available',
      href: itemAddress(item?.ratingKey ?? ''),
      found: 1,
      expected: 1,
      evidence: ['same-file'],
      library: null,
    });
    expect(page.view(1)).toEqual({ state: 'absent' });
  });

  it('gets links to the server itself when the person wants that', async () => {
    const { world, openPage } = await withOldFilms(2, { ...standardSettings, openIn: 'server' });
    const page = openPage();
    await page.watch([2]);
    const ratingKey = world.items.get('1:/media/movies/Film 2/film.mkv')?.ratingKey ?? '';
    expect(page.view(2)).toMatchObject({
      href: itemAddress(ratingKey, 'http://plex.test:32400/web/index.html'),
    });
  });

  it('gets no badge for what is still loading, and none for software', async () => {
    const { world, openPage } = await withOldFilms(1);
    world.complete(2, ['tool/setup.exe'], '/media/movies', 1);
    const entry = world.torrents.get(hashOf(1));
    if (entry) entry.torrent = { ...entry.torrent, phase: 'downloading' };
    const page = openPage();
    await page.watch([1, 2, 3]);
    expect([1, 2, 3].map(page.view)).toEqual([null, null, null]);
  });

  it('is told only what has changed', async () => {
    const { openPage, badges } = await withOldFilms(10);
    const page = openPage();
    await page.watch(range(1, 5));
    expect(page.told).toHaveLength(1);
    await page.watch(range(1, 5));
    await badges.showAll();
    expect(page.told).toHaveLength(1);
    await page.watch(range(1, 6));
    expect(page.told).toHaveLength(2);
    expect(Object.keys(page.told[1] ?? {})).toEqual([hashOf(6)]);
  });

  it('is told again what it scrolled away from and back to: it may have forgotten', async () => {
    const { openPage } = await withOldFilms(10);
    const page = openPage();
    await page.watch([2]);
    await page.watch([4]);
    await page.watch([2]);
    expect(page.told.map((news) => Object.keys(news))).toEqual([[hashOf(2)], [hashOf(4)], [hashOf(2)]]);
  });

  it('learns later what could not be told while Plex was away', async () => {
    const { world, openPage, clock } = await withOldFilms(2);
    world.away = true;
    const page = openPage();
    await page.watch([1, 2]);
    expect([1, 2].map(page.view)).toEqual([{ state: 'unknown' }, { state: 'unknown' }]);
    world.away = false;
    await clock.pass(30_000);
    await page.watch([1, 2]);
    expect([1, 2].map((at) => page.view(at)?.state)).toEqual(['absent', 'available']);
  });

  it('has rows looked up that are in view now, not all that were scrolled past meanwhile', async () => {
    const { world, openPage } = await withOldFilms(800);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    world.wait = () => held;
    const page = openPage();
    const all = [page.watch(range(1, 25))];
    await settled();
    for (let at = 1; at < 31; at++) all.push(page.watch(range(at * 25 + 1, at * 25 + 25)));
    await settled();
    release();
    await Promise.all(all);
    expect(world.asked.filter((name) => name === 'client.listByHash')).toHaveLength(2);
    expect(page.view(760)).toBeDefined();
  });

  it('has nothing looked up while nobody looks at it', async () => {
    const { world, openPage } = await withOldFilms(2);
    const page = openPage();
    await page.watch([2], false);
    expect(world.asked).toEqual([]);
    await page.watch([2], true);
    expect(page.view(2)?.state).toBe('available');
  });
});

describe('a page that is', () => {
  const twoClients: Settings = {
    ...standardSettings,
    clients: [
      { ...qb, id: 'root', address: 'https://home.test/' },
      { ...qb, id: 'deep', address: 'https://home.test/qbt/' },
    ],
  };

  it.each([
    ['of no client', 'http://other.test:8080/'],
    ['at another port', 'http://nas.test:8081/'],
    ['of another scheme', 'https://nas.test:8080/'],
    ['one of ours', 'chrome-extension://abc/options.html'],
  ])('%s gets nothing and has nothing looked up', async (_, url) => {
    const { world, openPage, badges, book } = await withOldFilms(2);
    await book.commit({ put: [downloadOf(2, { stage: 'verifying' })] });
    const page = openPage(url);
    await page.watch([1, 2]);
    await badges.used(page.page(), hashOf(2));
    await badges.showAll();
    expect(page.told).toEqual([]);
    expect(world.asked).toEqual([]);
  });

  it('below two clients belongs to the one with the longest address', async () => {
    const { openPage, badges, book } = begin(twoClients);
    await book.open();
    await book.commit({
      put: [
        downloadOf(1, { clientId: 'root', id: 'a', stage: 'ready' }),
        downloadOf(1, { clientId: 'deep', id: 'b', stage: 'verifying' }),
      ],
    });
    const [root, deep] = [openPage('https://home.test/other/'), openPage('https://home.test/qbt/vue/')];
    await root.watch([1]);
    await deep.watch([1]);
    expect(root.view(1)).toEqual({ state: 'working', stage: 'ready' });
    expect(deep.view(1)).toEqual({ state: 'working', stage: 'verifying' });
    expect([...badges.watchedClients(twoClients)].sort()).toEqual(['deep', 'root']);
  });

  it('of one client never gets the badges of another, whatever it asks for', async () => {
    const { openPage, badges, book } = begin(twoClients);
    await book.open();
    const secret = downloadOf(1, { clientId: 'root', stage: 'verifying' });
    await book.commit({ put: [secret] });
    const deep = openPage('https://home.test/qbt/');
    await deep.watch([1, 2, 3]);
    await badges.used(deep.page(), secret.hash);
    await badges.showAll();
    expect(deep.told.flatMap(Object.values).filter((view) => view !== null)).toEqual([]);
  });

  it('hidden does not make its client worth polling more often', async () => {
    const { openPage, badges } = begin();
    const page = openPage();
    await page.watch([1], false);
    expect([...badges.watchedClients(standardSettings)]).toEqual([]);
  });

  it('of a client that was removed is left, and told nothing more', async () => {
    const { openPage, badges, store } = await withOldFilms(2);
    const page = openPage();
    await page.watch([1, 2]);
    expect(page.end).not.toHaveBeenCalled();
    const told = page.told.length;
    await store.update((before) => ({ ...before, clients: [] }));
    await badges.showAll();
    expect(page.end).toHaveBeenCalled();
    expect(page.told).toHaveLength(told);
  });

  it('where no badges are wanted has them taken back, and is not left', async () => {
    const { openPage, badges, store } = await withOldFilms(2);
    const page = openPage();
    await page.watch([1, 2]);
    const hide = (client: ClientSettings): ClientSettings => ({ ...client, hidesBadges: true });
    await store.update((before) => ({ ...before, clients: before.clients.map(hide) }));
    await badges.showAll();
    expect([1, 2].map(page.view)).toEqual([null, null]);
    const told = page.told.length;
    await badges.showAll();
    expect(page.told).toHaveLength(told);
    expect(page.end).not.toHaveBeenCalled();
  });
});

describe('a download that Marquee follows', () => {
  it('shows how far it is, and is never looked up', async () => {
    const { world, openPage, badges, book } = begin();
    await book.open();
    const download = downloadOf(1);
    await book.commit({ put: [download] });
    const page = openPage();
    await page.watch([1]);
    expect(page.view(1)).toEqual({ state: 'working', stage: 'settling' });
    const problem = { code: 'UNMAPPED', sinceMs: 1, retryAtMs: null } as const;
    await book.update([download.id], (one) => ({ ...one, problem }));
    await badges.showAll();
    expect(page.view(1)).toEqual({ state: 'attention', code: 'UNMAPPED' });
    expect(world.requests).toBe(0);
  });

  it('is looked up all the same while it waits for an answer with many others: it may be an old one', async () => {
    const { openPage, book, manager, world } = await withOldFilms(2);
    await manager.tick();
    await book.open();
    const put = [...world.torrents.values()].map(({ torrent }) => held(startDownload('qb', torrent, 5), 5));
    await book.commit({ put });
    const page = openPage();
    await page.watch([1, 2]);
    expect(page.view(1)).toEqual({ state: 'attention', code: 'MANY_AT_ONCE' });
    expect(page.view(2)).toMatchObject({ state: 'available' });
    expect(book.all().every(isHeld)).toBe(true);
  });
});

describe('a link that was used', () => {
  it('is corrected when the item has got another key, for good', async () => {
    const { world, openPage, badges, book, clock } = await withOldFilms(2);
    const target = {
      machineIdentifier,
      sectionKey: '1',
      ratingKey: '7',
      type: 'movie',
      title: 'Film',
      found: 1,
      expected: 1,
    } as const;
    const download = downloadOf(2, { stage: 'available', stageSinceMs: clock.nowMs, target });
    await book.commit({ put: [download] });
    const page = openPage();
    await page.watch([2]);
    expect(page.view(2)).toMatchObject({ href: itemAddress('7') });
    await clock.pass(20_000);
    await badges.used(page.page(), hashOf(2));
    const ratingKey = world.items.get('1:/media/movies/Film 2/film.mkv')?.ratingKey ?? '';
    expect(page.view(2)).toMatchObject({ href: itemAddress(ratingKey) });
    expect(world.stored.get(download.id)?.target?.ratingKey).toBe(ratingKey);
  });

  it('costs one question at a time, however often a page says so', async () => {
    const { world, openPage, badges } = await withOldFilms(50);
    const page = openPage();
    let atOnce = 0;
    let most = 0;
    world.wait = async (name) => {
      if (name !== 'plex.findByFiles') return;
      most = Math.max(most, ++atOnce);
      await settled();
      atOnce--;
    };
    await Promise.all(range(1, 50).map((number) => badges.used(page.page(), hashOf(number))));
    expect(most).toBe(1);
    expect(world.asked.filter((name) => name === 'plex.findByFiles')).toHaveLength(1);
  });
});

describe('whatever a page says', () => {
  it('never starts a scan', async () => {
    const { world, openPage, badges, manager, clock } = await withOldFilms(50);
    const page = openPage();
    for (let at = 0; at < 20; at++) {
      await page.watch(range(at, at + 60));
      await badges.used(page.page(), hashOf(at));
      await manager.wake();
      await clock.pass(40_000);
    }
    expect(world.scans).toEqual([]);
    expect(world.asked).not.toContain('plex.scanPath');
  });
});

describe('a page whose rows say nothing', () => {
  it('is told of until a row of it can be read', async () => {
    const { badges, openPage } = begin();
    const page = openPage();
    expect(badges.isUnreadable(qb.id)).toBe(false);
    await badges.noRows(page.page());
    expect(badges.isUnreadable(qb.id)).toBe(true);
    await page.watch([]);
    expect(badges.isUnreadable(qb.id)).toBe(true);
    await page.watch([1]);
    expect(badges.isUnreadable(qb.id)).toBe(false);
  });

  it('is no news when nobody has set that page up', async () => {
    const { badges, openPage } = begin();
    await badges.noRows(openPage('http://elsewhere.test/').page());
    expect(badges.isUnreadable(qb.id)).toBe(false);
  });
});

describe('a page of a client that wanted a sign-in', () => {
  it('shows that somebody has signed in, so that the client is asked again', async () => {
    const refused = (code: 'CLIENT_LOGIN' | 'CLIENT_BANNED'): Settings => ({
      ...standardSettings,
      clients: [{ ...qb, refusal: { code, untilMs: 9e15 } }],
    });
    for (const [code, left] of [
      ['CLIENT_LOGIN', null],
      ['CLIENT_BANNED', refused('CLIENT_BANNED').clients[0]?.refusal],
    ] as const) {
      const { openPage, store } = begin(refused(code));
      await openPage('http://elsewhere.test/').watch([1]);
      expect(store.value.clients[0]?.refusal).not.toBeNull();
      await openPage().watch([1]);
      expect(store.value.clients[0]?.refusal).toEqual(left);
    }
  });
});

describe('a page that knows its torrents by number', () => {
  it('is told which they are, by a client that can say so', async () => {
    const { badges, openPage, world } = begin();
    const page = openPage();
    const torrent = { sessionId: 4, hash: hashOf(1), name: 'Dune', addedAtMs: 1 };
    const listBySessionId = vi.fn(async () => [torrent]);
    Object.assign(world.client, { listBySessionId });
    await badges.identify(page.page(), [4, 5]);
    expect(listBySessionId).toHaveBeenCalledWith([4, 5], expect.any(AbortSignal));
    expect(page.tell).toHaveBeenCalledWith([torrent]);
  });

  it('is told nothing by one that counts nothing, nor on a page that is not set up', async () => {
    const { badges, openPage } = begin();
    const [page, other] = [openPage(), openPage('http://elsewhere.test/')];
    await badges.identify(page.page(), [4]);
    await badges.identify(other.page(), [4]);
    expect(page.tell).not.toHaveBeenCalled();
    expect(other.tell).not.toHaveBeenCalled();
  });
});

describe('with an index of the libraries', () => {
  const film = { title: 'Dune', year: 2021, size: 1_000_000_000 };

  it('a download that arrived names its library where another one has the same film', async () => {
    const path = '/media/movies/Dune.2021/Dune.2021.mkv';
    const libraries = new ReadLibraries(
      indexOf({
        films: [
          { ...film, key: '1000', path },
          { ...film, key: '1001', section: '2', resolution: '4k', size: 9_000_000_000 },
        ],
      }),
    );
    const { world, manager, clock, openPage } = begin(standardSettings, libraries);
    await manager.tick();
    world.complete(1, ['Dune.2021/Dune.2021.mkv'], '/media/movies', clock.nowMs);
    for (let at = 0; at < 3; at++) {
      await manager.tick();
      await clock.pass(3_000);
    }
    const page = openPage();
    await page.watch([1]);
    expect(page.view(1)).toMatchObject({ state: 'available', library: 'Films' });
  });

  it('what another program has brought into Plex is no longer a problem once its row is in view', async () => {
    const libraries = new ReadLibraries(indexOf({}));
    const { world, manager, clock, book, openPage } = begin(standardSettings, libraries);
    await manager.tick();
    world.complete(1, ['Dune.2021/Dune.2021.mkv'], '/downloads', clock.nowMs);
    await manager.tick();
    await clock.pass(3_000);
    await manager.tick();
    expect(book.all()[0]?.problem?.code).toBe('UNMAPPED');
    libraries.news = indexOf({ films: [{ ...film, key: '77', path: '/media/movies/x/Dune.2021.mkv' }] });
    const page = openPage();
    await page.watch([1]);
    expect(page.view(1)).toMatchObject({ state: 'available' });
    expect(book.all()[0]).toMatchObject({ stage: 'available', target: { ratingKey: '77' } });
  });
});
