import { browser } from 'wxt/browser';
import type { ClientCheckDeps } from '../../lib/background/check-client.ts';
import type { PlexCheckDeps } from '../../lib/background/check-plex.ts';
import type { Connections } from '../../lib/background/connections.ts';
import { inferCause } from '../../lib/background/infer-cause.ts';
import { installId } from '../../lib/browser/install-id.ts';
import { hasHost } from '../../lib/browser/permissions.ts';
import { OperationError } from '../../lib/domain/errors.ts';
import type { ServerSettings } from '../../lib/domain/settings.ts';
import { knock } from '../../lib/http/knock.ts';
import type { ClientInfo } from '../../lib/plex/headers.ts';
import { probeIdentity } from '../../lib/plex/identity.ts';
import { PlexService } from '../../lib/plex/plex-service.ts';
import type { ClientConnection, TorrentClient } from '../../lib/ports/torrent-client.ts';
import { clientSecretKey, plexTokenKey, type Vault } from '../../lib/ports/vault.ts';
import { torrentClientById } from '../../lib/torrent-clients/index.ts';
import { letClientBeTried } from './follow-hosts.ts';

/** Called through a function: a bare `fetch` handed around loses its `this` in browsers. */
const request: typeof fetch = (input, init) => fetch(input, init);

/** Everything that speaks to a server, joined to this browser's fetch and this vault. */
export function createConnections(vault: Vault): Connections & {
  readonly plexCheck: PlexCheckDeps;
  readonly clientCheck: ClientCheckDeps;
  readonly fetch: typeof fetch;
  /** What Plex is told of us; waits for the id, since a sign-in begun under another one could not be ended. */
  readonly clientInfo: () => Promise<ClientInfo>;
} {
  const platform = import.meta.env.FIREFOX ? 'Firefox' : 'Chrome';
  const id = { value: '' };
  installId().then(
    (value) => {
      id.value = value;
    },
    () => undefined, // storage fails: everything else will say so
  );
  // Read at the moment of use: the id comes from storage and is there long before the first request.
  const client: ClientInfo = {
    get clientIdentifier() {
      return id.value || 'marquee';
    },
    version: browser.runtime.getManifest().version,
    platform,
  };
  const serviceFor = (server: ServerSettings, token: () => Promise<string | null>): PlexService =>
    new PlexService({
      address: server.address,
      machineIdentifier: server.machineIdentifier,
      token,
      fetch: request,
      client,
    });
  const connect = (kind: string, connection: Omit<ClientConnection, 'fetch'>): TorrentClient | undefined =>
    torrentClientById(kind)?.connect({ ...connection, fetch: request });

  // Kept as long as nothing about them changes: they remember who has proved itself, and refused passwords.
  const services = new Map<string, PlexService>();
  const torrentClients = new Map<string, TorrentClient>();

  return {
    allowed: hasHost,
    fetch: request,
    clientInfo: async () => ({ ...client, clientIdentifier: await installId() }),
    server(settings) {
      const key = JSON.stringify([settings.machineIdentifier, settings.address]);
      const token = (): Promise<string | null> => vault.get(plexTokenKey(settings.machineIdentifier));
      const service = services.get(key) ?? serviceFor(settings, token);
      services.set(key, service);
      return service;
    },
    client(settings) {
      const key = JSON.stringify(settings);
      const { address, access, username } = settings;
      const secret = (): Promise<string | null> => vault.get(clientSecretKey(settings.id));
      const known = torrentClients.get(key) ?? connect(settings.kind, { address, access, username, secret });
      if (!known) throw new OperationError('CLIENT_UNKNOWN', { operation: 'client.connect' });
      torrentClients.set(key, known);
      return known;
    },
    plexCheck: {
      allowed: hasHost,
      identify: (address, signal) => probeIdentity(address, request, signal),
      server: (settings, token) => serviceFor(settings, async () => token),
      storedToken: (machineIdentifier) => vault.get(plexTokenKey(machineIdentifier)),
      cause: (address) => inferCause(address, (url) => knock(url, request)),
    },
    clientCheck: {
      allowed: hasHost,
      allowPosts: letClientBeTried,
      connect: ({ kind, address, access, username }, secret) =>
        connect(kind, { address, access, username, secret: async () => secret }),
    },
  };
}
