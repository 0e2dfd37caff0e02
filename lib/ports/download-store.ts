import type { SeenCompletions } from '../domain/completion.ts';
import type { Download } from '../domain/download.ts';
import type { PlexTarget } from '../domain/plex-item.ts';

/** What Marquee remembers of one torrent client between polls. */
export interface ClientMemory {
  readonly clientId: string;
  /** The last completion taken note of, by info hash. */
  readonly seen: SeenCompletions;
  /** When the baseline was taken: what was complete before is never scanned. */
  readonly baselineAtMs: number;
  /** When everything complete was last listed, to catch what the newest completions can't show. */
  readonly listedAllAtMs: number;
  /** How many were complete then; missing in what older versions stored. */
  readonly listedCount?: number;
  /** That list was far shorter than the one before: it is believed when two in a row are of the same length. */
  readonly isThin?: true;
  /** No two lists have agreed yet: the client may have been listed while it was still loading its torrents. */
  readonly isProvisional?: true;
  /** Around when those are stamped that came in such numbers that none was believed. */
  readonly massStampMs?: number;
  /** More has completed than is followed at once: the rest is taken note of when there is room. */
  readonly isBehind?: true;
}

/** What was found (or not) for a torrent that Marquee did not follow itself. */
export interface FoundItem {
  readonly target: PlexTarget | null;
  readonly checkedAtMs: number;
}

/** One atomic change: all of it is stored or none. */
export interface StoreChange {
  readonly put?: readonly Download[];
  readonly remember?: readonly ClientMemory[];
}

/** Downloads on their way and what was seen. One writer: the background. */
export interface DownloadStore {
  /** Unreadable entries are set aside, not lost and not replayed; their number is reported. */
  load(): Promise<{
    readonly downloads: readonly Download[];
    readonly memories: readonly ClientMemory[];
    readonly broken: number;
  }>;
  commit(change: StoreChange): Promise<void>;
  removeDownloads(ids: readonly string[]): Promise<void>;
  forgetClient(clientId: string): Promise<void>;
}
