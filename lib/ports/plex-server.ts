import type { LibrarySection } from '../domain/library-section.ts';
import type { PlexLeaf, RecentItem } from '../domain/plex-item.ts';

export interface PlexIdentity {
  readonly machineIdentifier: string;
  readonly version: string;
}

export interface PlexDescription extends PlexIdentity {
  readonly name: string;
  /** `false`: a shared user's token; it may look but not scan. `null`: the server does not say. */
  readonly owned: boolean | null;
}

/** Something Plex is doing. `sectionKey` is missing for about a second after a scan starts. */
export interface PlexActivity {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly subtitle: string;
  /** 0…100, or `null` when Plex does not know. */
  readonly progress: number | null;
  readonly sectionKey: string | null;
}

/** A hint that it is worth looking now; never a fact. */
export type PlexEvent =
  | { readonly kind: 'scan-ended'; readonly sectionKey: string | null }
  | { readonly kind: 'item-changed'; readonly ratingKey: string; readonly sectionKey: string | null }
  | { readonly kind: 'other' };

/**
 * One Plex Media Server. Every method fails with an `OperationError`. Before a token is sent for the first time, the
 * server has proved by its machine identifier that it is the one the token belongs to.
 */
export interface PlexServer {
  /** Needs no token and sends none. */
  identity(signal: AbortSignal): Promise<PlexIdentity>;
  describe(signal: AbortSignal): Promise<PlexDescription>;
  sections(signal: AbortSignal): Promise<readonly LibrarySection[]>;
  /** Asks Plex to scan one folder. Accepted is not done: Plex queues it and answers at once. */
  scanPath(sectionKey: string, folder: string, signal: AbortSignal): Promise<void>;
  /**
   * The items behind these files (paths as Plex sees them), keyed by the given path. Files that Plex does not have
   * are not in the map. Plex can't be asked for a path: candidates are fetched and their `Part.file` compared.
   */
  findByFiles(
    section: Pick<LibrarySection, 'key' | 'type'>,
    files: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, PlexLeaf>>;
  /** `null` when there is no such item (any more). */
  item(ratingKey: string, signal: AbortSignal): Promise<PlexLeaf | null>;
  recentlyAdded(limit: number, signal: AbortSignal): Promise<readonly RecentItem[]>;
  activities(signal: AbortSignal): Promise<readonly PlexActivity[]>;
  /** Ends when the signal aborts or the server closes; throws `OperationError` when it can't be opened. */
  events(signal: AbortSignal): AsyncIterable<PlexEvent>;
  /** A small picture for a `thumb` path of this server. */
  poster(thumb: string, signal: AbortSignal): Promise<Blob>;
}
