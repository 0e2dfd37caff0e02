import { describe, expect, it } from 'vitest';
import { DownloadBook } from '../../lib/background/download-book.ts';
import { Notifier } from '../../lib/background/notifier.ts';
import type { Download } from '../../lib/domain/download.ts';
import type { News, ToldNews } from '../../lib/domain/news.ts';
import type { Notifications } from '../../lib/domain/settings.ts';
import { memorySettings, standardSettings } from '../fakes/background.ts';
import { FakeClock } from '../fakes/clock.ts';
import { downloadOf } from '../fakes/download.ts';
import { FakeWorld } from '../fakes/world.ts';

function begin(notifications: Notifications = { ready: true, attention: true }) {
  const [clock, world] = [new FakeClock(), new FakeWorld()];
  const shown: News[] = [];
  const desk = {
    told: null as ToldNews | null,
    allowed: true,
    isAllowed: async () => desk.allowed,
    show: async (news: News) => void shown.push(news),
    read: async () => desk.told,
    write: async (told: ToldNews | null) => {
      desk.told = told;
    },
  };
  const settings = memorySettings({ ...standardSettings, notifications });
  const worker = () => {
    const book = new DownloadBook(world.store);
    return { book, notifier: new Notifier({ book, settings, desk, now: clock.now, later: clock.later }) };
  };
  return { clock, desk, shown, worker, settings };
}

const arrived = (number: number, name: string, atMs: number): Download =>
  downloadOf(number, {
    name,
    stage: 'available',
    stageSinceMs: atMs,
    target: {
      machineIdentifier: 'attic',
      sectionKey: '3',
      ratingKey: String(number),
      type: 'episode',
      title: `Chapter ${number}`,
      found: 1,
      expected: 1,
    },
  });

describe('notifications', () => {
  it('tell episodes of one show together, when no more come', async () => {
    const { clock, shown, worker } = begin();
    const { book, notifier } = worker();
    await notifier.tell();
    await clock.pass(60_000);
    for (const number of [1, 2, 3]) {
      const name = `The.Phantom.Empire.S01E0${number}.1080p.WEB`;
      await book.commit({ put: [arrived(number, name, clock.nowMs)] });
      await notifier.tell();
      await clock.pass(2_000);
    }
    expect(shown).toEqual([]);
    await clock.pass(10_000);
    expect(shown).toMatchObject([{ kind: 'arrived', name: 'The Phantom Empire', count: 3 }]);
  });

  it('tell it all the same when the worker died in between, and no second time', async () => {
    const { clock, shown, worker } = begin();
    const first = worker();
    await first.notifier.tell();
    await clock.pass(1_000);
    await first.book.commit({ put: [arrived(1, 'The.Phantom.Empire.S01E01', clock.nowMs)] });
    await first.notifier.tell();
    clock.dropTimers();
    await clock.pass(30_000);
    await worker().notifier.tell();
    await worker().notifier.tell();
    expect(shown).toHaveLength(1);
  });

  it('are silent while they are not wanted or not allowed, and do not make up for it later', async () => {
    const { clock, shown, worker, settings, desk } = begin({ ready: false, attention: false });
    const { book, notifier } = worker();
    await notifier.tell();
    await book.commit({ put: [arrived(1, 'The.Phantom.Empire.S01E01', clock.nowMs)] });
    await clock.pass(60_000);
    await notifier.tell();
    await settings.update((before) => ({ ...before, notifications: { ready: true, attention: true } }));
    desk.allowed = false;
    await notifier.tell();
    desk.allowed = true;
    await notifier.tell();
    await clock.pass(60_000);
    expect(shown).toEqual([]);
  });

  it('never stop anything by failing', async () => {
    const { desk, worker } = begin();
    desk.read = async () => {
      throw new Error('storage');
    };
    await expect(worker().notifier.tell()).resolves.toBeUndefined();
  });
});
