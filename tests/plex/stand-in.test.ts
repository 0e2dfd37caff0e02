import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PlexService } from '../../lib/plex/plex-service.ts';
import type { PlexEvent } from '../../lib/ports/plex-server.ts';
import { type StandIn, type StandInOptions, startStandIn } from '../stand-in/index.ts';
import { type MediaFolder, mediaFolder } from '../stand-in/support/media-folder.ts';
import { failure, never, service } from './support/plex.ts';

let media: MediaFolder;
let standIn: StandIn;

beforeEach(async () => {
  media = await mediaFolder('movies/.keep', 'tv/.keep', 'music/.keep');
  await start();
});
afterEach(async () => {
  await standIn.close();
  await media[Symbol.asyncDispose]();
});

async function start(options: StandInOptions = {}): Promise<void> {
  await standIn?.close();
  const at = (name: string) => ({ plexPath: `/data/${name}`, diskPath: `${media.path}/${name}` });
  standIn = await startStandIn({
    name: 'Attic',
    sections: [
      { type: 'movie', title: 'Movies', locations: [at('movies')] },
      { type: 'show', title: 'TV', locations: [at('tv')] },
      { type: 'artist', title: 'Music', locations: [at('music')] },
    ],
    delays: { scanMs: 2, appearMs: 0, matchMs: 0, contextMs: 1 },
    ...options,
  });
}

const plexFor = (token: string | null = standIn.token): PlexService =>
  service(standIn.plexUrl, { machineIdentifier: standIn.machineIdentifier, token: async () => token });

async function scan(plex: PlexService, section: string, folder: string): Promise<void> {
  await plex.scanPath(section, folder, never);
  await standIn.settled();
}

describe('against the stand-in', () => {
  it('describes a server to its owner and to a guest', async () => {
    const about = {
      name: 'Attic',
      machineIdentifier: standIn.machineIdentifier,
      version: expect.any(String),
    };
    expect(await plexFor().describe(never)).toEqual({ ...about, owned: true });
    for (const refusedStatus of [401, 403] as const) {
      await start({ refusedStatus });
      expect(await plexFor(standIn.addSharedToken()).describe(never)).toEqual({ ...about, owned: false });
    }
  });

  it('lists libraries as Plex sees their folders', async () => {
    const sections = await plexFor().sections(never);
    expect(sections.map(({ key, type, title, locations }) => [key, type, title, locations])).toEqual([
      ['1', 'movie', 'Movies', ['/data/movies']],
      ['2', 'show', 'TV', ['/data/tv']],
      ['3', 'artist', 'Music', ['/data/music']],
    ]);
  });

  it.each([
    ['1', 'movie', 'movies', 'A & B + C (2001)/A & B + C (2001).mkv', 'A & B + C (2001)', 'movie'],
    ['2', 'show', 'tv', 'Some Show/Season 01/Some Show - S01E02.mkv', 'Some Show', 'episode'],
    ['3', 'artist', 'music', 'Band/Record (1999)/01 - First.flac', 'Band/Record (1999)', 'track'],
  ] as const)(
    'scans one folder of library %s and finds the file in it',
    async (key, type, root, file, folder, kind) => {
      await media.add(`${root}/${file}`, `${root}/Other (2002)/Other (2002) - S01E01.mkv`);
      const plex = plexFor();
      const path = `/data/${root}/${file}`;
      expect((await plex.findByFiles({ key, type }, [path], never)).size).toBe(0);
      await scan(plex, key, `/data/${root}/${folder}`);
      const leaf = (await plex.findByFiles({ key, type }, [path], never)).get(path);
      expect(leaf).toMatchObject({ type: kind, files: [{ path, sizeBytes: expect.any(Number) }] });
      expect(await plex.item(leaf?.ratingKey ?? '', never)).toEqual(leaf);
      expect(standIn.scans.map((one) => one.path)).toEqual([`/data/${root}/${folder}`]);
    },
  );

  it('lists the newest and shows a picture of it', async () => {
    await media.add('movies/One (2001)/One (2001).mkv', 'tv/Show/Season 01/Show - S01E01.mkv');
    const plex = plexFor();
    await scan(plex, '1', '/data/movies');
    await scan(plex, '2', '/data/tv');
    const recent = await plex.recentlyAdded(10, never);
    expect(recent.map((item) => item.type)).toEqual(expect.arrayContaining(['movie']));
    expect(recent.length).toBeGreaterThan(1);
    const [{ thumb } = { thumb: null }] = recent;
    const picture = await plex.poster(thumb ?? '', never);
    expect(picture.type).toMatch(/^image\//);
    expect(picture.size).toBeGreaterThan(0);
  });

  it.each([false, true])(
    'hears that a scan is over and what came of it (bare events: %j)',
    async (bareEvents) => {
      await start({ bareEvents });
      await media.add('movies/One (2001)/One (2001).mkv');
      const plex = plexFor();
      const stop = new AbortController();
      const told: PlexEvent[] = [];
      const listening = (async () => {
        for await (const event of plex.events(stop.signal)) told.push(event);
      })();
      await vi.waitFor(() => expect(standIn.listeners().streams).toBe(1));
      await scan(plex, '1', '/data/movies');
      await vi.waitFor(() => {
        expect(told).toContainEqual({ kind: 'scan-ended', sectionKey: '1' });
        expect(told.some((event) => event.kind === 'item-changed')).toBe(true);
      });
      stop.abort();
      await listening;
      const hint = told.find((event) => event.kind === 'item-changed');
      expect(await plex.item(hint?.kind === 'item-changed' ? hint.ratingKey : '', never)).not.toBeNull();
      await vi.waitFor(() => expect(standIn.listeners().streams).toBe(0));
    },
  );

  it('sees the scan among the activities while it goes on', async () => {
    await start({ delays: { scanMs: Number.POSITIVE_INFINITY, contextMs: 1 } });
    const plex = plexFor();
    await plex.scanPath('2', '/data/tv', never);
    await vi.waitFor(async () => {
      const activities = await plex.activities(never);
      expect(activities).toMatchObject([{ type: 'library.update.section', sectionKey: '2' }]);
    });
  });

  it('never puts the token into an address and never sends it before the proof', async () => {
    await media.add('movies/One (2001)/One (2001).mkv');
    const plex = plexFor();
    await plex.describe(never);
    await scan(plex, '1', '/data/movies');
    await plex.findByFiles({ key: '1', type: 'movie' }, ['/data/movies/x.mkv'], never);
    await plex.recentlyAdded(5, never);
    expect(standIn.requests.some((request) => request.tokenInUrl)).toBe(false);
    const [first, ...others] = standIn.requests;
    expect([first?.path, first?.tokenInHeader]).toEqual(['/identity', false]);
    for (const request of others) expect(request.tokenInHeader).toBe(request.path !== '/identity');
  });

  it('tells a swapped server, a revoked token and a server that went away, and goes on when it is back', async () => {
    const plex = plexFor();
    await plex.sections(never);
    await standIn.goOffline();
    expect((await failure(plex.sections(never))).code).toBe('UNREACHABLE');
    const own = standIn.machineIdentifier;
    standIn.becomeOther('f'.repeat(40));
    await standIn.goOnline();
    expect((await failure(plex.sections(never))).code).toBe('WRONG_SERVER');
    standIn.becomeOther(own);
    expect(await plex.sections(never)).toHaveLength(3);
    standIn.revokeToken(standIn.token);
    expect((await failure(plex.sections(never))).code).toBe('TOKEN_INVALID');
  });

  it.each([
    [{ kind: 'starting' }, 'SERVER_BUSY'],
    [{ kind: 'bad-gateway' }, 'SERVER_ERROR'],
    [{ kind: 'server-error' }, 'SERVER_ERROR'],
    [{ kind: 'rate-limited', retryAfter: 3 }, 'SERVER_BUSY'],
    [{ kind: 'unauthorized' }, 'TOKEN_INVALID'],
    [{ kind: 'not-found' }, 'NOT_FOUND'],
    [{ kind: 'cut-body' }, 'UNEXPECTED_ANSWER'],
    [{ kind: 'truncated-json' }, 'UNEXPECTED_ANSWER'],
    [{ kind: 'xml' }, 'UNEXPECTED_ANSWER'],
    [{ kind: 'huge' }, 'TOO_LARGE'],
    [{ kind: 'redirect', to: 'http://127.0.0.1:9/' }, 'REDIRECTED'],
  ] as const)('tells %j as %s', async (fault, code) => {
    const plex = plexFor();
    await plex.identity(never);
    standIn.faults.add({ ...fault, match: '/library/sections' });
    expect(await failure(plex.sections(never))).toMatchObject({
      code,
      retryAfterMs: 'retryAfter' in fault ? 3000 : null,
    });
  });

  it('does not call a scan unsent whose reply was lost', async () => {
    await media.add('movies/One (2001)/One (2001).mkv');
    const plex = plexFor();
    standIn.faults.add({ kind: 'lost-reply', match: '/library/sections/1/refresh' });
    expect((await failure(plex.scanPath('1', '/data/movies', never))).code).toBe('TIMED_OUT');
    expect(standIn.scans).toHaveLength(1);
  });

  it('reads titles with bytes that are no UTF-8, and bodies that come slowly', async () => {
    await media.add('movies/One (2001)/One (2001).mkv');
    const plex = plexFor();
    await scan(plex, '1', '/data/movies');
    for (const kind of ['invalid-utf8', 'slow-body'] as const) {
      const over = standIn.faults.add({ kind, match: '/library/recentlyAdded' });
      expect(await plex.recentlyAdded(5, never)).toHaveLength(1);
      over();
    }
  });
});
