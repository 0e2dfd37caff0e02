export type SectionType = 'movie' | 'show' | 'artist';

/** One root of a library: a real folder, and the name Plex has for it (a container path, a Windows path, …). */
export interface LocationConfig {
  /** What Plex calls the folder. Default: `diskPath`. */
  readonly plexPath?: string;
  readonly diskPath: string;
}

export interface SectionConfig {
  /** Default: the next free number. */
  readonly key?: string;
  readonly type: SectionType;
  readonly title: string;
  readonly locations: readonly LocationConfig[];
  /** Scan the whole library before the server starts to answer. Default: the option of the server. */
  readonly scanAtStart?: boolean;
}

/** How long Plex takes, in milliseconds. Real servers take seconds to minutes. */
export interface Delays {
  /** From the start of a scan to its end. */
  readonly scanMs: number;
  /** From the end of a scan to the moment its new items can be listed. */
  readonly appearMs: number;
  /** From an item's appearance to its match: clean title, `plex://` guid, poster, media analysis. */
  readonly matchMs: number;
  /** From the start of a scan to the moment its activity names the section; about a second on a real server. */
  readonly contextMs: number;
}

export interface StandInOptions {
  /** 0 (default): any free port. */
  readonly port?: number;
  readonly plexTvPort?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  readonly sections?: readonly SectionConfig[];
  readonly delays?: Partial<Delays>;
  readonly scanAtStart?: boolean;
  readonly name?: string;
  readonly token?: string;
  readonly machineIdentifier?: string;
  readonly version?: string;
  /** Whether matching puts two files with the same guid into one item as two versions. Default true. */
  readonly merge?: boolean;
  /** What a shared user's token gets on owner-only routes. The real status is not documented. Default 403. */
  readonly refusedStatus?: 401 | 403;
  /** Server-sent events without the `NotificationContainer` around them, as some servers do. Default false. */
  readonly bareEvents?: boolean;
  /** Epoch milliseconds. Default: the clock of this machine. */
  readonly now?: () => number;
}

export const quickDelays: Delays = { scanMs: 30, appearMs: 5, matchMs: 20, contextMs: 10 };
