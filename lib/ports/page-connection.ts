import type { BadgeView } from '../domain/badge.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import type { SessionTorrent } from '../domain/torrent.ts';
import type { TorrentDetails } from '../domain/torrent-details.ts';

/** A torrent page that is open now, as the background knows it. What it says has been checked at the border. */
export interface PageConnection {
  /** Address of the page as the browser tells it, not as the page does. */
  readonly url: string;
  readonly visible: boolean;
  readonly hashes: readonly InfoHash[];
  show(badges: Readonly<Record<string, BadgeView | null>>): void;
  /** Answers which torrents are behind numbers that the page asked about. */
  tell(torrents: readonly SessionTorrent[]): void;
  /** Answers what is known of a torrent; `null`: nothing (any more). */
  tellDetails(hash: InfoHash, details: TorrentDetails | null): void;
  /** The page is none of ours: its script takes everything out of it and is not heard again. */
  end(): void;
}
