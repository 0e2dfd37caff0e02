import { describe, expect, it } from 'vitest';
import { type ErrorCode, OperationError } from '../../lib/domain/errors.ts';
import { memorySettings, startBackground } from '../fakes/background.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeWorld } from '../fakes/world.ts';

/** A world whose baseline has been taken, in which Plex takes nothing up. */
async function begun() {
  const world = new FakeWorld();
  world.blind = true;
  const background = startBackground(world, new FakeClock(), memorySettings());
  await background.manager.tick();
  const run = async (ms: number): Promise<void> => {
    for (let at = 0; at < ms; at += 30_000) {
      await background.manager.tick();
      await background.clock.pass(30_000);
    }
  };
  const film = () => world.complete(1, ['Film/film.mkv'], '/media/movies', background.clock.nowMs);
  return { world, ...background, run, film, only: () => background.book.all()[0] };
}

const hour = 3_600_000;

describe('a scan request that fails', () => {
  const failing = (world: FakeWorld, code: ErrorCode, operation: string) => {
    world.server.scanPath = async (sectionKey, folder) => {
      world.scans.push({ sectionKey, folder });
      throw new OperationError(code, { operation, retryable: true });
    };
  };

  it.each([
    ['TIMED_OUT', 'plex.scanPath'],
    ['SERVER_ERROR', 'plex.scanPath'],
    ['UNEXPECTED_ANSWER', 'plex.scanPath'],
  ] as const)('without a clear answer counts as sent: %s', async (code, operation) => {
    const { world, film, run, only } = await begun();
    failing(world, code, operation);
    film();
    await run(3 * hour);
    expect(world.scans).toHaveLength(2);
    expect(only()?.problem).toMatchObject({ code: 'NOT_APPEARED', retryAtMs: null });
  });

  it.each([
    ['SERVER_BUSY', 'plex.scanPath'],
    ['UNREACHABLE', 'plex.identity'],
    ['TIMED_OUT', 'plex.identity'],
  ] as const)('because it never reached Plex does not count: %s at %s', async (code, operation) => {
    const { world, film, run, only } = await begun();
    failing(world, code, operation);
    film();
    await run(hour);
    expect(only()).toMatchObject({ sends: 0, problem: { code } });
    expect(only()?.problem?.retryAtMs).not.toBeNull();
  });

  it('for one of two libraries on the same folder does not have the other scanned again and again', async () => {
    const { world, film, run } = await begun();
    const films = world.sections[0];
    if (!films) throw new Error('no library');
    world.sections.push({ ...films, key: '9', type: 'show', title: 'Everything' });
    world.server.scanPath = async (sectionKey, folder) => {
      if (sectionKey === '9') {
        throw new OperationError('SERVER_BUSY', { operation: 'plex.scanPath', retryable: true });
      }
      world.scans.push({ sectionKey, folder });
    };
    film();
    await run(3 * hour);
    expect(world.scans.length).toBeLessThanOrEqual(2);
    expect(world.scans.length).toBeGreaterThan(0);
  });
});

describe('a download of several libraries', () => {
  it('opens in the one that has taken it up', async () => {
    const { world, film, run, only } = await begun();
    const films = world.sections[0];
    if (!films) throw new Error('no library');
    world.sections.push({ ...films, key: '9', title: 'Everything' });
    film();
    await run(30_000);
    expect(world.scans.map((scan) => scan.sectionKey).sort()).toEqual(['1', '9']);
    world.takeUp('9', '/media/movies/Film');
    await run(60_000);
    expect(only()).toMatchObject({ stage: 'available', target: { sectionKey: '9' } });
  });
});

describe('a download of which Plex takes up a part only', () => {
  it('is taken for all it takes after a while, with how many there are', async () => {
    const { world, clock, run, only } = await begun();
    world.complete(1, ['Show/Show.S01E01.mkv', 'Show/Show.S01E02.mkv'], '/media/tv', clock.nowMs);
    world.disk.delete('/media/tv/Show/Show.S01E02.mkv');
    world.takeUp('3', '/media/tv/Show');
    await run(60_000);
    expect(only()?.stage).toBe('verifying');
    await run(hour);
    expect(only()).toMatchObject({ stage: 'available', target: { found: 1, expected: 2 } });
  });
});
