import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { accountTokenKey } from '../../lib/ports/vault.ts';
import { memoryVault } from '../fakes/vault.ts';
import { useWorld } from '../stand-in/support/world.ts';
import { memoryKeys, outcome, plexTvAt, signal } from './support/plex-tv.ts';

const world = useWorld();
const hourMs = 3_600_000;
/** The stand-in's clock is set forward by tests, and back again here. */
let shiftedMs = 0;
const pass = (ms: number): void => {
  shiftedMs += ms;
  world.standIn.clock.advance(ms);
};
const afresh = (): void => {
  pass(-shiftedMs);
  world.standIn.reset();
};
afterEach(afresh);

const routes = ['/api/v2/auth/jwk', '/api/v2/auth/nonce', '/api/v2/auth/token', '/api/v2/user'] as const;

/** What may happen to somebody who signed in, over weeks. */
const event = fc.oneof(
  fc.record({ kind: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 24 * 20 }) }),
  fc.record({
    kind: fc.constant('fault' as const),
    fault: fc.constantFrom('lost-reply' as const, 'server-error' as const, 'bad-gateway' as const),
    match: fc.constantFrom(...routes),
    times: fc.integer({ min: 1, max: 3 }),
  }),
  fc.constantFrom(
    { kind: 'ask' as const },
    { kind: 'upgrade' as const },
    { kind: 'worker dies' as const },
    { kind: 'tokens die' as const },
  ),
);

it('whatever is lost, refused or slept through, a key that plex.tv knows needs no new sign-in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 14 }), async (events) => {
      const { standIn } = world;
      afresh();
      const keys = memoryKeys();
      const vault = memoryVault();
      const begin = () =>
        plexTvAt({ url: standIn.plexTvUrl, vault, now: standIn.clock.now, deviceKeys: keys });
      let plexTv = begin();
      const deaths = [plexTv.deaths];
      await vault.set(accountTokenKey, standIn.token);
      await plexTv.account.upgrade(signal);
      for (const one of events) {
        if (one.kind === 'pass') {
          pass(one.hours * hourMs);
        } else if (one.kind === 'fault') {
          standIn.faults.add({ kind: one.fault, match: one.match, times: one.times });
        } else if (one.kind === 'ask') {
          await outcome(plexTv.account.user(signal));
        } else if (one.kind === 'upgrade') {
          await outcome(plexTv.account.upgrade(signal));
        } else if (one.kind === 'tokens die') {
          standIn.plexTv.revokeAllTokens();
        } else {
          plexTv = begin();
          deaths.push(plexTv.deaths);
        }
      }
      standIn.faults.clear();
      expect(await outcome(plexTv.account.user(signal))).toBe('well');
      expect(deaths.map(({ count }) => count).every((count) => count === 0)).toBe(true);
      expect(plexTv.tokenInVault()?.split('.')).toHaveLength(3);
      expect(keys.key?.privateKey.extractable).toBe(false);
      expect(standIn.requests.some(({ tokenInUrl }) => tokenInUrl)).toBe(false);
    }),
    { numRuns: 150 },
  );
}, 120_000);

it('an upgrade that does not come through is left at that the third time, and the classic token goes on', async () => {
  const { standIn } = world;
  const keys = memoryKeys();
  const options = { url: standIn.plexTvUrl, token: standIn.token, now: standIn.clock.now, deviceKeys: keys };
  const { account, tokenInVault, deaths } = plexTvAt(options);
  standIn.faults.add({ kind: 'server-error', match: '/api/v2/auth/*' });
  const outcomes = [];
  for (let tries = 0; tries < 3; tries++) outcomes.push(await outcome(account.upgrade(signal)));
  expect(outcomes).toEqual(['SERVER_ERROR', 'SERVER_ERROR', 'well']);
  expect(tokenInVault()).toBe(standIn.token);
  expect(await outcome(account.user(signal))).toBe('well');
  expect(deaths.count).toBe(0);
});

it('a new token that can not be stored costs nobody their sign-in: the key asks for another', async () => {
  const { standIn } = world;
  const keys = memoryKeys();
  const vault = memoryVault({ [accountTokenKey]: standIn.token });
  const full = { ...vault, set: () => Promise.reject(new DOMException('disk full', 'QuotaExceededError')) };
  const options = { url: standIn.plexTvUrl, now: standIn.clock.now, deviceKeys: keys };
  expect(await outcome(plexTvAt({ ...options, vault: full }).account.upgrade(signal))).not.toBe('well');
  const { account, deaths } = plexTvAt({ ...options, vault });
  expect(await outcome(account.user(signal))).toBe('well'); // the classic one was refused, and renewed by the key
  expect(deaths.count).toBe(0);
});

it('a key that can not be kept is not made known: the classic token stays', async () => {
  const { standIn } = world;
  standIn.clearRequests();
  const keys = { ...memoryKeys(), save: () => Promise.reject(new DOMException('', 'DataCloneError')) };
  const options = { url: standIn.plexTvUrl, token: standIn.token, deviceKeys: keys as never };
  const { account, tokenInVault } = plexTvAt(options);
  await account.upgrade(signal);
  expect(tokenInVault()).toBe(standIn.token);
  expect(standIn.requests.map(({ path }) => path)).toEqual([]);
});
