import { ClientWatch } from '../../lib/background/client-watch.ts';
import { DownloadBook } from '../../lib/background/download-book.ts';
import { Journal } from '../../lib/background/journal.ts';
import type { Libraries } from '../../lib/background/libraries.ts';
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
import { memoryJournal } from './journal.ts';
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
    condition: async () => 'fine' as const,
    startAfresh: async () => store.value,
  };
  return store;
}

/** Libraries that were never read. */
const unreadLibraries: Libraries = {
  stateOf: () => ({ kind: 'unread' }),
  index: async () => null,
  refresh: async () => null,
  drop: async () => undefined,
  heard: () => undefined,
  read: async () => undefined,
  stop: async () => undefined,
  forget: async () => undefined,
};

/** Who answers at which address; by default there is one torrent client and one Plex, those of the world. */
export interface Others {
  readonly client?: (settings: ClientSettings) => TorrentClient;
  readonly server?: (settings: ServerSettings) => PlexServer;
  /** Without it no server has an index of its libraries. */
  readonly libraries?: Libraries;
}

/** The real background over a fake world, as a worker that has just started has it. */
export function startBackground(
  world: FakeWorld,
  clock: FakeClock = new FakeClock(),
  settings = memorySettings(),
  watched: readonly string[] = [],
  others: Others = {},
  beat: (minutes: 0.5 | 1) => void = () => undefined,
) {
  const logged: { event: string; fields: unknown }[] = [];
  const log: Log = (event, fields) => logged.push({ event, fields });
  const journal = new Journal({ store: memoryJournal(), now: clock.now, later: clock.later });
  const book = new DownloadBook(world.store, (before, after) => journal.note(before, after));
  const allowedHosts = { value: true };
  const connections = {
    client: others.client ?? (() => world.client),
    server: others.server ?? (() => world.server),
    allowed: async () => allowedHosts.value,
  };
  const servers = new ServerWatch(connections, clock.now);
  const clients = new ClientWatch({ book, settings, connections, now: clock.now, log });
  const libraries = others.libraries ?? unreadLibraries;
  const find = { connections, servers, libraries, now: clock.now, log };
  const lookUp = new LookUp(find);
  const manager = new PlexIntegrationManager({
    book,
    connections,
    servers,
    clients,
    settings,
    findElsewhere: (value, client, hash) => lookUp.findWhole(value, client, hash),
    now: clock.now,
    log,
    watchedClients: () => new Set(watched),
    changed: () => undefined,
    beat,
    later: clock.later,
  });
  return {
    manager,
    journal,
    book,
    servers,
    clients,
    lookUp,
    find,
    settings,
    clock,
    allowedHosts,
    connections,
    logged,
  };
}
