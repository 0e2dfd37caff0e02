import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PageBadges } from '../../lib/background/page-badges.ts';
import { torrentDetails } from '../../lib/background/torrent-details.ts';
import { failureOf, OperationError } from '../../lib/domain/errors.ts';
import type { RequestName, Requests } from '../../lib/messages/contract.ts';
import type { PageConnection } from '../../lib/ports/page-connection.ts';
import { clientSecretKey, plexTokenKey } from '../../lib/ports/vault.ts';
import { startAnswering } from '../fakes/answering.ts';
import { standardSettings } from '../fakes/background.ts';
import { settled } from '../fakes/clock.ts';
import { hashOf, machineIdentifier } from '../fakes/world.ts';

const token = 'canary-token-7f3a';
const password = 'canary/päss word+7f3b';
const typedToken = 'canary-typed-7f3c';

/** A secret as it is, and as URLs, base64 and JSON have it. */
const spellings = [token, password, typedToken].flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  JSON.stringify(secret).slice(1, -1),
]);

const client = { kind: 'qbittorrent', address: 'nas.test:8080', access: 'password', username: 'me' } as const;
const plex = { address: 'http://plex.test:32400', machineIdentifier };
type Question = {
  [Name in RequestName]: { name: Name; request: Requests[Name]['request'] };
}[RequestName];
const questions: readonly Question[] = [
  { name: 'overview.refresh', request: {} },
  { name: 'settings.read', request: {} },
  { name: 'settings.openIn', request: { openIn: 'server' } },
  { name: 'plex.test', request: { ...plex, token: typedToken } },
  { name: 'plex.save', request: { ...plex, token: null } },
  { name: 'plex.save', request: { ...plex, token: typedToken } },
  { name: 'plex.remove', request: { machineIdentifier } },
  { name: 'client.test', request: { client, secret: password } },
  { name: 'client.save', request: { client, secret: password } },
  { name: 'client.remove', request: { clientId: 'qb' } },
  { name: 'paths.check', request: { mappings: [] } },
  { name: 'mappings.save', request: { mappings: [] } },
  { name: 'scan.now', request: {} },
  { name: 'download.retry', request: { id: 'qb' } },
  { name: 'download.ignore', request: { id: 'qb' } },
  { name: 'poster.read', request: { machineIdentifier, thumb: '/library/metadata/1/thumb/1' } },
];

/** What a server that is out to get them could make the code below throw: errors full of secrets. */
function hostile(kind: number): Error {
  const text = spellings.join(' ');
  const cause = new Error(text, { cause: new TypeError(text) });
  if (kind === 0) return new TypeError(`Request failed: http://plex.test/?X-Plex-Token=${token} ${text}`);
  if (kind === 1) return new OperationError('UNREACHABLE', { operation: 'test', retryable: true, cause });
  if (kind === 2) return new OperationError('TOKEN_INVALID', { operation: 'test', cause });
  return new DOMException(text, 'AbortError');
}

/** Plays a part of a life, and gives back everything that left the background on its way. */
async function play(asked: readonly Question[], failAt: number, kind: number): Promise<string> {
  const out: unknown[] = [];
  const secrets = { [plexTokenKey(machineIdentifier)]: token, [clientSecretKey('qb')]: password };
  const background = startAnswering({
    secrets,
    settings: {
      ...standardSettings,
      clients: standardSettings.clients.map((one) => ({ ...one, access: 'password' })),
    },
  });
  const { world, clock, manager, answer, overviewStore, settings, book, lookUp, logged, vault } = background;
  const page: PageConnection = {
    url: 'http://nas.test:8080/',
    visible: true,
    hashes: [hashOf(1), hashOf(2)],
    show: (badges) => out.push(badges),
    tell: (torrents) => out.push(torrents),
    tellDetails: (_, details) => out.push(details),
    end: () => undefined,
  };
  const badges = new PageBadges({
    book,
    settings,
    lookUp,
    details: (value, client, hash) => torrentDetails(background.find, value, client, hash),
    isRead: () => false,
    connections: background.connections,
    now: () => clock.nowMs,
    pages: () => [page],
  });
  world.complete(1, ['Old/old.mkv'], '/media/movies', 5);
  await manager.tick();
  world.complete(2, ['Dune/Dune.mkv'], '/media/movies', clock.nowMs);
  let requests = 0;
  world.onEffect = (name) => {
    if (name.startsWith('store.') || requests++ !== failAt) return;
    throw hostile(kind);
  };
  for (const question of asked) {
    await answer(question).then(
      (value) => out.push(value),
      (error: unknown) => out.push(String(error), failureOf(error, 'answer')),
    );
    await badges.watched(page);
    await badges.used(page, hashOf(1));
    await clock.pass(3_000);
    out.push(structuredClone(overviewStore.value), settings.value);
  }
  await settled();
  out.push([...world.stored], [...world.memories], logged);
  expect([...vault.secrets.values()].every((secret) => spellings.includes(secret))).toBe(true);
  return JSON.stringify(out);
}

describe('a token or password', () => {
  it('planted in the vault or typed in a form never leaves it for a page, a store, a log or an error', async () => {
    let checked = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...questions), { minLength: 1, maxLength: 6 }),
        fc.nat(30),
        fc.nat(3),
        async (asked, failAt, kind) => {
          const out = await play(asked, failAt, kind);
          checked += out.length;
          expect(spellings.filter((secret) => out.includes(secret))).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
    expect(checked, 'something was looked at').toBeGreaterThan(100_000);
  }, 60_000);

  it.each(questions)(
    'does not come back in the answer to $name',
    async (question) => {
      for (const kind of [0, 1, 2, 3]) {
        for (let failAt = 0; failAt < 8; failAt++) {
          const out = await play([question], failAt, kind);
          expect(spellings.filter((secret) => out.includes(secret))).toEqual([]);
        }
      }
    },
    60_000,
  );
});
