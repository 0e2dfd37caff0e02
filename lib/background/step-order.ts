import { type Download, nextStep } from '../domain/download.ts';
import { sendGapMs } from '../domain/retry.ts';

/** A scan waits so long for others that could go along with it. */
const gatherMs = 10_000;

/** When a scan request last went out to each server. A time to come was written by another clock. */
function lastSentMs(downloads: readonly Download[], nowMs: number): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (const { plan, sentAtMs } of downloads) {
    if (plan === null || sentAtMs === null || sentAtMs > nowMs) continue;
    const { machineIdentifier } = plan;
    last.set(machineIdentifier, Math.max(sentAtMs, last.get(machineIdentifier) ?? 0));
  }
  return last;
}

const sentTo = (last: ReadonlyMap<string, number>, { plan }: Download): number =>
  last.get(plan?.machineIdentifier ?? '') ?? 0;

/** In how many milliseconds each open download has its next step, 0 or less: now. */
export function stepsInMs(downloads: readonly Download[], nowMs: number): readonly number[] {
  const last = lastSentMs(downloads, nowMs);
  return downloads.flatMap((download) => {
    const step = nextStep(download, download.nextAtMs);
    if (step === null) return [];
    const dueInMs = download.nextAtMs - nowMs;
    if (step !== 'send' || dueInMs > 0) return [dueInMs];
    return [Math.max(dueInMs, sentTo(last, download) + sendGapMs - nowMs)];
  });
}

/**
 * The download whose step is taken next; `undefined` when none is due. Whatever fails comes after what does not, so that
 * one bad item keeps nobody waiting. Scans go last, so that one can take others along, and not too close together.
 */
export function nextInTurn(
  downloads: readonly Download[],
  failures: ReadonlyMap<string, number>,
  nowMs: number,
): Download | undefined {
  const last = lastSentMs(downloads, nowMs);
  let other: Download | undefined;
  let send: Download | undefined;
  const timesOf = ({ id }: Download): number => failures.get(id) ?? 0;
  const luckier = (one: Download, than: Download | undefined): Download =>
    than === undefined || timesOf(one) < timesOf(than) ? one : than;
  for (const download of downloads) {
    const step = nextStep(download, nowMs);
    if (step === null) continue;
    if (step !== 'send') other = luckier(download, other);
    else if (nowMs - sentTo(last, download) >= sendGapMs) {
      if (nowMs - download.nextAtMs > gatherMs) return download;
      send = luckier(download, send);
    }
  }
  return other ?? send;
}
