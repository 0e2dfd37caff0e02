import { describe, expect, it } from 'vitest';
import { torrentDetails } from '../../lib/background/torrent-details.ts';
import type { PlexLeaf } from '../../lib/domain/plex-item.ts';
import type { ClientSettings } from '../../lib/domain/settings.ts';
import { memorySettings, standardSettings, startBackground } from '../fakes/background.ts';
import { FakeClock } from '../fakes/clock.ts';
import { ReadLibraries } from '../fakes/read-libraries.ts';
import { FakeWorld, hashOf } from '../fakes/world.ts';
import { giga, indexOf, type SmallLibrary } from '../matching/small-library.ts';

const [qb] = standardSettings.clients as [ClientSettings];

/** A client whose folders no library covers, beside a Plex that has been read. */
function begin(library: SmallLibrary | null, news?: SmallLibrary) {
  const world = new FakeWorld();
  const clock = new FakeClock();
  const libraries = new ReadLibraries(library && indexOf(library));
  if (news) libraries.news = indexOf(news);
  const background = startBackground(world, clock, memorySettings(), [], { libraries });
  const complete = (
    number: number,
    name: string,
    files: Readonly<Record<string, number>>,
    savePath = '/downloads',
    completedAtMs = 1,
  ): void => {
    world.complete(number, Object.keys(files), savePath, completedAtMs);
    const entry = world.torrents.get(hashOf(number));
    if (!entry) throw new Error('no torrent');
    entry.torrent = { ...entry.torrent, name };
    entry.files = Object.entries(files).map(([path, sizeBytes]) => ({ path, sizeBytes, wanted: true }));
  };
  const find = (...numbers: number[]): Promise<boolean> =>
    background.lookUp.find(standardSettings, qb, numbers.map(hashOf));
  const known = (number: number) => background.lookUp.known('qb', hashOf(number));
  const details = (number: number) => torrentDetails(background.find, standardSettings, qb, hashOf(number));
  return { world, libraries, ...background, complete, find, known, details };
}

const dune: SmallLibrary = {
  films: [
    { key: '11', title: 'Dune', year: 1984, size: 4 * giga },
    { key: '12', title: 'Dune', year: 2021, size: 8 * giga },
  ],
};
const show: SmallLibrary = {
  shows: [
    {
      key: '20',
      title: 'Foundation',
      year: 2021,
      section: '3',
      seasons: { 1: [1, 2, 3] },
      sizeOf: (_, episode) => giga + episode,
    },
  ],
};

describe('a torrent whose folder no library covers', () => {
  it('opens the episode that is its renamed hard link, and says how that is known', async () => {
    const { complete, find, known, libraries, world } = begin(show);
    complete(1, 'Foundation.S01E02.1080p.WEB-GRP', { 'Foundation.S01E02.1080p.WEB-GRP.mkv': giga + 2 });
    await find(1);
    expect(known(1)).toMatchObject({
      kind: 'found',
      target: { ratingKey: '200102', type: 'episode', found: 1, expected: 1, title: 'Foundation' },
    });
    expect(known(1)).toHaveProperty('target.evidence', ['same-size-and-episode']);
    expect(libraries.refreshed).toEqual([]);
    expect(world.asked.filter((name) => name.startsWith('plex.'))).toEqual(['plex.sections']);
  });

  it('opens its own of two films of one title', async () => {
    const { complete, find, known } = begin(dune);
    complete(1, 'Dune.1984.1080p', { 'Dune.1984.1080p.mkv': 3 * giga });
    complete(2, 'Dune.2021.1080p', { 'Dune.2021.1080p.mkv': 3 * giga });
    await find(1, 2);
    expect(known(1)).toMatchObject({ target: { ratingKey: '11' } });
    expect(known(2)).toMatchObject({ target: { ratingKey: '12' } });
  });

  it('leaves the choice between two films when nothing tells', async () => {
    const { complete, find, known, details } = begin(dune);
    complete(1, 'Dune', { 'Dune.mkv': 3 * giga });
    await find(1);
    expect(known(1)).toEqual({ kind: 'choose', count: 2 });
    const told = await details(1);
    expect(told?.items.map(({ title }) => title)).toEqual(['Dune (1984)', 'Dune (2021)']);
    expect(told?.evidence).toEqual([]);
    expect(told?.items.every(({ href }) => href.startsWith('https://app.plex.tv/'))).toBe(true);
  });

  it('names the library where another one has the same film', async () => {
    const twins: SmallLibrary = {
      films: [
        { key: '11', title: 'Dune', year: 2021, size: 8 * giga, resolution: '1080' },
        { key: '12', title: 'Dune', year: 2021, size: 30 * giga, resolution: '4k', section: '2' },
        { key: '13', title: 'Alien', year: 1979, size: 7 * giga },
      ],
    };
    const { complete, find, known } = begin(twins);
    complete(1, 'Dune.2021.2160p', { 'Dune.2021.2160p.mkv': 30 * giga });
    complete(2, 'Alien.1979.1080p', { 'Alien.1979.1080p.mkv': 7 * giga });
    await find(1, 2);
    expect(known(1)).toMatchObject({ target: { ratingKey: '12' }, library: 'Films 4K' });
    expect(known(2)).toMatchObject({ target: { ratingKey: '13' }, library: null });
  });

  it('is unknown when nothing in Plex is it, and nothing at all when it is software', async () => {
    const { complete, find, known } = begin(dune);
    complete(1, 'Other.Film.2020', { 'Other.Film.2020.mkv': 3 * giga });
    complete(2, 'Tool.v3', { 'setup.exe': giga });
    await find(1, 2);
    expect(known(1)).toEqual({ kind: 'unknown' });
    expect(known(2)).toEqual({ kind: 'incomplete' });
  });
});

describe('what is not in the index', () => {
  it('is looked for in the news of the libraries of its kind, and of no other', async () => {
    const { complete, find, known, libraries } = begin({}, show);
    complete(1, 'Foundation.S01E02', { 'Foundation.S01E02.mkv': giga + 2 });
    await find(1);
    expect(known(1)).toMatchObject({ kind: 'found' });
    expect(libraries.refreshed).toEqual([['1', '2', '3']]);
  });

  it('is looked for where a library covers its folder, and else it is not in Plex', async () => {
    const { complete, find, known, libraries } = begin(dune);
    complete(1, 'New.Show.S01E01', { 'New.Show.S01E01.mkv': giga }, '/media/tv');
    await find(1);
    expect(known(1)).toEqual({ kind: 'absent' });
    expect(libraries.refreshed).toEqual([['3']]);
  });

  it('is not called absent while Plex can not be asked for its news', async () => {
    const { complete, find, known, libraries } = begin(dune);
    libraries.away = true;
    complete(1, 'New.Show.S01E01', { 'New.Show.S01E01.mkv': giga }, '/media/tv');
    await find(1);
    expect(known(1)).toEqual({ kind: 'unknown' });
  });

  it('is asked of Plex by its files while there is no index', async () => {
    const { complete, find, known, world } = begin(null);
    complete(1, 'x', { 'Film/film.mkv': giga }, '/media/movies');
    world.takeUp('1', '/media/movies/Film');
    await find(1);
    expect(known(1)).toMatchObject({ kind: 'found', target: { evidence: ['same-file'] } });
  });
});

describe('an item that Plex no longer has', () => {
  const leaf = { ratingKey: '12' } as PlexLeaf;

  it('is forgotten when its link is used, and the torrent matched anew', async () => {
    const { complete, find, known, world, libraries, lookUp, clock } = begin(dune);
    complete(1, 'Dune.2021.1080p', { 'Dune.2021.1080p.mkv': 8 * giga });
    await find(1);
    libraries.news = indexOf({ films: [{ key: '99', title: 'Dune', year: 2021, size: 8 * giga }] });
    await clock.pass(11_000);
    await lookUp.recheck(standardSettings, qb, hashOf(1));
    expect(libraries.dropped).toEqual(['12']);
    expect(known(1)).toMatchObject({ target: { ratingKey: '99' } });
    expect(world.scans).toEqual([]);
  });

  it('stays when it is there, or when nobody can tell', async () => {
    const { complete, find, world, libraries, lookUp, clock } = begin(dune);
    complete(1, 'Dune.2021.1080p', { 'Dune.2021.1080p.mkv': 8 * giga });
    await find(1);
    await clock.pass(11_000);
    world.server.items = async () => [leaf];
    await lookUp.recheck(standardSettings, qb, hashOf(1));
    await clock.pass(11_000);
    world.server.items = async () => {
      throw new Error('away');
    };
    await lookUp.recheck(standardSettings, qb, hashOf(1));
    expect(libraries.dropped).toEqual([]);
  });
});

describe('the details of a torrent', () => {
  it('tell which files are in Plex and why others are not', async () => {
    const { complete, details } = begin(show);
    complete(1, 'Foundation.S01', {
      'Foundation.S01/Foundation.S01E01.mkv': giga + 1,
      'Foundation.S01/Foundation.S01E02.mkv': giga + 2,
      'Foundation.S01/Foundation.S01E07.mkv': giga + 7,
      'Foundation.S01/Sample/sample.mkv': 20_000_000,
    });
    const told = await details(1);
    expect(told).toMatchObject({ found: 2, expected: 3, items: [{ type: 'season' }] });
    expect(told?.files.map(({ number, state, why }) => [number, state, why])).toEqual([
      ['S01E01', 'in-plex', null],
      ['S01E02', 'in-plex', null],
      ['S01E07', 'missing', 'not-in-plex'],
      [null, 'missing', 'sample'],
    ]);
    expect(told?.files[0]?.href).toContain('200101');
    expect(told?.files[2]?.href).toBeNull();
  });

  it('are nothing for a torrent that is not known', async () => {
    const { complete, details } = begin(show);
    complete(1, 'Else', { 'Else.mkv': giga });
    expect(await details(1)).toBeNull();
    expect(await details(2)).toBeNull();
  });
});

describe('a download that completes where no library sees it', () => {
  const episode = { 'Foundation.S01E02.mkv': giga + 2 };
  const minute = 60_000;

  it('is available as soon as another program has brought it into Plex', async () => {
    const { complete, manager, book, clock, libraries, world } = begin({});
    await manager.tick();
    complete(1, 'Foundation.S01E02', episode, '/downloads', clock.nowMs);
    const run = async (minutes: number): Promise<void> => {
      for (let at = 0; at < minutes; at++) {
        await manager.tick();
        await clock.pass(minute);
      }
    };
    await run(3);
    expect(book.all()[0]).toMatchObject({ stage: 'ready', problem: { code: 'UNMAPPED', retryAtMs: null } });
    libraries.news = indexOf(show);
    await run(3);
    expect(book.all()[0]).toMatchObject({ stage: 'available', target: { ratingKey: '200102' } });
    expect(world.scans).toEqual([]);
  });

  it('is not called available for another copy of the same film', async () => {
    const { complete, manager, book, clock } = begin(dune);
    await manager.tick();
    complete(1, 'Dune.2021.1080p', { 'Dune.2021.1080p.mkv': 5 * giga }, '/downloads', clock.nowMs);
    for (let at = 0; at < 4; at++) {
      await manager.tick();
      await clock.pass(minute);
    }
    expect(book.all()[0]).toMatchObject({ stage: 'ready', problem: { code: 'UNMAPPED' } });
  });

  it('waits for that program when it has brought others of its kind before', async () => {
    const { complete, manager, book, clock, libraries } = begin(show);
    await manager.tick();
    complete(1, 'Foundation.S01E02', episode, '/downloads', clock.nowMs);
    for (let at = 0; at < 2; at++) {
      await manager.tick();
      await clock.pass(minute);
    }
    expect(book.all()[0]?.stage).toBe('available');
    complete(2, 'Foundation.S01E04', { 'Foundation.S01E04.mkv': giga + 4 }, '/downloads', clock.nowMs);
    await manager.tick();
    await clock.pass(5_000);
    await manager.tick();
    const second = () => book.all().find(({ hash }) => hash === hashOf(2));
    expect(second()?.problem).toMatchObject({ code: 'UNMAPPED', retryAtMs: expect.any(Number) });
    libraries.news = null;
    for (let at = 0; at < 70; at++) {
      await clock.pass(minute);
      await manager.tick();
    }
    expect(second()?.problem).toMatchObject({ code: 'UNMAPPED', retryAtMs: null });
  });
});
