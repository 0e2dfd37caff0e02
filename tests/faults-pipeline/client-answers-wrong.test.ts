import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../lib/domain/errors.ts';
import { torrentClients } from '../../lib/torrent-clients/index.ts';
import { memorySettings, standardSettings, startBackground } from '../fakes/background.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeWorld } from '../fakes/world.ts';

const minute = 60_000;
const hour = 60 * minute;
const loginPage = '<!doctype html><title>Sign in</title><form action="/login"></form>';

const answer = (body: string, type: string, status = 200): Response =>
  new Response(body, { status, headers: { 'content-type': type } });

/** What is at the address instead of the torrent client's API. */
const instead: Readonly<Record<string, () => Response>> = {
  nobody: () => {
    throw new TypeError('Failed to fetch');
  },
  'a sign-in page': () => answer(loginPage, 'text/html'),
  'a sign-in page called JSON': () => answer(loginPage, 'application/json'),
  'somebody who lets us in nowhere': () => answer('Forbidden', 'text/plain', 403),
  'a router': () => answer('{"model":"AX-9","uptime":812345}', 'application/json'),
  'a web server without that page': () => answer('Not found', 'text/plain', 404),
  'a proxy whose program is down': () => answer('Bad gateway', 'text/html', 502),
  'an empty page': () => answer('', 'text/plain'),
};

/** Sixty torrents were complete at first contact and one was followed to its end; then something else answers. */
async function arrange(kind: (typeof torrentClients)[number], wrong: () => Response) {
  const world = new FakeWorld();
  const clock = new FakeClock();
  const other = { answers: false };
  const wrongly = kind.connect({
    address: 'http://nas.test:8080/',
    access: 'browser-session',
    username: null,
    secret: async () => null,
    fetch: async () => wrong(),
  });
  const [client] = standardSettings.clients;
  const settings = memorySettings({
    ...standardSettings,
    clients: client ? [{ ...client, kind: kind.id }] : [],
  });
  const begin = () =>
    startBackground(world, clock, settings, [], { client: () => (other.answers ? wrongly : world.client) });
  for (let at = 0; at < 60; at++) {
    world.complete(at, [`Film ${at}/film.mkv`], '/media/movies', clock.nowMs - at * hour - hour);
  }
  const run = async (background: ReturnType<typeof begin>, ms: number, strideMs: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += strideMs) {
      await background.manager.tick();
      await clock.pass(30_000);
      clock.nowMs += strideMs - 30_000;
    }
  };
  const first = begin();
  await run(first, 2 * minute, minute);
  world.complete(100, ['Film 100/film.mkv'], '/media/movies', clock.nowMs);
  await run(first, 3 * minute, minute);
  clock.dropTimers();
  other.answers = true;
  return { world, clock, other, begin, run };
}

const named: readonly (ErrorCode | null)[] = [
  'UNREACHABLE',
  'CLIENT_LOGIN',
  'CLIENT_UNKNOWN',
  'CLIENT_PASSWORD_WRONG',
  'CLIENT_ORIGIN_REFUSED',
  'CLIENT_NOT_ALLOWED',
  'CLIENT_BACKEND_AWAY',
  'UNEXPECTED_ANSWER',
  'SERVER_ERROR',
  'NOT_FOUND',
];

describe.each(torrentClients)('where $label was', (kind) => {
  it.each(Object.keys(instead))(
    '%s answers: nothing completes, nothing is forgotten, and it is said',
    async (who) => {
      const wrong = instead[who];
      if (!wrong) throw new Error(who);
      const { world, begin, run, other, clock } = await arrange(kind, wrong);
      const before = world.memories.get('qb')?.seen;
      expect(before?.size).toBe(61);
      expect([...world.stored.values()].map(({ stage }) => stage)).toEqual(['available']);
      const scans = world.scans.length;

      const background = begin();
      for (let hours = 0; hours < 13; hours++) {
        await run(background, hour, 20 * minute); // twice as long as until everything is listed again
        const { state, code } = background.clients.stateOf('qb');
        expect([state, named.includes(code)]).toEqual(['trouble', true]);
      }

      expect([...world.stored.values()].map(({ stage }) => stage)).toEqual(['available']);
      expect(world.memories.get('qb')?.seen).toEqual(before);
      expect(world.scans).toHaveLength(scans);

      other.answers = false; // and when the client is back, what completed meanwhile is followed, and nothing else
      clock.dropTimers();
      background.settings.value = { ...background.settings.value, clients: standardSettings.clients };
      world.complete(101, ['Film 101/film.mkv'], '/media/movies', clock.nowMs - hour);
      await run(begin(), 5 * minute, minute);
      expect([...world.stored.values()].map(({ name, stage }) => `${name} ${stage}`)).toEqual([
        'torrent 100 available',
        'torrent 101 available',
      ]);
    },
  );
});
