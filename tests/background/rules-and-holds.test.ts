import { describe, expect, it } from 'vitest';
import type { Settings } from '../../lib/domain/settings.ts';
import { memorySettings, standardSettings, startBackground } from '../fakes/background.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeWorld, hashOf, machineIdentifier } from '../fakes/world.ts';

/** A film that completes in a category, once the baseline has been taken. */
async function begun(change: Partial<Settings>, tags: readonly string[] = []) {
  const world = new FakeWorld();
  const settings = memorySettings({ ...standardSettings, ...change });
  const background = startBackground(world, new FakeClock(), settings);
  const run = async (minutes: number): Promise<void> => {
    for (let at = 0; at < minutes * 6; at++) {
      await background.manager.tick();
      await background.clock.pass(10_000);
    }
  };
  await run(1);
  world.complete(1, ['Film/film.mkv'], '/media/movies/4k', background.clock.nowMs);
  const entry = world.torrents.get(hashOf(1));
  if (!entry) throw new Error('no torrent');
  entry.torrent = { ...entry.torrent, category: 'films', tags: [...tags] };
  return { ...background, world, settings, run, only: () => background.book.all()[0] };
}

const rule = { clientId: null, label: 'films', ignore: false, delayMinutes: 0, library: null };

describe('a rule', () => {
  it('has downloads of its category left alone for good', async () => {
    const { world, run, only } = await begun({ rules: [{ ...rule, ignore: true }] });
    await run(2);
    expect(only()?.stage).toBe('ignored');
    expect(world.scans).toEqual([]);
  });

  it('of a label counts for a download that bears it', async () => {
    const { run, only } = await begun({ rules: [{ ...rule, label: 'Keep', ignore: true }] }, ['keep']);
    await run(2);
    expect(only()?.stage).toBe('ignored');
  });

  it('has them wait after their completion, and then scanned', async () => {
    const { world, run, only } = await begun({ rules: [{ ...rule, delayMinutes: 90 }] });
    await run(80);
    expect(only()?.stage).toBe('settling');
    expect(world.scans).toEqual([]);
    await run(45);
    expect(only()?.stage).toBe('available');
    expect(world.scans).toHaveLength(1);
  });

  it('prefers its library where that covers the folder, and no other', async () => {
    const library = { machineIdentifier, sectionKey: '1' };
    const preferring = await begun({ rules: [{ ...rule, library }] });
    await preferring.run(2);
    expect(preferring.world.scans).toEqual([{ sectionKey: '1', folder: '/media/movies/4k/Film' }]);
    const elsewhere = { machineIdentifier, sectionKey: '3' };
    const beside = await begun({ rules: [{ ...rule, library: elsewhere }] });
    await beside.run(2);
    expect(beside.world.scans).toEqual([{ sectionKey: '2', folder: '/media/movies/4k/Film' }]);
  });
});

describe('a scan', () => {
  it('waits while somebody watches, if the person wants that, and goes on afterwards', async () => {
    const { world, run, only } = await begun({ waitWhileWatched: true });
    world.watched = true;
    await run(30);
    expect(world.scans).toEqual([]);
    expect(only()).toMatchObject({ stage: 'ready', problem: null, sends: 0 });
    world.watched = false;
    await run(10);
    expect(only()?.stage).toBe('available');
  });

  it('asks nobody who is watching when that does not matter', async () => {
    const { world, run } = await begun({});
    await run(2);
    expect(world.scans).toHaveLength(1);
    expect(world.asked).not.toContain('plex.isWatched');
  });

  it('waits for the end of the quiet hours', async () => {
    const { world, run, only, settings } = await begun({ quietHours: { fromMinute: 0, toMinute: 1439 } });
    await run(45);
    expect(world.scans).toEqual([]);
    expect(only()?.problem).toBeNull();
    settings.value = { ...settings.value, quietHours: null };
    await run(31);
    expect(only()?.stage).toBe('available');
  });
});
