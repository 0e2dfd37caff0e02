import type { ServerSettings, Settings } from '../domain/settings.ts';
import type { PlexEvent } from '../ports/plex-server.ts';
import { type Connections, requireAllowed } from './connections.ts';
import type { DownloadBook } from './download-book.ts';

/** Plex sends bursts of events while it scans; looking once per burst is enough. */
const burstMs = 400;

interface Deps {
  readonly book: DownloadBook;
  readonly connections: Connections;
  readonly later: (run: () => void, delayMs: number) => () => void;
  /** What is known of libraries may no longer be true. */
  readonly heard?: (machineIdentifier: string, event: PlexEvent) => void;
}

interface Stream {
  readonly address: string;
  readonly controller: AbortController;
}

/**
 * Listens to the event stream of servers that owe us files, so that a button turns on within a second of Plex having
 * the item. Only an accelerator: when it can't be opened or ends, the looks on the ladder find the same.
 */
export class HintListener {
  #deps: Deps;
  #hint: () => Promise<void>;
  #open = new Map<string, Stream>();
  #state: 'idle' | 'waiting' | 'looking' | 'again' = 'idle';

  constructor(deps: Deps, hint: () => Promise<void>) {
    this.#deps = deps;
    this.#hint = hint;
  }

  /** Opens the streams that are needed now and closes the others: also those of servers removed or moved since. */
  listen(settings: Settings): void {
    const owing = new Set(
      this.#deps.book
        .all()
        .filter((download) => download.stage === 'verifying')
        .map((download) => download.plan?.machineIdentifier),
    );
    const needed = settings.servers.filter((server) => owing.has(server.machineIdentifier));
    for (const [id, { address, controller }] of this.#open) {
      if (needed.some((server) => server.machineIdentifier === id && server.address === address)) continue;
      controller.abort();
      this.#open.delete(id);
    }
    for (const server of needed) {
      if (this.#open.has(server.machineIdentifier)) continue;
      const stream = { address: server.address, controller: new AbortController() };
      this.#open.set(server.machineIdentifier, stream);
      void this.#follow(server, stream);
    }
  }

  async #follow(server: ServerSettings, own: Stream): Promise<void> {
    const { connections } = this.#deps;
    const { signal } = own.controller;
    try {
      await requireAllowed(connections, server.address);
      for await (const event of connections.server(server).events(signal)) {
        if (signal.aborted) return;
        this.#deps.heard?.(server.machineIdentifier, event);
        if (event.kind !== 'other') this.#hinted();
      }
    } catch {
      // No stream is no problem: the looks on the ladder go on without it.
    } finally {
      if (this.#open.get(server.machineIdentifier) === own) this.#open.delete(server.machineIdentifier);
    }
  }

  /** One look per burst, and never two at a time: a Plex that is slow to answer is not asked more for it. */
  #hinted(): void {
    if (this.#state === 'idle') this.#wait();
    else if (this.#state === 'looking') this.#state = 'again';
  }

  #wait(): void {
    this.#state = 'waiting';
    this.#deps.later(() => {
      this.#state = 'looking';
      this.#hint()
        .catch(() => undefined) // as above: it was only a hint
        .finally(() => {
          if (this.#state === 'again') this.#wait();
          else this.#state = 'idle';
        });
    }, burstMs);
  }
}
