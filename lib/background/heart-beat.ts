import { nextStep } from '../domain/download.ts';
import type { Settings } from '../domain/settings.ts';
import type { DownloadBook } from './download-book.ts';

/** After so long without any news the alarm may come less often. */
const quietAfterMs = 60 * 60_000;

/** How often the alarm comes, in minutes. */
export type BeatMinutes = 0.5 | 1;

/** Half a minute while something is going on, and a minute when there was no news for an hour. */
export class HeartBeat {
  #book: DownloadBook;
  #watchedAtMs = 0;

  constructor(book: DownloadBook) {
    this.#book = book;
  }

  /** How often the alarm is to come from now on. `isWatched`: a torrent page is being looked at. */
  minutes(settings: Settings, isWatched: boolean, nowMs: number): BeatMinutes {
    const book = this.#book;
    if (isWatched) this.#watchedAtMs = nowMs;
    const goesOn = book.all().some((one) => nextStep(one, one.nextAtMs) !== null);
    const newsMs = [
      this.#watchedAtMs,
      ...book.all().map(({ detectedAtMs }) => detectedAtMs),
      ...settings.clients.map(({ id }) => book.memory(id)?.baselineAtMs ?? nowMs),
    ];
    const isRecent = newsMs.some((atMs) => Math.abs(nowMs - atMs) < quietAfterMs);
    return goesOn || isRecent ? 0.5 : 1;
  }
}
