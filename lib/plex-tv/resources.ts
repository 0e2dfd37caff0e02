import type { AccountServer, AccountUser, ServerAddress } from '../domain/account-server.ts';
import { displayName } from '../domain/text.ts';
import type { PlexTvConnection } from './connection.ts';
import { resourcesAnswer, userAnswer, type WireConnection, type WireResource } from './schemas.ts';

/** Asking this is also how a token is tested: nothing but 401, 422 and 498 says that it is no good. */
export async function readUser(plexTv: PlexTvConnection, signal: AbortSignal): Promise<AccountUser> {
  const request = { operation: 'plex-tv.user', path: 'api/v2/user', signal };
  const { id, friendlyName, username, title, thumb } = await plexTv.json(request, userAnswer);
  const isPicture = URL.parse(thumb)?.protocol === 'https:';
  return { id, name: displayName(friendlyName || username || title), thumb: isPicture ? thumb : null };
}

/** The servers of the account, own ones first, and apart from them their tokens. Players are left out. */
export async function readServers(plexTv: PlexTvConnection, signal: AbortSignal) {
  const request = {
    operation: 'plex-tv.resources',
    path: 'api/v2/resources',
    query: { includeHttps: '1', includeRelay: '1', includeIPv6: '1' },
    signal,
  };
  const found = (await plexTv.json(request, resourcesAnswer)).filter(isServer);
  const tokens = new Map<string, string>();
  for (const { clientIdentifier, accessToken } of found) {
    if (accessToken !== null) tokens.set(clientIdentifier, accessToken);
  }
  const servers = found.map(toServer).sort((a, b) => Number(b.owned) - Number(a.owned));
  return { servers, tokens };
}

/** `provides` is a list: `client,player,pubsub-player`. The identifier becomes part of links and keys. */
const isServer = ({ provides, clientIdentifier }: WireResource): boolean =>
  provides.split(',').some((one) => one.trim() === 'server') && /^[\w-]{1,128}$/.test(clientIdentifier);

const toServer = (resource: WireResource): AccountServer => ({
  machineIdentifier: resource.clientIdentifier,
  name: displayName(resource.name),
  version: displayName(resource.productVersion),
  owned: resource.owned,
  ownerName: resource.owned ? null : displayName(resource.sourceTitle) || null,
  isOnline: resource.presence,
  addresses: addressesOf(resource),
});

/**
 * Every address of a server, each once. Asked for certificates, plex.tv may leave out the plain address that a name
 * of plex.direct stands for: some routers don't resolve such names, so at home it is tried, too.
 */
function addressesOf({ connections, httpsRequired }: WireResource): ServerAddress[] {
  const found = new Map<string, ServerAddress>();
  const add = (uri: string, reach: ServerAddress['reach']): void => {
    const url = URL.parse(uri);
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return;
    if (httpsRequired && url.protocol === 'http:') return;
    const address = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
    if (!found.has(address)) found.set(address, { address, reach });
  };
  for (const connection of connections) {
    const reach = reachOf(connection);
    add(connection.uri, reach);
    if (reach === 'local') add(plainAddress(connection), reach);
  }
  return [...found.values()];
}

const reachOf = ({ local, relay }: WireConnection): ServerAddress['reach'] =>
  relay ? 'relay' : local ? 'local' : 'remote';

const plainAddress = ({ address, port }: WireConnection): string =>
  `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
