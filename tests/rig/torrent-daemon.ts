import type { ClientAccess } from '../../lib/ports/torrent-client.ts';

export interface AddTorrentOptions {
  /** Folder to save to; without it, `downloadsDir`. */
  readonly savePath?: string;
  /** All data are there and right: the client may check them, and then has a complete torrent. */
  readonly isThere?: boolean;
  /** Files that the person does not want, by index; they are set before anything is downloaded. */
  readonly skip?: readonly number[];
  /** Category or label, where the client has such a thing. */
  readonly category?: string;
  /** Tags, where the client has such things. */
  readonly tags?: readonly string[];
  /** Bytes per second that it may download. */
  readonly downloadLimit?: number;
}

/**
 * A real torrent client under test with the test's own hands on it, through a session of its own: none of it is the
 * code under test. One of each kind, so that a test can be run over all of them.
 */
export interface TorrentDaemon {
  /** Id in `lib/torrent-clients`. */
  readonly kind: string;
  /** Its version in the words of the client's API, as `identify` has to say it. */
  readonly version: string;
  /** Address of the web page as a person gives it, ending in `/`. */
  readonly url: string;
  /** Where other BitTorrent clients reach it. */
  readonly peerPort: number;
  readonly username: string | null;
  readonly password: string | null;
  /** Ways to sign in that this one has been started with. */
  readonly accesses: readonly ClientAccess[];
  readonly downloadsDir: string;
  /** A `fetch` with the session of a browser in which the person is signed in to the page. */
  signedIn(base?: typeof fetch): Promise<typeof fetch>;
  /** Resolves when the client has taken the torrents. Adding 10,000 may be many calls of some hundred each. */
  add(torrents: readonly Uint8Array[], options?: AddTorrentOptions): Promise<void>;
  /** Info hashes (lower case) of all torrents that the client calls complete: all data, not checking, not moving. */
  complete(): Promise<ReadonlySet<string>>;
  /** Has it read the data from disk again, all of it. */
  recheck(hash: string): Promise<void>;
  /** Moves the data of a torrent to another folder; where the client leaves that to others, moves them as those do. */
  move(hash: string, folder: string): Promise<void>;
  /** The person now wants these files too, by index. */
  want(hash: string, files: readonly number[]): Promise<void>;
  /** Forgets the torrent; the data stay. */
  remove(hash: string): Promise<void>;
  /** Ends it in order and starts it anew on the same port with the same profile. */
  restart(): Promise<void>;
  /** Ends it and removes its profile. */
  stop(): Promise<void>;
}

/** What every kind of daemon can be started with. */
export interface DaemonOptions {
  readonly saveDir?: string;
  /** Where unfinished downloads are kept, for clients that have such a folder. */
  readonly tempDir?: string;
  /** `false`: as most people run it at home, without a password, where the client allows that. Default `true`. */
  readonly withPassword?: boolean;
}

/** Waits until a client calls a torrent complete. */
export async function waitUntilComplete(
  daemon: Pick<TorrentDaemon, 'complete'>,
  hash: string,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await daemon.complete()).has(hash)) {
    if (Date.now() > deadline) throw new Error(`${hash} was not complete within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
