import type { Download } from '../domain/download.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { DownloadBook } from './download-book.ts';

/** The download without its problem, due now: what stood in its way has been mended. */
export function resume(download: Download, nowMs: number): Download {
  return { ...download, problem: null, nextAtMs: nowMs };
}

/** The same for all that wait for one of these problems, in one stored change. */
export async function resumeAll(
  book: DownloadBook,
  codes: readonly ErrorCode[],
  nowMs: number,
): Promise<void> {
  const waits = ({ problem }: Download): boolean => problem !== null && codes.includes(problem.code);
  const ids = book.all().flatMap((one) => (waits(one) ? [one.id] : []));
  await book.update(ids, (one) => (waits(one) ? resume(one, nowMs) : one));
}
