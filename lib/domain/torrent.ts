import type { InfoHash } from './info-hash.ts';

/** What a torrent client is doing with a torrent, reduced to what matters on the way into Plex. */
export type TorrentPhase =
  | 'metadata'
  | 'downloading'
  | 'checking'
  | 'moving'
  | 'complete'
  | 'error'
  | 'unknown';

/** One torrent, normalised at the border of a torrent client. Times are epoch milliseconds, sizes bytes. */
export interface Torrent {
  readonly hash: InfoHash;
  /** Untrusted text: show it as text only. */
  readonly name: string;
  readonly phase: TorrentPhase;
  /** Bytes the person wants, i.e. without files set to "do not download". */
  readonly wantedBytes: number;
  readonly leftBytes: number;
  /** When the client says the download completed; `null` while it has not. Survives a re-check in every client. */
  readonly completedAtMs: number | null;
  /** When it was added, where the client says so: one removed and added again is told from one that was not. */
  readonly addedAtMs?: number;
  /** Folder the client saves to, as the client sees it. */
  readonly savePath: string;
  /** The file or folder that is this torrent, as the client sees it, when the client says so. */
  readonly contentPath: string | null;
  readonly category: string | null;
  readonly tags: readonly string[];
}

/** One file of a torrent. `path` is relative to the save path, with `/` between its parts. */
export interface TorrentFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** `false` when the person chose not to download it. */
  readonly wanted: boolean;
}

/**
 * A torrent as a page knows it that counts its torrents. The number is given anew at each start of the torrent client,
 * so it counts only together with what the page shows of the same torrent.
 */
export interface SessionTorrent {
  readonly sessionId: number;
  readonly hash: InfoHash;
  /** Untrusted text. */
  readonly name: string;
  readonly addedAtMs: number;
}

/**
 * Complete means: a completion stamp, nothing left, and a state in which the client is neither checking nor
 * moving. "100 %" alone is not complete: qBittorrent stamps and shows 100 % while it still moves the files.
 */
export function isComplete(torrent: Torrent): boolean {
  return (
    torrent.phase === 'complete' &&
    torrent.completedAtMs !== null &&
    torrent.completedAtMs > 0 &&
    torrent.leftBytes === 0 &&
    torrent.wantedBytes > 0
  );
}
