import type { ErrorCode, Failure } from './errors.ts';
import type { InfoHash } from './info-hash.ts';
import type { PlexTarget } from './plex-item.ts';
import { isComplete, type Torrent } from './torrent.ts';

/**
 * A completed torrent on its way into Plex: the heart of Marquee. Everything here is pure; whoever acts saves the
 * returned download first and then acts.
 *
 * Two axes: `stage` says how far, `problem` what is wrong. A stage only goes forward, except that a send whose
 * outcome is unknown may be repeated once.
 */
export type DownloadStage =
  /** complete, but not yet seen twice with the same size and path */
  | 'settling'
  /** to be mapped, looked up and sent */
  | 'ready'
  /** saved before the scan request goes out; found so after a restart, its outcome is unknown */
  | 'sending'
  /** Plex has accepted the scan; waiting for the files to show up */
  | 'verifying'
  | 'available'
  /** the person does not want it in Plex */
  | 'ignored';

export interface Problem {
  readonly code: ErrorCode;
  readonly sinceMs: number;
  /** When it is tried again by itself; `null` when a person has to do something. */
  readonly retryAtMs: number | null;
}

/** One folder that is to be scanned in one library. */
export interface ScanTarget {
  readonly sectionKey: string;
  readonly sectionTitle: string;
  readonly folder: string;
}

/** What was decided for a download: where to scan, and which files prove that it worked (paths as Plex sees them). */
export interface ScanPlan {
  readonly machineIdentifier: string;
  readonly scans: readonly ScanTarget[];
  readonly files: readonly string[];
}

export interface Download {
  /** `<client id>:<info hash>:<completion stamp>`: the same torrent completed anew is a new download. */
  readonly id: string;
  readonly clientId: string;
  readonly hash: InfoHash;
  readonly name: string;
  readonly category: string | null;
  readonly completedAtMs: number;
  readonly wantedBytes: number;
  readonly savePath: string;
  readonly contentPath: string | null;
  readonly detectedAtMs: number;
  readonly stage: DownloadStage;
  readonly stageSinceMs: number;
  /** Not before this time is the next step taken. */
  readonly nextAtMs: number;
  /** Scan requests that may have reached Plex. */
  readonly sends: number;
  readonly sentAtMs: number | null;
  /** How often Plex was asked for the files since the last send. */
  readonly looks: number;
  /** The worker died between "about to send" and the answer. */
  readonly outcomeUnknown: boolean;
  readonly plan: ScanPlan | null;
  readonly target: PlexTarget | null;
  readonly problem: Problem | null;
}

export type DownloadEvent =
  | { readonly kind: 'polled'; readonly torrent: Torrent }
  | { readonly kind: 'planned'; readonly plan: ScanPlan }
  | { readonly kind: 'found'; readonly target: PlexTarget }
  | { readonly kind: 'absent' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'sent' }
  /** The request certainly did not reach Plex. */
  | { readonly kind: 'not-sent'; readonly failure: Failure }
  /** The request went out and no clear answer came back. */
  | { readonly kind: 'outcome-unknown' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'retry' }
  | { readonly kind: 'ignore' };

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Two polls at least this far apart must agree before a download counts as settled. */
export const settleMs = 1_500;
/** At most this many scans are sent by themselves for one download. */
export const maxSends = 2;

/** When, after an accepted scan, Plex is asked for the files. Events make it earlier, these make it certain. */
const verifyAfterMs = [2, 5, 10, 20, 40, 60, 120, 300, 900].map((s) => s * second);
/** Later looks, after the second and last send. */
const lateAfterMs = [hour, 24 * hour, 48 * hour, 72 * hour, 96 * hour, 120 * hour, 144 * hour, 168 * hour];
/** After a send whose outcome is unknown: look, and only then send again. */
const unsureAfterMs = [5, 15, 60, 180].map((s) => s * second);

const firstRetryMs = 30 * second;
const longestRetryMs = 15 * minute;

export const downloadId = (clientId: string, hash: InfoHash, completedAtMs: number): string =>
  `${clientId}:${hash}:${completedAtMs}`;

/** A download as it is first written down. Names are capped: a torrent's name can be 64 kB of anything. */
export function startDownload(clientId: string, torrent: Torrent, nowMs: number): Download {
  const completedAtMs = torrent.completedAtMs ?? nowMs;
  return {
    id: downloadId(clientId, torrent.hash, completedAtMs),
    clientId,
    hash: torrent.hash,
    name: torrent.name.slice(0, 255),
    category: torrent.category?.slice(0, 255) ?? null,
    completedAtMs,
    wantedBytes: torrent.wantedBytes,
    savePath: torrent.savePath,
    contentPath: torrent.contentPath,
    detectedAtMs: nowMs,
    stage: 'settling',
    stageSinceMs: nowMs,
    nextAtMs: nowMs + settleMs,
    sends: 0,
    sentAtMs: null,
    looks: 0,
    outcomeUnknown: false,
    plan: null,
    target: null,
    problem: null,
  };
}

export type Step = 'poll' | 'plan' | 'look' | 'send' | 'recover';

/** The next thing to do for a download now, or `null` when it has to wait, is done, or needs a person. */
export function nextStep(download: Download, nowMs: number): Step | null {
  if (download.stage === 'available' || download.stage === 'ignored') return null;
  if (download.problem && download.problem.retryAtMs === null && download.stage !== 'verifying') return null;
  if (nowMs < download.nextAtMs) return null;
  switch (download.stage) {
    case 'settling':
      return 'poll';
    case 'ready':
      if (!download.plan) return 'plan';
      return download.looks === 0 ? 'look' : 'send';
    case 'sending':
      return 'recover';
    case 'verifying':
      return 'look';
  }
}

/** The download after an event. Never goes back a stage except to repeat a send, at most once. */
export function advance(download: Download, event: DownloadEvent, nowMs: number): Download {
  const enter = (stage: DownloadStage, change: Partial<Download> = {}): Download => ({
    ...download,
    stage,
    stageSinceMs: nowMs,
    nextAtMs: nowMs,
    problem: null,
    ...change,
  });
  if (download.stage === 'available' || download.stage === 'ignored') {
    return event.kind === 'ignore' ? enter('ignored') : download;
  }
  switch (event.kind) {
    case 'polled':
      return settle(download, event.torrent, nowMs);
    case 'planned':
      return { ...download, plan: event.plan, problem: null, nextAtMs: nowMs };
    case 'found':
      return enter('available', { target: event.target });
    case 'absent':
      return absent(download, nowMs);
    case 'sending':
      return enter('sending', { sends: download.sends + 1, sentAtMs: nowMs, outcomeUnknown: false });
    case 'sent':
      return enter('verifying', { looks: 0, nextAtMs: nowMs + (verifyAfterMs[0] ?? 0) });
    case 'not-sent':
      return postponed(
        enter('ready', { sends: Math.max(0, download.sends - 1) }),
        download,
        event.failure,
        nowMs,
      );
    case 'outcome-unknown':
      return enter('verifying', {
        looks: 0,
        outcomeUnknown: true,
        nextAtMs: nowMs + (unsureAfterMs[0] ?? 0),
      });
    case 'failed':
      return postponed(download, download, event.failure, nowMs);
    case 'retry':
      return download.stage === 'settling'
        ? { ...download, problem: null, nextAtMs: nowMs }
        : enter('ready', { plan: null, looks: 0, sends: 0, outcomeUnknown: false });
    case 'ignore':
      return enter('ignored');
  }
}

function settle(download: Download, torrent: Torrent, nowMs: number): Download {
  if (download.stage !== 'settling') return download;
  const current = {
    wantedBytes: torrent.wantedBytes,
    savePath: torrent.savePath,
    contentPath: torrent.contentPath,
  };
  const still =
    isComplete(torrent) &&
    torrent.wantedBytes === download.wantedBytes &&
    torrent.savePath === download.savePath &&
    torrent.contentPath === download.contentPath;
  if (!still) return { ...download, ...current, problem: null, nextAtMs: nowMs + settleMs };
  return { ...download, stage: 'ready', stageSinceMs: nowMs, nextAtMs: nowMs, problem: null };
}

/** Plex was asked and does not have the files (all of them) yet. */
function absent(download: Download, nowMs: number): Download {
  const looks = download.looks + 1;
  if (download.stage === 'ready') return { ...download, looks, nextAtMs: nowMs, problem: null };
  const ladder = download.outcomeUnknown
    ? unsureAfterMs
    : [...verifyAfterMs, ...(download.sends >= maxSends ? lateAfterMs : [])];
  const wait = ladder[looks];
  const sentAtMs = download.sentAtMs ?? nowMs;
  if (wait !== undefined) {
    const late = wait >= hour;
    return {
      ...download,
      looks,
      nextAtMs: Math.max(nowMs + second, sentAtMs + wait),
      problem: late ? notAppeared(download, nowMs) : null,
    };
  }
  if (download.sends < maxSends) {
    return { ...download, stage: 'ready', stageSinceMs: nowMs, looks: 1, nextAtMs: nowMs, problem: null };
  }
  return { ...download, looks, nextAtMs: Number.MAX_SAFE_INTEGER, problem: notAppeared(download, nowMs) };
}

const notAppeared = (download: Download, nowMs: number): Problem =>
  download.problem?.code === 'NOT_APPEARED'
    ? download.problem
    : { code: 'NOT_APPEARED', sinceMs: nowMs, retryAtMs: null };

/** Waits twice as long as the problem has lasted, between 30 s and 15 min, or as long as the server asked. */
function postponed(next: Download, before: Download, failure: Failure, nowMs: number): Download {
  const sinceMs = before.problem?.code === failure.code ? before.problem.sinceMs : nowMs;
  const waited = Math.max(0, nowMs - sinceMs);
  const wait = Math.max(failure.retryAfterMs ?? 0, Math.min(longestRetryMs, Math.max(firstRetryMs, waited)));
  const retryAtMs = failure.retryable ? nowMs + wait : null;
  return {
    ...next,
    nextAtMs: retryAtMs ?? nowMs,
    problem: { code: failure.code, sinceMs, retryAtMs },
  };
}
