import type { LibrarySection } from '../domain/library-section.ts';
import type { LibraryState } from '../domain/library-state.ts';
import type { ServerSettings } from '../domain/settings.ts';
import type { LibraryIndex } from '../matching/library-index.ts';
import type { LibraryStore } from '../ports/library-store.ts';
import type { Log } from '../ports/log.ts';
import type { PlexEvent } from '../ports/plex-server.ts';
import type { Libraries } from './libraries.ts';
import { ServerLibrary } from './library/server-library.ts';
import { slicesOf } from './library/slices.ts';
import type { ServerWatch } from './server-watch.ts';

export interface LibraryKeeperDeps {
  readonly servers: Pick<ServerWatch, 'use' | 'sections'>;
  readonly store: LibraryStore;
  readonly now: () => number;
  readonly later: (run: () => void, delayMs: number) => () => void;
  /** Called for each page that is read: the browser must not end the worker in the middle. */
  readonly keepAwake: () => void;
  /** A state is another one than before. Called for each page of a reading. */
  readonly changed: () => void;
  readonly log: Log;
}

/** The libraries of all servers; see `Libraries`. */
export class LibraryKeeper implements Libraries {
  readonly #deps: LibraryKeeperDeps;
  readonly #servers = new Map<string, ServerLibrary>();

  constructor(deps: LibraryKeeperDeps) {
    this.#deps = deps;
  }

  stateOf(machineIdentifier: string): LibraryState {
    return this.#of(machineIdentifier).state;
  }

  index(server: ServerSettings): Promise<LibraryIndex | null> {
    return this.#of(server.machineIdentifier).index(server);
  }

  refresh(
    server: ServerSettings,
    sections: readonly LibrarySection[],
    signal: AbortSignal,
  ): Promise<LibraryIndex | null> {
    return this.#of(server.machineIdentifier).refresh(server, sections, signal);
  }

  drop(machineIdentifier: string, ratingKeys: readonly string[]): Promise<void> {
    return this.#of(machineIdentifier).drop(ratingKeys, false);
  }

  heard(machineIdentifier: string, event: PlexEvent): void {
    if (event.kind === 'other') return;
    const library = this.#of(machineIdentifier);
    library.heard(event.sectionKey);
    if (event.kind === 'item-changed' && event.isGone) {
      void library.drop([event.ratingKey], true).catch(() => this.#deps.log('libraries.drop.failed'));
    }
  }

  read(server: ServerSettings): Promise<void> {
    return this.#of(server.machineIdentifier).read(server);
  }

  stop(machineIdentifier: string): Promise<void> {
    return this.#of(machineIdentifier).stop();
  }

  async forget(machineIdentifier: string): Promise<void> {
    const library = this.#of(machineIdentifier);
    this.#servers.delete(machineIdentifier);
    await library.forget();
  }

  #of(machineIdentifier: string): ServerLibrary {
    const known = this.#servers.get(machineIdentifier);
    if (known) return known;
    const { later, now } = this.#deps;
    const rest = () => new Promise<void>((resolve) => later(resolve, 0));
    const library = new ServerLibrary(machineIdentifier, { ...this.#deps, slices: slicesOf(now, rest) });
    this.#servers.set(machineIdentifier, library);
    return library;
  }
}
