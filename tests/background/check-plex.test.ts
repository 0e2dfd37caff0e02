import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPlex, type PlexCheckDeps, plexAddress } from '../../lib/background/check-plex.ts';
import { type ErrorCode, OperationError } from '../../lib/domain/errors.ts';
import type { PlexServer } from '../../lib/ports/plex-server.ts';
import { FakeWorld, machineIdentifier } from '../fakes/world.ts';

const failing = (code: ErrorCode) => async () => {
  throw new OperationError(code, { operation: 'test' });
};

/** A server that writes down what it was asked, and with which token. */
function begin(change: Partial<PlexCheckDeps> = {}, server: Partial<PlexServer> = {}) {
  const asked: string[] = [];
  const noting = <T>(name: string, work: () => Promise<T>): Promise<T> => {
    asked.push(name);
    return work();
  };
  const world = new FakeWorld();
  const deps: PlexCheckDeps = {
    allowed: async () => true,
    identify: async (address) =>
      noting(`identity of ${address}`, async () => ({ machineIdentifier, version: '1.41.0' })),
    server: (settings, token) => ({
      ...world.server,
      describe: (signal) =>
        noting(`describe with ${token}`, () => (server.describe ?? world.server.describe)(signal)),
      sections: (signal) =>
        noting(`sections of ${settings.machineIdentifier}`, () =>
          (server.sections ?? world.server.sections)(signal),
        ),
    }),
    storedToken: async () => null,
    ...change,
  };
  const check = (request: Partial<Parameters<typeof checkPlex>[1]> = {}) =>
    checkPlex(deps, { address: 'nas:32400', token: 'new-token', machineIdentifier: null, ...request });
  return { asked, check, world };
}

const outcome = ({ steps }: Awaited<ReturnType<typeof checkPlex>>): string =>
  steps.map(({ step, ok, code }) => (ok ? step : `${step}: ${code}`)).join(', ');

describe('the test of a Plex server', () => {
  it('goes through all steps and gives back what is to be stored', async () => {
    const { check, asked } = begin();
    const result = await check();
    expect(outcome(result)).toBe('address, permission, reachable, is-plex, token, libraries');
    expect(result.server).toEqual({
      machineIdentifier,
      address: 'http://nas:32400',
      name: 'Attic',
      version: '1.41.0',
    });
    expect(result.steps.map((step) => step.found)).toEqual([
      'http://nas:32400',
      null,
      null,
      '1.41.0',
      'Attic',
      '3',
    ]);
    expect(asked).toEqual([
      'identity of http://nas:32400',
      'describe with new-token',
      `sections of ${machineIdentifier}`,
    ]);
  });

  const early = 'address, permission';
  const known = `${early}, reachable, is-plex`;
  const cases: [string, Partial<PlexCheckDeps>, Partial<PlexServer>, object, string][] = [
    ['no address', {}, {}, { address: 'javascript:alert(1)' }, 'address: URL_INVALID'],
    ['no permission', { allowed: async () => false }, {}, {}, 'address, permission: PERMISSION_MISSING'],
    ['off', { identify: failing('UNREACHABLE') }, {}, {}, `${early}, reachable: UNREACHABLE`],
    ['slow', { identify: failing('TIMED_OUT') }, {}, {}, `${early}, reachable: TIMED_OUT`],
    ['starting', { identify: failing('SERVER_BUSY') }, {}, {}, `${early}, reachable: SERVER_BUSY`],
    ['no Plex', { identify: failing('NOT_PLEX') }, {}, {}, `${early}, reachable, is-plex: NOT_PLEX`],
    ['a login page', { identify: failing('REDIRECTED') }, {}, {}, `${early}, reachable, is-plex: REDIRECTED`],
    [
      'other JSON',
      { identify: failing('UNEXPECTED_ANSWER') },
      {},
      {},
      `${early}, reachable, is-plex: NOT_PLEX`,
    ],
    ['another', {}, {}, { machineIdentifier: 'other' }, `${known}, same-server: WRONG_SERVER`],
    ['no token', {}, {}, { token: null }, `${known}, token: TOKEN_MISSING`],
    ['a blank token', {}, {}, { token: '  ' }, `${known}, token: TOKEN_MISSING`],
    ['an old token', {}, { describe: failing('TOKEN_INVALID') }, {}, `${known}, token: TOKEN_INVALID`],
    [
      'no right',
      {},
      { sections: failing('NO_LIBRARY_RIGHT') },
      {},
      `${known}, token, libraries: NO_LIBRARY_RIGHT`,
    ],
    ['no library', {}, { sections: async () => [] }, {}, `${known}, token, libraries: NO_LIBRARIES`],
  ];

  it.each(cases)('stops at the first step that fails: %s', async (_, deps, server, request, expected) => {
    const result = await begin(deps, server).check(request);
    expect(outcome(result)).toBe(expected);
    expect(result.server).toBeNull();
  });

  it.each(cases.filter(([, , , , expected]) => !expected.includes('is-plex,')))(
    'sends no token before the server has said who it is: %s',
    async (_, deps, server, request) => {
      const { check, asked } = begin(deps, server);
      await check(request);
      expect(asked.filter((one) => one.startsWith('describe') || one.startsWith('sections'))).toEqual([]);
    },
  );

  it('asks nobody at all for a bad address or without permission', async () => {
    for (const change of [{ address: 'ftp://nas' }, {}]) {
      const { check, asked } = begin({ allowed: async () => false });
      await check(change);
      expect(asked).toEqual([]);
    }
  });

  it('sends no token to another server than the one that is set up', async () => {
    const stored: string[] = [];
    const { check, asked } = begin({
      storedToken: async (id) => {
        stored.push(id);
        return 'secret';
      },
    });
    await check({ token: null, machineIdentifier: 'another-server' });
    expect(asked).toEqual(['identity of http://nas:32400']);
    expect(stored).toEqual([]);
  });

  it('uses the stored token of the server that answers when none was typed', async () => {
    const { check, asked } = begin({
      storedToken: async (id) => (id === machineIdentifier ? 'stored' : null),
    });
    expect((await check({ token: null })).server).not.toBeNull();
    expect(asked).toContain('describe with stored');
  });

  it('takes blanks off a pasted token', async () => {
    const { check, asked } = begin();
    await check({ token: ' new-token\n' });
    expect(asked).toContain('describe with new-token');
  });

  it('never shows the token', async () => {
    for (const [, deps, server, request] of cases) {
      const result = await begin(deps, server).check({ token: 'canary-5173', ...request });
      expect(JSON.stringify(result)).not.toContain('canary-5173');
    }
  });
});

describe('an address of Plex as somebody types it', () => {
  it.each([
    ['nas:32400', 'http://nas:32400'],
    ['  nas:32400  ', 'http://nas:32400'],
    ['192.168.1.5:32400', 'http://192.168.1.5:32400'],
    ['[::1]:32400', 'http://[::1]:32400'],
    ['http://[fe80::1]:32400/', 'http://[fe80::1]:32400'],
    ['https://plex.example.com', 'https://plex.example.com'],
    ['HTTPS://Plex.Example.com/', 'https://plex.example.com'],
    ['https://x/web/index.html', 'https://x'],
    ['https://x/web/index.html#!/server/abc/details?key=1', 'https://x'],
    ['http://nas:32400/web', 'http://nas:32400'],
    ['http://nas:32400/web/', 'http://nas:32400'],
    ['http://nas:32400/web/index.html?x=1', 'http://nas:32400'],
    ['https://home.example.com/plex', 'https://home.example.com/plex'],
    ['https://home.example.com/plex///', 'https://home.example.com/plex'],
    ['https://home.example.com/plex/web/index.html', 'https://home.example.com/plex'],
    ['https://home.example.com/web-plex/', 'https://home.example.com/web-plex'],
    ['https://10-0-0-2.abc.plex.direct:32400', 'https://10-0-0-2.abc.plex.direct:32400'],
    ['nas', 'http://nas'],
    ['http://nas:80/', 'http://nas'],
  ])('%j is %s', (typed, address) => expect(plexAddress(typed)).toBe(address));

  it.each([
    '',
    '   ',
    'javascript:alert(1)',
    'javascript://nas/%0aalert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://nas',
    'ws://nas:32400',
    'chrome-extension://abc/',
    'http://user:pass@nas:32400',
    'user:pass@nas:32400',
    'http://user@nas:32400',
    'http://',
    'http://nas:99999',
    'http://na s',
    '::1',
    'nas:32400:1',
    'http://nas:32400:1',
    'http:nas',
  ])('%j is none', (typed) => expect(plexAddress(typed)).toBeNull());

  it('is an origin with a path and nothing else, whatever was typed', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.webUrl({ withFragments: true, withQueryParameters: true })),
        (typed) => {
          const address = plexAddress(typed);
          if (address === null) return;
          const url = new URL(address);
          expect(url.protocol).toMatch(/^https?:$/);
          expect([url.username, url.password, url.search, url.hash]).toEqual(['', '', '', '']);
          expect(address.endsWith('/')).toBe(false);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
