import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LibraryKeeper } from '../../lib/background/library-keeper.ts';
import { OperationError } from '../../lib/domain/errors.ts';
import type { FakeItem } from '../fakes/plex-library.ts';
import { machineIdentifier } from '../fakes/world.ts';
import { expectTruth, LibraryWorld, never, server, sizesOf } from './support/library-world.ts';

const hour = 3_600_000;

/** A server with films and one series; of a size that is stored unless it is said to be small. */
async function worldOf(
  films = 3_000,
): Promise<{ world: LibraryWorld; keeper: LibraryKeeper; show: FakeItem }> {
  const world = new LibraryWorld();
  world.plex.addSection('1', 'movie');
  world.plex.addSection('2', 'show');
  for (let at = 0; at < films; at++)
    world.plex.add('movie', '1', { addedAt: world.plex.seconds - 10_000 + at });
  const { show } = world.plex.addShow('2', 40, 'Old Show');
  const keeper = await world.read();
  await world.pass(hour);
  world.plex.asked = [];
  return { world, keeper, show };
}

describe('news', () => {
  it('of a film are there after two questions, and none of them names what is known', async () => {
    const { world, keeper } = await worldOf();
    const film = world.plex.add('movie', '1');
    const index = await world.refresh(keeper, '1');
    expect(sizesOf(index, film)).toEqual([film.files[0]?.size]);
    expect(index?.title(String(film.key))?.title).toBe(film.title);
    expect(world.plex.asked.map(({ newestBy, size }) => [newestBy, size])).toEqual([
      ['added', 50],
      ['updated', 50],
    ]);
    expect(index?.partCount).toBe(3);
  });

  it('of a new show are there after three, with all that the show tells of itself', async () => {
    const { world, keeper } = await worldOf();
    const { show, episodes } = world.plex.addShow('2', 10, 'New Show');
    const index = await world.refresh(keeper, '2');
    expectTruth(index, world.plex, episodes);
    expect(index?.title(String(show.key))).toMatchObject({ title: 'New Show', year: expect.any(Number) });
    expect(world.plex.asked).toHaveLength(3);
  });

  it('of an episode leave its show as the show told itself', async () => {
    const { world, keeper, show } = await worldOf();
    const known = (await keeper.index(server))?.title(String(show.key));
    const season: FakeItem = { ...show, key: 999_999, parent: show, index: 2 };
    const episode = world.plex.add('episode', '2', { parent: season, index: 1 });
    const index = await world.refresh(keeper, '2');
    expect(sizesOf(index, episode)).toHaveLength(1);
    expect(index?.title(String(show.key))).toEqual(known);
    expect(world.plex.asked).toHaveLength(2);
  });

  it('of a show that got another name are told by its own list', async () => {
    const { world, keeper, show } = await worldOf();
    const [episode] = world.plex.items.filter(({ kind }) => kind === 'episode');
    show.title = 'Old Show (US)';
    for (const item of [show, episode]) if (item) item.updatedAt = world.plex.seconds;
    if (episode) episode.files = [{ path: '/data/2/other.mkv', size: 77 }];
    const index = await world.refresh(keeper, '2');
    expect(index?.title(String(show.key))).toMatchObject({
      title: 'Old Show (US)',
      year: expect.any(Number),
    });
  });

  it('that are not asked for are not known', async () => {
    const { world, keeper } = await worldOf();
    const film = world.plex.add('movie', '1');
    expect(sizesOf(await world.refresh(keeper, '2'), film)).toEqual([]);
  });

  it('are looked for again after five seconds, or when something was heard, and not before', async () => {
    const { world, keeper } = await worldOf();
    await world.refresh(keeper, '1');
    await Promise.all([world.refresh(keeper, '1'), world.refresh(keeper, '1')]);
    expect(world.plex.asked).toHaveLength(2);
    keeper.heard(machineIdentifier, { kind: 'other' });
    keeper.heard(machineIdentifier, { kind: 'scan-ended', sectionKey: '2' });
    await world.refresh(keeper, '1');
    expect(world.plex.asked).toHaveLength(2);
    keeper.heard(machineIdentifier, { kind: 'item-changed', ratingKey: '5', sectionKey: '1' });
    await world.refresh(keeper, '1');
    expect(world.plex.asked).toHaveLength(4);
    keeper.heard(machineIdentifier, { kind: 'scan-ended', sectionKey: null });
    await world.refresh(keeper, '1');
    expect(world.plex.asked).toHaveLength(6);
    await world.pass(5_000);
    await world.refresh(keeper, '1');
    expect(world.plex.asked).toHaveLength(8);
  });

  it('asked for by several at once are asked once', async () => {
    const { world, keeper } = await worldOf();
    const film = world.plex.add('movie', '1');
    const [one, two] = await Promise.all([world.refresh(keeper, '1'), world.refresh(keeper)]);
    for (const index of [one, two]) expect(sizesOf(index, film)).toHaveLength(1);
    expect(world.plex.asked.filter(({ section }) => section === '1')).toHaveLength(2);
  });

  it('that are many are read to their end', async () => {
    const { world, keeper } = await worldOf();
    const films = Array.from({ length: 1_200 }, () => world.plex.add('movie', '1'));
    expectTruth(await world.refresh(keeper, '1'), world.plex, films);
    expect(world.plex.asked.length).toBeLessThanOrEqual(8);
  });

  it('that are too many have the library read anew', async () => {
    const { world, keeper } = await worldOf();
    const films = Array.from({ length: 4_000 }, () => world.plex.add('movie', '1'));
    await world.refresh(keeper, '1');
    await world.until(keeper, 'ready');
    expectTruth(await keeper.index(server), world.plex, films);
  });

  it('are told of an item with an old date by the time it was changed', async () => {
    const { world, keeper } = await worldOf();
    const film = world.plex.add('movie', '1', { addedAt: 1_000 });
    expect(sizesOf(await world.refresh(keeper, '1'), film)).toHaveLength(1);
  });

  it('are found behind items whose date is still to come', async () => {
    const { world, keeper } = await worldOf();
    for (let at = 0; at < 30; at++) world.plex.add('movie', '1', { addedAt: world.plex.seconds + 9e7 + at });
    await world.refresh(keeper, '1');
    await world.pass(hour);
    const film = world.plex.add('movie', '1');
    expect(sizesOf(await world.refresh(keeper, '1'), film)).toHaveLength(1);
    world.plex.asked = [];
    await world.pass(hour);
    await world.refresh(keeper, '1');
    expect(world.plex.asked).toHaveLength(2);
  });

  it('of an upgrade replace the file', async () => {
    const { world, keeper } = await worldOf();
    const film = world.plex.items[7];
    if (!film) throw new Error('no film');
    film.files = [{ path: '/data/1/better.mkv', size: 42 }];
    film.updatedAt = world.plex.seconds;
    expect(sizesOf(await world.refresh(keeper, '1'), film)).toEqual([42]);
  });

  it('survive the worker, a moment after they came', async () => {
    const { world, keeper } = await worldOf();
    const film = world.plex.add('movie', '1');
    await world.refresh(keeper, '1');
    await world.pass(10_000);
    expect(world.store.saves).toBe(2);
    expect(sizesOf(await world.start().index(server), film)).toHaveLength(1);
  });

  it('that were not saved any more are told again', async () => {
    const { world, keeper } = await worldOf();
    const film = world.plex.add('movie', '1');
    await world.refresh(keeper, '1');
    const next = world.start();
    expect(sizesOf(await next.index(server), film)).toEqual([]);
    expect(sizesOf(await world.refresh(next, '1'), film)).toHaveLength(1);
  });

  it('of a small server are known to this worker, and nothing is stored', async () => {
    const { world, keeper } = await worldOf(20);
    const film = world.plex.add('movie', '1');
    expect(sizesOf(await world.refresh(keeper, '1'), film)).toHaveLength(1);
    await world.pass(60_000);
    expect(world.store.isEmpty).toBe(true);
  });

  it('keep the index in few parts, however many come', async () => {
    const { world, keeper } = await worldOf();
    const films: FakeItem[] = [];
    for (let at = 0; at < 25; at++) {
      films.push(world.plex.add('movie', '1'));
      await world.pass(20_000);
      await world.refresh(keeper);
    }
    const index = await keeper.index(server);
    expectTruth(index, world.plex, films);
    expect(index?.partCount).toBe(3);
    expect(world.plex.asked.length).toBeLessThanOrEqual(25 * 4);
  });

  it('that Plex does not tell now are an error, and are asked for again', async () => {
    const { world, keeper } = await worldOf();
    const film = world.plex.add('movie', '1');
    world.plex.beforeAnswer = async () => {
      throw new OperationError('UNREACHABLE', { operation: 'test', retryable: true });
    };
    await expect(world.refresh(keeper, '1')).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(keeper.stateOf(machineIdentifier).kind).toBe('ready');
    world.plex.beforeAnswer = async () => undefined;
    expect(sizesOf(await world.refresh(keeper, '1'), film)).toHaveLength(1);
  });

  it('are not asked for while there is no index', async () => {
    const world = new LibraryWorld();
    world.plex.addSection('1', 'movie');
    world.plex.add('movie', '1');
    const keeper = world.start();
    expect(await keeper.refresh(server, world.plex.sections, never)).toBeNull();
    await world.until(keeper, 'ready');
  });
});

describe('what is gone', () => {
  it('is gone at once when Plex says so', async () => {
    const { world, keeper } = await worldOf();
    const film = world.plex.items[3];
    if (!film) throw new Error('no film');
    world.plex.delete(film);
    keeper.heard(machineIdentifier, {
      kind: 'item-changed',
      ratingKey: String(film.key),
      sectionKey: '1',
      isGone: true,
    });
    await world.pass(0);
    expect(sizesOf(await keeper.index(server), film)).toEqual([]);
    await world.refresh(keeper, '1');
    expect(keeper.stateOf(machineIdentifier).kind).toBe('ready'); // its length is what it should be
  });

  it('unheard shows in the length of its library, which is read anew, and no other', async () => {
    const { world, keeper } = await worldOf();
    const film = world.plex.items[3];
    if (!film) throw new Error('no film');
    world.plex.delete(film);
    await world.refresh(keeper, '1');
    expect(keeper.stateOf(machineIdentifier).kind).toBe('reading');
    await world.until(keeper, 'ready');
    expect(sizesOf(await keeper.index(server), film)).toEqual([]);
    expectTruth(await keeper.index(server), world.plex, world.plex.items);
    expect(new Set(world.plex.asked.map(({ section }) => section))).toEqual(new Set(['1']));
    const next = await world.read();
    expect(sizesOf(await next.index(server), film)).toEqual([]);
  });

  it('has its library read anew once an hour at most', async () => {
    const { world, keeper } = await worldOf();
    for (let minute = 0; minute < 50; minute++) {
      world.plex.delete(...world.plex.items.slice(0, 1));
      await world.refresh(keeper, '1');
      await world.until(keeper, 'ready');
      await world.pass(60_000);
    }
    expect(world.plex.asked.filter(({ newestBy, start }) => !newestBy && start === 0)).toHaveLength(1);
    await world.pass(hour);
    await world.refresh(keeper, '1');
    await world.until(keeper, 'ready');
    expectTruth(await keeper.index(server), world.plex, world.plex.items);
  });

  it('that was dropped is told anew if it is there and changed, and found within the hour if it is not told', async () => {
    const { world, keeper } = await worldOf();
    const [quiet, loud] = world.plex.items;
    if (!quiet || !loud) throw new Error('no films');
    loud.files = [{ path: '/data/1/moved.mkv', size: 42 }];
    loud.updatedAt = world.plex.seconds;
    await keeper.drop(machineIdentifier, [String(quiet.key), String(loud.key), 'nonsense', '999999']);
    for (const film of [quiet, loud]) expect(sizesOf(await keeper.index(server), film)).toEqual([]);
    expect(sizesOf(await world.refresh(keeper, '1'), loud)).toEqual([42]);
    await world.until(keeper, 'ready');
    expectTruth(await keeper.index(server), world.plex, world.plex.items);
  });

  it('with its whole library goes with it, and a new library is read', async () => {
    const { world, keeper } = await worldOf();
    const everSeen = [...world.plex.items];
    world.plex.sections = world.plex.sections.filter(({ key }) => key !== '1');
    world.plex.delete(...world.plex.items.filter(({ section }) => section === '1'));
    world.plex.addSection('7', 'movie');
    const film = world.plex.add('movie', '7');
    await world.refresh(keeper);
    await world.until(keeper, 'ready');
    await world.refresh(keeper);
    expectTruth(await keeper.index(server), world.plex, [...everSeen, film]);
  });

  it('by being merged into another item, or comes by being split from it', async () => {
    const { world, keeper } = await worldOf();
    const [one, two, both] = world.plex.items;
    if (!one || !two || !both) throw new Error('no films');
    const everSeen = [...world.plex.items];
    world.plex.merge(one, two);
    both.files = [...both.files, { path: '/data/1/cd2.mkv', size: 7 }];
    both.updatedAt = world.plex.seconds;
    await world.refresh(keeper, '1');
    await world.until(keeper, 'ready');
    expectTruth(await keeper.index(server), world.plex, everSeen);
    await world.pass(hour);
    const half = world.plex.split(both);
    expectTruth(await world.refresh(keeper, '1'), world.plex, [...everSeen, half]);
  });
});

type Step = readonly [
  'add' | 'episode' | 'delete' | 'change' | 'merge' | 'split' | 'drop' | 'refresh' | 'wait' | 'die' | 'hear',
  number,
];
const steps = fc.array(
  fc.tuple(
    fc.constantFrom<Step[0]>(
      'add',
      'episode',
      'delete',
      'change',
      'merge',
      'split',
      'drop',
      'refresh',
      'wait',
      'die',
      'hear',
    ),
    fc.nat(1_000),
  ),
  { maxLength: 25 },
);

describe('libraries that change', () => {
  it('are known as they are in the end, whatever happened to them and to the worker', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(3), async (changes, size) => {
        const { world, keeper: first, show } = await worldOf(size === 3 ? 2_010 : 30);
        const everSeen = new Set(world.plex.items);
        let keeper = first;
        const films = () => world.plex.items.filter(({ kind }) => kind === 'movie');
        const filmAt = (at: number): FakeItem => films()[at % films().length] ?? show;
        const season: FakeItem = { ...show, key: 999_999, parent: show, index: 2 };
        const act: Record<Step[0], (at: number) => unknown> = {
          add: () => world.plex.add('movie', '1'),
          episode: (at) => world.plex.add('episode', '2', { parent: season, index: at }),
          delete: (at) => world.plex.delete(filmAt(at)),
          change: (at) => {
            filmAt(at).files = [{ path: `/data/1/${at}.mkv`, size: 50 + at }];
            filmAt(at).updatedAt = world.plex.seconds;
          },
          merge: (at) => filmAt(at) !== filmAt(at + 1) && world.plex.merge(filmAt(at), filmAt(at + 1)),
          split: (at) => world.plex.split(filmAt(at)),
          drop: (at) => keeper.drop(machineIdentifier, [String(filmAt(at).key)]),
          refresh: () => world.refresh(keeper),
          wait: (at) => world.pass(at * 1_000),
          die: () => {
            keeper = world.start();
          },
          hear: (at) =>
            keeper.heard(machineIdentifier, {
              kind: 'item-changed',
              ratingKey: String(filmAt(at).key),
              sectionKey: '1',
            }),
        };
        for (const [what, at] of changes) {
          await act[what](at);
          for (const item of world.plex.items) everSeen.add(item);
        }
        await world.read(keeper);
        for (let round = 0; round < 3; round++) {
          await world.pass(2 * hour);
          await world.refresh(keeper);
          await world.until(keeper, 'ready');
        }
        expectTruth(await keeper.index(server), world.plex, [...everSeen]);
      }),
      { numRuns: 100 },
    );
  }, 120_000);
});

describe('a library that changes while it is read', () => {
  it('is read to its end when items are only added, and all of them are known', async () => {
    const world = new LibraryWorld();
    world.plex.addSection('1', 'movie');
    for (let at = 0; at < 5_000; at++) world.plex.add('movie', '1');
    world.plex.beforeAnswer = async () => {
      for (let at = 0; at < 7; at++) world.plex.add('movie', '1');
    };
    const keeper = await world.read();
    world.plex.beforeAnswer = async () => undefined;
    expectTruth(await keeper.index(server), world.plex, world.plex.items);
    expect(world.plex.asked).toHaveLength(6);
  });

  it('is read again when items went from it', async () => {
    const world = new LibraryWorld();
    world.plex.addSection('1', 'movie');
    for (let at = 0; at < 5_000; at++) world.plex.add('movie', '1');
    const everSeen = [...world.plex.items];
    world.plex.beforeAnswer = async () => {
      if (world.plex.asked.length === 4) world.plex.delete(...world.plex.items.slice(100, 103));
    };
    const keeper = await world.read();
    expectTruth(await keeper.index(server), world.plex, everSeen);
  });

  it.each([1, 19, 500])(
    'misses nothing that stays although %i items go before every page, and is read three times at most',
    async (count) => {
      const world = new LibraryWorld();
      world.plex.addSection('1', 'movie');
      for (let at = 0; at < 12_000; at++) world.plex.add('movie', '1');
      world.plex.beforeAnswer = async () => world.plex.delete(...world.plex.items.slice(0, count));
      const keeper = await world.read();
      expect(world.plex.asked.filter(({ start }) => start === 0)).toHaveLength(3);
      world.plex.beforeAnswer = async () => undefined;
      const index = await keeper.index(server);
      if (count < 20) {
        const missing = world.plex.items.filter((film) => sizesOf(index, film).length === 0);
        expect(missing).toEqual([]);
      }
      await world.pass(2 * hour);
      await world.refresh(keeper);
      await world.until(keeper, 'ready');
      expectTruth(await keeper.index(server), world.plex, world.plex.items);
    },
  );

  it('learns what was told of it meanwhile, and what went', async () => {
    const { world, keeper } = await worldOf();
    const everSeen = [...world.plex.items];
    const late: FakeItem[] = [];
    let isOver = false;
    world.plex.beforeAnswer = async ({ newestBy, start }) => {
      if (isOver || newestBy || start < 1_000) return;
      isOver = true;
      late.push(world.plex.add('movie', '1'));
      await keeper.drop(machineIdentifier, [String(everSeen[5]?.key)]);
      world.plex.delete(...everSeen.slice(5, 6));
      await world.refresh(keeper, '1');
    };
    world.plex.delete(...everSeen.slice(0, 1));
    await keeper.read(server);
    await world.until(keeper, 'ready');
    expectTruth(await keeper.index(server), world.plex, [...everSeen, ...late]);
  });
});
