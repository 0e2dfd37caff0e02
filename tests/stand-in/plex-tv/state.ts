import { createHash, randomBytes } from 'node:crypto';
import type { Tokens } from '../access.ts';
import type { Clock } from '../clock.ts';
import type { Section } from '../section.ts';

/** Someone plex.tv knows: the owner, a friend, a home user. */
export interface Account {
  readonly id: number;
  readonly uuid: string;
  readonly title: string;
  /** Empty for a managed user. */
  readonly username: string;
  readonly email: string;
  /** Member of the owner's home. */
  home: boolean;
  /** A managed user. */
  readonly restricted: boolean;
  pin: string | null;
  readonly tokens: Set<string>;
}

/** One server shared with one person, or an invitation to it. */
export interface Share {
  readonly id: number;
  readonly machineIdentifier: string;
  readonly ownerId: number;
  invitedId: number | null;
  invitedEmail: string | null;
  /** Ids of plex.tv, not keys of the server. */
  sectionIds: readonly number[];
  settings: ShareSettings;
  accepted: boolean;
  /** Epoch milliseconds. */
  readonly invitedAt: number;
  acceptedAt: number | null;
  /** What the guest uses on the server once accepted. */
  readonly accessToken: string;
}

export interface ShareSettings {
  readonly allowSync: boolean;
  readonly allowCameraUpload: boolean;
  readonly allowChannels: boolean;
  readonly allowSubtitleAdmin: boolean;
  readonly allowTuners: number;
  readonly filterMovies: string;
  readonly filterMusic: string;
  readonly filterTelevision: string;
}

export const plainSettings: ShareSettings = {
  allowSync: false,
  allowCameraUpload: false,
  allowChannels: false,
  allowSubtitleAdmin: false,
  allowTuners: 0,
  filterMovies: '',
  filterMusic: '',
  filterTelevision: '',
};

export interface Connection {
  readonly protocol: 'http' | 'https';
  readonly address: string;
  readonly port: number;
  readonly uri: string;
  readonly local: boolean;
  readonly relay: boolean;
  readonly IPv6: boolean;
}

/** A server that plex.tv has on record. Only `live` ones have libraries to share. */
export interface KnownServer {
  readonly name: string;
  readonly machineIdentifier: string;
  readonly version: string;
  readonly ownerId: number;
  accessToken: string;
  presence: boolean;
  httpsRequired: boolean;
  connections: readonly Connection[];
  readonly sections: () => readonly Section[];
  /** Where share tokens become valid. */
  readonly tokens: Tokens | null;
}

export interface PlexTvState {
  readonly clock: Clock;
  readonly accounts: Account[];
  readonly servers: KnownServer[];
  readonly shares: Share[];
  /** Who has accepted something from the owner, by id; it outlives what was shared. */
  readonly friends: Set<number>;
  readonly owner: Account;
  /** How long after it was made the invited person sees an invitation. Milliseconds. */
  inviteLagMs: number;
  newId(): number;
}

export const newToken = (): string => randomBytes(15).toString('base64url');

/** The id that plex.tv has for a library; nothing like its key on the server. */
export function sectionIdOf(server: KnownServer, section: Section): number {
  const hash = createHash('sha1').update(`${server.machineIdentifier}|${section.key}`).digest();
  return 100_000 + (hash.readUInt32BE(0) % 50_000_000);
}

export const sectionsOf = (server: KnownServer): { readonly id: number; readonly section: Section }[] =>
  server.sections().map((section) => ({ id: sectionIdOf(server, section), section }));

export const accountOf = (state: PlexTvState, token: string | undefined): Account | undefined =>
  token === undefined ? undefined : state.accounts.find((account) => account.tokens.has(token));

export const serverOf = (
  state: PlexTvState,
  machineIdentifier: string | undefined,
): KnownServer | undefined => state.servers.find((server) => server.machineIdentifier === machineIdentifier);

export interface NewAccount {
  readonly username?: string;
  readonly title?: string;
  readonly email?: string;
  readonly home?: boolean;
  readonly restricted?: boolean;
}

export function createAccount(id: number, fields: NewAccount): Account {
  const name = fields.title ?? fields.username ?? `user${id}`;
  const restricted = fields.restricted ?? false;
  return {
    id,
    uuid: createHash('sha1').update(`account|${id}`).digest('hex').slice(0, 16),
    title: name,
    username: restricted ? '' : (fields.username ?? name),
    email: restricted ? '' : (fields.email ?? `${name}@example.org`),
    home: fields.home ?? false,
    restricted,
    pin: null,
    tokens: new Set(),
  };
}

/** Lets the guest's token into the server for exactly the shared libraries, or takes it out. */
export function applyShare(state: PlexTvState, share: Share): void {
  const server = serverOf(state, share.machineIdentifier);
  if (!server?.tokens) return;
  const isOpen = share.accepted && state.shares.includes(share);
  if (!isOpen || share.invitedId === null) {
    server.tokens.revoke(share.accessToken);
    return;
  }
  const keys = sectionsOf(server)
    .filter(({ id }) => share.sectionIds.includes(id))
    .map(({ section }) => section.key);
  server.tokens.grant(share.accessToken, {
    isOwner: false,
    userID: share.invitedId,
    sections: new Set(keys),
  });
}

export function removeShare(state: PlexTvState, share: Share): void {
  const at = state.shares.indexOf(share);
  if (at === -1) return;
  state.shares.splice(at, 1);
  applyShare(state, share);
}

export const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
export const avatar = (account: Account): string =>
  `https://plex.tv/users/${account.uuid}/avatar?c=1676049502`;
