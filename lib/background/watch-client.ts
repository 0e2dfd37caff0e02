import {
  completeOf,
  isOpenedNow,
  isStampKnown,
  openedAgain,
  type SeenCompletions,
  seenOf,
} from '../domain/completion.ts';
import { startDownload } from '../domain/download.ts';
import { held, mostAtOnce } from '../domain/held-batch.ts';
import type { Torrent } from '../domain/torrent.ts';
import type { ClientMemory } from '../ports/download-store.ts';
import type { TorrentClient } from '../ports/torrent-client.ts';
import type { DownloadBook } from './download-book.ts';
import { isSettled, type Judged, judge } from './judge-completions.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** A torrent can finish moving long after its stamp, behind the newest completions: once in a while list all. */
const listAllEveryMs = 6 * hour;
/** About 60 characters each: 3 MB, of the 10 MB that an extension has. More only while the client itself has more. */
const seenCount = 50_000;
/** Two lists this far apart must agree before the baseline stands: qBittorrent answers before it has loaded all. */
export const agreeMs = 5 * second;
/** And so long the list must have been empty, if it is: that is what a client says that has just started. */
const emptyMs = 20 * second;
/** Two lists that are further apart say nothing of what was between them. */
const cutShortMs = 2 * minute;
/** A list that is shorter by no more than this is believed. */
const fewMissing = 5;
/** So many downloads are on their way or wait for the person at once, about 1 kB each; others wait in the client. */
const mostOpen = 2_000;

export interface WatchResult {
  readonly cursor: string | null;
  readonly started: number;
  /** What the client told of on the way; nothing that is gone is among it. */
  readonly listed: readonly Torrent[];
}

/**
 * Polls one torrent client and writes down what has completed since. First contact is a baseline: what is complete
 * then is remembered and never scanned. New completions and the memory of them are stored in one change, so that
 * neither a loss nor a repeat is possible. Once the signal has aborted nothing is written. Returns the next cursor.
 */
export async function watchClient(
  book: DownloadBook,
  clientId: string,
  client: TorrentClient,
  cursor: string | null,
  nowMs: number,
  signal: AbortSignal,
): Promise<WatchResult> {
  const stored = book.memory(clientId);
  if (!stored) {
    const complete = completeOf(await client.listCompleted(signal));
    signal.throwIfAborted();
    await book.commit({ remember: [firstMemory(clientId, complete, nowMs)] });
    return { cursor: null, started: 0, listed: complete };
  }
  const memory = isCutShort(stored, nowMs) ? metAnew(stored, nowMs) : stored;
  const isKnown = (torrent: Torrent): boolean => isStampKnown(memory.seen, torrent);
  const changes = isTimeForAll(memory, nowMs) ? null : await client.listChanges(cursor, isKnown, signal);
  const isAll = changes === null || changes.gap;
  const listed = isAll ? await client.listCompleted(signal) : changes.torrents;
  signal.throwIfAborted();
  const judged = judge(memory, listed, nowMs);
  const started = await takeNote(book, memory, { ...judged, listed, isAll }, nowMs);
  return { cursor: changes?.cursor ?? null, started, listed };
}

const firstMemory = (clientId: string, complete: readonly Torrent[], nowMs: number): ClientMemory => ({
  clientId,
  baselineAtMs: nowMs,
  listedAllAtMs: nowMs,
  listedCount: complete.length,
  seen: new Map(complete.map((torrent) => [torrent.hash, seenOf(torrent)])),
  isProvisional: true,
});

function isTimeForAll(memory: ClientMemory, nowMs: number): boolean {
  if (memory.isBehind || memory.isThin) return true;
  const everyMs = memory.isProvisional ? agreeMs : listAllEveryMs;
  return Math.abs(nowMs - memory.listedAllAtMs) >= everyMs;
}

interface Noted extends Judged {
  readonly listed: readonly Torrent[];
  readonly isAll: boolean;
}

/** Stores what was judged, if anything of it is new. Returns how many downloads were started. */
async function takeNote(
  book: DownloadBook,
  memory: ClientMemory,
  { fresh, absorbed, massStampMs, isOther, listed, isAll }: Noted,
  nowMs: number,
): Promise<number> {
  const room = Math.max(0, mostOpen - book.openCount());
  const followed = fresh.slice(0, room);
  const opened = listed.filter((torrent) => isOpenedNow(memory.seen, torrent));
  const isBehind = followed.length < fresh.length;
  if (followed.length + absorbed.length + opened.length === 0 && !isAll && !isBehind) return 0;
  const put = followed
    .map((torrent) => startDownload(memory.clientId, atOwnTime(memory.seen, torrent, nowMs), nowMs))
    .map((download) => (fresh.length > mostAtOnce ? held(download, nowMs) : download))
    .filter((download) => book.get(download.id) === undefined);
  const seen = new Map(memory.seen);
  for (const { hash } of opened) seen.set(hash, openedAgain(seen.get(hash) ?? ''));
  for (const torrent of [...followed, ...absorbed]) seen.set(torrent.hash, seenOf(torrent));
  const hasOld = absorbed.length > 0;
  const noticed = { isAll, isBehind, hasOld, massStampMs, seen };
  const next = nextMemory(isOther ? metAnew(memory, nowMs) : memory, noticed, listed, nowMs);
  await book.commit({ put, remember: [next] });
  return followed.length;
}

/** Files that were selected later may leave the stamp as it was; their completion is one of its own all the same. */
function atOwnTime(seen: SeenCompletions, torrent: Torrent, nowMs: number): Torrent {
  return isStampKnown(seen, torrent) ? { ...torrent, completedAtMs: nowMs } : torrent;
}

/** Nothing was listed at first contact, and the client was away since: it may have started once more. */
const isCutShort = (memory: ClientMemory, nowMs: number): boolean =>
  !isSettled(memory, nowMs) && memory.seen.size === 0 && Math.abs(nowMs - memory.listedAllAtMs) > cutShortMs;

/** First contact with another client at the same address; what was seen of the one before stays known. */
const metAnew = (memory: ClientMemory, nowMs: number): ClientMemory => ({
  ...memory,
  baselineAtMs: nowMs,
  isProvisional: true,
});

interface Noticed {
  readonly isAll: boolean;
  readonly isBehind: boolean;
  readonly hasOld: boolean;
  readonly massStampMs: number | null;
  readonly seen: SeenCompletions;
}

function nextMemory(
  before: ClientMemory,
  { isAll, isBehind, hasOld, massStampMs: newMassMs, seen }: Noticed,
  listed: readonly Torrent[],
  nowMs: number,
): ClientMemory {
  const { clientId, baselineAtMs, listedAllAtMs, listedCount } = before;
  const massStampMs = newMassMs ?? before.massStampMs;
  const complete = completeOf(listed);
  const isThin = isAll && isTooShort(before, complete.length);
  const isListed = isAll && !isThin && !isBehind;
  const stays = before.isProvisional === true && !(isListed && isBaseline(before, complete, hasOld, nowMs));
  return {
    clientId,
    baselineAtMs,
    listedAllAtMs: isListed ? nowMs : listedAllAtMs,
    ...(isAll ? { listedCount: complete.length } : listedCount !== undefined && { listedCount }),
    seen: isAll ? seenOfAll(seen, complete) : seen,
    ...(stays && { isProvisional: true }),
    ...(isBehind && { isBehind: true }),
    ...((isAll ? isThin : before.isThin) && { isThin: true }),
    ...(massStampMs !== undefined && { massStampMs }),
  };
}

/** A baseline stands when nothing old has come and nothing has gone since the list before. */
function isBaseline(
  memory: ClientMemory,
  complete: readonly Torrent[],
  hasOld: boolean,
  nowMs: number,
): boolean {
  const { seen, baselineAtMs } = memory;
  if (isSettled(memory, nowMs)) return true;
  if (complete.length === 0 && Math.abs(nowMs - baselineAtMs) < emptyMs) return false;
  const inList = new Set<string>(complete.map(({ hash }) => hash));
  return !hasOld && [...seen.keys()].every((hash) => inList.has(hash));
}

/** Far fewer than the last time, or still changing after that: it says nothing of what is missing from it. */
function isTooShort({ listedCount, isThin }: ClientMemory, count: number): boolean {
  if (listedCount === undefined) return false;
  if (isThin) return count !== listedCount;
  return count < listedCount / 2 && listedCount - count > fewMissing;
}

/**
 * What was seen, after everything was listed: only now can be told what may be forgotten. Not what is in the list, or
 * it would be taken for new the next time. And not all that is missing from it: a re-check or a move hides a torrent.
 */
function seenOfAll(seen: SeenCompletions, listed: readonly Torrent[]): SeenCompletions {
  const inList = new Map<string, string>();
  for (const torrent of listed) {
    const packed = seen.get(torrent.hash);
    // what older versions stored knows no size yet
    if (packed !== undefined) inList.set(torrent.hash, packed.includes(':') ? packed : seenOf(torrent));
  }
  const missing = [...seen].filter(([hash]) => !inList.has(hash));
  const room = Math.max(0, seenCount - inList.size);
  return new Map([...missing.slice(missing.length - Math.min(room, missing.length)), ...inList]);
}
