import type { DownloadStage, Problem } from './download.ts';
import type { ErrorCode } from './errors.ts';
import type { HeldBatch } from './held-batch.ts';
import type { LibraryState } from './library-state.ts';
import type { RecentItem } from './plex-item.ts';

/** How a Plex server was when it was last asked. */
export type ServerState =
  /** not asked yet */
  | 'unknown'
  | 'online'
  /** it answers, but is busy with itself */
  | 'starting'
  /** it does not answer, or something else does */
  | 'offline'
  /** it does not take the token, or there is none */
  | 'needs-sign-in'
  /** another server answers at its address; it gets no token */
  | 'wrong-server'
  /** the browser may not ask its host */
  | 'no-permission';

/** A Plex server as our own pages show it. */
export interface ServerOverview {
  readonly machineIdentifier: string;
  readonly name: string;
  readonly version: string;
  readonly state: ServerState;
  /** Since when it is in this state, epoch milliseconds; 0 when it was not asked yet. */
  readonly sinceMs: number;
  /** Where it is asked; missing in what older versions stored. */
  readonly address?: string;
  /** Number of the colour it is shown with. */
  readonly colour?: number;
  /** Somebody else's: it is not scanned. */
  readonly isShared?: boolean;
  /** What the state comes from; `null` when nothing is wrong. */
  readonly code: ErrorCode | null;
  /** What the server is doing now. */
  readonly activities: readonly {
    readonly id: string;
    readonly title: string;
    readonly subtitle: string;
    /** 0…100, or `null` when the server does not know. */
    readonly progress: number | null;
  }[];
  /** Recently added, newest first. */
  readonly recent: readonly RecentItem[];
  /** How far the index of its libraries is; missing in what older versions stored. */
  readonly library?: LibraryState;
}

/** A torrent client as our own pages show it. */
export interface ClientOverview {
  readonly id: string;
  /** Name of the kind, e.g. `qBittorrent`. */
  readonly label: string;
  /** Address of the web UI, ending in `/`. */
  readonly address: string;
  readonly state: 'unknown' | 'online' | 'trouble';
  /** What the trouble is; `null` when there is none. */
  readonly code: ErrorCode | null;
  /** Since when it is in this state, epoch milliseconds; 0 when it was not asked yet. */
  readonly sinceMs: number;
  /** Its page is open and known, and yet no row of it can be read: a new version may have changed it. */
  readonly isPageUnreadable?: boolean;
  /** The person wants no badges in its page. */
  readonly hidesBadges?: boolean;
}

/** A download as our own pages show it. */
export interface DownloadOverview {
  readonly id: string;
  readonly name: string;
  readonly stage: DownloadStage;
  readonly stageSinceMs: number;
  readonly problem: Problem | null;
  /** File or folder as the torrent client sees it. */
  readonly path: string;
  /** The library it belongs to and the folder scanned there, as Plex sees it; `null` while not planned. */
  readonly sectionTitle: string | null;
  readonly folder: string | null;
  /** Where its item opens; `null` while there is none. */
  readonly href: string | null;
}

/** What the popup shows, as last known; stored, so that it can be drawn at once. */
export interface Overview {
  readonly takenAtMs: number;
  readonly servers: readonly ServerOverview[];
  readonly clients: readonly ClientOverview[];
  /** On their way or just arrived, newest first; at most 200. */
  readonly downloads: readonly DownloadOverview[];
  /** Downloads that wait to hear whether they are to be followed; they are not in `downloads`. Missing: none. */
  readonly held?: readonly HeldBatch[];
  /** Something stored could not be read and was set aside. */
  readonly storageBroken: boolean;
  /** Who is signed in with plex.tv: somebody, or somebody whose sign-in plex.tv no longer takes. Missing: nobody. */
  readonly signIn?: 'well' | 'lost';
  /** Nothing is scanned until the person goes on. */
  readonly isPaused?: boolean;
}

/** The overview before anything is known. */
export const emptyOverview: Overview = {
  takenAtMs: 0,
  servers: [],
  clients: [],
  downloads: [],
  storageBroken: false,
};
