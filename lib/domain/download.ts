import type { ErrorCode, Failure } from './errors.ts';
import type { InfoHash } from './info-hash.ts';
import type { PlexTarget } from './plex-item.ts';
import { isDue, settleMs } from './retry.ts';
import type { Torrent } from './torrent.ts';

/**
 * A completed torrent on its way into Plex: the heart of Marquee. Everything here is pure; whoever acts saves the
 * returned download first and then acts.
 *
 * Two axes: `stage` says how far, `problem` what is wrong. A stage only goes forward, except that `sending` and
 * `verifying` fall back to `ready` to send again, and that the person may start it over.
 */
export type DownloadStage =
  /** complete, but not yet seen twice with the same size and path */
  | 'settling'
  /** to be mapped, looked up and sent */
  | 'ready'
  /** saved before the scan request goes out; found so after a restart, its outcome is unknown */
  | 'sending'
  /** Plex has accepted the scan, or may have; waiting for the files to show up */
  | 'verifying'
  /** Plex has the files: done */
  | 'available'
  /** the person does not want it in Plex, or nothing in it is for Plex: done */
  | 'ignored';

/** What keeps a download from going on. Times are epoch milliseconds. */
export interface Problem {
  readonly code: ErrorCode;
  /** Since when it does not go on; failures that may pass count as one, even when their codes differ. */
  readonly sinceMs: number;
  /** When it is tried again by itself; `null` when a person has to do something. */
  readonly retryAtMs: number | null;
}

/** One folder, as Plex sees it, that is to be scanned in one library. */
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
  /**
   * It holds archives only, so many: what proves that it worked are playable files that show up inside the folder.
   * `files` is empty, since no torrent client tells what was unpacked.
   */
  readonly archives?: number;
}

/** One completion of one torrent. Plain data that survives JSON; times are epoch milliseconds, sizes bytes. */
export interface Download {
  /** `<client id>:<info hash>:<completion stamp>`: the same torrent completed anew is a new download. */
  readonly id: string;
  readonly clientId: string;
  readonly hash: InfoHash;
  readonly name: string;
  readonly category: string | null;
  /** Its labels; missing when it has none. */
  readonly tags?: readonly string[];
  readonly completedAtMs: number;
  readonly wantedBytes: number;
  readonly savePath: string;
  readonly contentPath: string | null;
  readonly detectedAtMs: number;
  readonly stage: DownloadStage;
  readonly stageSinceMs: number;
  /** Not before this time is the next step taken; `Number.MAX_SAFE_INTEGER`: none by itself. */
  readonly nextAtMs: number;
  /** Scan requests that may have reached Plex since the person last asked to try again; at most `maxSends`. */
  readonly sends: number;
  /** When the last scan request was about to go out; `null` before the first. */
  readonly sentAtMs: number | null;
  /** How often Plex was asked for the files since it was planned or last sent, and did not have them. */
  readonly looks: number;
  /** No clear answer came to the last scan request, or the worker died waiting for it. */
  readonly outcomeUnknown: boolean;
  readonly plan: ScanPlan | null;
  readonly target: PlexTarget | null;
  readonly problem: Problem | null;
}

/** What has happened to a download, or what the person has decided about it. */
export type DownloadEvent =
  | { readonly kind: 'polled'; readonly torrent: Torrent }
  | { readonly kind: 'planned'; readonly plan: ScanPlan }
  | { readonly kind: 'found'; readonly target: PlexTarget }
  /** What it was planned for is not there any more: the library, or the folder in it. */
  | { readonly kind: 'unplanned' }
  /** Plex is scanning that library now, and may come upon the files by itself. */
  | { readonly kind: 'busy' }
  /** Plex was asked and does not have all of the files. */
  | { readonly kind: 'absent' }
  /** About to send the scan request: saved before it goes out. */
  | { readonly kind: 'sending' }
  /** Plex has accepted the scan. */
  | { readonly kind: 'sent' }
  /** The request certainly did not reach Plex. */
  | { readonly kind: 'not-sent'; readonly failure: Failure }
  /** The request went out and no clear answer came back. */
  | { readonly kind: 'outcome-unknown' }
  /** A step other than the send has failed. */
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** The person wants it tried again from the start, with new sends. */
  | { readonly kind: 'retry' }
  /** The person does not want it in Plex, or there is nothing in it for Plex. */
  | { readonly kind: 'ignore' };

/** The id of a torrent's completion: the same for every look at it, another one when it completes anew. */
export const downloadId = (clientId: string, hash: InfoHash, completedAtMs: number): string =>
  `${clientId}:${hash}:${completedAtMs}`;

const mostTags = 20;
const shortTag = (tag: string): string => tag.slice(0, 100).toWellFormed();

/** A download as it is first written down. Names are capped: a torrent's name can be 64 kB of anything. */
export function startDownload(clientId: string, torrent: Torrent, nowMs: number): Download {
  const completedAtMs = torrent.completedAtMs ?? nowMs;
  return {
    id: downloadId(clientId, torrent.hash, completedAtMs),
    clientId,
    hash: torrent.hash,
    name: torrent.name.slice(0, 255).toWellFormed(),
    category: torrent.category?.slice(0, 255).toWellFormed() ?? null,
    ...(torrent.tags.length > 0 && { tags: torrent.tags.slice(0, mostTags).map(shortTag) }),
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

/** What is to be done for a download; `recover`: nobody is waiting for the answer to its scan request any more. */
export type Step = 'poll' | 'plan' | 'look' | 'send' | 'recover';

/**
 * The next thing to do for a download now, or `null` when it has to wait, is done, or needs a person. Whoever asks has
 * no request of this download under way.
 */
export function nextStep(download: Download, nowMs: number): Step | null {
  if (!isDue(download, nowMs)) return null;
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
    case 'available':
    case 'ignored':
      return null;
  }
}
