import type { LibrarySection } from '../domain/library-section.ts';
import type { LibraryState } from '../domain/library-state.ts';
import type { ServerSettings } from '../domain/settings.ts';
import type { LibraryIndex } from '../matching/library-index.ts';
import type { PlexEvent } from '../ports/plex-server.ts';

/** What Plex's libraries hold, kept so that most questions need no request. */
export interface Libraries {
  stateOf(machineIdentifier: string): LibraryState;
  /** The index as it is known now; `null` while there is none. Then its reading begins, unless it was stopped. */
  index(server: ServerSettings): Promise<LibraryIndex | null>;
  /**
   * Asks Plex for what is new or changed in these libraries since they were last asked, at most one or two requests
   * for each. One that was asked a moment ago is not asked again. Throws `OperationError` when Plex can't be asked.
   */
  refresh(
    server: ServerSettings,
    sections: readonly LibrarySection[],
    signal: AbortSignal,
  ): Promise<LibraryIndex | null>;
  /** These items are gone, or are not what they were: they are told anew by the next refresh, if they are there. */
  drop(machineIdentifier: string, ratingKeys: readonly string[]): Promise<void>;
  /** A hint from Plex. */
  heard(machineIdentifier: string, event: PlexEvent): void;
  /** The person wants it read anew, or read after it was stopped. Resolves when that has begun. */
  read(server: ServerSettings): Promise<void>;
  stop(machineIdentifier: string): Promise<void>;
  /** The server was removed. */
  forget(machineIdentifier: string): Promise<void>;
}
