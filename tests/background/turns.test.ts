import { describe, expect, it } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import type { ClientSettings, ServerSettings } from '../../lib/domain/settings.ts';
import { memorySettings, standardSettings, startBackground } from '../fakes/background.ts';
import { FakeClock, settled } from '../fakes/clock.ts';
import { downloadOf } from '../fakes/download.ts';
import { FakeWorld, hashOf, machineIdentifier } from '../fakes/world.ts';

const [qb] = standardSettings.clients as [ClientSettings];
const [attic] = standardSettings.servers as [ServerSettings];

/** A world whose baseline has been taken. */
async function begun(settings = memorySettings()) {
  const world = new FakeWorld();
  const background = startBackground(world, new FakeClock(), settings);
  await background.manager.tick();
  await background.clock.pass(60_000); // the baseline stands
  const { clock, book } = background;
  const film = (number: number, savePath = '/media/movies') =>
    world.complete(number, [`Film ${number}/film.mkv`], savePath, clock.nowMs + number);
  const [only, stage] = [() => book.all()[0], () => book.all()[0]?.stage];
  /** Requests of these names take so long. */
  const slow = (ms: number, ...names: readonly string[]): void => {
    world.wait = async (name) => {
      if (names.some((one) => name.startsWith(one))) await new Promise<void>((done) => clock.later(done, ms));
    };
  };
  /** Runs the work once, when a request of this name is on its way. */
  const during = (name: string, work: () => Promise<unknown>): void => {
    world.wait = async (asked) => {
      if (asked !== name) return;
      world.wait = undefined;
      await work();
    };
  };
  return { world, ...background, film, only, stage, slow, during };
}

describe('what the person decides during a request', () => {
  it.each(['client.listByHash', 'client.listFiles', 'plex.findByFiles', 'plex.scanPath'])(
    'counts: a download ignored during %s stays ignored',
    async (name) => {
      const { world, manager, clock, film, only, stage, during } = await begun();
      world.blind = true;
      film(1);
      let decided = false;
      during(name, async () => {
        decided = true;
        await manager.decide(only()?.id ?? '', 'ignore');
      });
      await manager.tick();
      await clock.pass(120_000);
      expect(decided).toBe(true);
      expect(stage()).toBe('ignored');
      expect(world.scans.length).toBeLessThanOrEqual(1);
    },
  );

  it('counts even while something else about the download is being stored', async () => {
    const decidedAt: number[] = [];
    for (let moment = 1; moment <= 8; moment++) {
      const { world, manager, clock, film, only, stage } = await begun();
      world.blind = true;
      film(1);
      const { commit } = world.store;
      let commits = 0;
      let deciding: Promise<void> | undefined;
      world.store.commit = async (change) => {
        const download = only();
        if (download && ++commits === moment) deciding = manager.decide(download.id, 'ignore');
        await new Promise((resolve) => setImmediate(resolve));
        await commit(change);
      };
      await manager.tick();
      await clock.pass(30_000);
      await deciding;
      await settled();
      if (!deciding) continue;
      decidedAt.push(moment);
      expect(stage(), `at change ${moment}`).toBe('ignored');
    }
    expect(decidedAt.length).toBeGreaterThan(4);
  });

  it('to try again is tried at once, even if Plex was away a moment ago', async () => {
    const { world, manager, clock, film, only, stage } = await begun();
    world.blind = true;
    film(1);
    await manager.tick();
    await clock.pass(3_000);
    world.away = true;
    await clock.pass(60_000);
    expect(only()?.problem?.code).toBe('UNREACHABLE');
    world.away = false;
    world.takeUp('1', '/media/movies');
    await manager.decide(only()?.id ?? '', 'retry');
    await clock.pass(500);
    expect(stage()).toBe('available');
  });
});

describe('what changes during a turn', () => {
  it('counts for the steps after it: a mapping', async () => {
    const { manager, clock, film, settings, stage, during, world } = await begun();
    film(1, '/downloads');
    film(2, '/media/movies');
    world.disk.add('/media/movies/Film 1/film.mkv');
    await manager.tick();
    const mappings = [{ clientId: null, from: '/downloads', to: '/media/movies' }];
    during('client.listByHash', async () => {
      await settings.update((before) => ({ ...before, mappings }));
      await manager.mended(['UNMAPPED']);
    });
    await clock.pass(30_000);
    expect(stage()).toBe('available');
  });

  it('counts for the step under way: a mapping', async () => {
    const { manager, clock, film, settings, stage, during, world } = await begun();
    film(1, '/downloads');
    world.disk.add('/media/movies/Film 1/film.mkv');
    await manager.tick();
    const mappings = [{ clientId: null, from: '/downloads', to: '/media/movies' }];
    during('client.listFiles', async () => {
      await settings.update((before) => ({ ...before, mappings }));
      await manager.mended(['UNMAPPED']);
    });
    await clock.pass(30_000);
    expect(stage()).toBe('available');
  });

  /** Removes the client while a request of this name is under way. */
  async function removeDuring(name: string) {
    const { world, manager, clock, film, settings, clients, book, during } = await begun();
    world.blind = true;
    film(1);
    film(2);
    if (name === 'plex.identity') {
      await manager.tick();
      await clock.pass(3_000);
      world.away = true;
      await clock.pass(90_000);
      world.away = false;
    }
    let removed = false;
    during(name, async () => {
      removed = true;
      await settings.update((before) => ({ ...before, clients: [] }));
      clients.forget('qb');
      await book.forgetClient('qb');
    });
    await manager.tick();
    await clock.pass(60_000);
    return { removed, left: book.all(), stored: world.stored.size + world.memories.size };
  }
  const nothing = { removed: true, left: [], stored: 0 };

  it.each(['client.listByHash', 'client.listFiles', 'plex.findByFiles', 'plex.scanPath'])(
    'brings nothing of a client back that was removed during %s',
    async (name) => expect(await removeDuring(name)).toEqual(nothing),
  );

  it('brings nothing of a client back that was removed during plex.identity', async () => {
    expect(await removeDuring('plex.identity')).toEqual(nothing);
  });

  it('counts: a download ignored while Plex is asked whether it is back', async () => {
    const { world, manager, clock, film, only, stage, during } = await begun();
    world.blind = true;
    film(1);
    await manager.tick();
    await clock.pass(3_000);
    world.away = true;
    await clock.pass(90_000);
    world.away = false;
    during('plex.identity', () => manager.decide(only()?.id ?? '', 'ignore'));
    await manager.tick();
    await clock.pass(5_000);
    expect(stage()).toBe('ignored');
  });
});

describe('a look that is made because of a hint', () => {
  it('is not taken back by one that began before it', async () => {
    const { world, manager, clock, film, stage } = await begun();
    world.blind = true;
    film(1);
    await manager.tick();
    await clock.pass(4_000);
    const answers: (() => void)[] = [];
    const { findByFiles } = world.server;
    world.server.findByFiles = async (section, files, signal) => {
      const answer = await findByFiles(section, files, signal);
      await new Promise<void>((resolve) => answers.push(resolve));
      return answer;
    };
    await clock.pass(4_000);
    expect(answers, 'the look on the ladder has its answer, and it is no').toHaveLength(1);
    world.takeUp('1', '/media/movies');
    world.hint({ kind: 'scan-ended', sectionKey: '1' });
    await clock.pass(1_000);
    expect(answers, 'the hinted look has its answer, and it is yes').toHaveLength(2);
    answers[1]?.();
    await settled();
    expect(stage()).toBe('available');
    answers[0]?.();
    await settled();
    expect(stage()).toBe('available');
  });
});

describe('a wake', () => {
  it('is never lost, at whatever moment of a turn it comes', async () => {
    const lost: number[] = [];
    for (let moment = 0; moment < 60; moment++) {
      const { manager, settings } = await begun();
      const { read } = settings;
      let reads = 0;
      settings.read = () => {
        reads++;
        return read();
      };
      const turn = manager.wake();
      for (let at = 0; at < moment; at++) await Promise.resolve();
      const before = reads;
      void manager.wake();
      await turn;
      await settled();
      if (reads - before < 2) lost.push(moment);
    }
    expect(lost).toEqual([]);
  });

  it('a thousand times during a turn makes one more turn', async () => {
    const { manager, settings, slow, clock } = await begun();
    const { read } = settings;
    let reads = 0;
    settings.read = () => {
      reads++;
      return read();
    };
    slow(1_000, 'client.');
    const turn = manager.tick();
    await settled();
    for (let at = 0; at < 1_000; at++) manager.start();
    await clock.pass(2_000);
    await turn;
    expect(reads).toBeLessThan(10);
  });
});

describe('the person asks to scan now while a turn is under way', () => {
  it('and the client is polled after that', async () => {
    const { world, manager, clock, film } = await begun();
    const torrents = () => [...world.torrents.values()].map((entry) => entry.torrent);
    const answer = (list: ReturnType<typeof torrents>) => ({
      torrents: list,
      removed: [],
      cursor: null,
      gap: false,
    });
    world.client.listChanges = async () => {
      const before = torrents();
      world.client.listChanges = async () => answer(torrents());
      await new Promise<void>((resolve) => clock.later(resolve, 2_000));
      return answer(before);
    };
    const first = manager.tick();
    await settled();
    film(1);
    const second = manager.tick();
    await clock.pass(3_000);
    await Promise.all([first, second]);
    await settled();
    expect(world.stored.size).toBe(1);
  });
});

describe('while nothing can be stored', () => {
  it('servers are not asked the same over and over', async () => {
    const { world, manager, clock, film } = await begun();
    for (let at = 1; at <= 5; at++) film(at);
    await manager.tick();
    world.onEffect = (name) => {
      if (name === 'store.commit')
        throw new OperationError('STORAGE_BROKEN', { operation: name, retryable: true });
    };
    const before = world.requests;
    await clock.pass(60_000);
    expect(world.requests - before).toBeLessThan(60);
    expect(world.scans).toEqual([]);
    world.onEffect = () => undefined;
    await manager.tick();
    await clock.pass(30_000);
    expect(world.scans).toHaveLength(5);
  });
});

describe('a torrent client that is slow or dead', () => {
  const seconds = 1_000;

  it('does not keep what is in Plex already from being found', async () => {
    const { world, manager, clock, film, stage, slow } = await begun();
    world.blind = true;
    film(1);
    await manager.tick();
    await clock.pass(3_000);
    expect(stage()).toBe('verifying');
    world.takeUp('1', '/media/movies');
    slow(20 * seconds, 'client.');
    void manager.tick();
    await clock.pass(8 * seconds);
    expect(stage()).toBe('available');
  });

  it('does not make Plex wait for one of its downloads after the other', async () => {
    const other = { ...qb, id: 'other', address: 'http://other.test/' };
    const settings = memorySettings({ ...standardSettings, clients: [qb, other] });
    const { world, manager, clock, book, slow } = await begun(settings);
    for (let at = 1; at <= 20; at++) {
      await book.commit({ put: [downloadOf(at, { clientId: 'other', nextAtMs: clock.nowMs })] });
    }
    const plan = {
      machineIdentifier,
      scans: [{ sectionKey: '1', sectionTitle: 'Films', folder: '/media/movies/Film 99' }],
      files: ['/media/movies/Film 99/film.mkv'],
    };
    const owed = downloadOf(99, { stage: 'verifying', plan, nextAtMs: clock.nowMs });
    await book.commit({ put: [owed] });
    world.disk.add('/media/movies/Film 99/film.mkv');
    world.takeUp('1', '/media/movies');
    world.clientAway = true;
    slow(10 * seconds, 'client.listByHash', 'client.listFiles');
    manager.start();
    await clock.pass(15 * seconds);
    expect(book.get(owed.id)?.stage).toBe('available');
    expect(world.asked.filter((name) => name === 'client.listByHash').length).toBeLessThan(3);
  });
});

describe('a Plex that answers nothing', () => {
  it('costs its time limit a few times, not for every download that waits', async () => {
    const { world, manager, clock, book, film, slow } = await begun();
    for (let at = 1; at <= 20; at++) film(at);
    await manager.tick();
    world.away = true;
    slow(10_000, 'plex.');
    const before = world.asked.length;
    await clock.pass(100_000);
    const asked = world.asked.slice(before).filter((name) => name.startsWith('plex.'));
    expect(asked.length).toBeLessThan(12);
    expect(book.all().every((one) => one.problem?.code === 'UNREACHABLE')).toBe(true);
    world.away = false;
    world.wait = undefined;
    await manager.tick();
    await clock.pass(30_000);
    expect(world.scans).toEqual([{ sectionKey: '1', folder: '/media/movies' }]);
  });

  it('is not asked twice in a row because it did not answer the first time', async () => {
    const { world, manager, clock, film } = await begun();
    film(1);
    await manager.tick();
    world.away = true;
    await clock.pass(3_000);
    expect(world.asked.filter((name) => name === 'plex.sections')).toHaveLength(1);
  });

  it('does not keep a download from another server that covers it', async () => {
    const cellar = { ...attic, machineIdentifier: 'cellar', name: 'Cellar' };
    const settings = memorySettings({ ...standardSettings, servers: [cellar, attic] });
    const world = new FakeWorld();
    const background = startBackground(world, new FakeClock(), settings, [], {
      server: ({ machineIdentifier: id }) =>
        id === 'cellar'
          ? {
              ...world.server,
              sections: async () => {
                throw new OperationError('TIMED_OUT', { operation: 'test', retryable: true });
              },
            }
          : world.server,
    });
    await background.manager.tick();
    world.complete(1, ['Dune/Dune.mkv'], '/media/movies', background.clock.nowMs);
    await background.manager.tick();
    await background.clock.pass(10_000);
    expect(background.book.all()[0]?.stage).toBe('available');
  });
});

describe('a proxy that answers in place of a Plex that restarts', () => {
  it('makes no download wait for a person', async () => {
    const { world, manager, clock, film, book } = await begun();
    film(1);
    film(2);
    await manager.tick();
    const { sections } = world.server;
    world.server.sections = async () => {
      throw new OperationError('NOT_PLEX', { operation: 'plex.sections' });
    };
    await clock.pass(30_000);
    expect(book.all().map((one) => one.problem?.retryAtMs)).not.toContain(null);
    world.server.sections = sections;
    await manager.tick();
    await clock.pass(30_000);
    expect(book.all().map((one) => one.stage)).toEqual(['available', 'available']);
  });
});

describe('a session that ended', () => {
  it('lets the download go on as soon as the person has signed in again in the page', async () => {
    const { world, manager, clock, film, only, stage } = await begun();
    film(1);
    await manager.tick();
    world.onEffect = (name) => {
      if (name.startsWith('client.')) throw new OperationError('CLIENT_LOGIN', { operation: name });
    };
    await clock.pass(5_000);
    expect(only()?.problem).toMatchObject({ code: 'CLIENT_LOGIN', retryAtMs: null });
    world.onEffect = () => undefined;
    await manager.tick();
    await clock.pass(10_000);
    expect(stage()).toBe('available');
    expect(world.torrents.has(hashOf(1))).toBe(true);
  });
});
