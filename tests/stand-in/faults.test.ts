import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type StandIn, startStandIn } from './index.ts';
import { ask, listOf } from './support/ask.ts';
import { type MediaFolder, mediaFolder } from './support/media-folder.ts';

let media: MediaFolder;
let standIn: StandIn;

beforeEach(async () => {
  media = await mediaFolder('Some Film (2019)/Some Film (2019).mkv');
  standIn = await startStandIn({
    sections: [{ type: 'movie', title: 'Movies', locations: [{ diskPath: media.path }] }],
    delays: { scanMs: 1, appearMs: 0, matchMs: 0, contextMs: 0 },
    scanAtStart: true,
  });
});

afterEach(async () => {
  await standIn.close();
  await media[Symbol.asyncDispose]();
});

const read = (address = '/library/sections') => ask(standIn, address);

describe('a fault', () => {
  it.each([
    ['unauthorized', 401, 'text/html', '401 Unauthorized'],
    ['not-found', 404, 'text/html', '404 Not Found'],
    ['rate-limited', 429, 'text/html', '429'],
    ['server-error', 500, 'text/html', '500'],
    ['bad-gateway', 502, 'text/html', '<center>nginx</center>'],
    ['starting', 503, 'text/xml;charset=utf-8', 'code="503" title="Maintenance"'],
  ] as const)('of the kind %s is a %s', async (kind, status, type, text) => {
    standIn.faults.add({ kind, match: '/library/sections', times: 1 });
    const asked = await read();
    expect([asked.status, asked.headers.get('content-type')]).toEqual([status, type]);
    expect(asked.text).toContain(text);
    expect((await read()).status).toBe(200);
  });

  it('says when to come back, when it is told to', async () => {
    standIn.faults.add({ kind: 'rate-limited', match: '*', retryAfter: 7, times: 1 });
    expect((await read()).headers.get('retry-after')).toBe('7');
    standIn.faults.add({ kind: 'rate-limited', match: '*', times: 1 });
    expect((await read()).headers.get('retry-after')).toBeNull();
  });

  it('of a starting server hits the identity too', async () => {
    standIn.faults.add({ kind: 'starting', match: '*' });
    expect((await ask(standIn, '/identity', { token: null })).status).toBe(503);
  });

  it('cuts the JSON short but says it is all', async () => {
    standIn.faults.add({ kind: 'truncated-json', match: '/library/sections', times: 1 });
    const asked = await read();
    expect(asked.status).toBe(200);
    expect(() => asked.json()).toThrow(SyntaxError);
  });

  it('drops the connection in the middle of a body', async () => {
    standIn.faults.add({ kind: 'cut-body', match: '/library/sections', times: 1 });
    await expect(read()).rejects.toThrow();
  });

  it('sends XML although JSON was asked for', async () => {
    standIn.faults.add({ kind: 'xml', match: '/library/sections', times: 1 });
    expect((await read()).text).toContain('<MediaContainer');
  });

  it('puts bytes into a title that are not UTF-8', async () => {
    standIn.faults.add({ kind: 'invalid-utf8', match: '/library/metadata/*', times: 1 });
    const answer = await fetch(`${standIn.plexUrl}/library/metadata/101`, {
      headers: { Accept: 'application/json', 'X-Plex-Token': standIn.token },
    });
    const bytes = await answer.arrayBuffer();
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow(TypeError);
    const lenient = JSON.parse(new TextDecoder().decode(bytes)) as {
      MediaContainer: { Metadata: [{ title: string }] };
    };
    expect(lenient.MediaContainer.Metadata[0].title).toContain('\uFFFD');
  });

  it('redirects to another origin', async () => {
    standIn.faults.add({ kind: 'redirect', match: '*', to: 'http://127.0.0.1:1/', times: 1 });
    const asked = await read();
    expect([asked.status, asked.headers.get('location')]).toEqual([302, 'http://127.0.0.1:1/']);
  });

  it('lets another server answer for one request', async () => {
    standIn.faults.add({ kind: 'wrong-server', match: '/identity', machineIdentifier: 'other', times: 1 });
    expect((await read('/identity')).text).toContain('"machineIdentifier":"other"');
    expect((await read('/identity')).text).toContain(standIn.machineIdentifier);
  });

  it('answers with 20 MB', async () => {
    standIn.faults.add({ kind: 'huge', match: '/library/sections', times: 1 });
    expect((await read()).text.length).toBeGreaterThan(20_000_000);
  });

  it('sends the right answer slowly', async () => {
    standIn.faults.add({ kind: 'slow-body', match: '/library/sections', pieces: 4, everyMs: 1, times: 1 });
    expect(listOf(await read(), 'Directory')).toHaveLength(1);
  });

  it('never answers', async () => {
    standIn.faults.add({ kind: 'hang', match: '/library/sections', times: 1 });
    const stop = new AbortController();
    const asking = ask(standIn, '/library/sections', { signal: stop.signal });
    await standIn.waitForRequest((request) => request.path === '/library/sections');
    stop.abort();
    await expect(asking).rejects.toThrow();
    expect(standIn.requests[0]?.status).toBeNull();
  });

  it('loses the reply after the work was done', async () => {
    standIn.faults.add({ kind: 'lost-reply', match: /\/refresh$/, times: 1 });
    await expect(read('/library/sections/1/refresh')).rejects.toThrow();
    await standIn.settled();
    expect(standIn.scans).toHaveLength(1);
  });

  it('refuses connections for a while, then comes back on the same port', async () => {
    standIn.faults.add({ kind: 'refuse', match: '/activities', forMs: Number.POSITIVE_INFINITY, times: 1 });
    await expect(read('/activities')).rejects.toThrow();
    await expect(read()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await standIn.goOnline();
    standIn.faults.add({ kind: 'refuse', match: '/activities', forMs: 1, times: 1 });
    await expect(read('/activities')).rejects.toThrow();
    const isBack = () =>
      read().then(
        (asked) => asked.status === 200,
        () => false,
      );
    await vi.waitUntil(isBack, { interval: 2 });
  });

  it('has no effect of its own on the server', async () => {
    standIn.faults.add({ kind: 'server-error', match: '*', times: 1 });
    await read('/library/sections/1/refresh');
    expect(standIn.scans).toEqual([]);
  });

  it('ends after as many requests as were said, when it is taken back, and when all are cleared', async () => {
    standIn.faults.add({ kind: 'server-error', match: '/identity', times: 2 });
    const statuses = async () => [(await read('/identity')).status, (await read('/identity')).status];
    expect([...(await statuses()), ...(await statuses())]).toEqual([500, 500, 200, 200]);
    const end = standIn.faults.add({ kind: 'server-error', match: '/identity' });
    expect(await statuses()).toEqual([500, 500]);
    end();
    expect(await statuses()).toEqual([200, 200]);
    standIn.faults.add({ kind: 'server-error', match: () => true });
    standIn.faults.clear();
    expect(await statuses()).toEqual([200, 200]);
  });

  it('picks its requests by path, pattern or any condition', async () => {
    standIn.faults.add({ kind: 'not-found', match: '/library/*' });
    standIn.faults.add({ kind: 'server-error', match: /^\/activities$/ });
    standIn.faults.add({ kind: 'starting', match: (request) => request.query.includeDetails === '1' });
    expect((await read('/library/sections')).status).toBe(404);
    expect((await read('/activities')).status).toBe(500);
    expect((await read('/library/sections/1?includeDetails=1')).status).toBe(503);
    expect((await read('/identity')).status).toBe(200);
  });

  it('hits plex.tv as well', async () => {
    standIn.faults.add({
      kind: 'rate-limited',
      match: (request) => request.server === 'plex.tv',
      retryAfter: 1,
    });
    expect((await read('/api/v2/user')).status).toBe(429);
    expect((await read('/identity')).status).toBe(200);
  });
});

describe('a held request', () => {
  it('waits without any effect until it is let go', async () => {
    const hold = standIn.faults.hold(/\/refresh$/);
    const asking = read('/library/sections/1/refresh');
    expect((await hold.arrived).path).toBe('/library/sections/1/refresh');
    expect(standIn.scans).toEqual([]);
    expect(hold.waiting()).toHaveLength(1);
    expect((await read('/identity')).status).toBe(200);
    hold.release();
    expect((await asking).status).toBe(200);
    expect(standIn.scans).toHaveLength(1);
    expect((await read('/library/sections/1/refresh')).status).toBe(200);
  });

  it('has no effect at all when its client has gone in the meantime', async () => {
    const hold = standIn.faults.hold(/\/refresh$/);
    const stop = new AbortController();
    const asking = ask(standIn, '/library/sections/1/refresh', { signal: stop.signal });
    await hold.arrived;
    stop.abort();
    await expect(asking).rejects.toThrow();
    await standIn.goOffline();
    await standIn.goOnline();
    hold.release();
    await read('/identity');
    expect(standIn.scans).toEqual([]);
  });
});

describe('a server that goes away', () => {
  it('drops everyone, refuses, and comes back with all it had', async () => {
    expect((await read()).status).toBe(200);
    await standIn.goOffline();
    await expect(read()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    expect((await read('/api/v2/user')).status).toBe(200);
    await standIn.goOnline();
    expect(listOf(await read('/library/sections/1/all'))).toHaveLength(1);
  });
});

describe('the request log', () => {
  it('can be awaited for what has come and what will', async () => {
    await read('/identity');
    expect((await standIn.waitForRequest((request) => request.path === '/identity')).status).toBe(200);
    const coming = standIn.waitForRequest(({ path, status }) => path === '/activities' && status === 200);
    await read('/activities');
    expect((await coming).method).toBe('GET');
  });

  it('says what there was instead when nothing fits in time', async () => {
    await read('/identity');
    await expect(standIn.waitForRequest(() => false, 5)).rejects.toThrow('GET /identity');
  });

  it('is emptied with everything else by a reset', async () => {
    await read('/library/sections/1/refresh');
    await standIn.settled();
    standIn.reset();
    expect([standIn.requests, standIn.scans, standIn.items()]).toEqual([[], [], []]);
    await read('/library/sections/1/refresh');
    await standIn.settled();
    expect(standIn.items()).toHaveLength(1);
  });
});
