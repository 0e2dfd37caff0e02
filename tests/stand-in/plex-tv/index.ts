import type { Tokens } from '../access.ts';
import type { Clock } from '../clock.ts';
import type { FaultSource } from '../faults.ts';
import type { Listener } from '../listener.ts';
import type { RequestLog } from '../request-log.ts';
import type { Section } from '../section.ts';
import type { Timers } from '../timers.ts';
import { accountRoutes } from './account-routes.ts';
import { createDeviceAuth, type DeviceAuth } from './device-keys.ts';
import { homeRoutes } from './home-routes.ts';
import { createPins, type Pins } from './pins.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import { connectionsOf, resourceRoutes } from './resources.ts';
import { servePlexTv } from './server.ts';
import { shareRoutes } from './share-routes.ts';
import {
  type Account,
  type Connection,
  createAccount,
  type KnownServer,
  type NewAccount,
  newToken,
  type PlexTvState,
  removeShare,
  type Share,
  sectionsOf,
  serverOf,
} from './state.ts';

/** The account side of the stand-in: sign-in codes, servers, people and what is shared with them. */
export interface PlexTv {
  readonly url: string;
  readonly owner: Account;
  readonly accounts: readonly Account[];
  readonly pins: Pick<Pins, 'list' | 'approve' | 'deny'>;
  /** Tokens that end after seven days and are renewed with a key of the device. */
  readonly deviceKeys: Pick<DeviceAuth, 'offer' | 'forgetAll'>;
  readonly shares: readonly Share[];
  /** Ids of the owner's friends. */
  readonly friends: ReadonlySet<number>;
  readonly servers: readonly KnownServer[];
  /** `set` a limit, or look at the count per client identifier. */
  readonly rateLimit: Pick<RateLimit, 'set' | 'count'>;
  /** A new person, and a token that signs them in. */
  addAccount(fields: NewAccount): { readonly account: Account; readonly token: string };
  /** Puts a server on record: another stand-in, or one that can't be reached. */
  addServer(server: NewServer): KnownServer;
  /** plex.tv's own id of a library. */
  libraryId(machineIdentifier: string, key: string): number | undefined;
  /** How long an invited person waits to see the invitation. Milliseconds; default 0. */
  setInviteLag(ms: number): void;
  /** All tokens of everyone die at once, as in September 2025; who has a device key gets another with it. */
  revokeAllTokens(): void;
  /** Forgets codes, shares and people but the owner, whose first token works again. */
  reset(): void;
}

export interface NewServer {
  readonly name: string;
  readonly machineIdentifier: string;
  readonly version?: string;
  /** Default: the owner. */
  readonly ownerId?: number;
  readonly accessToken?: string;
  readonly connections: readonly Connection[];
  readonly presence?: boolean;
  readonly httpsRequired?: boolean;
  readonly sections?: () => readonly Section[];
  readonly tokens?: Tokens;
}

export interface PlexTvOptions {
  readonly address: { readonly port: number; readonly host: string };
  readonly log: RequestLog;
  readonly faults: FaultSource;
  readonly timers: Timers;
  readonly clock: Clock;
  /** The owner's account token. */
  readonly token: string;
  readonly email: string;
  /** The server that belongs to the owner. */
  readonly pms: Omit<NewServer, 'connections' | 'tokens'> & { readonly url: string; readonly tokens: Tokens };
}

function createState({ clock, token, email }: PlexTvOptions): PlexTvState {
  const owner = createAccount(1001, { username: 'owner', email });
  owner.tokens.add(token);
  let last = 5000;
  return {
    clock,
    owner,
    accounts: [owner],
    servers: [],
    shares: [],
    friends: new Set(),
    inviteLagMs: 0,
    newId: () => {
      last += 1;
      return last;
    },
  };
}

const recordOf = (state: PlexTvState, server: NewServer): KnownServer => ({
  name: server.name,
  machineIdentifier: server.machineIdentifier,
  version: server.version ?? '1.43.4.10903-5ab2f1e77',
  ownerId: server.ownerId ?? state.owner.id,
  accessToken: server.accessToken ?? newToken(),
  presence: server.presence ?? true,
  httpsRequired: server.httpsRequired ?? false,
  connections: server.connections,
  sections: server.sections ?? (() => []),
  tokens: server.tokens ?? null,
});

export async function startPlexTv(options: PlexTvOptions): Promise<{ plexTv: PlexTv; listener: Listener }> {
  const { log, faults, timers, address, pms } = options;
  const state = createState(options);
  /** The owner's tokens open their servers; nobody else's do, guests have one per share. */
  const grant = (account: Account, token: string): void => {
    account.tokens.add(token);
    if (account === state.owner) pms.tokens.grant(token, { isOwner: true, userID: 1, sections: null });
  };
  const revoke = (token: string): void => {
    for (const account of state.accounts) account.tokens.delete(token);
    pms.tokens.revoke(token);
  };
  const grantServer = ({ tokens, accessToken }: KnownServer): void => {
    tokens?.grant(accessToken, { isOwner: true, userID: 1, sections: null });
  };
  const addServer = (server: NewServer): KnownServer => {
    const known = recordOf(state, server);
    state.servers.push(known);
    grantServer(known);
    return known;
  };
  const pins = createPins(state, grant);
  const deviceAuth = createDeviceAuth(state, grant, revoke);
  const rateLimit = createRateLimit(options.clock);
  const routes = [
    ...pins.routes,
    ...deviceAuth.routes,
    ...accountRoutes(revoke),
    ...resourceRoutes,
    ...shareRoutes,
    ...homeRoutes(grant),
  ];
  addServer({ ...pms, connections: connectionsOf(pms.url) });
  const listener = await servePlexTv(state, { address, log, faults, timers, routes, rateLimit, deviceAuth });
  const plexTv: PlexTv = {
    url: listener.url,
    owner: state.owner,
    accounts: state.accounts,
    pins,
    deviceKeys: deviceAuth,
    shares: state.shares,
    friends: state.friends,
    servers: state.servers,
    rateLimit,
    addAccount(fields) {
      const account = createAccount(state.newId(), fields);
      const token = newToken();
      state.accounts.push(account);
      state.owner.home ||= account.home; // who is in a home is in the owner's
      grant(account, token);
      return { account, token };
    },
    addServer,
    libraryId(machineIdentifier, key) {
      const server = serverOf(state, machineIdentifier);
      return server && sectionsOf(server).find(({ section }) => section.key === key)?.id;
    },
    setInviteLag(ms) {
      state.inviteLagMs = ms;
    },
    revokeAllTokens() {
      for (const token of state.accounts.flatMap((account) => [...account.tokens])) revoke(token);
      for (const server of state.servers) {
        server.tokens?.revoke(server.accessToken);
        server.accessToken = newToken(); // for whoever signs in again
        grantServer(server);
      }
    },
    reset() {
      for (const share of [...state.shares]) removeShare(state, share);
      state.friends.clear();
      state.inviteLagMs = 0;
      pins.list.length = 0;
      state.accounts.splice(0, Infinity, state.owner);
      state.owner.home = false;
      rateLimit.set(null);
      deviceAuth.reset();
      grant(state.owner, options.token);
      for (const server of state.servers) grantServer(server);
    },
  };
  return { plexTv, listener };
}
