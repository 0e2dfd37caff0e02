import type { Download } from './download.ts';
import { isHeld } from './held-batch.ts';
import type { PlexTarget } from './plex-item.ts';

/** What was told already, so that nothing is told twice. Stored; `null` before the first time. */
export interface ToldNews {
  /** Arrivals up to this moment are told, epoch milliseconds. */
  readonly arrivedUntilMs: number;
  /** Problems that are told: `<download id> <code>`, or `<client id> <code>` of those that wait for one answer. */
  readonly problems: readonly string[];
}

/** One notification. */
export type News =
  | { readonly kind: 'arrived'; readonly name: string; readonly count: number; readonly opens: PlexTarget }
  /** More than can be told one by one. */
  | { readonly kind: 'many'; readonly names: readonly string[]; readonly count: number }
  | { readonly kind: 'attention'; readonly names: readonly string[]; readonly count: number };

export interface NewsPlan {
  readonly news: readonly News[];
  readonly told: ToldNews;
  /** So long it is better to wait: more may arrive. `null`: nothing waits. */
  readonly waitMs: number | null;
}

/** What arrives within this is told together, but nothing waits longer than `longestMs` for it. */
const burstMs = 8_000;
const longestMs = 60_000;
/** Older arrivals are no news: the browser was closed. */
const staleMs = 60 * 60_000;
/** A problem that goes by itself or is seen to within this is none to be called for. */
const patienceMs = 10 * 60_000;
const mostAtOnce = 3;
/** More than are ever open at once, or those beyond would be told again and again. */
const mostTold = 2_500;

interface Wanted {
  readonly ready: boolean;
  readonly attention: boolean;
}

/**
 * What to tell now. `showOf`: the show that a download belongs to, as far as its name tells; episodes of one show are
 * told together.
 */
export function planNews(
  downloads: readonly Download[],
  before: ToldNews | null,
  wanted: Wanted,
  showOf: (download: Download) => string | null,
  nowMs: number,
): NewsPlan {
  const problems = stuckOf(downloads, nowMs);
  const keys = problems.map(({ key }) => key);
  if (!before) return { news: [], told: { arrivedUntilMs: nowMs, problems: keys }, waitMs: null };
  const fresh = problems.filter(({ key }) => !before.problems.includes(key));
  const attention: News[] =
    wanted.attention && fresh.length > 0
      ? [{ kind: 'attention', names: fresh.map(({ name }) => name), count: fresh.length }]
      : [];
  const arrived = downloads.filter((one) => isArrival(one, before.arrivedUntilMs, nowMs));
  const waitMs = wanted.ready ? burstWaitMs(arrived, nowMs) : null;
  const isTime = waitMs === null;
  return {
    news: [...attention, ...(wanted.ready && isTime ? arrivalsOf(arrived, showOf) : [])],
    told: {
      arrivedUntilMs: isTime
        ? Math.max(before.arrivedUntilMs, ...arrived.map(({ stageSinceMs }) => stageSinceMs))
        : before.arrivedUntilMs,
      problems: [...new Set([...before.problems.filter((key) => keys.includes(key)), ...keys])].slice(
        -mostTold,
      ),
    },
    waitMs,
  };
}

function stuckOf(
  downloads: readonly Download[],
  nowMs: number,
): { readonly key: string; readonly name: string }[] {
  return downloads.flatMap((download) => {
    const { id, clientId, name, stage, problem } = download;
    const isOpen = stage !== 'available' && stage !== 'ignored';
    const isStuck = isOpen && problem?.retryAtMs === null && nowMs - problem.sinceMs >= patienceMs;
    const about = isHeld(download) ? clientId : id; // those have one question in common
    return isStuck ? [{ key: `${about} ${problem.code}`, name }] : [];
  });
}

const isArrival = ({ stage, stageSinceMs, target }: Download, untilMs: number, nowMs: number): boolean =>
  stage === 'available' && target !== null && stageSinceMs > untilMs && nowMs - stageSinceMs < staleMs;

function burstWaitMs(arrived: readonly Download[], nowMs: number): number | null {
  if (arrived.length === 0) return null;
  const times = arrived.map(({ stageSinceMs }) => stageSinceMs);
  const dueMs = Math.min(Math.max(...times) + burstMs, Math.min(...times) + longestMs);
  return dueMs <= nowMs ? null : dueMs - nowMs;
}

function arrivalsOf(
  arrived: readonly Download[],
  showOf: (download: Download) => string | null,
): readonly News[] {
  const newestFirst = [...arrived].sort((a, b) => b.stageSinceMs - a.stageSinceMs);
  const groups = Map.groupBy(newestFirst, (one) => {
    const show = showOf(one);
    return show === null ? one.id : `${one.target?.sectionKey} ${show.toLowerCase()}`;
  });
  const told = [...groups.values()].flatMap((group) => arrivalOf(group, showOf));
  if (told.length <= mostAtOnce) return told;
  return [{ kind: 'many', names: told.map(({ name }) => name), count: arrived.length }];
}

function arrivalOf(
  group: readonly Download[],
  showOf: (download: Download) => string | null,
): Extract<News, { kind: 'arrived' }>[] {
  const [newest] = group;
  if (!newest?.target) return [];
  const { target } = newest;
  const show = showOf(newest);
  const own = target.title || newest.name;
  const isPart = show !== null && show.toLowerCase() !== own.toLowerCase();
  const name = group.length > 1 ? (show ?? own) : isPart ? `${show} – ${own}` : own;
  return [{ kind: 'arrived', name, count: group.length, opens: target }];
}
