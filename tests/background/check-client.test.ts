import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClientCheckDeps, checkClient, clientAddress } from '../../lib/background/check-client.ts';
import { type ErrorCode, OperationError } from '../../lib/domain/errors.ts';
import type { NewClient } from '../../lib/messages/contract.ts';
import type { TorrentClient } from '../../lib/ports/torrent-client.ts';
import { FakeWorld } from '../fakes/world.ts';

const typed: NewClient = {
  kind: 'qbittorrent',
  address: 'nas:8080/index.html',
  access: 'password',
  username: 'me',
};

const failing = (code: ErrorCode) => async () => {
  throw new OperationError(code, { operation: 'test' });
};

function begin(deps: Partial<ClientCheckDeps> = {}, client: Partial<TorrentClient> = {}) {
  const world = new FakeWorld();
  world.complete(1, ['Dune/Dune.mkv'], '/media/movies', 5);
  const connected: { client: NewClient; secret: string | null }[] = [];
  let identified = 0;
  const trials: string[] = [];
  const check = (change: Partial<NewClient> = {}, secret: string | null = 'canary-5173') =>
    checkClient(
      {
        allowed: async () => true,
        allowPosts: async (address) => {
          trials.push(`begin ${address}`);
          return async () => {
            trials.push('end');
          };
        },
        connect: (one, given) => {
          connected.push({ client: one, secret: given });
          return {
            ...world.client,
            ...client,
            identify: (signal) => {
              identified++;
              return (client.identify ?? world.client.identify)(signal);
            },
          };
        },
        ...deps,
      },
      { ...typed, ...change },
      secret,
    );
  return { check, connected, trials, identified: () => identified };
}

const outcome = ({ steps }: Awaited<ReturnType<typeof checkClient>>): string =>
  steps.map(({ step, ok, code }) => (ok ? step : `${step}: ${code}`)).join(', ');

describe('the test of a torrent client', () => {
  it('goes through all steps', async () => {
    const { check, connected } = begin();
    const result = await check();
    expect(outcome(result)).toBe('address, permission, reachable, is-client, signed-in, torrents');
    expect(result.ok).toBe(true);
    expect(result.steps.map((step) => step.found)).toEqual(['http://nas:8080/', null, null, 'v5', null, '1']);
    expect(connected).toEqual([{ client: { ...typed, address: 'http://nas:8080/' }, secret: 'canary-5173' }]);
  });

  const early = 'address, permission';
  const signedIn = `${early}, reachable, is-client, signed-in`;
  const identify = (code: ErrorCode) => ({ identify: failing(code) });
  const cases: [string, Partial<ClientCheckDeps>, Partial<TorrentClient>, Partial<NewClient>, string][] = [
    ['no address', {}, {}, { address: 'ftp://nas' }, 'address: URL_INVALID'],
    ['no permission', { allowed: async () => false }, {}, {}, 'address, permission: PERMISSION_MISSING'],
    ['no such kind', { connect: () => undefined }, {}, {}, `${early}, is-client: CLIENT_UNKNOWN`],
    ['off', {}, identify('UNREACHABLE'), {}, `${early}, reachable: UNREACHABLE`],
    ['slow', {}, identify('TIMED_OUT'), {}, `${early}, reachable: TIMED_OUT`],
    ['another program', {}, identify('CLIENT_UNKNOWN'), {}, `${early}, reachable, is-client: CLIENT_UNKNOWN`],
    ['a redirect', {}, identify('REDIRECTED'), {}, `${early}, reachable, is-client: REDIRECTED`],
    ['signed out', {}, identify('CLIENT_LOGIN'), {}, `${early}, reachable, signed-in: CLIENT_LOGIN`],
    [
      'a wrong password',
      {},
      identify('CLIENT_PASSWORD_WRONG'),
      {},
      `${early}, reachable, signed-in: CLIENT_PASSWORD_WRONG`,
    ],
    ['a ban', {}, identify('CLIENT_BANNED'), {}, `${early}, reachable, signed-in: CLIENT_BANNED`],
    [
      'a foreign origin',
      {},
      identify('CLIENT_ORIGIN_REFUSED'),
      {},
      `${early}, reachable, signed-in: CLIENT_ORIGIN_REFUSED`,
    ],
    ['no list', {}, { listCompleted: failing('TOO_LARGE') }, {}, `${signedIn}, torrents: TOO_LARGE`],
  ];

  it.each(cases)('stops at the first step that fails: %s', async (_, deps, client, change, expected) => {
    const result = await begin(deps, client).check(change);
    expect(outcome(result)).toBe(expected);
    expect(result.ok).toBe(false);
  });

  it('tries a password exactly once, whatever comes of it', async () => {
    for (const [, deps, client, change] of cases) {
      const { check, identified } = begin(deps, client);
      await check(change);
      expect(identified()).toBeLessThanOrEqual(1);
    }
  });

  it('gives the password to nobody for a bad address or without permission', async () => {
    for (const [deps, change] of [
      [{}, { address: 'javascript:alert(1)' }],
      [{ allowed: async () => false }, {}],
    ] as const) {
      const { check, connected } = begin(deps);
      await check(change);
      expect(connected).toEqual([]);
    }
  });

  it('lets POSTs through while a client is tried, and never longer, whatever comes of it', async () => {
    const password = ['begin http://nas:8080/', 'end'];
    for (const [name, deps, client, change, expected] of cases) {
      const { check, trials } = begin(deps, client);
      await check(change);
      const isTried = !expected.includes('URL_INVALID') && !expected.includes('PERMISSION_MISSING');
      expect(trials, name).toEqual(isTried ? password : []);
    }
    const { check, trials } = begin();
    await check();
    expect(trials).toEqual(password);
    await check({ access: 'api-key' });
    expect(trials).toEqual(password);
  });

  it('never shows the password', async () => {
    for (const [, deps, client, change] of cases) {
      expect(JSON.stringify(await begin(deps, client).check(change))).not.toContain('canary-5173');
    }
  });
});

describe('an address of a torrent client as somebody types it', () => {
  it.each([
    ['nas:8080', 'http://nas:8080/'],
    [' nas:8080/ ', 'http://nas:8080/'],
    ['[::1]:8080', 'http://[::1]:8080/'],
    ['http://192.168.1.5:8080/#/dashboard', 'http://192.168.1.5:8080/'],
    ['http://nas:8080/index.html', 'http://nas:8080/'],
    ['http://nas:8080/login.htm?x=1', 'http://nas:8080/'],
    ['https://home.example.com/qbt', 'https://home.example.com/qbt/'],
    ['https://home.example.com/qbt//', 'https://home.example.com/qbt/'],
    ['https://home.example.com/qbt/index.html', 'https://home.example.com/qbt/'],
    ['http://nas:80', 'http://nas/'],
  ])('%j is %s', (text, address) => expect(clientAddress(text)).toBe(address));

  it.each([
    '',
    'javascript:alert(1)',
    'javascript://nas:8080/%0aalert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'http://me:secret@nas:8080',
    'me:secret@nas:8080',
    'http://nas:port/',
  ])('%j is none', (text) => expect(clientAddress(text)).toBeNull());

  it('ends in a slash and reads as itself, whatever was typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ withFragments: true })), (text) => {
        const address = clientAddress(text);
        if (address === null) return;
        expect(address.endsWith('/')).toBe(true);
        const url = new URL(address);
        expect(url.href).toBe(address);
        expect([url.username, url.password, url.search, url.hash]).toEqual(['', '', '', '']);
        expect(url.protocol).toMatch(/^https?:$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
