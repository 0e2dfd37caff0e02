import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proposeMappingsFor } from '../../lib/background/propose-mappings.ts';
import { OperationError } from '../../lib/domain/errors.ts';
import type { LibrarySection } from '../../lib/domain/library-section.ts';
import { isSamePath, mapPath, type PathMapping } from '../../lib/domain/media-path.ts';
import type { ClientSettings, ServerSettings, Settings } from '../../lib/domain/settings.ts';
import type { Torrent, TorrentFile } from '../../lib/domain/torrent.ts';
import type { TorrentClient } from '../../lib/ports/torrent-client.ts';
import { standardSettings, startBackground } from '../fakes/background.ts';
import { FakeClock, settled } from '../fakes/clock.ts';
import { FakeLibraries } from '../fakes/libraries.ts';
import { FakeWorld } from '../fakes/world.ts';
import { type Film, giga, indexOf } from '../matching/small-library.ts';

const [qb] = standardSettings.clients as [ClientSettings];
const [attic] = standardSettings.servers as [ServerSettings];
const seedbox: ClientSettings = { ...qb, id: 'seedbox', address: 'http://seedbox.test/' };
const cellar: ServerSettings = { ...attic, machineIdentifier: 'cellar', name: 'Cellar' };

const section = (key: string, ...locations: string[]): LibrarySection => ({
  key,
  type: 'movie',
  title: `Library ${key}`,
  locations,
  refreshing: false,
});

/** A client, two servers and their libraries: films are put where the client has them, and where Plex has them. */
class Scene {
  readonly world = new FakeWorld();
  readonly libraries = new FakeLibraries();
  readonly clock = new FakeClock();
  readonly torrents = new Map<string, Map<Torrent, readonly TorrentFile[]>>();
  readonly films = new Map<string, Film[]>();
  readonly sections = new Map<string, LibrarySection[]>();
  listed: string[] = [];
  onFiles: (name: string) => void = () => undefined;
  #count = 0;

  /** A finished film at this path of the client; with `plexPath` a server has it there. Returns its name. */
  film(
    savePath: string,
    plexPath: string | null = null,
    about: { client?: string; server?: string; section?: string; category?: string } = {},
  ): string {
    const { client = 'qb', server = attic.machineIdentifier, section = '1', category = null } = about;
    const number = ++this.#count;
    const name = `Film.${number}.1927.1080p-GRP`;
    const path = `${name}/${name}.mkv`;
    const sizeBytes = 2 * giga + number;
    this.#put(client, name, savePath, [{ path, sizeBytes, wanted: true }], number, category);
    if (plexPath !== null) {
      const key = String(1000 + number);
      const file = { path: `${plexPath}/${path}`, size: sizeBytes };
      this.#filmsOf(server).push({ key, title: `Film ${number}`, year: 1927, section, ...file });
    }
    return name;
  }

  software(savePath: string): void {
    const number = ++this.#count;
    const files = [{ path: 'setup.exe', sizeBytes: giga, wanted: true }];
    this.#put('qb', `software ${number}`, savePath, files, number, null);
  }

  #filmsOf(server: string): Film[] {
    const films = this.films.get(server) ?? [];
    this.films.set(server, films);
    return films;
  }

  #put(
    client: string,
    name: string,
    savePath: string,
    files: readonly TorrentFile[],
    number: number,
    category: string | null,
  ): void {
    const plain = this.world.complete(number, [], savePath, number);
    const own = this.torrents.get(client) ?? new Map<Torrent, readonly TorrentFile[]>();
    this.torrents.set(client, own);
    own.set({ ...plain, name, category }, files);
  }

  client({ id }: ClientSettings): TorrentClient {
    const own = (): Map<Torrent, readonly TorrentFile[]> => this.torrents.get(id) ?? new Map();
    return {
      ...this.world.client,
      listCompleted: async () => {
        if (id === 'dead') throw gone();
        return [...own().keys()];
      },
      listFiles: async (hash) => {
        const found = [...own()].find(([torrent]) => torrent.hash === hash);
        this.listed.push(found?.[0].savePath ?? '');
        this.onFiles(found?.[0].name ?? '');
        return found?.[1] ?? [];
      },
    };
  }

  async propose(change: Partial<Settings> = {}) {
    const settings = { ...standardSettings, ...change };
    for (const { machineIdentifier } of settings.servers) {
      if (this.libraries.states.has(machineIdentifier)) continue;
      const films = this.films.get(machineIdentifier) ?? [];
      this.libraries.indexes.set(machineIdentifier, indexOf({ films }));
    }
    const background = startBackground(this.world, this.clock, undefined, [], {
      client: (client) => this.client(client),
      server: ({ machineIdentifier }) => ({
        ...this.world.server,
        sections: async () => {
          if (machineIdentifier === 'dead') throw gone();
          return this.sections.get(machineIdentifier) ?? [];
        },
      }),
    });
    const { connections, servers } = background;
    const { now, later } = this.clock;
    return proposeMappingsFor({ connections, servers, libraries: this.libraries, now, later }, settings);
  }
}

const gone = (): OperationError => new OperationError('UNREACHABLE', { operation: 'test', retryable: true });

function begin(...locations: string[]): Scene {
  const scene = new Scene();
  scene.sections.set(attic.machineIdentifier, [section('1', ...locations)]);
  return scene;
}

const times = (count: number, work: () => unknown): void => {
  for (let at = 0; at < count; at++) work();
};
const paths = (mappings: readonly PathMapping[]): string[] =>
  mappings.map(({ from, to }) => `${from} → ${to}`);

describe('mappings that downloads speak for', () => {
  it('are found for three pairs of docker-style paths, with nothing set', async () => {
    const scene = begin('/data/movies', '/data/tv', '/music');
    times(14, () => scene.film('/downloads/films', '/data/movies'));
    times(5, () => scene.film('/downloads/tv', '/data/tv'));
    times(3, () => scene.film('/audio/', '/music'));
    const { proposals, unexplained, reading, failures } = await scene.propose();
    const where = (path: string): string => mapPath(path, 'qb', proposals);
    expect(where('/downloads/films/x')).toBe('/data/movies/x');
    expect(where('/downloads/tv/x')).toBe('/data/tv/x');
    expect(where('/audio/x')).toBe('/music/x');
    expect(proposals.every(({ clientId, share }) => clientId === 'qb' && share === 1)).toBe(true);
    expect({ unexplained, reading, failures }).toEqual({ unexplained: [], reading: null, failures: [] });
  });

  it('are one mapping where all folders below go together', async () => {
    const scene = begin('/media/movies', '/media/tv');
    times(8, () => scene.film('/downloads/movies', '/media/movies'));
    times(6, () => scene.film('/downloads/tv', '/media/tv'));
    expect(paths((await scene.propose()).proposals)).toEqual(['/downloads → /media']);
  });

  it('never claim everything: a root is proposed as the folders that show it', async () => {
    const scene = begin('/mnt/data');
    times(3, () => scene.film('/data/films', '/mnt/data/films'));
    times(3, () => scene.film('/data/tv', '/mnt/data/tv'));
    expect((await scene.propose()).proposals).toMatchObject([
      { from: '/data', to: '/mnt/data', votes: 6, share: 1 },
    ]);
  });

  it('tell which downloads show them', async () => {
    const scene = begin('/media/films');
    const names = Array.from({ length: 6 }, () => scene.film('/downloads', '/media/films'));
    const { proposals, lookedAt } = await scene.propose();
    expect(proposals).toMatchObject([{ votes: lookedAt, share: 1 }]);
    const [shown] = proposals;
    expect(shown?.shownBy).toHaveLength(3);
    expect(shown?.shownBy.every(({ name }) => names.includes(name))).toBe(true);
    expect(shown?.shownBy[0]).toMatchObject({ clientPath: '/downloads', plexPath: '/media/films' });
  });

  it('are each client’s own', async () => {
    const scene = begin('/media', '/remote');
    times(3, () => scene.film('/downloads', '/media'));
    times(3, () => scene.film('/downloads', '/remote', { client: 'seedbox' }));
    const { proposals } = await scene.propose({ clients: [qb, seedbox] });
    expect(proposals.map(({ clientId, from, to }) => [clientId, from, to])).toEqual([
      ['qb', '/downloads', '/media'],
      ['seedbox', '/downloads', '/remote'],
    ]);
  });

  it('come from all servers together', async () => {
    const scene = begin('/media');
    scene.sections.set('cellar', [section('1', 'D:\\Films')]);
    times(3, () => scene.film('/downloads/a', '/media/a'));
    times(3, () => scene.film('/old', 'D:\\Films', { server: 'cellar' }));
    const { proposals } = await scene.propose({ servers: [attic, cellar] });
    expect(paths(proposals)).toEqual(['/downloads → /media', '/old → D:\\Films']);
  });

  it('are none where both see the same paths', async () => {
    const scene = begin('/media');
    times(6, () => scene.film('/media/films', '/media/films'));
    expect(await scene.propose()).toMatchObject({ proposals: [], unexplained: [], failures: [] });
  });

  it('are none where nothing fits: the folder is said to be unexplained', async () => {
    const scene = begin('/media');
    times(9, () => scene.film('/downloads/films'));
    times(3, () => scene.film('/other', '/elsewhere'));
    scene.film('/lonely', '/media/lonely');
    const { proposals, unexplained, lookedAt } = await scene.propose();
    expect(proposals).toEqual([]);
    expect(lookedAt).toBe(12);
    expect(unexplained).toEqual([
      { clientId: 'qb', clientPath: '/downloads/films' },
      { clientId: 'qb', clientPath: '/lonely' },
      { clientId: 'qb', clientPath: '/other' },
    ]);
  });

  it('are none where downloads contradict each other', async () => {
    const scene = begin('/one', '/two');
    times(3, () => scene.film('/downloads', '/one'));
    times(3, () => scene.film('/downloads', '/two'));
    const { proposals, unexplained } = await scene.propose();
    expect(proposals).toEqual([]);
    expect(unexplained).toEqual([{ clientId: 'qb', clientPath: '/downloads' }]);
  });

  it('say nothing of folders with nothing for Plex in them', async () => {
    const scene = begin('/media');
    times(3, () => scene.software('/downloads/software'));
    expect(await scene.propose()).toMatchObject({ proposals: [], unexplained: [], lookedAt: 3 });
  });
});

describe('mappings that are stored', () => {
  const stored = (from: string, to: string, clientId: string | null = null): PathMapping => ({
    clientId,
    from,
    to,
  });

  it('are not proposed again', async () => {
    const scene = begin('/media', '/music');
    times(4, () => scene.film('/downloads/films', '/media/films'));
    times(4, () => scene.film('/audio', '/music'));
    const { proposals } = await scene.propose({ mappings: [stored('/downloads', '/media')] });
    expect(paths(proposals)).toEqual(['/audio → /music']);
  });

  it('are proposed anew where they are wrong, also below what is proposed', async () => {
    const scene = begin('/media', '/wrong');
    times(4, () => scene.film('/downloads/films', '/media/films'));
    times(4, () => scene.film('/downloads/tv', '/media/tv'));
    const wrong = await scene.propose({ mappings: [stored('/downloads', '/wrong')] });
    expect(paths(wrong.proposals)).toEqual(['/downloads → /media']);
    const deep = await scene.propose({ mappings: [stored('/downloads/tv', '/wrong/tv')] });
    expect(paths(deep.proposals)).toEqual(['/downloads → /media', '/downloads/tv → /media/tv']);
  });

  it('for another client explain nothing', async () => {
    const scene = begin('/media');
    times(4, () => scene.film('/downloads', '/media'));
    const { proposals } = await scene.propose({ mappings: [stored('/downloads', '/media', 'other')] });
    expect(paths(proposals)).toEqual(['/downloads → /media']);
  });

  it('that cover a folder but lead elsewhere leave it unexplained when downloads contradict each other', async () => {
    const scene = begin('/media', '/one', '/two');
    times(4, () => scene.film('/downloads', '/one'));
    times(4, () => scene.film('/downloads', '/two'));
    const { proposals, unexplained } = await scene.propose({ mappings: [stored('/downloads', '/media')] });
    expect(proposals).toEqual([]);
    expect(unexplained).toEqual([{ clientId: 'qb', clientPath: '/downloads' }]);
  });
});

describe('what fails', () => {
  const dead = { ...attic, machineIdentifier: 'dead', name: 'Gone' };

  it('hides nothing of the other clients and servers', async () => {
    const scene = begin('/media');
    times(3, () => scene.film('/downloads', '/media'));
    const { proposals, failures } = await scene.propose({
      servers: [dead, attic],
      clients: [{ ...qb, id: 'dead', address: 'http://dead.test/' }, qb],
    });
    expect(paths(proposals)).toEqual(['/downloads → /media']);
    expect(failures.map(({ code, server }) => [code, server])).toEqual([
      ['UNREACHABLE', 'Gone'],
      ['UNREACHABLE', 'dead.test'],
    ]);
  });

  it('is told when a library could not be read, and asked again first', async () => {
    const scene = begin('/media');
    scene.libraries.states.set(attic.machineIdentifier, { kind: 'failed', code: 'TOKEN_INVALID' });
    const proposing = scene.propose();
    await scene.clock.pass(600);
    expect(await proposing).toMatchObject({ failures: [{ code: 'TOKEN_INVALID', server: 'Attic' }] });
    expect(scene.libraries.asked).toEqual(['index Attic', 'index Attic']);
  });

  it('keeps what a client said before it went away', async () => {
    const scene = begin('/media');
    times(3, () => scene.film('/a/films', '/media/films'));
    times(30, () => scene.film('/b'));
    scene.onFiles = () => {
      if (scene.listed.length > 8) throw gone();
    };
    const { proposals, failures } = await scene.propose();
    expect(paths(proposals)).toEqual(['/a → /media']);
    expect(failures).toMatchObject([{ code: 'UNREACHABLE', server: 'nas.test:8080' }]);
  });

  it('passes over a torrent that is gone, and asks on', async () => {
    const scene = begin('/media');
    const names = [1, 2, 3, 4].map(() => scene.film('/downloads', '/media'));
    scene.onFiles = (name) => {
      if (name === names[3]) throw new OperationError('CLIENT_GONE', { operation: 'test' });
    };
    expect(await scene.propose()).toMatchObject({ lookedAt: 3, proposals: [{ votes: 3 }], failures: [] });
  });

  it('asks no more of a client that wants a sign-in', async () => {
    const scene = begin('/media');
    times(30, () => scene.film('/downloads', '/media'));
    scene.onFiles = () => {
      throw new OperationError('CLIENT_LOGIN', { operation: 'test' });
    };
    expect(await scene.propose()).toMatchObject({ failures: [{ code: 'CLIENT_LOGIN' }] });
    expect(scene.listed.length).toBeLessThanOrEqual(4);
  });
});

describe('libraries that are being read', () => {
  it('are waited for when they are small', async () => {
    const scene = begin('/media');
    times(3, () => scene.film('/downloads', '/media'));
    const { machineIdentifier } = attic;
    scene.libraries.states.set(machineIdentifier, { kind: 'reading', done: 0, total: 900 });
    const proposing = scene.propose();
    await scene.clock.pass(2_000);
    scene.libraries.indexes.set(
      machineIdentifier,
      indexOf({ films: scene.films.get(machineIdentifier) ?? [] }),
    );
    await scene.clock.pass(1_000);
    expect(await proposing).toMatchObject({ reading: null, proposals: [{ from: '/downloads' }] });
  });

  it('are told as being read after ten seconds, with nothing said of folders yet', async () => {
    const scene = begin('/media');
    times(3, () => scene.film('/downloads', '/media'));
    scene.libraries.states.set(attic.machineIdentifier, { kind: 'reading', done: 400, total: null });
    const proposing = scene.propose();
    await scene.clock.pass(11_000);
    const { reading, unexplained, lookedAt } = await proposing;
    expect({ reading, unexplained, lookedAt }).toEqual({
      reading: { done: 400, total: null },
      unexplained: [],
      lookedAt: 0,
    });
    expect(scene.listed).toEqual([]);
  });

  it('are told at once when they are large, beside what is known of others', async () => {
    const scene = begin('/media');
    times(3, () => scene.film('/downloads', '/media'));
    scene.libraries.states.set('cellar', { kind: 'reading', done: 35_000, total: 120_000 });
    const proposing = scene.propose({ servers: [attic, cellar] });
    await settled();
    expect(await proposing).toMatchObject({
      reading: { done: 35_000, total: 120_000 },
      proposals: [{ from: '/downloads', to: '/media' }],
    });
  });

  it.each([{ kind: 'stopped' }, { kind: 'too-large', items: 900_000 }] as const)(
    'and are not any more ($kind) are not waited for, and no client is asked',
    async (state) => {
      const scene = begin('/media');
      times(3, () => scene.film('/downloads', '/media'));
      scene.libraries.states.set(attic.machineIdentifier, state);
      expect(await scene.propose()).toMatchObject({
        reading: null,
        lookedAt: 0,
        proposals: [],
        failures: [],
      });
      expect(scene.listed).toEqual([]);
    },
  );
});

describe('a client with ten thousand torrents', () => {
  const count = (values: readonly string[]): number =>
    Math.max(0, ...[...Map.groupBy(values, (one) => one).values()].map(({ length }) => length));

  it('is asked for forty lists of files at most, eight of a folder, all over its folders', async () => {
    const scene = begin('/media');
    for (let at = 0; at < 10_000; at++) scene.film(`/downloads/${at % 3 === 0 ? at : 'all'}`);
    const startMs = performance.now();
    const { lookedAt } = await scene.propose();
    expect(performance.now() - startMs).toBeLessThan(5_000);
    expect(lookedAt).toBe(40);
    expect(scene.listed).toHaveLength(40);
    expect(count(scene.listed)).toBeLessThanOrEqual(8);
    expect(new Set(scene.listed).size).toBeGreaterThan(30);
  });

  it('is asked for no more once its folders have said enough', async () => {
    const scene = begin('/media');
    times(400, () => scene.film('/downloads/a', '/media/a'));
    times(400, () => scene.film('/downloads/b', '/media/b'));
    await scene.propose();
    expect(count(scene.listed)).toBeLessThan(8);
  });

  it('is asked about each category of a folder', async () => {
    const scene = begin('/media');
    const rare = [1, 2].map(() => scene.film('/downloads', '/media', { category: 'rare' }));
    times(100, () => scene.film('/downloads', null, { category: 'common' }));
    const { proposals } = await scene.propose();
    expect(proposals.flatMap(({ shownBy }) => shownBy.map(({ name }) => name)).sort()).toEqual(rare.sort());
  });

  it('is asked about old torrents too: a folder that has moved is not proposed', async () => {
    const scene = begin('/old', '/new');
    times(50, () => scene.film('/downloads', '/old'));
    times(50, () => scene.film('/downloads', '/new'));
    const { proposals, unexplained } = await scene.propose();
    expect(proposals).toEqual([]);
    expect(unexplained).toHaveLength(1);
  });

  it('never breaks it, whatever its paths are', async () => {
    const path = fc.oneof(
      fc.string(),
      fc.constantFrom('', '/', '//', 'C:\\', '\\\\nas', '/a/../b', '/x\0y', 'relative/x'),
      fc
        .array(fc.constantFrom('a', 'b', 'É', 'é', ' ', '..'), { maxLength: 6 })
        .map((all) => `/${all.join('/')}`),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(path, fc.option(path), fc.boolean()), { maxLength: 30 }),
        fc.array(path, { maxLength: 3 }),
        fc.array(fc.record({ clientId: fc.constantFrom(null, 'qb'), from: path, to: path }), {
          maxLength: 3,
        }),
        async (films, locations, mappings) => {
          const scene = begin(...locations);
          for (const [savePath, plexPath, isFilm] of films) {
            if (isFilm) scene.film(savePath, plexPath);
            else scene.software(savePath);
          }
          const { failures, proposals } = await scene.propose({ mappings });
          expect(failures).toEqual([]);
          expect(proposals.every(({ votes, share }) => votes >= 2 && share >= 0.8 && share <= 1)).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is led to the right place by what is proposed, whatever is stored already', async () => {
    const part = fc.constantFrom('films', 'tv', 'kids', 'data', 'x');
    const root = fc.constantFrom('/downloads', '/mnt/nas', '/srv/media', '/media');
    const folders = fc.uniqueArray(
      fc.array(part, { minLength: 1, maxLength: 3 }).map((all) => all.join('/')),
      { minLength: 1, maxLength: 4 },
    );
    const stored = fc.array(
      fc.record({
        clientId: fc.constantFrom(null, 'qb'),
        from: root,
        to: fc.constantFrom('/wrong', '/plex'),
      }),
      { maxLength: 2 },
    );
    await fc.assert(
      fc.asyncProperty(root, fc.constantFrom('/plex', 'D:\\Media'), folders, stored, async (...world) => {
        const [client, plex, below, mappings] = world;
        const scene = begin(plex);
        const to = (folder: string): string =>
          plex === '/plex' ? `${plex}/${folder}` : `${plex}\\${folder.replaceAll('/', '\\')}`;
        for (const folder of below) times(3, () => scene.film(`${client}/${folder}`, to(folder)));
        const { proposals, unexplained } = await scene.propose({ mappings });
        for (const folder of below) {
          const found = mapPath(`${client}/${folder}/x`, 'qb', [...proposals, ...mappings]);
          expect(isSamePath(found, `${to(folder)}${plex === '/plex' ? '/' : '\\'}x`), found).toBe(true);
        }
        expect(unexplained).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
