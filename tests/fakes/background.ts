import { ClientWatch } from '../../lib/background/client-watch.ts';
import { DownloadBook } from '../../lib/background/download-book.ts';
import { LookUp } from '../../lib/background/look-up.ts';
import { PlexIntegrationManager } from '../../lib/background/plex-integration-manager.ts';
import { ServerWatch } from '../../lib/background/server-watch.ts';
import {
  type ClientSettings,
  emptySettings,
  type ServerSettings,
  type Settings,
} from '../../lib/domain/settings.ts';
import type { Log } from '../../lib/ports/log.ts';
import type { PlexServer } from '../../lib/ports/plex-server.ts';
import type { SettingsStore } from '../../lib/ports/settings-store.ts';
import type { TorrentClient } from '../../lib/ports/torrent-client.ts';
import { FakeClock } from './clock.ts';
import { type FakeWorld, machineIdentifier } from './world.ts';

export const standardSettings: Settings = {
  ...emptySettings,
  servers: [{ machineIdentifier, name: 'Attic', address: 'http://plex.test:32400', version: '1.41.0' }],
  clients: [
    {
      id: 'qb',
      kind: 'qbittorrent',
      address: 'http://nas.test:8080/',
      access: 'browser-session',
      username: null,
      refusal: null,
    },
  ],
};

export function memorySettings(initial: Settings = standardSettings): SettingsStore & { value: Settings } {
  const store = {
    value: initial,
    read: async () => store.value,
    update: async (change: (settings: Settings) => Settings) => {
      store.value = change(store.value);
      return store.value;
    },
  };
  return store;
}

/** Who answers at which address; by default there is one torrent client and one Plex, those of the world. */
export interface Others {
  readonly client?: (settings: ClientSettings) => TorrentClient;
  readonly server?: (settings: ServerSettings) => PlexServer;
}

/** The real background over a fake world, as a worker that has just started has it. */
export function startBackground(
  world: FakeWorld,
  clock: FakeClock = new FakeClock(),
  settings = memorySettings(),
  watched: readonly string[] = [],
  others: Others = {},
) {
  const logged: { event: string; fields: unknown }[] = [];
  const log: Log = (event, fields) => logged.push({ event, fields });
  const book = new DownloadBook(world.store);
  const allowedHosts = { value: true };
  const connections = {
    client: others.client ?? (() => world.client),
    server: others.server ?? (() => world.server),
    allowed: async () => allowedHosts.value,
  };
  const servers = new ServerWatch(connections, clock.now);
  const clients = new ClientWatch({ book, settings, connections, now: clock.now, log });
  const lookUp = new LookUp({ connections, servers, now: clock.now, log });
  const manager = new PlexIntegrationManager({
    book,
    connections,
    servers,
    clients,
    settings,
    now: clock.now,
    log,
    watchedClients: () => new Set(watched),
    changed: () => undefined,
    later: clock.later,
  });
  return { manager, book, servers, clients, lookUp, settings, clock, allowedHosts, connections, logged };
}
