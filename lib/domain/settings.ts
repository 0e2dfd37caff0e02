import type { ErrorCode } from './errors.ts';
import type { PathMapping } from './media-path.ts';
import type { QuietHours } from './quiet-hours.ts';
import type { Rule } from './rules.ts';

/** A Plex server that the person has added. Its token is in the vault. */
export interface ServerSettings {
  /** The server's id; everything that belongs to it is filed under this. */
  readonly machineIdentifier: string;
  readonly name: string;
  /** `http(s)://host[:port][/prefix]`, without a slash at the end. */
  readonly address: string;
  readonly version: string;
  /** Somebody else's, shared with this account: it is looked at, and never asked to scan. */
  readonly isShared?: boolean;
  /** Typed by the person, a proxy's for example: comes first when another way to the server has to be found. */
  readonly ownAddress?: string;
  /** The person has agreed to http within the home network. */
  readonly allowHttp?: boolean;
  /** Number of the colour it is shown with, 0…7. */
  readonly colour?: number;
}

/** So many colours tell servers apart. */
export const serverColours = 8;

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
  /** The person wants no badges in its page. */
  readonly hidesBadges?: boolean;
}

/** How our own pages look; `auto` follows the browser. */
export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Languages of our texts; `browser` takes the browser's where we have it, else English. */
export const languages = ['browser', 'en', 'de', 'fr', 'es'] as const;
export type Language = (typeof languages)[number];

/** What a person wants to be told by the browser while no page of ours is open. */
export interface Notifications {
  /** Something has arrived in Plex. */
  readonly ready: boolean;
  /** Something waits for the person. */
  readonly attention: boolean;
}

/** What belongs to no server and no client: how Marquee behaves and looks. */
export interface Behaviour {
  readonly theme: Theme;
  readonly language: Language;
  readonly rules: readonly Rule[];
  /** When nothing is scanned; `null`: at any time. */
  readonly quietHours: QuietHours | null;
  /** Nothing is scanned while something is being played on that server. */
  readonly waitWhileWatched: boolean;
  readonly notifications: Notifications;
}

/** Everything a person has set, without secrets: those are in the vault. */
export interface Settings extends Behaviour {
  readonly servers: readonly ServerSettings[];
  readonly clients: readonly ClientSettings[];
  readonly mappings: readonly PathMapping[];
  /** Where "View in Plex" opens. */
  readonly openIn: 'hosted' | 'server' | 'app';
  /** Nothing is scanned until the person goes on. Of this moment, so it is in no backup. */
  readonly isPaused?: boolean;
}

/** What of it can be carried elsewhere: all but what is of the moment. */
export type SettingsPart = Exclude<keyof Settings, 'isPaused'>;

/** The settings of a fresh installation. */
export const emptySettings: Settings = {
  servers: [],
  clients: [],
  mappings: [],
  openIn: 'hosted',
  theme: 'auto',
  language: 'browser',
  rules: [],
  quietHours: null,
  waitWhileWatched: false,
  notifications: { ready: false, attention: false },
};
