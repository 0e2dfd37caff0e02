import type { AccountServer, AccountUser, ProbedAddress } from '../domain/account-server.ts';
import type { BadgeView } from '../domain/badge.ts';
import type { ErrorCode, Failure } from '../domain/errors.ts';
import type { Hold } from '../domain/hold.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import type { Happening } from '../domain/journal.ts';
import type { PathMapping } from '../domain/media-path.ts';
import type { DownloadOverview, Overview } from '../domain/overview.ts';
import type { LibraryRef } from '../domain/rules.ts';
import type { Behaviour, ClientSettings, ServerSettings, Settings } from '../domain/settings.ts';
import type { SignInState } from '../domain/sign-in.ts';
import type { SessionTorrent } from '../domain/torrent.ts';
import type { TorrentDetails } from '../domain/torrent-details.ts';
import type { BackupProblem } from '../settings/backup.ts';
import type { Difference } from '../settings/differences.ts';
import type { ImportMode } from '../settings/import-plan.ts';
import type { PeopleRequests } from './people/contract.ts';

export type { BackupProblem, Difference, ImportMode };

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

/** A mapping that downloads which are in Plex already speak for. */
export interface MappingProposalView extends PathMapping {
  readonly clientId: string;
  /** Torrents that show it, and their share of those that say anything of this folder. */
  readonly votes: number;
  readonly share: number;
  /** A few of those torrents: their names, and how the client and Plex call the folder they are in. */
  readonly shownBy: readonly {
    readonly name: string;
    readonly clientPath: string;
    readonly plexPath: string;
  }[];
}

export interface MappingProposals {
  readonly proposals: readonly MappingProposalView[];
  /** Torrents that were looked at, and folders of which nothing in Plex tells anything. */
  readonly lookedAt: number;
  readonly unexplained: readonly { readonly clientId: string; readonly clientPath: string }[];
  /** The libraries are still being read: ask again later. */
  readonly reading: { readonly done: number; readonly total: number | null } | null;
  readonly failures: readonly Failure[];
}

/** A download with what happened to it, oldest first. */
export interface ActivityItem extends DownloadOverview {
  readonly events: readonly Happening[];
}

/** A finished torrent that a dry run can be made for. */
export interface DryRunTorrent {
  readonly clientId: string;
  readonly hash: InfoHash;
  readonly name: string;
}

/** What would be done for a torrent, and because of what. Paths are as the torrent client or Plex sees them. */
export type DryRun =
  | {
      readonly kind: 'scan';
      readonly serverName: string;
      readonly scans: readonly {
        readonly sectionTitle: string;
        readonly folder: string;
        /** The folder of the library that holds it. */
        readonly location: string;
      }[];
      /** Where the client saved it, and the mapping that led from there to Plex, if one did. */
      readonly savePath: string;
      readonly mapping: PathMapping | null;
      /** Why it would have to wait. */
      readonly hold: Hold['reason'] | null;
      /** It holds archives: nothing is there for Plex until they are unpacked. */
      readonly isPacked: boolean;
    }
  /** A rule of the person, or nothing in it that Plex could play. */
  | { readonly kind: 'nothing'; readonly why: 'rule' | 'not-playable' }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly path: string };

/** One thing that the doctor looked at. */
export interface DoctorStep {
  readonly step: CheckStep['step'] | 'version' | 'paths' | 'events' | 'set-up';
  /** Name of the server or torrent client; `null` for what belongs to none. */
  readonly about: string | null;
  readonly ok: boolean;
  /** What is wrong: when `ok` is false the doctor has stopped here. */
  readonly code: ErrorCode | null;
  /** What was found; untrusted text. */
  readonly found: string | null;
}

export interface Diagnosis {
  readonly steps: readonly DoctorStep[];
  /** Address that the step that failed was about, for its remedy. */
  readonly address: string | null;
  /** The browser, or what the system lets the browser do, keeps it from reaching addresses of the home network. */
  readonly blockedBy: 'chromium' | 'firefox' | 'mac' | null;
}

/** What a rule can be about and lead to, as the clients and servers have it now. */
export interface RuleChoices {
  /** Categories and labels in use, without repetition. Untrusted text. */
  readonly labels: readonly { readonly clientId: string; readonly label: string }[];
  readonly libraries: readonly (LibraryRef & { readonly serverName: string; readonly title: string })[];
  readonly failures: readonly Failure[];
}

/** What an import would change, or why the file can't be imported. */
export type ImportPreview =
  | { readonly ok: true; readonly differences: readonly Difference[] }
  | { readonly ok: false; readonly problem: BackupProblem };

/** What settings can't bring with them, and the person has to give again. */
export interface MissingAccess {
  /** Addresses that the browser has not allowed. */
  readonly permissions: readonly string[];
  /** Servers without a token. */
  readonly servers: readonly ServerSettings[];
  /** Torrent clients that sign in with a password or key that is not stored. */
  readonly clients: readonly ClientSettings[];
}

export type ImportResult =
  | { readonly ok: true; readonly settings: SettingsView; readonly missing: MissingAccess }
  | { readonly ok: false; readonly problem: BackupProblem };

/** Whether the stored settings can be read. What can't be is kept as it is until the person decides. */
export type SettingsCondition = 'fine' | 'newer' | 'unreadable';

/** The account at plex.tv as our own pages see it; holds no secret. */
export interface AccountView {
  /** How far a sign-in is that was begun last. */
  readonly state: SignInState;
  /** Who is signed in; stays while they sign in anew. */
  readonly account: { readonly user: AccountUser; readonly servers: readonly AccountServer[] } | null;
  /** plex.tv no longer takes that sign-in. */
  readonly isLost: boolean;
}

/** Every way to a server, as it was tried just now. */
export interface ServerProbe {
  readonly probed: readonly ProbedAddress[];
  /** Addresses of those that may be used, best first. */
  readonly usable: readonly string[];
  /** Those that may be used beside them once the person agrees to http within the home network. */
  readonly withHttp: readonly string[];
}

export type NewClient = Omit<ClientSettings, 'id' | 'refusal'>;

/** What our own pages (popup, options) may ask of the background. Torrent pages may ask none of this. */
export interface Requests extends PeopleRequests {
  'overview.refresh': { request: Record<never, never>; response: Overview };
  'settings.read': { request: Record<never, never>; response: SettingsView };
  'settings.openIn': { request: { openIn: Settings['openIn'] }; response: SettingsView };
  /** Stores these fields of the behaviour; those left out stay as they are. */
  'settings.change': { request: { change: Partial<Behaviour> }; response: SettingsView };
  'settings.condition': { request: Record<never, never>; response: { condition: SettingsCondition } };
  /** Sets aside what can't be read and begins with nothing; refused while the settings can be read. */
  'settings.startAfresh': { request: Record<never, never>; response: SettingsView };
  /** Everything set, without secrets, as the text of a file. */
  'settings.export': { request: Record<never, never>; response: { fileName: string; text: string } };
  /** Changes nothing. */
  'settings.preview': { request: { text: string; mode: ImportMode }; response: ImportPreview };
  /** Reads the text again and applies it as a whole. */
  'settings.import': { request: { text: string; mode: ImportMode }; response: ImportResult };
  'rules.choices': { request: Record<never, never>; response: RuleChoices };
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
  'plex.colour': { request: { machineIdentifier: string; colour: number }; response: SettingsView };
  'account.read': { request: Record<never, never>; response: AccountView };
  /** The same, for a page that shows a sign-in under way: plex.tv is asked every 2 s while this comes every few. */
  'account.watch': { request: Record<never, never>; response: AccountView };
  /** At the click: a code, and a tab of plex.tv to agree in. */
  'account.start': { request: Record<never, never>; response: AccountView };
  'account.cancel': { request: Record<never, never>; response: AccountView };
  /** Asks plex.tv for the servers again. */
  'account.list': { request: Record<never, never>; response: AccountView };
  /** Tries every address of a server, and one the person typed; sends no token. */
  'account.probe': {
    request: { machineIdentifier: string; ownAddress: string | null };
    response: ServerProbe;
  };
  /** Tests the server of the account at this address, and stores it with its token when every step passed. */
  'account.use': {
    request: {
      machineIdentifier: string;
      address: string;
      ownAddress: string | null;
      allowHttp: boolean;
    };
    response: PlexCheck;
  };
  /** `revoked: false`: forgotten here, but plex.tv could not be told. */
  'account.signOut': { request: Record<never, never>; response: { revoked: boolean; view: AccountView } };
  'client.test': { request: { client: NewClient; secret: string | null }; response: ClientCheck };
  'client.save': { request: { client: NewClient; secret: string | null }; response: ClientCheck };
  /** About to ask the browser for this page's host. Should that close whoever asked, the background goes on alone. */
  'client.offer': { request: { client: NewClient }; response: Record<never, never> };
  /** Connects what was offered; `null` when nothing was, or it is connected already. */
  'client.take': { request: Record<never, never>; response: ClientCheck | null };
  'client.remove': { request: { clientId: string }; response: SettingsView };
  'paths.check': { request: { mappings: readonly PathMapping[] }; response: PathChecks };
  /** Looks at completed torrents that are in Plex, and tells which mappings they speak for. */
  'mappings.propose': { request: Record<never, never>; response: MappingProposals };
  'mappings.save': { request: { mappings: readonly PathMapping[] }; response: SettingsView };
  /** Reads a server's libraries into the index, anew if it was read before; or stops that. */
  'library.read': { request: { machineIdentifier: string }; response: Overview };
  'library.stop': { request: { machineIdentifier: string }; response: Overview };
  /** Polls every client and takes every waiting step now. */
  'scan.now': { request: Record<never, never>; response: Overview };
  'download.retry': { request: { id: string }; response: Overview };
  'download.ignore': { request: { id: string }; response: Overview };
  /** Whether downloads that completed together in great number, noticed up to then, are to be followed. */
  'batch.answer': {
    request: { clientId: string; untilMs: number; isWanted: boolean };
    response: Overview;
  };
  /** Stops all scanning until it is taken back; downloads are still noticed. */
  'pause.set': { request: { isPaused: boolean }; response: Overview };
  /** Whether badges are shown in the page of this torrent client. */
  'badges.show': { request: { clientId: string; isShown: boolean }; response: Overview };
  /** Newest news first; at most 200. */
  'activity.read': { request: Record<never, never>; response: { items: readonly ActivityItem[] } };
  /** A few of the torrents that finished last. */
  'dryRun.list': {
    request: Record<never, never>;
    response: { torrents: readonly DryRunTorrent[]; failures: readonly Failure[] };
  };
  /** Decides what would be scanned for a torrent; sends nothing. */
  'dryRun.plan': { request: { clientId: string; hash: InfoHash }; response: DryRun };
  /** A text for a bug report, made of a fixed list of things: no name, no path, no address. */
  'report.read': { request: Record<never, never>; response: { text: string } };
  'doctor.run': { request: Record<never, never>; response: Diagnosis };
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
  /** The person wants to choose between several items, or to see which files are in Plex. */
  | { readonly type: 'details'; readonly hash: InfoHash }
  /** The page knows these torrents by number only: which are they? */
  | { readonly type: 'identify'; readonly sessionIds: readonly number[] }
  /** The page keeps to its own scripts which row is which torrent: our reader is wanted there. */
  | { readonly type: 'needs-reader' }
  /** The page was recognised but no row could be read: it may have changed. */
  | { readonly type: 'no-rows'; readonly webUi: string };

/** What the background tells a torrent page. */
export type PageUpdate =
  /** The first of all, where the person has set a language: texts by their names in the locale files. */
  | { readonly type: 'words'; readonly words: Readonly<Record<string, string>> }
  /** `null`: no badge. Hashes left out are unchanged. */
  | { readonly type: 'badges'; readonly badges: Readonly<Record<string, BadgeView | null>> }
  /** The answer to `details`; `null` when nothing is known of it (any more). */
  | { readonly type: 'details'; readonly hash: InfoHash; readonly details: TorrentDetails | null }
  /** The torrents behind numbers that the page asked about, with what it can tell them by. */
  | { readonly type: 'torrents'; readonly torrents: readonly SessionTorrent[] }
  /** The page belongs to no torrent client (any more): its script takes its leave, and comes with the next client. */
  | { readonly type: 'end' };
