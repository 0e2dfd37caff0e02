import type { Download } from './download.ts';

/** When something is tried again, and how often. All times are in milliseconds; whoever asks brings the clock. */

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** At most this many scans are sent by themselves for one download. */
export const maxSends = 2;

/** A `nextAtMs` that does not come: nothing more is done by itself. A number, since JSON has no infinity. */
export const never = Number.MAX_SAFE_INTEGER;

/** Two polls at least this far apart must agree before a download counts as settled. */
export const settleMs = 1_500;
const longestSettleMs = 30 * second;

const firstRetryMs = 30 * second;
const longestRetryMs = 15 * minute;
/** No server can put us off for longer than this with `Retry-After`. */
const longestAskedMs = hour;

/**
 * Waits between looks, each counted from the look before: a machine that slept through the night, or a Plex that was
 * away, has not used up any of them. Events from Plex make a look earlier, these make it certain.
 */
const sentWaits = [2, 3, 5, 10, 20, 20, 60, 180, 600].map((s) => s * second);
/** Looks for what is unpacked beside its archives, which can take hours, before the scan is sent once more. */
const packedWaits = [10 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute, hour, hour, hour];
/** How long whoever unpacks archives is given before the first scan. */
export const unpackMs = 2 * minute;
/** How long until it is asked again whether a library is still being scanned. */
export const busyWaitMs = 5 * second;
/** So long a scan of the library is waited for; longer ones take in what was added meanwhile, or not. */
export const longestBusyMs = 10 * minute;
/** Scan requests of one server are so far apart. */
export const sendGapMs = 5 * second;

/** After a scan request whose outcome is unknown: look, and only then send again. */
const unsureWaits = [4, 8, 16, 32].map((s) => s * second);
/** After the last send that is made by itself, the person has been told and may take days: some more looks. */
const lateWaits = [45 * minute, 23 * hour, day, day, day, day, day, day];

/** How long Plex is given to take up a scan: after one it may not have got, one it got, and the last one; or archives. */
export type Patience = 'unsure' | 'sent' | 'packed' | 'last';

const waitsOf: Record<Patience, readonly number[]> = {
  unsure: unsureWaits,
  sent: sentWaits,
  packed: packedWaits,
  last: [...sentWaits, ...lateWaits],
};

/** How long to wait before the next look when there were `looks` since the send; `undefined`: no more looks. */
export const lookWaitMs = (patience: Patience, looks: number): number | undefined => waitsOf[patience][looks];

/** After so many looks since the last send (a quarter of an hour) the person is told that nothing has appeared. */
export const looksBeforeTelling = sentWaits.length;

/**
 * How long to wait before a torrent that has not settled is polled again: a quarter of the time that it has been
 * restless, between 1.5 s and 30 s, so that a move of hours does not cost thousands of polls.
 */
export const settleWaitMs = (restlessMs: number): number =>
  Math.min(longestSettleMs, Math.max(settleMs, restlessMs / 4));

/**
 * How long to wait after a failure that may pass: as long again as it has lasted, between 30 s and 15 min, which
 * doubles the time between tries. At least as long as the server asked, up to an hour.
 */
export function retryWaitMs(lastedMs: number, askedMs: number | null): number {
  const asked = askedMs !== null && askedMs > 0 ? Math.min(askedMs, longestAskedMs) : 0;
  return Math.max(asked, Math.min(longestRetryMs, Math.max(firstRetryMs, lastedMs)));
}

/** The longest wait that is ever set, for a download that goes on by itself and for one the person was told about. */
const longestWaitMs = { unattended: hour, told: day } as const;

/**
 * Whether the next step of a download is due. A time further off than the longest wait was set by a clock that has
 * since been put back: it counts as come, or a wrong year could put a download off for ever.
 */
export function isDue({ nextAtMs, problem }: Pick<Download, 'nextAtMs' | 'problem'>, nowMs: number): boolean {
  if (nextAtMs === never) return false;
  const isTold = problem?.code === 'NOT_APPEARED' || problem?.code === 'NOTHING_PLAYABLE';
  const longest = isTold ? longestWaitMs.told : longestWaitMs.unattended;
  return nextAtMs <= nowMs || nextAtMs - nowMs > longest;
}
