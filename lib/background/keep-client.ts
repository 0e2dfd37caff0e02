import { oneAtATime } from '../domain/one-at-a-time.ts';
import type { ClientSettings, Settings } from '../domain/settings.ts';
import type { ClientCheck, NewClient } from '../messages/contract.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { clientSecretKey, type Vault } from '../ports/vault.ts';
import { type ClientCheckDeps, checkClient, clientAddress } from './check-client.ts';
import type { ClientWatch } from './client-watch.ts';
import type { LookUp } from './look-up.ts';
import { mendedByClient } from './mended-by.ts';
import type { PlexIntegrationManager } from './plex-integration-manager.ts';

export interface KeepClientDeps {
  readonly settings: SettingsStore;
  readonly vault: Vault;
  readonly manager: PlexIntegrationManager;
  readonly clients: ClientWatch;
  readonly lookUp: LookUp;
  readonly clientCheck: ClientCheckDeps;
  readonly newId: () => string;
  /** The set of addresses has changed: scripts and rules have to follow. */
  readonly hostsChanged: (settings: Settings, added?: string) => Promise<void>;
}

/** Tests a torrent client, and stores it when every step passed; then what waited for it goes on. */
export async function keepClient(
  deps: KeepClientDeps,
  client: NewClient,
  secret: string | null,
): Promise<ClientCheck> {
  const { settings, vault, manager, clients, lookUp } = deps;
  const check = await checkClient(deps.clientCheck, client, secret);
  const address = clientAddress(client.address);
  if (!check.ok || !address) return check;
  const known = (await settings.read()).clients.find((one) => one.address === address);
  const saved: ClientSettings = { ...client, address, id: known?.id ?? deps.newId(), refusal: null };
  if (secret) await vault.set(clientSecretKey(saved.id), secret);
  else if (client.access === 'browser-session') await vault.remove(clientSecretKey(saved.id));
  clients.forget(saved.id); // a poll with the old password must not write its refusal down
  const after = await settings.update((before) => ({
    ...before,
    clients: before.clients.some(({ id }) => id === saved.id)
      ? before.clients.map((one) => (one.id === saved.id ? saved : one))
      : [...before.clients, saved],
  }));
  clients.forget(saved.id);
  lookUp.forgetAll();
  await deps.hostsChanged(after, address);
  await manager.mended(mendedByClient);
  return check;
}

/** Where a torrent page is kept while the browser asks for its permission. */
export interface OfferedClient {
  read(): Promise<NewClient | null>;
  write(client: NewClient | null): Promise<void>;
}

/**
 * A torrent page that the person wants, as soon as the browser allows it. That question may close the popup: then the
 * news of the permission brings it here, else the popup does; whoever comes first finds it.
 */
export class ClientOffer {
  readonly #deps: KeepClientDeps & { readonly allowed: (address: string) => Promise<boolean> };
  readonly #store: OfferedClient;
  readonly #inTurn = oneAtATime();

  constructor(
    deps: KeepClientDeps & { readonly allowed: (address: string) => Promise<boolean> },
    store: OfferedClient,
  ) {
    this.#deps = deps;
    this.#store = store;
  }

  make(client: NewClient): Promise<void> {
    return this.#inTurn(() => this.#store.write(client));
  }

  /** `null`: nothing is offered, it is not allowed yet, or it has been taken. */
  take(): Promise<ClientCheck | null> {
    return this.#inTurn(async () => {
      const client = await this.#store.read();
      if (!client || !(await this.#deps.allowed(client.address))) return null;
      const check = await keepClient(this.#deps, client, null);
      if (check.ok) await this.#store.write(null);
      return check;
    });
  }
}
