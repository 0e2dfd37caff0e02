import type { BadgeView } from '../domain/badge.ts';
import type { ErrorCode, Failure } from '../domain/errors.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import type { PathMapping } from '../domain/media-path.ts';
import type { Overview } from '../domain/overview.ts';
import type { ClientSettings, ServerSettings, Settings } from '../domain/settings.ts';
import type { SessionTorrent } from '../domain/torrent.ts';

/** One step of a connection test, in the order they were made; the first that failed ends the test. */
export interface CheckStep {
  readonly step:
    | 'address'
    | 'permission'
    | 'reachable'
    | 'is-plex'
    | 'same-server'
    | 'token'
    | 'owner'
    | 'libraries'
    | 'is-client'
    | 'signed-in'
    | 'torrents';
  readonly ok: boolean;
  readonly code: ErrorCode | null;
  /** What was found: a version, a number of libraries; names are untrusted text. */
  readonly found: string | null;
}

export interface PlexCheck {
  readonly steps: readonly CheckStep[];
  /** Set when every step passed. */
  readonly server: ServerSettings | null;
}

export interface ClientCheck {
  readonly steps: readonly CheckStep[];
  readonly ok: boolean;
}

/** Settings as our pages may see them: whether there is a secret, never the secret. */
export interface SettingsView extends Settings {
  readonly secrets: { readonly servers: readonly string[]; readonly clients: readonly string[] };
}

/** A folder that a torrent client saves to, and where it would be scanned. */
export interface PathCheck {
  readonly clientId: string;
  readonly clientPath: string;
  readonly plexPath: string;
  /** Title of the library that covers it, or `null`. */
  readonly sectionTitle: string | null;
  /** Completed torrents below it. */
  readonly torrents: number;
}

export interface PathChecks {
  readonly paths: readonly PathCheck[];
  readonly locations: readonly { readonly sectionTitle: string; readonly path: string }[];
  readonly failures: readonly Failure[];
}

export type NewClient = Omit<ClientSettings, 'id' | 'refusal'>;

/** What our own pages (popup, options) may ask of the background. Torrent pages may ask none of this. */
export interface Requests {
  'overview.refresh': { request: Record<never, never>; response: Overview };
  'settings.read': { request: Record<never, never>; response: SettingsView };
  'settings.openIn': { request: { openIn: Settings['openIn'] }; response: SettingsView };
  /** `token: null` uses the stored one. */
  'plex.test': {
    request: { address: string; token: string | null; machineIdentifier: string | null };
    response: PlexCheck;
  };
  /** Tests again and stores only what passed. */
  'plex.save': {
    request: { address: string; token: string | null; machineIdentifier: string | null };
    response: PlexCheck;
  };
  'plex.remove': { request: { machineIdentifier: string }; response: SettingsView };
  'client.test': { request: { client: NewClient; secret: string | null }; response: ClientCheck };
  'client.save': { request: { client: NewClient; secret: string | null }; response: ClientCheck };
  'client.remove': { request: { clientId: string }; response: SettingsView };
  'paths.check': { request: { mappings: readonly PathMapping[] }; response: PathChecks };
  'mappings.save': { request: { mappings: readonly PathMapping[] }; response: SettingsView };
  /** Polls every client and takes every waiting step now. */
  'scan.now': { request: Record<never, never>; response: Overview };
  'download.retry': { request: { id: string }; response: Overview };
  'download.ignore': { request: { id: string }; response: Overview };
  /** A `data:` URL, since blobs don't survive the trip. */
  'poster.read': { request: { machineIdentifier: string; thumb: string }; response: { url: string } };
}

export type RequestName = keyof Requests;

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** Asks the background; rejects with an `OperationError`. Components get it from a context. */
export type Ask = <Name extends RequestName>(
  name: Name,
  request: Requests[Name]['request'],
) => Promise<Requests[Name]['response']>;

/** Name of the long-lived connection between a torrent page and the background. */
export const pagePortName = 'torrent-page';

/**
 * What a torrent page may say. Besides words from fixed lists it carries info hashes and torrent numbers and nothing
 * else: no URL, no path, no text.
 */
export type PageMessage =
  | {
      readonly type: 'watch';
      readonly webUi: string;
      readonly hashes: readonly InfoHash[];
      readonly visible: boolean;
    }
  /** Keeps the worker awake while the page is looked at. */
  | { readonly type: 'alive' }
  /** The link of this torrent was used: worth a check that it still points to the right item. */
  | { readonly type: 'used'; readonly hash: InfoHash }
  /** The page knows these torrents by number only: which are they? */
  | { readonly type: 'identify'; readonly sessionIds: readonly number[] }
  /** The page keeps to its own scripts which row is which torrent: our reader is wanted there. */
  | { readonly type: 'needs-reader' }
  /** The page was recognised but no row could be read: it may have changed. */
  | { readonly type: 'no-rows'; readonly webUi: string };

/** What the background tells a torrent page. */
export type PageUpdate =
  /** `null`: no badge. Hashes left out are unchanged. */
  | { readonly type: 'badges'; readonly badges: Readonly<Record<string, BadgeView | null>> }
  /** The torrents behind numbers that the page asked about, with what it can tell them by. */
  | { readonly type: 'torrents'; readonly torrents: readonly SessionTorrent[] };
