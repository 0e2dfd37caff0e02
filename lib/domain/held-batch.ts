import type { Download } from './download.ts';
import { never } from './retry.ts';

/**
 * More completions in one look at a torrent client than this are not followed before the person has said so. It is far
 * more than completes between two alarms; it is what a client that was given an old library of torrents shows, or one
 * that went on while the browser was closed. Only the person can tell these two apart.
 */
export const mostAtOnce = 50;

/** Downloads of one torrent client that wait for the same answer. Times are epoch milliseconds. */
export interface HeldBatch {
  readonly clientId: string;
  readonly count: number;
  readonly sinceMs: number;
  /** When the last of them was noticed: an answer counts for none that came later. */
  readonly untilMs: number;
}

/** Whether it waits to hear if the person wants it followed. */
export const isHeld = ({ problem }: Download): boolean => problem?.code === 'MANY_AT_ONCE';

/** A download that was just noticed, as it is written down while nothing is to happen to it. */
export const held = (download: Download, nowMs: number): Download => ({
  ...download,
  nextAtMs: never,
  problem: { code: 'MANY_AT_ONCE', sinceMs: nowMs, retryAtMs: null },
});

/** Whether an answer to this question is for this download. */
export const isOfBatch = (
  download: Download,
  { clientId, untilMs }: Pick<HeldBatch, 'clientId' | 'untilMs'>,
): boolean => isHeld(download) && download.clientId === clientId && download.detectedAtMs <= untilMs;

/** The questions that are open, one for each torrent client, the oldest first. */
export function heldBatches(downloads: readonly Download[]): readonly HeldBatch[] {
  const byClient = Map.groupBy(downloads.filter(isHeld), ({ clientId }) => clientId);
  const batches = [...byClient].map(([clientId, those]) => {
    const times = those.map(({ detectedAtMs }) => detectedAtMs);
    return {
      clientId,
      count: those.length,
      sinceMs: times.reduce((a, b) => Math.min(a, b)),
      untilMs: times.reduce((a, b) => Math.max(a, b)),
    };
  });
  return batches.sort((a, b) => a.sinceMs - b.sinceMs);
}
