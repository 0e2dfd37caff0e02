import { describe, expect, it, vi } from 'vitest';
import { probeIdentity } from '../../lib/plex/identity.ts';
import { closedOrigin, serve, type TestServer } from '../http/support/server.ts';
import {
  failure,
  fakePlex,
  identity,
  machine,
  never,
  operations,
  pathOf,
  service,
  token,
} from './support/plex.ts';
import { recording } from './support/recordings.ts';

const empty = { MediaContainer: { size: 0 } };
const withToken = (server: TestServer) =>
  server.seen.filter((seen) => seen.headers['x-plex-token'] !== undefined);

describe('the token', () => {
  it.each(Object.entries(operations))('is not shown to another server by %s', async (_, operation) => {
    const other = { MediaContainer: { machineIdentifier: 'f'.repeat(40), version: '1.41.0' } };
    const server = await fakePlex({ '/identity': other });
    expect(await failure(operation(service(server.origin), never))).toMatchObject({
      code: 'WRONG_SERVER',
      retryable: false,
    });
    expect(server.seen.map(pathOf)).toEqual(['/identity']);
    expect(withToken(server)).toEqual([]);
  });

  it.each([
    ['a web page', '<!doctype html><title>nginx</title>'],
    ['plain text', 'hello'],
    ['nothing', ''],
    ['other JSON', '{"version":"1.0"}'],
    ['the dialect of Plex before 1.3', recording('legacy-children/node-plex-api.root.json').toString('utf8')],
    ['XML', recording('xml/ha.plex_server_base.xml').toString('utf8')],
    ['a machine without a name', '{"MediaContainer":{"version":"1"}}'],
    ['a machine with an impossible name', '{"MediaContainer":{"machineIdentifier":"<b>","version":"1"}}'],
  ])('is not shown to %s', async (_, body) => {
    const server = await serve((_seen, response) => response.end(body));
    expect(await failure(service(server.origin).sections(never))).toMatchObject({
      code: 'NOT_PLEX',
      retryable: false,
    });
    expect(withToken(server)).toEqual([]);
  });

  it.each([401, 403, 404])('is not shown to a door that answers %i to everybody', async (status) => {
    const server = await serve((_, response) => response.writeHead(status).end('<h1>no</h1>'));
    expect((await failure(service(server.origin).sections(never))).code).toBe('NOT_PLEX');
    expect(withToken(server)).toEqual([]);
  });

  it('does not follow a redirect, neither of the identity nor later', async () => {
    const thief = await serve((_, response) => response.end(JSON.stringify(identity)));
    const away = (_: unknown, response: import('node:http').ServerResponse) =>
      response.writeHead(307, { location: `${thief.origin}/library/sections` }).end();
    const early = await fakePlex({ '/identity': away });
    const late = await fakePlex({ '/library/sections': away });
    for (const server of [early, late]) {
      expect((await failure(service(server.origin).sections(never))).code).toBe('REDIRECTED');
    }
    expect(withToken(late)).toHaveLength(1);
    expect(thief.seen).toEqual([]);
  });

  it.each([
    [null, 'TOKEN_MISSING'],
    ['', 'TOKEN_MISSING'],
    ['two words', 'TOKEN_INVALID'],
    ['line\nbreak', 'TOKEN_INVALID'],
    ['t\u00f6ken', 'TOKEN_INVALID'],
  ])('that is %j is told as %s without any request', async (value, code) => {
    const server = await fakePlex();
    expect(await failure(service(server.origin, { token: async () => value }).sections(never))).toMatchObject(
      {
        code,
        retryable: false,
      },
    );
    expect(server.seen).toEqual([]);
  });

  it('goes out after one proof for five minutes, and then needs another', async () => {
    let now = 1_000_000;
    const server = await fakePlex({ '/activities': empty });
    const onIdentityVerified = vi.fn();
    const plex = service(server.origin, { now: () => now, onIdentityVerified });
    const asked = async () => {
      server.seen.length = 0;
      await plex.activities(never);
      return server.seen.map(pathOf);
    };
    expect(await asked()).toEqual(['/identity', '/activities']);
    expect(await asked()).toEqual(['/activities']);
    now += 5 * 60_000 - 1;
    expect(await asked()).toEqual(['/activities']);
    now += 1;
    expect(await asked()).toEqual(['/identity', '/activities']);
    now -= 60 * 60_000; // a clock that was set back proves nothing
    expect(await asked()).toEqual(['/identity', '/activities']);
    expect(onIdentityVerified).toHaveBeenCalledTimes(3);
    expect(onIdentityVerified).toHaveBeenLastCalledWith({ machineIdentifier: machine, version: '1.41.0' });
  });

  it.each([
    ['broke off', (response: import('node:http').ServerResponse) => response.destroy()],
    ['was refused', (response: import('node:http').ServerResponse) => response.writeHead(401).end()],
    ['was a web page', (response: import('node:http').ServerResponse) => response.end('<html>')],
  ])('needs a new proof after a request that %s', async (_, spoil) => {
    let broken = true;
    const server = await fakePlex({
      '/activities': (_seen, response) => (broken ? spoil(response) : response.end(JSON.stringify(empty))),
    });
    const plex = service(server.origin);
    await failure(plex.activities(never));
    broken = false;
    await plex.activities(never);
    expect(server.seen.map(pathOf)).toEqual(['/identity', '/activities', '/identity', '/activities']);
  });

  it('does not go to a server that took over the address while the first was away', async () => {
    let who = machine;
    const server = await fakePlex({
      '/identity': (_, response) =>
        response.end(JSON.stringify({ MediaContainer: { machineIdentifier: who, version: '1' } })),
      '/activities': (_, response) => response.destroy(),
    });
    const plex = service(server.origin);
    await failure(plex.activities(never));
    who = 'f'.repeat(40);
    expect((await failure(plex.activities(never))).code).toBe('WRONG_SERVER');
    expect(withToken(server)).toHaveLength(1);
  });

  it('is asked for at each use and not kept', async () => {
    const server = await fakePlex({ '/activities': empty });
    const values = [token, 'other-token', null];
    const plex = service(server.origin, { token: async () => values.shift() ?? null });
    await plex.activities(never);
    expect((await failure(plex.activities(never))).code).toBe('TOKEN_INVALID');
    expect((await failure(plex.activities(never))).code).toBe('TOKEN_MISSING');
    expect(withToken(server).map((seen) => seen.headers['x-plex-token'])).toEqual([token, 'other-token']);
  });
});

describe('every operation', () => {
  const needToken = Object.entries(operations).filter(([name]) => name !== 'identity');

  it.each(Object.entries(operations))('%s tells a server that is off from all else', async (_, operation) => {
    expect(await failure(operation(service(await closedOrigin()), never))).toMatchObject({
      code: 'UNREACHABLE',
      retryable: true,
    });
  });

  it.each(needToken)('%s tells a rejected token once, and does not ask again', async (_, operation) => {
    const server = await fakePlex();
    const plex = service(server.origin, { token: async () => 'revoked' });
    expect(await failure(operation(plex, never))).toMatchObject({
      code: 'TOKEN_INVALID',
      retryable: false,
      server: server.origin,
    });
    expect(withToken(server)).toHaveLength(1);
  });

  it.each(needToken)('%s tells a server that starts, with the time it asked for', async (_, operation) => {
    const server = await serve((seen, response) =>
      seen.path === '/identity'
        ? response.end(JSON.stringify(identity))
        : response.writeHead(503, { 'retry-after': '20' }).end('<Response code="503" title="Maintenance"/>'),
    );
    expect(await failure(operation(service(server.origin), never))).toMatchObject({
      code: 'SERVER_BUSY',
      retryable: true,
      retryAfterMs: 20_000,
    });
  });

  it.each(Object.entries(operations))('%s tells a server in maintenance', async (_, operation) => {
    const server = await serve((_seen, response) => response.writeHead(503).end());
    expect(await failure(operation(service(server.origin), never))).toMatchObject({
      code: 'SERVER_BUSY',
      retryAfterMs: null,
    });
  });

  it.each(needToken)('%s tells a broken server and a missing right apart', async (_, operation) => {
    let status = 502;
    const server = await serve((seen, response) =>
      seen.path === '/identity'
        ? response.end(JSON.stringify(identity))
        : response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>'),
    );
    const plex = service(server.origin);
    expect(await failure(operation(plex, never))).toMatchObject({ code: 'SERVER_ERROR', retryable: true });
    status = 403;
    expect(await failure(operation(plex, never))).toMatchObject({
      code: 'NO_LIBRARY_RIGHT',
      retryable: false,
    });
  });

  it.each(needToken)('%s tells a server that does not answer in time', async (_, operation) => {
    const server = await serve((seen, response) => {
      if (seen.path === '/identity') response.end(JSON.stringify(identity));
    });
    const plex = service(server.origin, { headerTimeoutMs: 50 });
    expect(await failure(operation(plex, never))).toMatchObject({ code: 'TIMED_OUT', retryable: true });
  });

  const read = needToken.filter(([name]) => !['scanPath', 'events'].includes(name));

  it.each(read)('%s tells a body that never ends, in time and in size', async (_, operation) => {
    const endless = (chunk: string, everyMs: number) =>
      serve((seen, response) => {
        if (seen.path === '/identity') {
          response.end(JSON.stringify(identity));
          return;
        }
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(chunk), everyMs);
        response.on('close', () => clearInterval(timer));
      });
    const dripping = service((await endless(' ', 5)).origin, { totalTimeoutMs: 80 });
    expect((await failure(operation(dripping, never))).code).toBe('TIMED_OUT');
    const flooding = service((await endless(' '.repeat(1_000_000), 1)).origin);
    expect((await failure(operation(flooding, never))).code).toBe('TOO_LARGE');
  });

  it.each(read)('%s tells damaged answers', async (_, operation) => {
    const bodies = [
      '{"MediaContainer":{"size":1,"Meta',
      '<html>',
      '[]',
      'null',
      '{}',
      '{"MediaContainer":null}',
      '{"MediaContainer":[]}',
      '{"_elementType":"MediaContainer","_children":[{"_elementType":"Directory","key":"1"}]}',
      '\u0000',
      Buffer.from([0xff, 0xfe, 0x7b]),
    ];
    for (const body of bodies) {
      const server = await serve((seen, response) =>
        response.end(seen.path === '/identity' ? JSON.stringify(identity) : body),
      );
      expect((await failure(operation(service(server.origin), never))).code).toBe('UNEXPECTED_ANSWER');
    }
  });

  it.each(Object.entries(operations))('%s stops when it is told to', async (name, operation) => {
    const server = await serve(() => undefined);
    const stop = new AbortController();
    const reason = new Error('closed');
    const asked = operation(service(server.origin), stop.signal);
    setTimeout(() => stop.abort(reason), 20);
    if (name === 'events') await expect(asked).resolves.toEqual([]);
    else await expect(asked).rejects.toBe(reason);
  });

  it.each(['', 'nonsense', 'ftp://nas/', 'http://user:pass@nas:32400/', 'http://'])(
    'is impossible at the address %j',
    async (address) => {
      expect(await failure((async () => service(address))())).toMatchObject({ code: 'URL_INVALID' });
      expect(await failure(probeIdentity(address, fetch, never))).toMatchObject({ code: 'URL_INVALID' });
    },
  );
});

describe('an address that is being set up', () => {
  it('is asked who it is, and can then be described with a token', async () => {
    const server = await fakePlex({
      '/': { MediaContainer: { friendlyName: 'Attic', machineIdentifier: machine, version: '1.41.0' } },
    });
    const probed = await probeIdentity(server.origin, fetch, never);
    expect(probed).toEqual({ machineIdentifier: machine, version: '1.41.0' });
    const plex = service(server.origin, { machineIdentifier: probed.machineIdentifier });
    expect(await plex.describe(never)).toMatchObject({ name: 'Attic', owned: null });
  });

  it('is no Plex server when it says something else', async () => {
    const server = await serve((_, response) => response.end('<html>'));
    expect(await failure(probeIdentity(server.origin, fetch, never))).toMatchObject({
      code: 'NOT_PLEX',
      server: server.origin,
    });
  });

  it('may have been cut off, which says nothing about who it is', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '500' });
      response.write('{"MediaContainer"', () => response.destroy());
    });
    expect(await failure(probeIdentity(server.origin, fetch, never))).toMatchObject({
      code: 'UNEXPECTED_ANSWER',
      retryable: true,
    });
  });
});
