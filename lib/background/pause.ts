import type { Download } from '../domain/download.ts';
import { lookAgainMs } from '../domain/hold.ts';
import type { Settings } from '../domain/settings.ts';
import type { DownloadBook } from './download-book.ts';

/** What a pause holds: everything between "its files are in place" and the scan request. */
const isHeld = ({ stage }: Download): boolean => stage === 'ready';

/**
 * Puts a download off while the person has paused; says whether it did. Asks nobody. Plex is looked into anew
 * afterwards, since it may have come upon the files by itself in the meantime.
 */
export async function heldByPause(
  book: DownloadBook,
  settings: Pick<Settings, 'isPaused'>,
  download: Download,
  nowMs: number,
): Promise<boolean> {
  if (!settings.isPaused || !isHeld(download)) return false;
  await book.update([download.id], (one) =>
    isHeld(one) ? { ...one, looks: 0, nextAtMs: nowMs + lookAgainMs } : one,
  );
  return true;
}

/** The pause is over: what it held is due now. What waits for something else, or for the person, goes on waiting. */
export async function endPause(book: DownloadBook, nowMs: number): Promise<void> {
  const waits = (one: Download): boolean => isHeld(one) && one.problem === null && one.nextAtMs > nowMs;
  await book.open();
  const ids = book.all().flatMap((one) => (waits(one) ? [one.id] : []));
  await book.update(ids, (one) => (waits(one) ? { ...one, nextAtMs: nowMs } : one));
}
