import { describe, expect, it } from 'vitest';
import { checkPaths } from '../../lib/background/check-paths.ts';
import { OperationError } from '../../lib/domain/errors.ts';
import type { PathMapping } from '../../lib/domain/media-path.ts';
import type { ClientSettings, ServerSettings, Settings } from '../../lib/domain/settings.ts';
import { memorySettings, standardSettings, startBackground } from '../fakes/background.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeWorld, hashOf } from '../fakes/world.ts';

const [qb] = standardSettings.clients as [ClientSettings];
const [attic] = standardSettings.servers as [ServerSettings];

function begin(change: Partial<Settings> = {}, world = new FakeWorld()) {
  const settings = { ...standardSettings, ...change };
  const background = startBackground(world, new FakeClock(), memorySettings(settings), [], {
    client: ({ id }) => (id === 'dead' ? { ...world.client, listCompleted: gone } : world.client),
    server: ({ machineIdentifier }) =>
      machineIdentifier === 'dead' ? { ...world.server, sections: gone } : world.server,
  });
  const check = (mappings: readonly PathMapping[] = []) =>
    checkPaths(background.connections, background.servers, settings, mappings);
  return { ...background, world, check };
}

const gone = async (): Promise<never> => {
  throw new OperationError('UNREACHABLE', { operation: 'test', retryable: true });
};

describe('the check of paths', () => {
  it('shows where each folder would be scanned, those with most torrents first', async () => {
    const { world, check } = begin();
    world.complete(1, ['a/a.mkv'], '/media/tv', 1);
    world.complete(2, ['b/b.mkv'], '/media/movies/4k', 1);
    world.complete(3, ['c/c.mkv'], '/media/movies/4k/', 1);
    world.complete(4, ['d/d.mkv'], '/downloads', 1);
    const entry = world.torrents.get(hashOf(4));
    if (entry) entry.torrent = { ...entry.torrent, phase: 'moving' };
    const { paths, locations, failures } = await check();
    expect(paths).toEqual([
      {
        clientId: 'qb',
        clientPath: '/media/movies/4k',
        plexPath: '/media/movies/4k',
        sectionTitle: 'Films 4K',
        torrents: 2,
      },
      {
        clientId: 'qb',
        clientPath: '/media/tv',
        plexPath: '/media/tv',
        sectionTitle: 'Series',
        torrents: 1,
      },
    ]);
    expect(locations.map((one) => one.path)).toEqual(['/media/movies', '/media/movies/4k', '/media/tv']);
    expect(failures).toEqual([]);
  });

  it('uses the mappings it is given, not the stored ones', async () => {
    const stored = [{ clientId: null, from: '/downloads', to: '/media/tv' }];
    const { world, check } = begin({ mappings: stored });
    world.complete(1, ['a/a.mkv'], '/downloads/films', 1);
    expect((await check()).paths).toMatchObject([{ plexPath: '/downloads/films', sectionTitle: null }]);
    const mapped = await check([{ clientId: 'qb', from: '/downloads/films', to: '/media/movies' }]);
    expect(mapped.paths).toMatchObject([{ plexPath: '/media/movies', sectionTitle: 'Films' }]);
  });

  it('says what could not be asked, and shows the rest', async () => {
    const dead = { ...attic, machineIdentifier: 'dead', name: 'Cellar' };
    const { world, check } = begin({
      servers: [dead, attic],
      clients: [{ ...qb, id: 'dead' }, qb],
    });
    world.complete(1, ['a/a.mkv'], '/media/tv', 1);
    const { paths, failures } = await check();
    expect(paths).toMatchObject([{ clientId: 'qb', sectionTitle: 'Series' }]);
    expect(failures.map(({ code, server }) => [code, server])).toEqual([
      ['UNREACHABLE', 'Cellar'],
      ['UNREACHABLE', null],
    ]);
  });

  it('tries no password that was refused, and no host without permission', async () => {
    const refusal = { code: 'CLIENT_PASSWORD_WRONG', untilMs: null } as const;
    const { world, check, allowedHosts } = begin({ clients: [{ ...qb, refusal }] });
    expect((await check()).failures.map((failure) => failure.code)).toEqual(['CLIENT_PASSWORD_WRONG']);
    expect(world.asked).toEqual(['plex.sections']);
    allowedHosts.value = false;
    const { failures } = await check();
    expect(failures.map((failure) => failure.code)).toContain('PERMISSION_MISSING');
    expect(world.asked).toEqual(['plex.sections']);
  });

  it('shows at most fifty folders', async () => {
    const { world, check } = begin();
    for (let at = 0; at < 200; at++) world.complete(at, ['a/a.mkv'], `/media/tv/${at}`, 1);
    expect((await check()).paths).toHaveLength(50);
  });

  it('does not trip over paths that are none', async () => {
    const { world, check } = begin();
    for (const [at, path] of ['', 'relative/x', '/', '//', 'C:\\', '\\\\nas', '/a/../b', '/x\0y'].entries()) {
      world.complete(at, ['a/a.mkv'], path, 1);
    }
    const { paths, failures } = await check([{ clientId: null, from: '', to: '' }]);
    expect(paths.every((path) => path.sectionTitle === null)).toBe(true);
    expect(failures).toEqual([]);
  });
});
