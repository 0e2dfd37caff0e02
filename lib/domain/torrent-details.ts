import type { Evidence } from './evidence.ts';
import type { PlexItemType } from './plex-item.ts';

/** One item that a torrent opens, or one of those the person chooses from. */
export interface DetailItem {
  readonly href: string;
  readonly type: PlexItemType;
  /** "Dune (2021)", "Foundation – Season 2": untrusted text of Plex. */
  readonly title: string;
  /** The library it is in, where that tells it apart; else `null`. */
  readonly library: string | null;
}

/** What is known of one file of a torrent. */
export interface DetailFile {
  /** The file's own name, without folders: untrusted text of the torrent. */
  readonly name: string;
  /** `S02E07` where the name says so; else `null`. */
  readonly number: string | null;
  readonly state: 'in-plex' | 'missing' | 'not-known';
  /** Why it is missing: inside an archive, left out as a sample or extra, or just not there. */
  readonly why: 'packed' | 'sample' | 'not-in-plex' | null;
  readonly href: string | null;
}

/** Everything a person may want to know about one torrent in view; made on demand. */
export interface TorrentDetails {
  readonly items: readonly DetailItem[];
  readonly evidence: readonly Evidence[];
  readonly found: number | null;
  readonly expected: number;
  /** In the torrent's order; at most 500. */
  readonly files: readonly DetailFile[];
}
