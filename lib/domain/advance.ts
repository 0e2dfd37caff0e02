import type { Download, DownloadEvent, DownloadStage, Problem } from './download.ts';
import type { Failure } from './errors.ts';
import {
  busyWaitMs,
  isDue,
  looksBeforeTelling,
  lookWaitMs,
  maxSends,
  never,
  type Patience,
  retryWaitMs,
  settleWaitMs,
  unpackMs,
} from './retry.ts';
import { isComplete, type Torrent } from './torrent.ts';

const open: readonly DownloadStage[] = ['settling', 'ready', 'sending', 'verifying'];

/** The stages in which an event means something. Elsewhere it comes late, after a decision, and changes nothing. */
const heardIn: Record<DownloadEvent['kind'], readonly DownloadStage[]> = {
  polled: ['settling'],
  planned: ['ready'],
  unplanned: ['ready', 'verifying'],
  busy: ['ready'],
  found: ['ready', 'sending', 'verifying'],
  absent: ['ready', 'verifying'],
  sending: ['ready'],
  sent: ['sending'],
  'not-sent': ['sending'],
  'outcome-unknown': ['sending'],
  failed: open,
  retry: open,
  ignore: [...open, 'available'],
};

/**
 * The download after an event; the same object when the event comes at a stage where it means nothing. So a scan
 * request may go out only if the download is at `sending` after that event.
 */
export function advance(download: Download, event: DownloadEvent, nowMs: number): Download {
  if (!heardIn[event.kind].includes(download.stage)) return download;
  switch (event.kind) {
    case 'polled':
      return settle(download, event.torrent, nowMs);
    case 'planned':
      return { ...download, plan: event.plan, looks: 0, problem: null, nextAtMs: nowMs };
    case 'unplanned':
      return unplan(download, nowMs);
    case 'busy':
      return { ...download, looks: 0, problem: null, nextAtMs: nowMs + busyWaitMs };
    case 'found':
      return enter(download, 'available', nowMs, { target: event.target });
    case 'absent':
      return absent(download, nowMs);
    case 'sending':
      return send(download, nowMs);
    case 'sent':
      return verify(download, false, nowMs);
    case 'outcome-unknown':
      return verify(download, true, nowMs);
    case 'not-sent': {
      const { problem, sends } = download;
      return postpone(
        { ...enter(download, 'ready', nowMs, { sends: sends - 1 }), problem },
        event.failure,
        nowMs,
      );
    }
    case 'failed':
      return postpone(download, event.failure, nowMs);
    case 'retry':
      return startOver(download, nowMs);
    case 'ignore':
      return enter(download, 'ignored', nowMs);
  }
}

/** At a new stage: nothing is wrong there yet, and its first step is due at once. */
const enter = (
  download: Download,
  stage: DownloadStage,
  nowMs: number,
  change: Partial<Download> = {},
): Download => ({ ...download, stage, stageSinceMs: nowMs, nextAtMs: nowMs, problem: null, ...change });

/** With all of its sends used up it is planned no more: whether it worked is seen or told where it was sent. */
function unplan(download: Download, nowMs: number): Download {
  if (download.plan === null || download.sends >= maxSends) return download;
  const again = { plan: null, looks: 0, outcomeUnknown: false };
  return download.stage === 'ready'
    ? { ...download, ...again, nextAtMs: nowMs }
    : enter(download, 'ready', nowMs, again);
}

function settle(download: Download, torrent: Torrent, nowMs: number): Download {
  const { wantedBytes, savePath, contentPath } = torrent;
  const still =
    isComplete(torrent) &&
    wantedBytes === download.wantedBytes &&
    savePath === download.savePath &&
    contentPath === download.contentPath;
  if (!still) {
    const nextAtMs = nowMs + settleWaitMs(nowMs - download.stageSinceMs);
    return { ...download, wantedBytes, savePath, contentPath, problem: null, nextAtMs };
  }
  // The last poll that agreed is too fresh to count, unless something went wrong since: that took its time.
  const early = !download.problem && !isDue(download, nowMs);
  return early ? download : enter(download, 'ready', nowMs);
}

/** A problem that may pass stays until the outcome is known, so that the waits between tries go on growing. */
function send(download: Download, nowMs: number): Download {
  if (!download.plan || download.sends >= maxSends) return download;
  const { problem, sends } = download;
  return enter(download, 'sending', nowMs, {
    sends: sends + 1,
    sentAtMs: nowMs,
    outcomeUnknown: false,
    problem: problem?.retryAtMs == null ? null : problem,
  });
}

function verify(download: Download, outcomeUnknown: boolean, nowMs: number): Download {
  const verifying = enter(download, 'verifying', nowMs, { looks: 0, outcomeUnknown });
  return { ...verifying, nextAtMs: nowMs + (lookWaitMs(patienceOf(verifying), 0) ?? 0) };
}

const patienceOf = ({ sends, outcomeUnknown, plan }: Download): Patience => {
  if (sends >= maxSends) return 'last';
  if (plan?.archives) return 'packed';
  return outcomeUnknown ? 'unsure' : 'sent';
};

/** Plex was asked and does not have the files (all of them) yet: look again later, send once more, or give up. */
function absent(download: Download, nowMs: number): Download {
  const looks = download.looks + 1;
  if (download.stage === 'ready') {
    const nextAtMs = download.plan?.archives && download.sends === 0 ? unpackedAtMs(download, nowMs) : nowMs;
    return { ...download, looks, nextAtMs, problem: null };
  }
  const patience = patienceOf(download);
  const waitMs = lookWaitMs(patience, looks);
  // just looked: as `ready` with one look it is sent without another
  if (waitMs === undefined && patience !== 'last') return enter(download, 'ready', nowMs, { looks: 1 });
  return {
    ...download,
    looks,
    nextAtMs: waitMs === undefined ? never : nowMs + waitMs,
    problem: looks >= looksBeforeTelling ? notAppeared(download, nowMs) : null,
  };
}

/** Counted from when it was complete and settled, so that a later look does not put it off again. */
const unpackedAtMs = ({ stageSinceMs }: Download, nowMs: number): number =>
  Math.min(nowMs + unpackMs, Math.max(nowMs, stageSinceMs + unpackMs));

const wasTold = ({ stage, problem }: Download): boolean =>
  stage === 'verifying' && (problem?.code === 'NOT_APPEARED' || problem?.code === 'NOTHING_PLAYABLE');

const notAppeared = (download: Download, nowMs: number): Problem =>
  download.problem && wasTold(download)
    ? download.problem
    : {
        code: download.plan?.archives ? 'NOTHING_PLAYABLE' : 'NOT_APPEARED',
        sinceMs: nowMs,
        retryAtMs: null,
      };

/** Tried again later if that may help; else it waits for a person. What the person was told is not taken back. */
function postpone(download: Download, failure: Failure, nowMs: number): Download {
  const { problem: before } = download;
  const { code, retryable } = failure;
  const same = before !== null && (before.code === code || (before.retryAtMs !== null && retryable));
  const sinceMs = same ? Math.min(before.sinceMs, nowMs) : nowMs;
  if (!retryable) return { ...download, nextAtMs: never, problem: { code, sinceMs, retryAtMs: null } };
  const retryAtMs = nowMs + retryWaitMs(nowMs - sinceMs, failure.retryAfterMs);
  if (wasTold(download)) return { ...download, nextAtMs: retryAtMs };
  return { ...download, nextAtMs: retryAtMs, problem: { code, sinceMs, retryAtMs } };
}

function startOver(download: Download, nowMs: number): Download {
  if (download.stage === 'settling') {
    return download.problem ? { ...download, problem: null, nextAtMs: nowMs } : download;
  }
  const fresh = { plan: null, looks: 0, sends: 0, sentAtMs: null, outcomeUnknown: false };
  return enter(download, 'ready', nowMs, fresh);
}
