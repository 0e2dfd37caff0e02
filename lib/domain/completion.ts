import type { InfoHash } from './info-hash.ts';
import { isComplete, type Torrent } from './torrent.ts';

/**
 * What tells a true completion from something that only looks like one.
 *
 * A completion stamp alone does not: qBittorrent 5.3 stamps torrents that were added without a hash check anew at every
 * start (500 of 2,000 seen), a client that is still loading shows its old torrents one after the other, and another
 * client at the same address brings all of its own. So a stamp counts when something speaks for it: the torrent was
 * never seen and its stamp is young, it was seen incomplete in between, it was added anew, or more of it is wanted now.
 * What nothing speaks for is doubtful: believed when it comes alone, since a look in Plex costs little, and not in
 * numbers.
 */

/** What is remembered of a torrent's last completion. Packed: there are as many as the client has torrents. */
export type SeenCompletion = string;

/** By info hash. */
export type SeenCompletions = ReadonlyMap<string, SeenCompletion>;

interface Seen {
  readonly stampMs: number;
  /** `null` in what older versions stored. */
  readonly wantedBytes: number | null;
  readonly addedAtMs: number | null;
  /** It was seen incomplete since. */
  readonly isOpen: boolean;
}

/** More wanted bytes at the same stamp than this are files that were selected later: less may be a client's rounding. */
const grownBytes = 4 * 1024 * 1024;

const numberIn = (text: string | undefined): number | null => {
  const number = text ? Number.parseInt(text, 36) : Number.NaN;
  return Number.isSafeInteger(number) ? number : null;
};

function unpack(packed: SeenCompletion): Seen {
  const [stamp, wanted, added, open] = packed.split(':');
  return {
    stampMs: numberIn(stamp) ?? 0,
    wantedBytes: numberIn(wanted),
    addedAtMs: numberIn(added),
    isOpen: open === '!',
  };
}

/** How a torrent is remembered once its completion has been taken note of. */
export const seenOf = ({ completedAtMs, wantedBytes, addedAtMs }: Torrent): SeenCompletion =>
  [completedAtMs ?? 0, wantedBytes, ...(addedAtMs ? [addedAtMs] : [])]
    .map((one) => one.toString(36))
    .join(':');

/** The same, after the torrent was seen incomplete: its next completion is a true one. */
export function openedAgain(packed: SeenCompletion): SeenCompletion {
  const [stamp = '', wanted = '', added = ''] = packed.split(':');
  return [stamp, wanted, added, '!'].join(':');
}

/** Whether this completion, by its hash and stamp, was taken note of. Says nothing of files selected since. */
export const isStampKnown = (seen: SeenCompletions, { hash, completedAtMs }: Torrent): boolean => {
  const packed = seen.get(hash);
  return packed !== undefined && unpack(packed).stampMs === (completedAtMs ?? 0);
};

/** Whether it is known and now incomplete, which is to be remembered. A check that runs is not: it ends by itself. */
export const isOpenedNow = (seen: SeenCompletions, { hash, phase, leftBytes }: Torrent): boolean => {
  const packed = seen.get(hash);
  return packed !== undefined && phase === 'downloading' && leftBytes > 0 && !unpack(packed).isOpen;
};

/** The newest stamp that was seen; 0 when there is none. By the client's clock. */
export const newestStampMs = (seen: SeenCompletions): number => {
  let newest = 0;
  for (const packed of seen.values()) newest = Math.max(newest, unpack(packed).stampMs);
  return newest;
};

export type Verdict = 'known' | 'new' | 'doubtful';

/** What to think of a complete torrent. One never seen that completed before `oldBeforeMs` should have been seen. */
export function verdictOf(seen: SeenCompletions, torrent: Torrent, oldBeforeMs: number): Verdict {
  const packed = seen.get(torrent.hash);
  const stampMs = torrent.completedAtMs ?? 0;
  if (packed === undefined) return stampMs < oldBeforeMs ? 'doubtful' : 'new';
  const before = unpack(packed);
  const { wantedBytes, addedAtMs } = before;
  const grown = wantedBytes !== null && torrent.wantedBytes - wantedBytes >= grownBytes;
  if (before.stampMs === stampMs) return grown ? 'new' : 'known';
  const isOtherSize = wantedBytes !== null && wantedBytes !== torrent.wantedBytes;
  const isAddedAnew =
    addedAtMs !== null && torrent.addedAtMs !== undefined && addedAtMs !== torrent.addedAtMs;
  return before.isOpen || isOtherSize || isAddedAnew ? 'new' : 'doubtful';
}

/** The complete torrents of a list, each once. */
export function completeOf(listed: readonly Torrent[]): readonly Torrent[] {
  const byHash = new Map<InfoHash, Torrent>();
  for (const torrent of listed) if (isComplete(torrent)) byHash.set(torrent.hash, torrent);
  return [...byHash.values()];
}
