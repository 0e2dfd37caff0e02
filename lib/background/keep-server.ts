import { type ServerSettings, type Settings, serverColours } from '../domain/settings.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { plexTokenKey, type Vault } from '../ports/vault.ts';
import type { Libraries } from './libraries.ts';
import type { LookUp } from './look-up.ts';
import { mendedByServer } from './mended-by.ts';
import type { OverviewKeeper } from './overview-keeper.ts';
import type { PlexIntegrationManager } from './plex-integration-manager.ts';
import type { ServerWatch } from './server-watch.ts';

export interface KeepServerDeps {
  readonly settings: SettingsStore;
  readonly vault: Vault;
  readonly servers: ServerWatch;
  readonly lookUp: LookUp;
  readonly libraries: Libraries;
  readonly overview: OverviewKeeper;
  readonly manager: PlexIntegrationManager;
  /** The set of addresses has changed: scripts and rules have to follow. */
  readonly hostsChanged: (settings: Settings, added?: string) => Promise<void>;
}

/**
 * Stores a server that was tested, and lets go on what waited for it. One that is there already keeps its place: the
 * first that covers a path is the one asked. `token: null` leaves the stored one.
 */
export async function keepServer(
  { settings, vault, servers, lookUp, libraries, overview, manager, hostsChanged }: KeepServerDeps,
  server: ServerSettings,
  token: string | null,
): Promise<void> {
  const { machineIdentifier } = server;
  if (token) await vault.set(plexTokenKey(machineIdentifier), token);
  const saved = await settings.update((before) => ({
    ...before,
    servers: withServer(before.servers, server),
  }));
  servers.forget(machineIdentifier);
  lookUp.forgetAll();
  await hostsChanged(saved);
  await overview.refresh();
  await manager.mended(mendedByServer);
  await libraries.index(server); // its reading begins, so that most questions soon need no request
}

function withServer(all: readonly ServerSettings[], server: ServerSettings): readonly ServerSettings[] {
  const known = all.find((one) => one.machineIdentifier === server.machineIdentifier);
  if (!known) return [...all, { ...server, ...colourBeside(all) }];
  const { ownAddress, allowHttp, colour } = known;
  const kept: ServerSettings = {
    ...(ownAddress !== undefined && { ownAddress }),
    ...(allowHttp !== undefined && { allowHttp }),
    ...(colour !== undefined && { colour }),
    ...server,
  };
  return all.map((one) => (one === known ? kept : one));
}

/** One server alone needs no colour; the next gets the first that is free. */
function colourBeside(all: readonly ServerSettings[]): Pick<ServerSettings, 'colour'> {
  if (all.length === 0) return {};
  const taken = new Set(all.map(({ colour = 0 }) => colour));
  const free = Array.from({ length: serverColours }, (_, at) => at).find((at) => !taken.has(at));
  return { colour: free ?? all.length % serverColours };
}
