import type { Settings } from '../domain/settings.ts';
import type { Connections } from './connections.ts';
import type { DownloadBook } from './download-book.ts';

/** Plex sends bursts of events while it scans; looking once per burst is enough. */
const burstMs = 400;

interface Deps {
  readonly book: DownloadBook;
  readonly connections: Connections;
  readonly later: (run: () => void, delayMs: number) => () => void;
}

/**
 * Listens to the event stream of servers that owe us files, so that a button turns on within a second of Plex having
 * the item. Only an accelerator: when it can't be opened or ends, the looks on the ladder find the same.
 */
export class HintListener {
  #deps: Deps;
  #hint: () => Promise<void>;
  #open = new Map<string, AbortController>();
  #pending = false;

  constructor(deps: Deps, hint: () => Promise<void>) {
    this.#deps = deps;
    this.#hint = hint;
  }

  /** Opens the streams that are needed now and closes the others. */
  listen(settings: Settings): void {
    const owing = new Set(
      this.#deps.book
        .all()
        .filter((download) => download.stage === 'verifying')
        .map((download) => download.plan?.machineIdentifier),
    );
    for (const [id, controller] of this.#open) {
      if (owing.has(id)) continue;
      controller.abort();
      this.#open.delete(id);
    }
    for (const server of settings.servers) {
      const id = server.machineIdentifier;
      if (!owing.has(id) || this.#open.has(id)) continue;
      const controller = new AbortController();
      this.#open.set(id, controller);
      void this.#follow(id, this.#deps.connections.server(server).events(controller.signal), controller);
    }
  }

  async #follow(id: string, events: AsyncIterable<{ readonly kind: string }>, own: AbortController) {
    try {
      for await (const event of events) {
        if (own.signal.aborted) return;
        if (event.kind !== 'other') this.#hinted();
      }
    } catch {
      // No stream is no problem: the looks on the ladder go on without it.
    } finally {
      if (this.#open.get(id) === own) this.#open.delete(id);
    }
  }

  #hinted(): void {
    if (this.#pending) return;
    this.#pending = true;
    this.#deps.later(() => {
      this.#pending = false;
      void this.#hint().catch(() => undefined);
    }, burstMs);
  }
}
