import type { DownloadStage, Problem } from './download.ts';
import type { ErrorCode } from './errors.ts';
import type { RecentItem } from './plex-item.ts';

export type ServerState =
  | 'unknown'
  | 'online'
  | 'starting'
  | 'offline'
  | 'needs-sign-in'
  | 'wrong-server'
  | 'no-permission';

export interface ServerOverview {
  readonly machineIdentifier: string;
  readonly name: string;
  readonly version: string;
  readonly state: ServerState;
  /** Since when it is in this state. */
  readonly sinceMs: number;
  readonly code: ErrorCode | null;
  readonly activities: readonly {
    readonly id: string;
    readonly title: string;
    readonly subtitle: string;
    readonly progress: number | null;
  }[];
  readonly recent: readonly RecentItem[];
}

export interface ClientOverview {
  readonly id: string;
  /** Name of the kind, e.g. `qBittorrent`. */
  readonly label: string;
  readonly address: string;
  readonly state: 'unknown' | 'online' | 'trouble';
  readonly code: ErrorCode | null;
  readonly sinceMs: number;
}

/** A download as our own pages show it. */
export interface DownloadOverview {
  readonly id: string;
  readonly name: string;
  readonly stage: DownloadStage;
  readonly stageSinceMs: number;
  readonly problem: Problem | null;
  /** Folder as the torrent client sees it. */
  readonly path: string;
  readonly sectionTitle: string | null;
  readonly folder: string | null;
  readonly href: string | null;
}

/** What the popup shows, as last known; stored, so that it can be drawn at once. */
export interface Overview {
  readonly takenAtMs: number;
  readonly servers: readonly ServerOverview[];
  readonly clients: readonly ClientOverview[];
  /** On their way, newest first; at most 200. */
  readonly downloads: readonly DownloadOverview[];
  readonly storageBroken: boolean;
}

export const emptyOverview: Overview = {
  takenAtMs: 0,
  servers: [],
  clients: [],
  downloads: [],
  storageBroken: false,
};
