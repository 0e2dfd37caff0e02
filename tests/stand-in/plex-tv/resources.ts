import type { JsonObject } from '../json.ts';
import type { Reply } from '../reply.ts';
import { type PlexTvRoute, type SignedIn, signedIn, xmlReply } from './routing.ts';
import { type Connection, iso, type KnownServer, type PlexTvState } from './state.ts';

/** Host names that stand for an address below a certificate: `192-0-2-10.<32 hex>.plex.direct` for real. */
const directSuffix = 'plex.direct.localhost';

/**
 * How a server can be reached: one address that works, a LAN address nobody listens on, and a relay that is down.
 * Nothing leaves this machine.
 */
export function connectionsOf(plexUrl: string): Connection[] {
  const { hostname, port } = new URL(plexUrl);
  const common = { local: true, relay: false, IPv6: false } as const;
  return [
    { protocol: 'http', address: '127.0.0.2', port: 1, uri: 'http://127.0.0.2:1', ...common },
    { protocol: 'http', address: hostname, port: Number(port), uri: plexUrl, ...common },
    {
      protocol: 'https',
      address: '127.0.0.3',
      port: 8443,
      uri: `https://127-0-0-3.0123456789abcdef0123456789abcdef.${directSuffix}:8443`,
      local: false,
      relay: true,
      IPv6: false,
    },
  ];
}

/** `includeHttps=1` adds, before each plain LAN address, its twin under a certificate. */
function shown(server: KnownServer, query: SignedIn['query']): Connection[] {
  const hex = server.machineIdentifier.slice(0, 32).padEnd(32, '0');
  const listed = server.connections.filter(
    (entry) => (!entry.relay || query.includeRelay === '1') && (!entry.IPv6 || query.includeIPv6 === '1'),
  );
  if (query.includeHttps !== '1') return listed;
  return listed.flatMap((entry) => {
    if (entry.protocol === 'https') return [entry];
    const name = `${entry.address.replaceAll(/[.:]/g, '-')}.${hex}.${directSuffix}`;
    const twin: Connection = { ...entry, protocol: 'https', uri: `https://${name}:${entry.port}` };
    return server.httpsRequired ? [twin] : [twin, entry];
  });
}

interface Visible {
  readonly server: KnownServer;
  readonly owned: boolean;
  readonly accessToken: string;
}

/** One's own servers, and those whose invitation one has accepted. */
function visibleTo(state: PlexTvState, { account }: SignedIn): Visible[] {
  return state.servers.flatMap((server): Visible[] => {
    if (server.ownerId === account.id) return [{ server, owned: true, accessToken: server.accessToken }];
    const share = state.shares.find(
      (entry) =>
        entry.machineIdentifier === server.machineIdentifier &&
        entry.invitedId === account.id &&
        entry.accepted,
    );
    return share ? [{ server, owned: false, accessToken: share.accessToken }] : [];
  });
}

function resourceJson({ server, owned, accessToken }: Visible, state: PlexTvState): JsonObject {
  const owner = state.accounts.find((account) => account.id === server.ownerId);
  return {
    name: server.name,
    product: 'Plex Media Server',
    productVersion: server.version,
    platform: 'Linux',
    platformVersion: '6.1.0',
    device: 'Docker Container',
    clientIdentifier: server.machineIdentifier,
    createdAt: '2021-01-01T12:12:24Z',
    lastSeenAt: iso(state.clock.now()),
    provides: 'server',
    ownerId: owned ? null : server.ownerId,
    sourceTitle: owned ? null : (owner?.username ?? null),
    publicAddress: '192.0.2.1',
    accessToken,
    owned,
    home: false,
    synced: false,
    relay: server.connections.some((entry) => entry.relay),
    presence: server.presence,
    httpsRequired: server.httpsRequired,
    publicAddressMatches: false,
    dnsRebindingProtection: false,
    natLoopbackSupported: false,
  };
}

/** A player, so that not everything in the list is a server. */
const player = (state: PlexTvState): JsonObject => ({
  name: 'Living room',
  product: 'Plex for Apple TV',
  productVersion: '8.45',
  platform: 'tvOS',
  platformVersion: '19.0',
  device: 'Apple TV',
  clientIdentifier: 'player-1',
  createdAt: '2021-01-01T12:12:24Z',
  lastSeenAt: iso(state.clock.now()),
  provides: 'client,player,pubsub-player',
  ownerId: null,
  sourceTitle: null,
  publicAddress: '192.0.2.1',
  accessToken: null,
  owned: true,
  home: false,
  synced: false,
  relay: false,
  presence: true,
  httpsRequired: false,
  publicAddressMatches: false,
  dnsRebindingProtection: false,
  natLoopbackSupported: false,
});

const plain = (connection: Connection): JsonObject => ({ ...connection });

function resources(state: PlexTvState, request: SignedIn): Reply {
  const servers = visibleTo(state, request).map((entry) => ({
    fields: resourceJson(entry, state),
    connections: shown(entry.server, request.query).map(plain),
  }));
  const all = [...servers, { fields: player(state), connections: [] }];
  return {
    kind: 'document',
    document: all.map(({ fields, connections }) => ({ ...fields, connections })),
    xml: {
      resources: {
        resource: all.map(({ fields, connections }) => ({
          ...fields,
          connections: { connection: connections },
        })),
      },
    },
  };
}

function oldResources(state: PlexTvState, request: SignedIn): Reply {
  const devices = visibleTo(state, request).map((entry) => {
    const { home: _, ownerId: __, sourceTitle, ...common } = resourceJson(entry, state);
    const fields = entry.owned ? common : { ...common, sourceTitle: sourceTitle ?? '' };
    const connections = shown(entry.server, request.query).map(({ protocol, address, port, uri, local }) => ({
      protocol,
      address,
      port,
      uri,
      local,
    }));
    return { ...fields, Connection: connections };
  });
  return xmlReply({ MediaContainer: { size: devices.length, Device: devices } });
}

export const resourceRoutes: readonly PlexTvRoute[] = [
  signedIn('GET', /^\/api\/v2\/resources$/, resources),
  signedIn('GET', /^\/api\/resources$/, oldResources),
];
