import type { Download } from '../domain/download.ts';
import { planNews } from '../domain/news.ts';
import { readReleaseName } from '../matching/release-name.ts';
import type { NewsDesk } from '../ports/news-desk.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import type { DownloadBook } from './download-book.ts';

interface Deps {
  readonly book: DownloadBook;
  readonly settings: SettingsStore;
  readonly desk: NewsDesk;
  readonly now: () => number;
  readonly later: (run: () => void, delayMs: number) => () => void;
}

/**
 * Tells what arrived and what is stuck. What is news follows from the downloads and from what was told last, both
 * stored: a worker that dies in between tells it later, and none tells it twice.
 */
export class Notifier {
  #deps: Deps;
  #turn: Promise<void> | undefined;
  #stopTimer: () => void = () => undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Something may be news. Never rejects: what could not be told is told at the next chance. */
  tell(): Promise<void> {
    this.#turn ??= this.#tell()
      .catch(() => undefined)
      .finally(() => {
        this.#turn = undefined;
      });
    return this.#turn;
  }

  async #tell(): Promise<void> {
    const { book, settings, desk, now, later } = this.#deps;
    this.#stopTimer();
    const { notifications } = await settings.read();
    const before = await desk.read();
    const isWanted = notifications.ready || notifications.attention;
    if (!isWanted || !(await desk.isAllowed())) {
      if (before) await desk.write(null);
      return;
    }
    await book.open();
    const { news, told, waitMs } = planNews(book.all(), before, notifications, showOf, now());
    if (JSON.stringify(told) !== JSON.stringify(before)) await desk.write(told); // first: better untold than told twice
    for (const one of news) await desk.show(one);
    if (waitMs !== null) this.#stopTimer = later(() => void this.tell(), waitMs);
  }
}

/** A season or an episode is told with its show; how the show is called, only the name of the download says. */
function showOf({ name, target }: Download): string | null {
  if (!target || !/^(?:show|season|episode)$/.test(target.type)) return null;
  if (target.type === 'show') return target.title;
  return readReleaseName(name).title || null;
}
