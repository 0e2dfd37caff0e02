import { describe, expect, it } from 'vitest';
import { failure, fakePlex, machine, never, pathOf, queryOf, service, token } from './support/plex.ts';
import { recordedJson, recording } from './support/recordings.ts';

const items = (...Metadata: object[]) => ({ MediaContainer: { size: Metadata.length, Metadata } });

describe('PlexService', () => {
  it('says who the server is without a token', async () => {
    const server = await fakePlex();
    expect(await service(server.origin).identity(never)).toEqual({
      machineIdentifier: machine,
      version: '1.41.0',
    });
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]?.headers).toMatchObject({ accept: 'application/json' });
    expect(Object.keys(server.seen[0]?.headers ?? {}).filter((name) => name.startsWith('x-plex'))).toEqual(
      [],
    );
  });

  it('names itself and brings the token in headers only', async () => {
    const server = await fakePlex({ '/activities': { MediaContainer: { size: 0 } } });
    const client = { clientIdentifier: 'install-1', version: '0.1.0', platform: 'Fire\u2013fox\u00fc' };
    await service(server.origin, { client }).activities(never);
    expect(server.seen[1]).toMatchObject({
      path: '/activities',
      headers: {
        accept: 'application/json',
        'x-plex-token': token,
        'x-plex-client-identifier': 'install-1',
        'x-plex-product': 'Marquee',
        'x-plex-version': '0.1.0',
        'x-plex-platform': 'Firefox',
      },
    });
  });

  it.each(['/plex', '/plex/', '/plex/?x=1#y'])(
    'keeps the path prefix of its address (%s)',
    async (prefix) => {
      const server = await fakePlex({
        '/plex/identity': { MediaContainer: { machineIdentifier: machine, version: '1' } },
        '/plex/library/sections': { MediaContainer: { size: 0 } },
      });
      expect(await service(server.origin + prefix).sections(never)).toEqual([]);
      expect(server.seen.map((seen) => seen.path)).toEqual(['/plex/identity', '/plex/library/sections']);
    },
  );

  it('lists libraries with their locations', async () => {
    const server = await fakePlex({
      '/library/sections': recordedJson('sections/rubyplex.libraries.json') as object,
    });
    const sections = await service(server.origin).sections(never);
    expect(sections[1]).toEqual({
      key: '1',
      type: 'movie',
      title: 'Movies',
      locations: ['/volume1/Media/Movies_HEVC', '/volume1/Media/downloads', '/volume1/Media/Movies'],
      refreshing: false,
    });
  });

  it('reads libraries whose fields have the other types that servers use, and leaves out what is unknown', async () => {
    const server = await fakePlex({
      '/library/sections': {
        MediaContainer: {
          Directory: [
            {
              key: 7,
              type: 'show',
              title: 'Serien',
              refreshing: '1',
              hidden: 0,
              Location: [{ id: 1, path: '/tv' }],
            },
            { key: '8', type: 'audiobook', title: 'Books', Location: [{ id: 2, path: '/books' }] },
            { key: '../../x', type: 'movie', title: 'Evil' },
            { key: '9', type: 'artist', title: 'Mu\u202Esic' },
          ],
        },
      },
    });
    expect(await service(server.origin).sections(never)).toEqual([
      { key: '7', type: 'show', title: 'Serien', locations: ['/tv'], refreshing: true },
      { key: '9', type: 'artist', title: 'Music', locations: [], refreshing: false },
    ]);
  });

  it('says "not readable" rather than "empty" when no entry can be read', async () => {
    const server = await fakePlex({
      '/library/sections': { MediaContainer: { Directory: [{ id: 1 }, { id: 2 }] } },
    });
    expect((await failure(service(server.origin).sections(never))).code).toBe('UNEXPECTED_ANSWER');
  });

  it.each([
    [200, true],
    [400, false],
    [401, false],
    [403, false],
    [500, null],
  ])('takes a library root that answers %i as owned = %j', async (status, owned) => {
    const server = await fakePlex({
      '/': {
        MediaContainer: { friendlyName: 'Attic', machineIdentifier: machine, version: '1.41.0', size: 25 },
      },
      '/library': (_, response) => response.writeHead(status).end(),
    });
    expect(await service(server.origin).describe(never)).toEqual({
      machineIdentifier: machine,
      version: '1.41.0',
      name: 'Attic',
      owned,
    });
  });

  it('returns one item with its files, null for one that is gone or can not be opened', async () => {
    const server = await fakePlex({
      '/library/metadata/1': recordedJson('metadata-movie/rubyplex.movie_1.json') as object,
      '/library/metadata/2': items({ ratingKey: '2', type: 'photo', title: 'Beach' }),
    });
    const plex = service(server.origin);
    const movie = await plex.item('1', never);
    expect(movie).toMatchObject({ type: 'movie', year: expect.any(Number) });
    expect(movie?.files[0]?.path).toMatch(/^\/.+\.\w+$/);
    expect(await plex.item('2', never)).toBeNull();
    expect(await plex.item('3', never)).toBeNull();
    const before = server.seen.length;
    expect(await plex.item('../sections/all/refresh', never)).toBeNull();
    expect(server.seen.length).toBe(before);
  });

  it('lists what was added last, newest first, with the poster of the show', async () => {
    const server = await fakePlex({
      '/library/recentlyAdded': recordedJson('recently-added/spec.recently-added.1.json') as object,
    });
    const recent = await service(server.origin).recentlyAdded(10, never);
    expect(recent).toHaveLength(10);
    expect(recent[0]).toMatchObject({
      title: 'Magic Is in the Air',
      grandparentTitle: 'Penn & Teller: Fool Us',
      addedAtMs: 1_739_014_455_000,
      thumb: '/library/metadata/28063/thumb/1737869751',
    });
    const times = recent.map((item) => item.addedAtMs);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(server.seen[1]?.headers['x-plex-container-size']).toBe('10');
    expect(queryOf(server.seen[1])['X-Plex-Container-Size']).toBe('10');
  });

  it('asks by kind where there is no list of all that is new', async () => {
    const server = await fakePlex({
      '/hubs/home/recentlyAdded': (seen, response) => {
        const type = queryOf(seen).type;
        const kind = { 1: 'movie', 2: 'season', 8: 'album' }[type ?? ''];
        response.end(
          JSON.stringify(items({ ratingKey: type, type: kind, title: kind, addedAt: Number(type) })),
        );
      },
    });
    const recent = await service(server.origin).recentlyAdded(2, never);
    expect(recent.map((item) => item.type)).toEqual(['album', 'season']);
  });

  it('never takes the address of another server for a picture', async () => {
    const entry = { ratingKey: '1', type: 'movie', title: 'A', addedAt: 5 };
    const server = await fakePlex({
      '/library/recentlyAdded': items(
        { ...entry, thumb: '//evil.test/x' },
        { ...entry, thumb: 'http://evil.test/x' },
        { ...entry, thumb: '/library/metadata/1/thumb/2' },
      ),
    });
    const recent = await service(server.origin).recentlyAdded(3, never);
    expect(recent.map((item) => item.thumb)).toEqual([null, null, '/library/metadata/1/thumb/2']);
  });

  it('lists what Plex is doing', async () => {
    const activity = { uuid: 'u', type: 'library.update.section', title: 'Scanning TV', subtitle: 'Show' };
    const server = await fakePlex({
      '/activities': {
        MediaContainer: {
          Activity: [
            { ...activity, progress: 42.5, Context: { librarySectionID: 2 } },
            { ...activity, progress: -1 },
            { ...activity, progress: '7', Context: { librarySectionID: '2' } },
          ],
        },
      },
    });
    const activities = await service(server.origin).activities(never);
    expect(activities.map((one) => [one.progress, one.sectionKey])).toEqual([
      [42.5, '2'],
      [null, null],
      [7, '2'],
    ]);
    expect(activities[0]).toMatchObject({ id: 'u', title: 'Scanning TV', subtitle: 'Show' });
  });

  it('takes bytes in titles that are no UTF-8', async () => {
    const body = recording('encoding/plexkit.item_metadata_with_latin1_encoding.json');
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(body)).toThrow();
    const broken = Buffer.concat([
      Buffer.from('{"MediaContainer":{"Metadata":[{"ratingKey":"9","type":"movie","title":"Am'),
      Buffer.from([0xe9]),
      Buffer.from('lie"}]}}'),
    ]);
    const server = await fakePlex({
      '/library/recentlyAdded': (_, response) => response.end(body),
      '/library/metadata/9': (_, response) => response.end(broken),
    });
    const plex = service(server.origin);
    expect(await plex.recentlyAdded(5, never)).toEqual([]);
    expect(await plex.item('9', never)).toMatchObject({ title: 'Am\uFFFDlie' });
  });
});

describe('a scan', () => {
  it('asks for one folder of one library and takes any 2xx, whatever the body', async () => {
    for (const status of [200, 202, 204]) {
      const server = await fakePlex({
        '/library/sections/2/refresh': (_, response) =>
          response.writeHead(status).end(status === 200 ? '<' : ''),
      });
      await service(server.origin).scanPath('2', '/media/tv/A & B + C/100% ü', never);
      expect(server.seen.map(pathOf)).toEqual(['/identity', '/library/sections/2/refresh']);
      expect(server.seen[1]).toMatchObject({ method: 'GET' });
      expect(queryOf(server.seen[1])).toEqual({ path: '/media/tv/A & B + C/100% ü' });
    }
  });

  it.each([
    ['all', '/media/tv', 'NOT_FOUND'],
    ['1/../2', '/media/tv', 'NOT_FOUND'],
    ['', '/media/tv', 'NOT_FOUND'],
    ['1', '', 'UNMAPPED'],
    ['1', 'tv/Show', 'UNMAPPED'],
    ['1', '/media/../etc', 'UNMAPPED'],
  ])('of library %j, folder %j is not asked for', async (section, folder, code) => {
    const server = await fakePlex();
    expect((await failure(service(server.origin).scanPath(section, folder, never))).code).toBe(code);
    expect(server.seen).toEqual([]);
  });

  it('that broke off after it was sent is not told as unreachable', async () => {
    const server = await fakePlex({ '/library/sections/2/refresh': (_, response) => response.destroy() });
    expect(await failure(service(server.origin).scanPath('2', '/tv', never))).toMatchObject({
      code: 'TIMED_OUT',
      retryable: true,
    });
    expect(server.seen.map(pathOf)).toContain('/library/sections/2/refresh');
  });

  it('is unreachable when it was not sent, even right after other requests', async () => {
    const server = await fakePlex({ '/activities': { MediaContainer: {} } });
    const plex = service(server.origin);
    await plex.activities(never);
    await server.close();
    expect(await failure(plex.scanPath('2', '/tv', never))).toMatchObject({
      code: 'UNREACHABLE',
      retryable: true,
    });
  });
});

describe('a poster', () => {
  const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);

  it('is made small by the server', async () => {
    const server = await fakePlex({
      '/photo/:/transcode': (_, response) =>
        response.writeHead(200, { 'content-type': 'image/jpeg; x=y' }).end(picture),
    });
    const blob = await service(server.origin).poster('/library/metadata/1/thumb/2', never);
    expect([blob.type, blob.size]).toEqual(['image/jpeg', 4]);
    expect(queryOf(server.seen[1])).toEqual({
      width: '160',
      height: '240',
      minSize: '1',
      upscale: '1',
      url: '/library/metadata/1/thumb/2',
    });
  });

  it.each([
    '//evil.test/a.jpg',
    'http://evil.test/a.jpg',
    '',
    'a.jpg',
    '/\\evil.test',
    '/a\nb',
    `/${'a'.repeat(3000)}`,
  ])('of %j is not asked for', async (thumb) => {
    const server = await fakePlex();
    expect((await failure(service(server.origin).poster(thumb, never))).code).toBe('NOT_FOUND');
    expect(server.seen).toEqual([]);
  });

  it.each(['text/html', 'image/svg+xml', ''])('that is %j is none', async (type) => {
    const server = await fakePlex({
      '/photo/:/transcode': (_, response) =>
        response.writeHead(200, type ? { 'content-type': type } : {}).end('<svg/>'),
    });
    expect((await failure(service(server.origin).poster('/a', never))).code).toBe('UNEXPECTED_ANSWER');
  });

  it('of more than a megabyte is refused', async () => {
    const server = await fakePlex({
      '/photo/:/transcode': (_, response) =>
        response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.alloc(1_000_001)),
    });
    expect((await failure(service(server.origin).poster('/a', never))).code).toBe('TOO_LARGE');
  });
});
