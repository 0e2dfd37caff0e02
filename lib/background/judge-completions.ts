import {
  completeOf,
  newestStampMs,
  type SeenCompletions,
  type Verdict,
  verdictOf,
} from '../domain/completion.ts';
import type { Torrent } from '../domain/torrent.ts';
import type { ClientMemory } from '../ports/download-store.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Clocks of client and browser may differ by so much when it is asked what completed since the first contact. */
const skewMs = 10 * minute;
/** How long after the first contact a client may still load its torrents. */
const loadMs = 45_000;
/** A client in which something changes all the time has been loaded by then. */
const longestBaselineMs = 10 * minute;
/** So many doubtful completions at once are believed. */
const fewDoubtful = 5;
/** After more than that, none stamped this close to them: a client that loads shows them in several lists. */
const massMs = 10 * minute;

export interface Judged {
  /** True completions, the first one first. */
  readonly fresh: readonly Torrent[];
  /** Taken note of and not followed. */
  readonly absorbed: readonly Torrent[];
  /** Around when those of them are stamped that came at once; `null` when there were none. */
  readonly massStampMs: number | null;
  /** Another client answers at this address: this is the first contact with it. */
  readonly isOther: boolean;
}

const stampOf = ({ completedAtMs }: Torrent): number => completedAtMs ?? 0;
const byStamp = (a: Torrent, b: Torrent): number => stampOf(a) - stampOf(b);

/** A baseline that stands, or has had long enough to: the browser may have been closed while it was taken. */
export const isSettled = ({ isProvisional, baselineAtMs }: ClientMemory, nowMs: number): boolean =>
  !isProvisional || Math.abs(nowMs - baselineAtMs) >= longestBaselineMs;

/** Which of the listed torrents have completed since; see `lib/domain/completion.ts`. */
export function judge(memory: ClientMemory, listed: readonly Torrent[], nowMs: number): Judged {
  const { seen } = memory;
  const complete = completeOf(listed);
  const oldMs = complete.some(({ hash }) => !seen.has(hash)) ? oldBeforeMs(memory, complete, nowMs) : 0;
  const those: Record<Verdict, Torrent[]> = { known: [], new: [], doubtful: [] };
  for (const torrent of complete) those[verdictOf(seen, torrent, oldMs)].push(torrent);
  const { doubtful } = those;
  const settled = isSettled(memory, nowMs);
  const early = settled ? those.new.filter((torrent) => isOfFirstContact(memory, torrent)) : those.new;
  const isMass = doubtful.length + early.length > fewDoubtful;
  const isOther = seen.size > 0 && isOfOther(complete, doubtful.length, seen);
  if (isOther && settled) return { fresh: [], absorbed: complete, massStampMs: null, isOther };
  const late = those.new.filter((torrent) => !early.includes(torrent));
  if (isMass) {
    const massStampMs = Math.max(...[...doubtful, ...early].map(stampOf));
    return { fresh: late.sort(byStamp), absorbed: [...doubtful, ...early], massStampMs, isOther: false };
  }
  const isLate = (torrent: Torrent): boolean =>
    memory.massStampMs !== undefined && Math.abs(stampOf(torrent) - memory.massStampMs) < massMs;
  const absorbed = settled ? doubtful.filter(isLate) : doubtful;
  const believed = doubtful.filter((torrent) => !absorbed.includes(torrent));
  return { fresh: [...those.new, ...believed].sort(byStamp), absorbed, massStampMs: null, isOther: false };
}

/** Many torrents, none of them known, and a good part should have been in the last full list. */
const isOfOther = (complete: readonly Torrent[], doubtfulCount: number, seen: SeenCompletions): boolean =>
  complete.length > fewDoubtful &&
  doubtfulCount >= complete.length / 10 &&
  !complete.some(({ hash }) => seen.has(hash));

/**
 * By the client's clock: what completed before this and was never seen must have been hidden, or is another client's.
 * In a list with known torrents that is what is older than the first contact. A list without any may be another
 * client's: all that is older than the last full list of this one should have been in it.
 */
function oldBeforeMs(memory: ClientMemory, complete: readonly Torrent[], nowMs: number): number {
  const { seen, baselineAtMs, listedAllAtMs } = memory;
  const isOwn = !isSettled(memory, nowMs) || seen.size === 0 || complete.some(({ hash }) => seen.has(hash));
  if (isOwn) return baselineAtMs - skewMs;
  const newestMs = newestStampMs(seen);
  // the browser's clock was put back since: it tells nothing of when the last list was
  if (Math.max(listedAllAtMs, newestMs) - nowMs > hour) return Number.POSITIVE_INFINITY;
  return Math.max(newestMs, Math.min(listedAllAtMs, nowMs)) - skewMs;
}

/** A client that stamps torrents when it loads them, and was listed before it had, stamps them about then. */
function isOfFirstContact({ baselineAtMs }: ClientMemory, { completedAtMs }: Torrent): boolean {
  const afterMs = (completedAtMs ?? 0) - baselineAtMs;
  return afterMs >= -skewMs && afterMs <= loadMs;
}
