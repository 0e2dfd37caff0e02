import type { InfoHash } from '../domain/info-hash.ts';
import type { SessionTorrent, Torrent, TorrentFile } from '../domain/torrent.ts';

export type { SessionTorrent };

/** What a torrent client says it is. */
export interface ClientIdentity {
  readonly version: string;
  readonly apiVersion: string | null;
}

/** What changed since a cursor. The cursor is the client's own and opaque to everybody else. */
export interface TorrentChanges {
  /** Torrents that changed in a way that can matter; without a cursor, the newest completions. */
  readonly torrents: readonly Torrent[];
  readonly removed: readonly InfoHash[];
  readonly cursor: string | null;
  /** The oldest completion that was looked at is newer than what the caller knows: ask for all. */
  readonly gap: boolean;
}

/**
 * One torrent client. Every method fails with an `OperationError` and stops when the signal aborts; each ends by
 * itself within 25 s, before a worker's life would.
 */
export interface TorrentClient {
  identify(signal: AbortSignal): Promise<ClientIdentity>;
  /** All completed torrents: for the baseline at first contact, and to catch up after a gap. */
  listCompleted(signal: AbortSignal): Promise<readonly Torrent[]>;
  /** `isKnown` tells whether a completion (hash, stamp) was already taken note of. */
  listChanges(
    cursor: string | null,
    isKnown: (torrent: Torrent) => boolean,
    signal: AbortSignal,
  ): Promise<TorrentChanges>;
  /** These torrents as they are now; those that are gone are left out. */
  listByHash(hashes: readonly InfoHash[], signal: AbortSignal): Promise<readonly Torrent[]>;
  listFiles(hash: InfoHash, signal: AbortSignal): Promise<readonly TorrentFile[]>;
  /** For clients whose pages know torrents by a number and not by an info hash; those that are gone are left out. */
  listBySessionId?(ids: readonly number[], signal: AbortSignal): Promise<readonly SessionTorrent[]>;
}

/** How Marquee signs in to a torrent client. */
export type ClientAccess = 'browser-session' | 'password' | 'api-key';

/** Where a torrent client is and how to sign in. Secrets are asked for at the moment of use and never kept here. */
export interface ClientConnection {
  /** Address of the web UI with its path prefix, ending in `/`. */
  readonly address: string;
  readonly access: ClientAccess;
  readonly username: string | null;
  /** The password or API key, from the vault. */
  readonly secret: () => Promise<string | null>;
  /** Plain `fetch`; given so that tests and Node can bring their own. */
  readonly fetch: typeof fetch;
}

/** A kind of torrent client. `id` is stored in settings and never changes; `label` is a name and not translated. */
export interface TorrentClientKind<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  /** Ways to sign in that it knows, the one to suggest first. */
  readonly accesses: readonly ClientAccess[];
  /** Its password stands alone, without a user name. */
  readonly passwordAlone?: boolean;
  /** What its address usually looks like (`host:port/path`), to suggest the right kind; never more than a guess. */
  readonly usualAddress: RegExp;
  connect(connection: ClientConnection): TorrentClient;
}
