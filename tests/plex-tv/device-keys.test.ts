import { afterEach, describe, expect, it } from 'vitest';
import { useWorld } from '../stand-in/support/world.ts';
import { memoryKeys, outcome, plexTvAt, signal } from './support/plex-tv.ts';

const world = useWorld();
const dayMs = 24 * 3_600_000;
/** The stand-in's clock is set forward by tests, and back again here. */
let shiftedMs = 0;
const pass = (ms: number): void => {
  shiftedMs += ms;
  world.standIn.clock.advance(ms);
};
afterEach(() => {
  pass(-shiftedMs);
  world.standIn.reset();
});

const start = (keys = memoryKeys()) => {
  const { standIn } = world;
  const plexTv = plexTvAt({
    url: standIn.plexTvUrl,
    token: standIn.token,
    now: standIn.clock.now,
    deviceKeys: keys,
  });
  return { ...plexTv, keys };
};
const paths = () => world.standIn.requests.map(({ method, path }) => `${method} ${path}`);
const exchange = ['GET /api/v2/auth/nonce', 'POST /api/v2/auth/token'];
const isDeviceToken = (token: string | null): boolean => token?.split('.').length === 3;

describe('a device key', () => {
  it('turns the classic token into one of seven days, and the classic one is dead', async () => {
    const { account, tokenInVault, keys } = start();
    await account.upgrade(signal);
    expect(paths()).toEqual(['POST /api/v2/auth/jwk', ...exchange]);
    expect(isDeviceToken(tokenInVault())).toBe(true);
    expect(await account.user(signal)).toMatchObject({ name: 'owner' });
    const classic = plexTvAt({ url: world.standIn.plexTvUrl, token: world.standIn.token });
    expect(await outcome(classic.account.user(signal))).toBe('TOKEN_INVALID');
    expect(world.standIn.requests.some(({ tokenInUrl }) => tokenInUrl)).toBe(false);
    await expect(crypto.subtle.exportKey('jwk', keys.key?.privateKey as CryptoKey)).rejects.toThrow(
      'not extractable',
    );
  });

  it('is not made again for a token that is one of its own', async () => {
    const { account } = start();
    await account.upgrade(signal);
    world.standIn.clearRequests();
    await account.upgrade(signal);
    expect(paths()).toEqual([]);
  });

  it('renews the token before it runs out', async () => {
    const { account, tokenInVault } = start();
    await account.upgrade(signal);
    const first = tokenInVault();
    pass(4.9 * dayMs);
    await account.user(signal);
    expect(tokenInVault()).toBe(first);
    pass(0.2 * dayMs);
    world.standIn.clearRequests();
    await account.user(signal);
    expect(paths()).toEqual([...exchange, 'GET /api/v2/user']);
    expect(tokenInVault()).not.toBe(first);
  });

  it('goes on with the token it has when that can not be renewed yet, and does not ask each time', async () => {
    const { account } = start();
    await account.upgrade(signal);
    pass(6 * dayMs);
    const stop = world.standIn.faults.add({ kind: 'server-error', match: '/api/v2/auth/nonce' });
    world.standIn.clearRequests();
    await account.user(signal);
    await account.user(signal);
    expect(paths()).toEqual(['GET /api/v2/auth/nonce', 'GET /api/v2/user', 'GET /api/v2/user']);
    stop();
    pass(11 * 60_000);
    world.standIn.clearRequests();
    await account.user(signal);
    expect(paths()).toEqual([...exchange, 'GET /api/v2/user']);
  });

  it('needs no new sign-in after weeks without the browser', async () => {
    const { account, deaths } = start();
    await account.upgrade(signal);
    pass(30 * dayMs);
    expect(await account.user(signal)).toMatchObject({ name: 'owner' });
    expect(deaths.count).toBe(0);
  });

  it('renews at 498, when the token is over for plex.tv and not yet for us', async () => {
    const { standIn } = world;
    const { account, vault, keys } = start();
    await account.upgrade(signal);
    pass(7 * dayMs + 30_000);
    const now = () => standIn.clock.now() - 60_000;
    const behind = plexTvAt({ url: standIn.plexTvUrl, vault, now, deviceKeys: keys });
    standIn.faults.add({ kind: 'server-error', match: '/api/v2/auth/nonce', times: 1 });
    standIn.clearRequests();
    expect(await behind.account.user(signal)).toMatchObject({ name: 'owner' });
    expect(standIn.requests.map(({ path, status }) => `${status} ${path}`)).toEqual([
      '500 /api/v2/auth/nonce',
      '498 /api/v2/user',
      '200 /api/v2/auth/nonce',
      '200 /api/v2/auth/token',
      '200 /api/v2/user',
    ]);
  });

  it('is no help with a clock that is days behind: plex.tv says 422, and the sign-in is over', async () => {
    const { standIn } = world;
    const { account, vault, keys } = start();
    await account.upgrade(signal);
    pass(7.5 * dayMs);
    const now = () => standIn.clock.now() - 7 * dayMs;
    const behind = plexTvAt({ url: standIn.plexTvUrl, vault, now, deviceKeys: keys });
    standIn.clearRequests();
    expect(await outcome(behind.account.user(signal))).toBe('TOKEN_EXPIRED');
    expect(paths()).toEqual(['GET /api/v2/user', ...exchange]);
    expect(behind.deaths.count).toBe(1);
  });

  it('is renewed once for many who ask', async () => {
    const { account } = start();
    await account.upgrade(signal);
    pass(8 * dayMs);
    world.standIn.clearRequests();
    await Promise.all([account.user(signal), account.user(signal), account.servers(signal)]);
    expect(paths().filter((path) => path === exchange[1])).toHaveLength(1);
  });
});

describe('where plex.tv offers no device keys', () => {
  it('the classic token stays, and nothing is left of the key', async () => {
    world.standIn.plexTv.deviceKeys.offer(false);
    const { account, tokenInVault, keys } = start();
    await account.upgrade(signal);
    expect(tokenInVault()).toBe(world.standIn.token);
    expect(keys.key).toBeNull();
    expect(await account.user(signal)).toMatchObject({ name: 'owner' });
  });

  it.each([400, 422])('or refuses the key with %i, the same', async (status) => {
    const { standIn } = world;
    const keys = memoryKeys();
    const request: typeof fetch = async (input, init) => {
      const isKey = (input as Request).url.endsWith('/auth/jwk');
      return isKey ? new Response('{"errors":[]}', { status }) : fetch(input, init);
    };
    const options = { url: standIn.plexTvUrl, token: standIn.token, deviceKeys: keys, fetch: request };
    const { account, tokenInVault } = plexTvAt(options);
    await account.upgrade(signal);
    expect([tokenInVault(), keys.key]).toEqual([standIn.token, null]);
    expect(await outcome(account.user(signal))).toBe('well');
  });

  it('a key of whoever was signed in before is not used for somebody else', async () => {
    const { account } = start();
    await account.upgrade(signal);
    const pin = await account.createPin(signal);
    const { account: other } = world.standIn.plexTv.addAccount({ username: 'other' });
    world.standIn.plexTv.pins.approve(pin.code, other);
    const answer = await account.checkPin(pin, signal);
    if (answer.kind === 'approved') await answer.keep();
    await account.upgrade(signal);
    expect(await account.user(signal)).toMatchObject({ name: 'other' });
  });

  it('or the browser knows no Ed25519, the same', async () => {
    const { generateKey } = crypto.subtle;
    crypto.subtle.generateKey = (() =>
      Promise.reject(new DOMException('', 'NotSupportedError'))) as typeof generateKey;
    try {
      const { account, tokenInVault } = start();
      await account.upgrade(signal);
      expect(tokenInVault()).toBe(world.standIn.token);
    } finally {
      crypto.subtle.generateKey = generateKey;
    }
  });

  it('nothing of it is tried unless a place for keys is given', async () => {
    const { account } = plexTvAt({ url: world.standIn.plexTvUrl, token: world.standIn.token });
    await account.upgrade(signal);
    expect(paths()).toEqual([]);
  });
});

describe('an answer that is lost', () => {
  it.each(['/api/v2/auth/jwk', '/api/v2/auth/nonce', '/api/v2/auth/token'])(
    'at %s costs nobody their sign-in',
    async (match) => {
      const { account, tokenInVault } = start();
      const fault = match.endsWith('nonce') ? 'server-error' : 'lost-reply';
      world.standIn.faults.add({ kind: fault, match, times: 1 });
      expect(await outcome(account.upgrade(signal))).toMatch(/UNREACHABLE|SERVER_ERROR/);
      expect(await account.user(signal)).toMatchObject({ name: 'owner' });
      await account.upgrade(signal);
      expect(isDeviceToken(tokenInVault())).toBe(true);
      expect(await account.user(signal)).toMatchObject({ name: 'owner' });
    },
  );
});

describe('an upgrade that is repeated', () => {
  it('after its answer was lost goes on with the key: the classic token is dead by then', async () => {
    const { account, tokenInVault } = start();
    world.standIn.faults.add({ kind: 'lost-reply', match: '/api/v2/auth/token', times: 1 });
    expect(await outcome(account.upgrade(signal))).toBe('UNREACHABLE');
    expect(isDeviceToken(tokenInVault())).toBe(false);
    await account.upgrade(signal);
    expect(isDeviceToken(tokenInVault())).toBe(true);
    expect(await outcome(account.user(signal))).toBe('well');
  });
});

describe('a token that is refused for good', () => {
  it('is told once, and plex.tv is not asked again until there is another', async () => {
    const { standIn } = world;
    const { account, deaths } = plexTvAt({ url: standIn.plexTvUrl, token: 'revoked' });
    expect(await outcome(account.user(signal))).toBe('TOKEN_INVALID');
    expect(await outcome(account.servers(signal))).toBe('TOKEN_INVALID');
    expect([deaths.count, standIn.requests.length]).toEqual([1, 1]);
    const pin = await account.createPin(signal);
    standIn.plexTv.pins.approve(pin.code);
    const answer = await account.checkPin(pin, signal);
    if (answer.kind === 'approved') await answer.keep();
    expect(await outcome(account.user(signal))).toBe('well');
  });

  it('is of a device key that plex.tv no longer knows', async () => {
    const { account, deaths } = start();
    await account.upgrade(signal);
    world.standIn.plexTv.revokeAllTokens();
    expect(await outcome(account.user(signal))).toBe('well'); // the key is still known
    world.standIn.reset(); // and now forgotten, with its tokens
    world.standIn.plexTv.revokeAllTokens();
    expect(await outcome(account.user(signal))).toBe('TOKEN_INVALID');
    expect(deaths.count).toBe(1);
  });

  it('is not given up while only the renewal does not come through', async () => {
    const { account, deaths } = start();
    await account.upgrade(signal);
    world.standIn.plexTv.revokeAllTokens();
    const stop = world.standIn.faults.add({ kind: 'bad-gateway', match: '/api/v2/auth/*' });
    expect(await outcome(account.user(signal))).toBe('SERVER_ERROR');
    expect(deaths.count).toBe(0);
    stop();
    expect(await outcome(account.user(signal))).toBe('well');
  });

  it('is not given up while plex.tv is only away', async () => {
    const { account, deaths } = start();
    await account.upgrade(signal);
    pass(8 * dayMs);
    const stop = world.standIn.faults.add({ kind: 'bad-gateway', match: '/api/v2/auth/*' });
    expect(await outcome(account.user(signal))).toBe('SERVER_ERROR');
    expect(deaths.count).toBe(0);
    stop();
    expect(await outcome(account.user(signal))).toBe('well');
  });
});

describe('signing out', () => {
  it('revokes the token and forgets it with its key', async () => {
    const { account, tokenInVault, keys } = start();
    await account.upgrade(signal);
    const token = tokenInVault() ?? '';
    expect(await account.signOut(signal)).toBe(true);
    expect([tokenInVault(), keys.key]).toEqual([null, null]);
    const after = plexTvAt({ url: world.standIn.plexTvUrl, token });
    expect(await outcome(after.account.user(signal))).toBe('TOKEN_INVALID');
  });

  it('forgets it even if plex.tv can not be told, and says so', async () => {
    world.standIn.faults.add({ kind: 'server-error', match: '/api/v2/users/signout' });
    const { account, tokenInVault } = start();
    expect(await account.signOut(signal)).toBe(false);
    expect(tokenInVault()).toBeNull();
  });

  it('of a token that is dead already is done', async () => {
    const { account } = plexTvAt({ url: world.standIn.plexTvUrl, token: 'revoked' });
    expect(await account.signOut(signal)).toBe(true);
  });
});
