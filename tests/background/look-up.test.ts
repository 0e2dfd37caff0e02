import { describe, expect, it } from 'vitest';
import { type ErrorCode, OperationError } from '../../lib/domain/errors.ts';
import type { InfoHash } from '../../lib/domain/info-hash.ts';
import type { ClientSettings, ServerSettings, Settings } from '../../lib/domain/settings.ts';
import { memorySettings, type Others, standardSettings, startBackground } from '../fakes/background.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeWorld, hashOf, machineIdentifier } from '../fakes/world.ts';

const [qb] = standardSettings.clients as [ClientSettings];
const [attic] = standardSettings.servers as [ServerSettings];

function begin(others: (world: FakeWorld) => Others = () => ({}), settings: Settings = standardSettings) {
  const world = new FakeWorld();
  const clock = new FakeClock();
  const background = startBackground(world, clock, memorySettings(settings), [], others(world));
  const find = (numbers: readonly number[], client = qb, with_ = settings) =>
    background.lookUp.find(with_, client, numbers.map(hashOf));
  const known = (number: number) => background.lookUp.known('qb', hashOf(number));
  return { world, ...background, find, known };
}

/** Films 1…n of which Plex has the even ones. */
function films(world: FakeWorld, count: number): void {
  for (let at = 1; at <= count; at++) {
    world.complete(at, [`Film ${at}/film.mkv`], '/media/movies', at);
    if (at % 2 === 0) world.takeUp('1', `/media/movies/Film ${at}`);
  }
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);
const count = (world: FakeWorld, name: string): number => world.asked.filter((one) => one === name).length;

describe('looking up torrents that finished long ago', () => {
  it('finds the item of the file, and says so when there is none', async () => {
    const { world, find, known } = begin();
    films(world, 4);
    expect(await find([1, 2])).toBe(true);
    expect(known(1)).toEqual({ kind: 'absent' });
    const item = world.items.get('1:/media/movies/Film 2/film.mkv');
    expect(known(2)).toMatchObject({
      kind: 'found',
      target: { ratingKey: item?.ratingKey, machineIdentifier, sectionKey: '1', found: 1, expected: 1 },
    });
    expect(known(3)).toBeUndefined();
  });

  it('asks one question for each library, however many torrents', async () => {
    const { world, find } = begin();
    films(world, 25);
    world.complete(30, ['Show/Show.S01E01.mkv'], '/media/tv', 1);
    await find([...range(1, 25), 30]);
    expect(count(world, 'plex.findByFiles')).toBe(2);
    expect(count(world, 'client.listByHash')).toBe(1);
    expect(world.scans).toEqual([]);
  });

  it('asks for no file of a torrent that is not asked for', async () => {
    const { world, find } = begin();
    films(world, 800);
    await find(range(101, 125));
    expect(count(world, 'client.listFiles')).toBe(25);
  });

  it('knows nothing of what is still loading, and looks again a little later', async () => {
    const { world, find, known, clock } = begin();
    films(world, 2);
    const entry = world.torrents.get(hashOf(2));
    const torrent = entry?.torrent;
    if (!entry || !torrent) throw new Error('no torrent');
    entry.torrent = { ...torrent, phase: 'downloading', leftBytes: 5 };
    await find([2]);
    expect(known(2)).toEqual({ kind: 'incomplete' });
    entry.torrent = torrent;
    expect(await find([2])).toBe(false);
    await clock.pass(21_000);
    expect(await find([2])).toBe(true);
    expect(known(2)?.kind).toBe('found');
  });

  it('takes a torrent that its client does not know for one that is not there', async () => {
    const { find, known, world } = begin();
    await find([77]);
    expect(known(77)).toEqual({ kind: 'incomplete' });
    expect(count(world, 'plex.findByFiles')).toBe(0);
  });

  it('has nothing to show of software, not even after a time when nobody could be asked', async () => {
    const { world, find, known, clock } = begin();
    world.complete(1, ['tool/setup.exe'], '/media/movies', 1);
    world.clientAway = true;
    await find([1]);
    expect(known(1)).toEqual({ kind: 'unknown' });
    world.clientAway = false;
    await clock.pass(21_000);
    await find([1]);
    expect(known(1)).toEqual({ kind: 'incomplete' });
  });

  it('can not tell about what no library covers', async () => {
    const { world, find, known } = begin();
    world.complete(1, ['a/a.mkv'], '/elsewhere', 1);
    await find([1]);
    expect(known(1)).toEqual({ kind: 'unknown' });
    expect(count(world, 'plex.findByFiles')).toBe(0);
  });

  it('asks nobody when there is no server, no permission, or a refused password', async () => {
    const { world, find, allowedHosts } = begin();
    films(world, 2);
    expect(await find([2], qb, { ...standardSettings, servers: [] })).toBe(false);
    const refusal = { code: 'CLIENT_PASSWORD_WRONG', untilMs: null } as const;
    await find([2], { ...qb, refusal });
    allowedHosts.value = false;
    await find([1]);
    expect(world.requests).toBe(0);
  });
});

describe('what was looked up', () => {
  const minute = 60_000;

  it.each([
    ['found', 2, 4.9 * minute, 5.1 * minute],
    ['absent', 1, 1.9 * minute, 2.1 * minute],
  ] as const)('stays known for a while: %s', async (kind, number, before, after) => {
    const { world, find, known, clock } = begin();
    films(world, 2);
    await find([number]);
    expect(known(number)?.kind).toBe(kind);
    await clock.pass(before);
    expect(await find([number])).toBe(false);
    await clock.pass(after - before);
    expect(await find([number])).toBe(true);
  });

  it('is forgotten when libraries or mappings change, also what is being looked up at that moment', async () => {
    const { world, find, known, lookUp } = begin();
    films(world, 2);
    await find([2]);
    lookUp.forgetAll();
    expect(known(2)).toBeUndefined();
    world.wait = async () => lookUp.forgetAll();
    expect(await find([2])).toBe(false);
    expect(known(2)).toBeUndefined();
    world.wait = undefined;
    expect(await find([2])).toBe(true);
  });

  it('stays when Plex is away later; what was not known is asked for again', async () => {
    const { world, find, known, clock } = begin();
    films(world, 2);
    await find([2]);
    world.away = true;
    await clock.pass(10 * minute);
    await find([1, 2]);
    expect(known(2)?.kind).toBe('found');
    expect(known(1)).toEqual({ kind: 'unknown' });
    world.away = false;
    await clock.pass(30_000);
    await find([1, 2]);
    expect(known(1)).toEqual({ kind: 'absent' });
  });

  it('is kept for 2,000 torrents, those asked for last', async () => {
    const { world, find, lookUp } = begin();
    films(world, 2_100);
    for (let at = 0; at < 21; at++) await find(range(at * 100 + 1, at * 100 + 100));
    const known = range(1, 2_100).filter((number) => lookUp.known('qb', hashOf(number)));
    expect(known).toHaveLength(2_000);
    expect(known[0]).toBe(101);
  });

  it('of one client is nothing to another', async () => {
    const { world, find, lookUp } = begin();
    films(world, 2);
    await find([2]);
    expect(lookUp.known('other', hashOf(2))).toBeUndefined();
  });
});

describe('one that fails among many', () => {
  const failing = (code: ErrorCode, retryable: boolean) => {
    throw new OperationError(code, { operation: 'test', retryable });
  };

  it('does not hide the others: a torrent whose files can not be listed', async () => {
    const bad = hashOf(3);
    const { world, find, known } = begin((one) => ({
      client: () => ({
        ...one.client,
        listFiles: (hash: InfoHash, signal) =>
          hash === bad ? failing('TOO_LARGE', false) : one.client.listFiles(hash, signal),
      }),
    }));
    films(world, 5);
    await find(range(1, 5));
    expect(range(1, 5).map((at) => known(at)?.kind)).toEqual([
      'absent',
      'found',
      'unknown',
      'found',
      'absent',
    ]);
  });

  it('does not hide the others: a library that does not answer', async () => {
    const { world, find, known } = begin((one) => ({
      server: () => ({
        ...one.server,
        findByFiles: (section, files, signal) =>
          section.key === '1' ? failing('TOO_LARGE', false) : one.server.findByFiles(section, files, signal),
      }),
    }));
    films(world, 2);
    world.complete(3, ['Show/Show.S01E01.mkv'], '/media/tv', 1);
    world.takeUp('3', '/media/tv');
    await find([1, 2, 3]);
    expect([1, 2, 3].map((at) => known(at)?.kind)).toEqual(['unknown', 'unknown', 'found']);
  });

  it('does not hide the others: a server that is away', async () => {
    const cellar = { ...attic, machineIdentifier: 'cellar', name: 'Cellar' };
    const settings = { ...standardSettings, servers: [cellar, attic] };
    const { world, find, known } = begin(
      (one) => ({
        server: ({ machineIdentifier: id }) =>
          id === 'cellar'
            ? { ...one.server, sections: async () => failing('UNREACHABLE', true) }
            : one.server,
      }),
      settings,
    );
    films(world, 2);
    world.complete(3, ['a/a.mkv'], '/elsewhere', 1);
    await find([1, 2, 3]);
    expect([1, 2, 3].map((at) => known(at)?.kind)).toEqual(['absent', 'found', 'unknown']);
  });

  it('lists no files while no server can be asked', async () => {
    const { world, find, known } = begin();
    films(world, 5);
    world.away = true;
    await find(range(1, 5));
    expect(known(2)).toEqual({ kind: 'unknown' });
    expect(count(world, 'client.listFiles')).toBe(0);
  });
});

describe('looking one up anew', () => {
  it('finds the item that it has become', async () => {
    const { world, find, known, lookUp, clock } = begin();
    films(world, 2);
    await find([2]);
    const key = '1:/media/movies/Film 2/film.mkv';
    const item = world.items.get(key);
    if (item) world.items.set(key, { ...item, ratingKey: '9999' });
    await clock.pass(15_000);
    expect(await lookUp.recheck(standardSettings, qb, hashOf(2))).toBe(true);
    expect(known(2)).toMatchObject({ kind: 'found', target: { ratingKey: '9999' } });
    world.items.delete(key);
    await clock.pass(15_000);
    await lookUp.recheck(standardSettings, qb, hashOf(2));
    expect(known(2)).toEqual({ kind: 'absent' });
  });

  it('keeps the link when nobody can be asked', async () => {
    const { world, find, known, lookUp, clock } = begin();
    films(world, 2);
    await find([2]);
    for (const away of ['away', 'clientAway'] as const) {
      world[away] = true;
      await clock.pass(15_000);
      await lookUp.recheck(standardSettings, qb, hashOf(2));
      expect(known(2)?.kind, away).toBe('found');
      world[away] = false;
    }
  });

  it('asks at most once in ten seconds, however often a page says so', async () => {
    const { world, lookUp } = begin();
    films(world, 2);
    for (let at = 0; at < 50; at++) await lookUp.recheck(standardSettings, qb, hashOf(2));
    expect(count(world, 'plex.findByFiles')).toBe(1);
  });
});
