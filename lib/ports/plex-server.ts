import type { FileEntry, TitleEntry } from '../domain/library-entry.ts';
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

/** What a library is listed by: one kind of item at a time. */
export type ListedKind = 'movie' | 'show' | 'episode' | 'artist' | 'album' | 'track';

/** A window of such a list. */
export interface ListWindow {
  readonly kind: ListedKind;
  readonly start: number;
  /** 0 asks for the total only. */
  readonly size: number;
  /** Newest first by one of its times; otherwise in an order that stays the same from page to page. */
  readonly newestBy?: 'added' | 'updated';
}

/** Entries of a window; those that can't be read are left out. Times are epoch milliseconds. */
export interface ListedPage {
  readonly titles: readonly TitleEntry[];
  readonly files: readonly FileEntry[];
  /** When its last item was added or changed, as it was ordered; `null` when it holds none that says. */
  readonly oldestMs: number | null;
  /** When the newest of its items was added or changed, whatever its order; `null` when none says. */
  readonly newestMs: number | null;
  /** How far the page reaches in the list: more than its entries when it holds things we don't know. */
  readonly size: number;
  /** Length of the whole list; `null` when the server did not say. */
  readonly total: number | null;
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
  | {
      readonly kind: 'item-changed';
      readonly ratingKey: string;
      readonly sectionKey: string | null;
      /** It was deleted. */
      readonly isGone?: true;
    }
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
  /** Those of these items that are still there, with their files; in one request. At most 100 keys. */
  items(ratingKeys: readonly string[], signal: AbortSignal): Promise<readonly PlexLeaf[]>;
  /** A page of a library, as the index of libraries is made of. Episodes also tell the titles of their shows. */
  listLibrary(sectionKey: string, window: ListWindow, signal: AbortSignal): Promise<ListedPage>;
  recentlyAdded(limit: number, signal: AbortSignal): Promise<readonly RecentItem[]>;
  activities(signal: AbortSignal): Promise<readonly PlexActivity[]>;
  /** Whether somebody is watching or listening now. Only the owner may know: `NO_LIBRARY_RIGHT` for others. */
  isWatched(signal: AbortSignal): Promise<boolean>;
  /** Ends when the signal aborts or the server closes; throws `OperationError` when it can't be opened. */
  events(signal: AbortSignal): AsyncIterable<PlexEvent>;
  /** A small picture for a `thumb` path of this server. */
  poster(thumb: string, signal: AbortSignal): Promise<Blob>;
}
