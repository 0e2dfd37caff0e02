import type { Download } from '../domain/download.ts';
import { type HeldBatch, isOfBatch } from '../domain/held-batch.ts';
import type { DownloadBook } from './download-book.ts';
import { resume } from './resume.ts';

/**
 * What the person has said about many that completed at once, in one stored change. Those that are not wanted count as
 * what was complete at first contact does: known, and looked up where a page shows them.
 */
export async function answerBatch(
  book: DownloadBook,
  batch: Pick<HeldBatch, 'clientId' | 'untilMs'>,
  isWanted: boolean,
  nowMs: number,
): Promise<void> {
  const isOf = (download: Download): boolean => isOfBatch(download, batch);
  await book.open();
  if (!isWanted) return book.drop(isOf);
  const ids = book.all().flatMap((one) => (isOf(one) ? [one.id] : []));
  await book.update(ids, (one) => (isOf(one) ? resume(one, nowMs) : one));
}
