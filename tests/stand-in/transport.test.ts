import { describe, expect, it } from 'vitest';
import { startStandIn } from './index.ts';
import { ask, listOf } from './support/ask.ts';
import { useWorld } from './support/world.ts';

const world = useWorld();
const read = (...asking: Parameters<typeof ask> extends [unknown, ...infer Rest] ? Rest : never) =>
  ask(world.standIn, ...asking);

describe('the form of an answer', () => {
  it.each(['application/json', ' application/json '])('is JSON for Accept: "%s"', async (accept) => {
    const asked = await read('/library/sections', { accept });
    expect(asked.headers.get('content-type')).toBe('application/json');
    expect(listOf(asked, 'Directory')).toHaveLength(3);
  });

  it.each(['application/json, text/plain, */*', '*/*', 'application/json;q=0.9', 'text/html', ''])(
    'is XML for Accept: "%s"',
    async (accept) => {
      const server = await read('/library/sections', { accept });
      expect(server.headers.get('content-type')).toBe('text/xml;charset=utf-8');
      expect(server.text).toMatch(/^<\?xml [^>]+>\n<MediaContainer size="3" /);
      const account = await read('/api/v2/user', { accept });
      expect(account.headers.get('content-type')).toBe('application/xml');
    },
  );

  it('names the elements of XML by what they are, flags as 1 and 0, and escapes text', async () => {
    await world.media.add('movies/Tom & "Jerry" <1>.mkv');
    await read('/library/sections/1/refresh');
    await world.standIn.settled();
    const movies = await read('/library/sections/1/all', { accept: 'text/xml' });
    expect(movies.text).toContain('<Video ratingKey="101" key="/library/metadata/101"');
    expect(movies.text).toContain('title="Tom &amp; &quot;Jerry&quot; &lt;1&gt;"');
    const shows = await read('/library/sections/2/all', { accept: 'text/xml' });
    expect(shows.text).toMatch(/<Directory ratingKey="\d+" key="\/library\/metadata\/\d+\/children"/);
    const tracks = await read('/library/sections/3/all?type=10', { accept: 'text/xml' });
    expect(tracks.text).toMatch(/<Track [^>]*><Media [^>]*><Part /);
    const sections = await read('/library/sections', { accept: 'text/xml' });
    expect(sections.text).toContain('refreshing="0"');
    await world.media.remove('movies/Tom & "Jerry" <1>.mkv');
    await read('/library/sections/1/refresh');
    await world.standIn.settled();
  });

  it('has the headers of a media server', async () => {
    const { headers } = await read('/identity');
    expect(headers.get('x-plex-protocol')).toBe('1.0');
    expect(headers.get('cache-control')).toBe('no-cache');
  });
});

describe('the values of an answer', () => {
  it('have the mixed types that real servers send', async () => {
    const [section] = listOf(await read('/library/sections'), 'Directory');
    expect(section).toMatchObject({ key: '1', hidden: 0, refreshing: false });
    const asked = await read('/library/sections/1/all');
    expect(asked.json().MediaContainer?.librarySectionID).toBe(1);
    const aliens = listOf(asked).find((item) => item.title === 'Aliens') as unknown as {
      ratingKey: unknown;
      Media: [{ id: unknown; optimizedForStreaming: unknown; Part: [{ optimizedForStreaming: unknown }] }];
    };
    expect(typeof aliens.ratingKey).toBe('string');
    expect(typeof aliens.Media[0].id).toBe('number');
    expect(aliens.Media[0].optimizedForStreaming).toBe(1);
    expect(aliens.Media[0].Part[0].optimizedForStreaming).toBe(true);
    const episodes = await read('/library/sections/2/all?type=4');
    expect(episodes.text).toContain('"hasThumbnail":"1"');
    const detail = await read('/library/metadata/101');
    expect(detail.text).toContain('"streamIdentifier":"1"');
    const hubs = await read('/hubs/search?query=alien');
    expect(hubs.text).toMatch(/"score":"\d\.\d+"/);
    const search = await read('/library/search?query=alien');
    expect(search.text).toMatch(/"score":\d/);
  });

  it('leaves the key of an empty list out', async () => {
    for (const [address, name] of [
      ['/activities', 'Activity'],
      ['/status/sessions', 'Metadata'],
      ['/library/sections/1/all?title=nothing', 'Metadata'],
      ['/library/sections/1/collections', 'Metadata'],
    ] as const) {
      const asked = await read(address);
      expect(asked.json().MediaContainer).toMatchObject({ size: 0 });
      expect(asked.json().MediaContainer).not.toHaveProperty(name);
    }
  });

  it('has totalSize and offset only when a page was asked for', async () => {
    const whole = await read('/library/sections/1/all');
    expect(whole.json().MediaContainer).not.toHaveProperty('totalSize');
    const byQuery = await read('/library/sections/1/all?X-Plex-Container-Start=1&X-Plex-Container-Size=2');
    const page = { size: 2, totalSize: 4, offset: 1 };
    expect(byQuery.json().MediaContainer).toMatchObject(page);
    expect(byQuery.headers.get('x-plex-container-total-size')).toBe('4');
    const byHeader = await read('/library/sections/1/all', {
      headers: { 'X-Plex-Container-Start': '1', 'X-Plex-Container-Size': '2' },
    });
    expect(listOf(byHeader)).toEqual(listOf(byQuery));
    const count = await read('/library/sections/1/all?X-Plex-Container-Size=0');
    expect(count.json().MediaContainer).toMatchObject({ size: 0, totalSize: 4, offset: 0 });
    expect(listOf(count)).toEqual([]);
  });
});

describe('who may ask', () => {
  it('is anyone for the identity, also with a wrong token', async () => {
    for (const token of [null, 'wrong']) {
      const asked = await read('/identity', { token });
      expect(asked.json().MediaContainer).toEqual({
        size: 0,
        claimed: true,
        machineIdentifier: world.standIn.machineIdentifier,
        version: '1.43.4.10903-5ab2f1e77',
      });
    }
  });

  it.each(['/', '/library/sections', '/library/sections/1/all', '/activities', '/:/prefs', '/no/such/path'])(
    'is nobody for %s without a token: 401 in HTML, whatever was asked for',
    async (address) => {
      for (const token of [null, 'wrong']) {
        const asked = await read(address, { token });
        expect(asked.status).toBe(401);
        expect(asked.headers.get('content-type')).toBe('text/html');
        expect(asked.text).toContain('<h1>401 Unauthorized</h1>');
        expect(asked.text.includes('<script>')).toBe(address === '/');
      }
    },
  );

  it('is anyone for the web app that comes with the server', async () => {
    const asked = await read('/web/index.html', { token: null });
    expect([asked.status, asked.headers.get('content-type')]).toEqual([200, 'text/html']);
  });

  it('takes the token from the query too, and writes down that it was there', async () => {
    world.standIn.clearRequests();
    await read(`/library/sections?X-Plex-Token=${world.standIn.token}`, { token: null });
    await read('/library/sections');
    await read('/identity', { token: null });
    const told = world.standIn.requests.map(({ tokenInUrl, tokenInHeader }) => [tokenInUrl, tokenInHeader]);
    expect(told).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ]);
    expect(world.standIn.requests.map((request) => request.status)).toEqual([200, 200, 200]);
  });

  it('ends for a token that was revoked', async () => {
    const token = world.standIn.addSharedToken();
    expect((await read('/library/sections', { token })).status).toBe(200);
    world.standIn.revokeToken(token);
    expect((await read('/library/sections', { token })).status).toBe(401);
  });

  it('lets a guest see what is shared and nothing else', async () => {
    const token = world.standIn.addSharedToken({ sections: ['2'] });
    const sections = await read('/library/sections', { token });
    expect(listOf(sections, 'Directory').map((section) => section.key)).toEqual(['2']);
    expect((await read('/library/sections/1/all', { token })).status).toBe(404);
    expect((await read('/library/sections/2/all', { token })).status).toBe(200);
    expect((await read('/library/metadata/101', { token })).status).toBe(404);
    expect((await read('/hubs/search?query=alien', { token })).text).not.toContain('Alien');
    const root = await read('/', { token });
    expect(root.json().MediaContainer).not.toHaveProperty('myPlexUsername');
    expect((await read('/media/providers', { token })).text).not.toContain('"title":"Movies"');
    expect(listOf(await read('/activities', { token }), 'Activity')).toEqual([]);
  });

  it.each([403, 401] as const)('refuses a guest what is the owner’s, with %s', async (refusedStatus) => {
    const other = await startStandIn({ refusedStatus, sections: [] });
    const token = other.addSharedToken();
    for (const address of ['/library', '/status/sessions', '/:/prefs', '/library/sections/1/refresh']) {
      expect((await ask(other, address, { token })).status).toBe(refusedStatus);
    }
    expect(other.scans).toEqual([]);
    await other.close();
  });
});

describe('a page of another origin', () => {
  it('may not read: only Plex’s own web app may', async () => {
    for (const address of ['/identity', '/library/sections', '/no/such/path']) {
      const asked = await read(address, { headers: { Origin: 'https://example.org' } });
      expect(asked.headers.get('access-control-allow-origin')).toBe('https://app.plex.tv');
    }
  });

  it('gets its preflight answered, for the same origin only', async () => {
    const asked = await read('/library/sections', {
      method: 'OPTIONS',
      token: null,
      headers: { 'Access-Control-Request-Headers': 'x-plex-token', 'Access-Control-Request-Method': 'GET' },
    });
    expect(asked.status).toBe(200);
    expect(asked.headers.get('access-control-allow-origin')).toBe('https://app.plex.tv');
    expect(asked.headers.get('access-control-allow-headers')).toBe('x-plex-token');
  });

  it('is written down with its origin', async () => {
    world.standIn.clearRequests();
    await read('/identity', { headers: { Origin: 'https://example.org' } });
    await read('/identity');
    expect(world.standIn.requests.map((request) => request.origin)).toEqual(['https://example.org', null]);
  });
});

describe('what is not there', () => {
  it.each([
    '/no/such/path',
    '/library/sections/99/all',
    '/library/sections/99/refresh',
    '/library/metadata/9999',
  ])('%s is a 404 in HTML', async (address) => {
    const asked = await read(address);
    expect([asked.status, asked.headers.get('content-type')]).toEqual([404, 'text/html']);
  });

  it('a search without a query is a 400', async () => {
    expect((await read('/hubs/search')).status).toBe(400);
  });

  it('an activity that can’t be found or cancelled is a 404', async () => {
    expect((await read('/activities/none', { method: 'DELETE' })).status).toBe(404);
  });
});
