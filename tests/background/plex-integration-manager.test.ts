import { describe, expect, it } from 'vitest';
import { memorySettings, standardSettings, startBackground } from '../fakes/background.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeWorld, hashOf } from '../fakes/world.ts';

const hour = 3_600_000;

/** A world whose baseline has been taken. */
async function begun(watched: readonly string[] = []) {
  const world = new FakeWorld();
  const background = startBackground(world, new FakeClock(), memorySettings(), watched);
  await background.manager.tick();
  await background.clock.pass(60_000); // the baseline stands
  return { world, ...background };
}

const only = <T>(values: Iterable<T>): T => {
  const [first, ...others] = values;
  if (first === undefined || others.length > 0) throw new Error('expected exactly one');
  return first;
};

describe('a completed download', () => {
  it('is scanned once, in its folder, and becomes available as the item of its file', async () => {
    const { world, manager, clock } = await begun();
    world.complete(1, ['Dune (2021)/Dune.mkv'], '/media/movies', clock.nowMs);
    await manager.tick();
    await clock.pass(10_000);
    expect(world.scans).toEqual([{ sectionKey: '1', folder: '/media/movies/Dune (2021)' }]);
    const item = world.items.get('1:/media/movies/Dune (2021)/Dune.mkv');
    expect(only(world.stored.values())).toMatchObject({
      stage: 'available',
      target: { ratingKey: item?.ratingKey, found: 1, expected: 1 },
    });
  });

  it('in a nested library is scanned only there', async () => {
    const { world, manager, clock } = await begun();
    world.complete(1, ['Dune/Dune.mkv'], '/media/movies/4k', clock.nowMs);
    world.complete(2, ['Show S01/Show.S01E01.mkv', 'Show S01/Show.S01E02.mkv'], '/media/tv', clock.nowMs);
    await manager.tick();
    await clock.pass(10_000);
    expect(world.scans).toHaveLength(2);
    expect(world.scans).toContainEqual({ sectionKey: '2', folder: '/media/movies/4k/Dune' });
    expect(world.scans).toContainEqual({ sectionKey: '3', folder: '/media/tv/Show S01' });
  });

  it('opens the season when it holds several episodes of one', async () => {
    const { world, manager, clock } = await begun();
    world.complete(1, ['Show S01/Show.S01E01.mkv', 'Show S01/Show.S01E02.mkv'], '/media/tv', clock.nowMs);
    await manager.tick();
    await clock.pass(10_000);
    expect(only(world.stored.values()).target).toMatchObject({ ratingKey: '500', type: 'season', found: 2 });
  });

  it('that Plex already has is not scanned at all', async () => {
    const { world, manager, clock } = await begun();
    world.complete(1, ['Dune/Dune.mkv'], '/media/movies', clock.nowMs);
    world.takeUp('1', '/media/movies');
    await manager.tick();
    await clock.pass(10_000);
    expect(world.scans).toEqual([]);
    expect(only(world.stored.values()).stage).toBe('available');
  });

  it('waits while it still moves or changes size', async () => {
    const { world, manager, clock } = await begun();
    const torrent = world.complete(1, ['Dune/Dune.mkv'], '/media/movies', clock.nowMs);
    await manager.tick();
    const entry = world.torrents.get(hashOf(1));
    if (entry) entry.torrent = { ...torrent, phase: 'moving' };
    await clock.pass(8_000);
    expect(only(world.stored.values()).stage).toBe('settling');
    expect(world.scans).toEqual([]);
    if (entry) entry.torrent = torrent;
    await clock.pass(10_000);
    expect(world.scans).toHaveLength(1);
  });

  it('of software is left alone, without a problem', async () => {
    const { world, manager, clock } = await begun();
    world.complete(1, ['tool/setup.exe', 'tool/readme.txt'], '/media/movies', clock.nowMs);
    await manager.tick();
    await clock.pass(10_000);
    expect(world.scans).toEqual([]);
    expect(only(world.stored.values())).toMatchObject({ stage: 'ignored', problem: null });
  });

  it('outside every library asks for a mapping, sends nothing, and goes on once there is one', async () => {
    const { world, manager, clock, settings } = await begun();
    world.complete(1, ['Dune/Dune.mkv'], '/downloads/films', clock.nowMs);
    await manager.tick();
    await clock.pass(10_000);
    expect(only(world.stored.values()).problem).toMatchObject({ code: 'UNMAPPED', retryAtMs: null });
    expect(world.scans).toEqual([]);
    world.disk.add('/media/movies/Dune/Dune.mkv');
    const mappings = [{ clientId: null, from: '/downloads/films', to: '/media/movies' }];
    await settings.update((before) => ({ ...before, mappings }));
    await manager.mended(['UNMAPPED']);
    await clock.pass(10_000);
    expect(world.scans).toEqual([{ sectionKey: '1', folder: '/media/movies/Dune' }]);
    expect(only(world.stored.values()).stage).toBe('available');
  });

  it('that Plex does not take up is sent once more and then shown to the person, never a third time', async () => {
    const { world, manager, clock } = await begun();
    world.blind = true;
    world.complete(1, ['Dune/Dune.mkv'], '/media/movies', clock.nowMs);
    for (let at = 0; at < 400; at++) {
      await manager.tick();
      await clock.pass(30_000);
    }
    expect(world.scans).toHaveLength(2);
    expect(only(world.stored.values())).toMatchObject({
      stage: 'verifying',
      problem: { code: 'NOT_APPEARED', retryAtMs: null },
    });
    world.takeUp('1', '/media/movies');
    await clock.pass(25 * hour);
    await manager.tick();
    await clock.pass(1_000);
    expect(only(world.stored.values()).stage).toBe('available');
  }, 20_000);

  it('turns on as soon as Plex says that something changed', async () => {
    const { world, manager, clock } = await begun();
    world.blind = true;
    world.complete(1, ['Dune/Dune.mkv'], '/media/movies', clock.nowMs);
    await manager.tick();
    await clock.pass(200_000);
    world.takeUp('1', '/media/movies');
    world.hint({ kind: 'scan-ended', sectionKey: '1' });
    await clock.pass(1_000);
    expect(only(world.stored.values()).stage).toBe('available');
  });

  it('does not lose patience because Plex talks a lot', async () => {
    const { world, manager, clock } = await begun();
    world.blind = true;
    world.complete(1, ['Dune/Dune.mkv'], '/media/movies', clock.nowMs);
    await manager.tick();
    await clock.pass(3_000);
    for (let at = 0; at < 50; at++) {
      world.hint({ kind: 'item-changed', ratingKey: '1', sectionKey: '1' });
      await clock.pass(500);
    }
    expect(world.scans).toHaveLength(1);
    expect(only(world.stored.values()).looks).toBeLessThan(6);
  });
});

describe('first contact', () => {
  it('with 800 finished torrents scans nothing and starts nothing', async () => {
    const world = new FakeWorld();
    const clock = new FakeClock();
    for (let at = 1; at <= 800; at++) world.complete(at, [`Film ${at}/film.mkv`], '/media/movies', at);
    const { manager, book } = startBackground(world, clock);
    await manager.tick();
    await clock.pass(120_000);
    await manager.tick();
    expect(world.scans).toEqual([]);
    expect(book.all()).toEqual([]);
    world.complete(801, ['New/new.mkv'], '/media/movies', clock.nowMs);
    await manager.tick();
    await clock.pass(10_000);
    expect(world.scans).toEqual([{ sectionKey: '1', folder: '/media/movies/New' }]);
  });

  it('with a client that is away takes no baseline, so that nothing is taken for new later', async () => {
    const world = new FakeWorld();
    world.complete(1, ['Old/old.mkv'], '/media/movies', 5);
    world.clientAway = true;
    const { manager, clients, clock } = startBackground(world);
    await manager.tick();
    expect(clients.stateOf('qb')).toMatchObject({ state: 'trouble', code: 'UNREACHABLE' });
    world.clientAway = false;
    await manager.tick();
    await clock.pass(10_000);
    expect(world.scans).toEqual([]);
  });
});

describe('while Plex is away', () => {
  it('nothing is lost, no attempt is used up, and it goes on within a minute of its return', async () => {
    const { world, manager, clock } = await begun();
    world.away = true;
    for (let at = 1; at <= 20; at++) {
      world.complete(at, [`Film ${at}/film.mkv`], '/media/movies', clock.nowMs + at);
    }
    for (let at = 0; at < 200; at++) {
      await manager.tick();
      await clock.pass(30_000);
    }
    expect([...world.stored.values()].every((one) => one.problem?.code === 'UNREACHABLE')).toBe(true);
    expect([...world.stored.values()].every((one) => one.sends === 0)).toBe(true);
    world.away = false;
    await manager.tick();
    await clock.pass(30_000);
    await manager.tick();
    await clock.pass(30_000);
    expect([...world.stored.values()].every((one) => one.stage === 'available')).toBe(true);
    expect(world.scans).toEqual([{ sectionKey: '1', folder: '/media/movies' }]);
  }, 20_000);

  it('is not asked for every download at every turn', async () => {
    const { world, manager, clock } = await begun();
    for (let at = 1; at <= 100; at++) {
      world.complete(at, [`Film ${at}/film.mkv`], '/media/movies', clock.nowMs + at);
    }
    world.blind = true;
    await manager.tick();
    await clock.pass(5_000);
    world.away = true;
    await clock.pass(60_000);
    await manager.tick();
    const before = world.requests;
    for (let at = 0; at < 10; at++) {
      await manager.tick();
      await clock.pass(30_000);
    }
    expect(world.requests - before).toBeLessThan(60);
  }, 20_000);
});

describe('scans of the same folder', () => {
  it('go together', async () => {
    const { world, manager, clock } = await begun();
    for (let at = 1; at <= 10; at++) {
      world.complete(at, [`Show.S01E${String(at).padStart(2, '0')}.mkv`], '/media/tv', clock.nowMs + at);
    }
    await manager.tick();
    await clock.pass(10_000);
    expect(world.scans.length).toBeLessThanOrEqual(2);
    expect([...world.stored.values()].every((one) => one.stage === 'available')).toBe(true);
  });
});

describe('a refused sign-in', () => {
  it('is never tried again by itself, not even by the next worker', async () => {
    const world = new FakeWorld();
    const settings = memorySettings({
      ...standardSettings,
      clients: standardSettings.clients.map((client) => ({
        ...client,
        refusal: { code: 'CLIENT_PASSWORD_WRONG' as const, untilMs: null },
      })),
    });
    const { manager, clients } = startBackground(world, new FakeClock(), settings);
    await manager.tick();
    await manager.tick();
    expect(world.requests).toBe(0);
    expect(clients.stateOf('qb').code).toBe('CLIENT_PASSWORD_WRONG');
  });
});
