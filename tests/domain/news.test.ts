import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Download } from '../../lib/domain/download.ts';
import { held } from '../../lib/domain/held-batch.ts';
import { type News, planNews, type ToldNews } from '../../lib/domain/news.ts';
import { downloadOf } from '../fakes/download.ts';

const nowMs = 1_800_000_000_000;
const minute = 60_000;
const told: ToldNews = { arrivedUntilMs: nowMs - 60 * minute, problems: [] };
const all = { ready: true, attention: true };

const arrived = (number: number, agoMs: number, title = `Film ${number}`): Download =>
  downloadOf(number, {
    name: title,
    stage: 'available',
    stageSinceMs: nowMs - agoMs,
    target: {
      machineIdentifier: 'attic',
      sectionKey: '1',
      ratingKey: String(number),
      type: 'movie',
      title,
      found: 1,
      expected: 1,
    },
  });
const stuck = (number: number, agoMs: number): Download =>
  downloadOf(number, {
    stage: 'ready',
    problem: { code: 'UNMAPPED', sinceMs: nowMs - agoMs, retryAtMs: null },
  });

const noShow = (): null => null;
const isEpisode = ({ name }: Download): string | null => (name.startsWith('E') ? 'The Phantom Empire' : null);
const texts = (news: readonly News[]): readonly string[] =>
  news.map((one) =>
    one.kind === 'arrived'
      ? `${one.name} ×${one.count} → ${one.opens.ratingKey}`
      : `${one.kind} ×${one.count}`,
  );

describe('news', () => {
  it('tells nothing of what was there before they were wanted', () => {
    const plan = planNews([arrived(1, minute), stuck(2, 30 * minute)], null, all, noShow, nowMs);
    expect(plan.news).toEqual([]);
    expect(planNews([arrived(1, minute), stuck(2, 30 * minute)], plan.told, all, noShow, nowMs).news).toEqual(
      [],
    );
  });

  it('tells an arrival once', () => {
    const first = planNews([arrived(1, minute)], told, all, noShow, nowMs);
    expect(texts(first.news)).toEqual(['Film 1 ×1 → 1']);
    expect(planNews([arrived(1, minute)], first.told, all, noShow, nowMs).news).toEqual([]);
  });

  it('waits a moment for what comes with it, but never long', () => {
    const soon = planNews([arrived(1, 1_000)], told, all, noShow, nowMs);
    expect([soon.news, soon.waitMs, soon.told]).toEqual([[], 7_000, told]);
    const stream = planNews([arrived(1, 61_000), arrived(2, 500)], told, all, noShow, nowMs);
    expect(stream.news).toHaveLength(2);
  });

  it('tells episodes of one show together, and opens the newest', () => {
    const episodes = [arrived(1, 30_000, 'E1'), arrived(2, 20_000, 'E2'), arrived(3, 40_000, 'E3')];
    expect(texts(planNews(episodes, told, all, isEpisode, nowMs).news)).toEqual([
      'The Phantom Empire ×3 → 2',
    ]);
    expect(texts(planNews([arrived(1, 30_000, 'E1')], told, all, isEpisode, nowMs).news)).toEqual([
      'The Phantom Empire – E1 ×1 → 1',
    ]);
  });

  it('tells very much at once in one', () => {
    const films = Array.from({ length: 12 }, (_, at) => arrived(at + 1, 20_000 + at));
    expect(texts(planNews(films, told, all, noShow, nowMs).news)).toEqual(['many ×12']);
  });

  it('does not tell what is old: the browser was closed', () => {
    const before = { arrivedUntilMs: nowMs - 10 * 60 * minute, problems: [] };
    expect(planNews([arrived(1, 120 * minute)], before, all, noShow, nowMs).news).toEqual([]);
  });

  it('tells of a problem after ten minutes, once, and again when it is another one', () => {
    expect(planNews([stuck(1, 9 * minute)], told, all, noShow, nowMs).news).toEqual([]);
    const first = planNews([stuck(1, 11 * minute)], told, all, noShow, nowMs);
    expect(texts(first.news)).toEqual(['attention ×1']);
    expect(planNews([stuck(1, 12 * minute)], first.told, all, noShow, nowMs).news).toEqual([]);
    expect(
      texts(planNews([stuck(1, 12 * minute), stuck(2, 11 * minute)], first.told, all, noShow, nowMs).news),
    ).toEqual(['attention ×1']);
  });

  it('tells of all that wait for one answer once, however many they are', () => {
    const waiting = (number: number): Download =>
      held(downloadOf(number), nowMs - 11 * minute + (number % 3));
    const many = Array.from({ length: 62 }, (_, at) => waiting(at));
    const first = planNews(many, told, all, noShow, nowMs);
    expect(texts(first.news)).toEqual(['attention ×62']);
    expect(planNews(many.slice(1), first.told, all, noShow, nowMs).news).toEqual([]);
    expect(first.told.problems).toEqual(['qb MANY_AT_ONCE']);
  });

  it('tells of very many problems once', () => {
    const many = Array.from({ length: 2_000 }, (_, at) => stuck(at, 11 * minute));
    const first = planNews(many, told, all, noShow, nowMs);
    expect(texts(first.news)).toEqual(['attention ×2000']);
    expect(planNews(many, first.told, all, noShow, nowMs + minute).news).toEqual([]);
  });

  it('tells only what is wanted', () => {
    const downloads = [arrived(1, minute), stuck(2, 11 * minute)];
    expect(planNews(downloads, told, { ready: false, attention: false }, noShow, nowMs).news).toEqual([]);
    expect(texts(planNews(downloads, told, { ready: true, attention: false }, noShow, nowMs).news)).toEqual([
      'Film 1 ×1 → 1',
    ]);
  });

  it('tells every arrival exactly once, whenever it is looked at', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 20 * minute }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        times,
        fc.array(fc.integer({ min: 1, max: 3 * minute }), { maxLength: 30 }),
        (arrivals, waits) => {
          const end = 25 * minute;
          const looks = waits.map((_, at) => waits.slice(0, at + 1).reduce((sum, wait) => sum + wait, 0));
          let before: ToldNews = { arrivedUntilMs: nowMs - 1, problems: [] };
          let count = 0;
          for (const look of [...looks.filter((at) => at < end), end, end + 2 * minute]) {
            const known = arrivals.flatMap((at, number) => (at <= look ? [arrived(number + 1, -at)] : []));
            const plan = planNews(known, before, all, noShow, nowMs + look);
            before = plan.told;
            for (const one of plan.news) count += one.count;
          }
          expect(count).toBe(arrivals.length);
        },
      ),
      { numRuns: 200 },
    );
  });
});
