import type { SettingsStore } from '../ports/settings-store.ts';
import type { FollowDeps } from './follow-deps.ts';
import { followDownload } from './follow-download.ts';
import { awayFor, postpone } from './servers-away.ts';
import { nextInTurn, stepsInMs } from './step-order.ts';

interface Deps extends FollowDeps {
  readonly settings: SettingsStore;
  readonly changed: () => void;
}

/** Takes the steps of downloads that are due, and remembers which of them fail, so that those come after the others. */
export class DueSteps {
  #deps: Deps;
  #failures = new Map<string, number>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** In how many milliseconds each open download has its next step; 0 or less: now. */
  dueInMs(): readonly number[] {
    return stepsInMs(this.#deps.book.all(), this.#deps.now());
  }

  /** Takes steps until nothing is due: most steps make the next one due at once. */
  async take(): Promise<void> {
    const { book, now, changed, servers, settings } = this.#deps;
    const stuck = new Set<string>();
    for (;;) {
      const moving = stuck.size === 0 ? book.all() : book.all().filter(({ id }) => !stuck.has(id));
      const download = nextInTurn(moving, this.#failures, now());
      if (!download) return;
      const current = await settings.read();
      const away = awayFor(servers, current, download);
      if (away) await postpone(this.#deps, current, away);
      else await followDownload(this.#deps, current, download);
      const after = book.get(download.id);
      if (after?.problem) this.#failures.set(download.id, (this.#failures.get(download.id) ?? 0) + 1);
      if (after === download || after?.problem) stuck.add(download.id);
      changed();
    }
  }
}
