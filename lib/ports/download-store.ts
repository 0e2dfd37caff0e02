import type { Download } from '../domain/download.ts';
import type { PlexTarget } from '../domain/plex-item.ts';

/** What Marquee remembers of one torrent client between polls. */
export interface ClientMemory {
  readonly clientId: string;
  /** Completions taken note of, as `<info hash>:<stamp in ms, base 36>`. */
  readonly seen: ReadonlySet<string>;
  /** When the baseline was taken: what was complete before is never scanned. */
  readonly baselineAtMs: number;
  /** When everything complete was last listed, to catch what the newest completions can't show. */
  readonly listedAllAtMs: number;
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
