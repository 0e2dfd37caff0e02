import { describe, expect, it } from 'vitest';
import { Journal } from '../../lib/background/journal.ts';
import { mostDownloads } from '../../lib/domain/journal.ts';
import { startAnswering } from '../fakes/answering.ts';
import { standardSettings } from '../fakes/background.ts';
import { FakeClock } from '../fakes/clock.ts';
import { downloadOf } from '../fakes/download.ts';
import { memoryJournal } from '../fakes/journal.ts';
import { FakeWorld, hashOf } from '../fakes/world.ts';

/** A background whose baseline is taken, and time that passes in it. */
async function begin(settings = standardSettings) {
  const world = new FakeWorld();
  const started = startAnswering({ world, settings });
  await started.manager.tick();
  const run = async (minutes: number): Promise<void> => {
    for (let at = 0; at < 2 * minutes; at++) {
      await started.manager.tick();
      await started.clock.pass(30_000);
    }
  };
  return { ...started, run };
}

describe('the activity', () => {
  it('tells the whole way of a download, with library and folder', async () => {
    const { world, clock, ask, run } = await begin();
    world.complete(1, ['Film/film.mkv'], '/media/movies', clock.nowMs);
    await run(5);
    const { items } = await ask('activity.read', {});
    expect(items).toHaveLength(1);
    expect(items[0]?.events.map(({ what }) => what)).toEqual([
      'seen',
      'settled',
      'planned',
      'absent',
      'sending',
      'accepted',
      'available',
    ]);
    expect(items[0]?.events[2]).toMatchObject({ section: 'Films', folder: '/media/movies/Film' });
  });

  it('tells what is wrong, and that the person started it over', async () => {
    const { world, clock, ask, run } = await begin();
    world.complete(1, ['Film/film.mkv'], '/elsewhere', clock.nowMs);
    await run(3);
    const { items } = await ask('activity.read', {});
    expect(items[0]?.events.at(-1)).toMatchObject({ what: 'problem', code: 'UNMAPPED' });
    await ask('download.retry', { id: items[0]?.id ?? '' });
    await run(1);
    const after = (await ask('activity.read', {})).items[0]?.events.map(({ what }) => what);
    expect(after?.slice(-2)).toEqual(['restarted', 'problem']);
  });

  it('costs Plex and the clients no request', async () => {
    const { world, ask } = await begin();
    const before = world.requests;
    await ask('activity.read', {});
    await ask('report.read', {});
    expect(world.requests).toBe(before);
  });
});

describe('a dry run', () => {
  it('says what would be scanned and because of what, and sends nothing', async () => {
    const mapping = { clientId: null, from: '/downloads', to: '/media/movies' };
    const { world, ask } = await begin({ ...standardSettings, mappings: [mapping] });
    world.complete(1, ['Film/film.mkv'], '/downloads', 5);
    const { torrents } = await ask('dryRun.list', {});
    expect(torrents).toEqual([{ clientId: 'qb', hash: hashOf(1), name: 'torrent 1' }]);
    expect(await ask('dryRun.plan', { clientId: 'qb', hash: hashOf(1) })).toEqual({
      kind: 'scan',
      serverName: 'Attic',
      scans: [{ sectionTitle: 'Films', folder: '/media/movies/Film', location: '/media/movies' }],
      savePath: '/downloads',
      mapping,
      hold: null,
      isPacked: false,
    });
    expect(world.scans).toEqual([]);
  });

  it('says why nothing would be scanned', async () => {
    const ignore = { clientId: null, label: null, ignore: true, delayMinutes: 0, library: null };
    const { world, ask, settings } = await begin();
    world.complete(1, ['linux.iso'], '/media/movies', 5);
    world.complete(2, ['Film/film.mkv'], '/elsewhere', 6);
    expect(await ask('dryRun.plan', { clientId: 'qb', hash: hashOf(1) })).toEqual({
      kind: 'nothing',
      why: 'not-playable',
    });
    expect(await ask('dryRun.plan', { clientId: 'qb', hash: hashOf(2) })).toMatchObject({
      kind: 'failed',
      code: 'UNMAPPED',
    });
    await settings.update((before) => ({ ...before, rules: [ignore] }));
    expect(await ask('dryRun.plan', { clientId: 'qb', hash: hashOf(2) })).toEqual({
      kind: 'nothing',
      why: 'rule',
    });
  });

  it('says that it would wait', async () => {
    const { world, ask } = await begin();
    world.complete(1, ['Film/film.mkv'], '/media/movies', 5);
    await ask('pause.set', { isPaused: true });
    expect(await ask('dryRun.plan', { clientId: 'qb', hash: hashOf(1) })).toMatchObject({ hold: 'paused' });
  });
});

describe('the switches of the popup', () => {
  it('hold every scan while paused, ask Plex nothing for it, and go on with what finished meanwhile', async () => {
    const { world, clock, ask, run, book } = await begin();
    await ask('pause.set', { isPaused: true });
    world.complete(1, ['Film/film.mkv'], '/media/movies', clock.nowMs);
    await run(30);
    expect(world.scans).toEqual([]);
    expect(world.asked.filter((name) => name.startsWith('plex'))).toEqual([]);
    expect(book.all()[0]).toMatchObject({ stage: 'ready', problem: null });
    await ask('pause.set', { isPaused: false });
    await run(3);
    expect(world.scans).toEqual([{ sectionKey: '1', folder: '/media/movies/Film' }]);
    expect(book.all()[0]?.stage).toBe('available');
  });

  it('pause and go on, and the overview says so', async () => {
    const { ask, settings } = await begin();
    expect((await ask('pause.set', { isPaused: true })).isPaused).toBe(true);
    expect(settings.value.isPaused).toBe(true);
    expect((await ask('pause.set', { isPaused: false })).isPaused).toBeUndefined();
    expect(settings.value).toEqual(standardSettings);
  });

  it('take the script out of the pages of one client, and bring it back', async () => {
    const { ask, settings, hostsChanged } = await begin();
    const off = await ask('badges.show', { clientId: 'qb', isShown: false });
    expect(off.clients[0]?.hidesBadges).toBe(true);
    expect(hostsChanged.at(-1)).toMatchObject({ settings: settings.value, added: undefined });
    const on = await ask('badges.show', { clientId: 'qb', isShown: true });
    expect(on.clients[0]?.hidesBadges).toBeUndefined();
    expect(hostsChanged.at(-1)?.added).toBe('http://nas.test:8080/');
    expect(settings.value).toEqual(standardSettings);
  });

  it('do not bring a second script into a page that still has one', async () => {
    const { activity } = startAnswering();
    const started = startAnswering({ deps: { activity: { ...activity, isPageOpen: () => true } } });
    await started.ask('badges.show', { clientId: 'qb', isShown: true });
    expect(started.hostsChanged.at(-1)?.added).toBeUndefined();
  });
});

describe('the journal', () => {
  const note = (journal: Journal, number: number): void => journal.note(undefined, downloadOf(number));

  it('writes a burst once, and another worker reads it', async () => {
    const [clock, store] = [new FakeClock(), memoryJournal()];
    const journal = new Journal({ store, now: clock.now, later: clock.later });
    for (let at = 1; at <= 50; at++) note(journal, at);
    await clock.pass(1_000);
    expect(store.saves).toBe(1);
    const next = new Journal({ store, now: clock.now, later: clock.later });
    expect(await next.read()).toHaveLength(50);
  });

  it('keeps the downloads with the newest news', async () => {
    const [clock, store] = [new FakeClock(), memoryJournal()];
    const journal = new Journal({ store, now: clock.now, later: clock.later });
    for (let at = 1; at <= mostDownloads + 30; at++) note(journal, at);
    await clock.pass(1_000);
    expect(store.value).toHaveLength(mostDownloads);
    expect(store.value.some(({ id }) => id === downloadOf(1).id)).toBe(false);
    expect(store.value.some(({ id }) => id === downloadOf(mostDownloads + 30).id)).toBe(true);
  });

  it('adds to what an earlier worker wrote, though news come before it was read', async () => {
    const one = downloadOf(1);
    const [clock, store] = [
      new FakeClock(),
      memoryJournal([{ id: one.id, events: [{ atMs: 1, what: 'seen' }] }]),
    ];
    const journal = new Journal({ store, now: clock.now, later: clock.later });
    journal.note(one, { ...one, stage: 'ready' });
    await clock.pass(1_000);
    expect(store.value[0]?.events.map(({ what }) => what)).toEqual(['seen', 'settled']);
  });

  it('stands in nobody’s way when it can not be stored', async () => {
    const clock = new FakeClock();
    const broken = async () => {
      throw new Error('full');
    };
    const journal = new Journal({
      store: { load: broken, save: broken },
      now: clock.now,
      later: clock.later,
    });
    note(journal, 1);
    await clock.pass(1_000);
    expect(await journal.read()).toHaveLength(1);
  });
});
