import type { ErrorCode } from './errors.ts';
import type { PathMapping } from './media-path.ts';

/** A Plex server that the person has added. Its token is in the vault. */
export interface ServerSettings {
  /** The server's id; everything that belongs to it is filed under this. */
  readonly machineIdentifier: string;
  readonly name: string;
  /** `http(s)://host[:port][/prefix]`, without a slash at the end. */
  readonly address: string;
  readonly version: string;
}

/** A torrent client that the person has added. Its password or API key is in the vault. */
export interface ClientSettings {
  /** Our own id; everything that belongs to the client is filed under it. */
  readonly id: string;
  /** Id of a torrent client kind, e.g. `qbittorrent`. */
  readonly kind: string;
  /** Address of the web UI with its path prefix, ending in `/`. */
  readonly address: string;
  readonly access: 'browser-session' | 'password' | 'api-key';
  readonly username: string | null;
  /**
   * The client refused the stored sign-in: it is not tried again before `untilMs`, or, with `null`, before the person
   * has changed it. Kept here because a worker that forgets it would try at every start, and five wrong passwords
   * ban the person from their own qBittorrent for an hour.
   */
  readonly refusal: { readonly code: ErrorCode; readonly untilMs: number | null } | null;
}

/** Everything a person has set, without secrets: those are in the vault. */
export interface Settings {
  readonly servers: readonly ServerSettings[];
  readonly clients: readonly ClientSettings[];
  readonly mappings: readonly PathMapping[];
  /** Where "View in Plex" opens. */
  readonly openIn: 'hosted' | 'server';
}

/** The settings of a fresh installation. */
export const emptySettings: Settings = { servers: [], clients: [], mappings: [], openIn: 'hosted' };
