import type { ServerAddress } from '../domain/account-server.ts';
import type { ServerSettings } from '../domain/settings.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { plexTokenKey, type Vault } from '../ports/vault.ts';
import type { AccountServers } from './account-servers.ts';
import { mendedByServer } from './mended-by.ts';
import type { PlexIntegrationManager } from './plex-integration-manager.ts';
import type { ConnectionChooser } from './rechoose-connection.ts';
import type { ServerWatch } from './server-watch.ts';
import type { SignInJob } from './sign-in-job.ts';

const tendMs = 20_000;
/** plex.tv is not asked for a new token of the same server more often than this. */
const tokenPauseMs = 10 * 60_000;
/** Another way to a server that is away is looked for at once, and then ever more seldom. */
const firstPauseMs = 60_000;
const longestPauseMs = 30 * 60_000;

interface Deps {
  readonly settings: SettingsStore;
  readonly vault: Vault;
  readonly servers: Pick<ServerWatch, 'stateOf' | 'forget'>;
  readonly manager: Pick<PlexIntegrationManager, 'mended'>;
  readonly job: Pick<SignInJob, 'read'>;
  readonly listed: AccountServers;
  readonly chooser: Pick<ConnectionChooser, 'rechoose'>;
  readonly now: () => number;
}

/** Looks after servers that have stopped answering: another way to them, or another token, where the account knows one. */
export class ServerTender {
  readonly #deps: Deps;
  readonly #askedAtMs = new Map<string, number>();
  readonly #searches = new Map<string, { readonly atMs: number; readonly pauseMs: number }>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** From the alarm, after servers were asked. Does nothing for those that are well. */
  async tend(): Promise<void> {
    const { settings, servers } = this.#deps;
    for (const server of (await settings.read()).servers) {
      const { machineIdentifier } = server;
      const { state } = servers.stateOf(machineIdentifier);
      if (state === 'online') this.#searches.delete(machineIdentifier);
      if (state === 'offline' || state === 'wrong-server') await this.#findWay(server);
      else if (state === 'needs-sign-in') await this.#renewToken(server);
    }
  }

  async #findWay(server: ServerSettings): Promise<void> {
    const { job, chooser, settings, now } = this.#deps;
    const { machineIdentifier, address, allowHttp = false } = server;
    const last = this.#searches.get(machineIdentifier);
    if (last && Math.abs(now() - last.atMs) < last.pauseMs) return;
    const pauseMs = Math.min(last ? last.pauseMs * 2 : firstPauseMs, longestPauseMs);
    this.#searches.set(machineIdentifier, { atMs: now(), pauseMs });
    const { account } = await job.read();
    const listed = account?.servers.find((one) => one.machineIdentifier === machineIdentifier);
    const addresses = waysTo(server, listed?.addresses ?? []);
    const known = { machineIdentifier, addresses, allowHttp };
    const best = await chooser.rechoose(known, AbortSignal.timeout(tendMs));
    if (!best || best.address === address) return; // the same one: it is back, as its next question will show
    const own = addresses.find(({ reach }) => reach === 'own')?.address;
    await settings.update((before) => ({
      ...before,
      servers: before.servers.map((one) =>
        one.machineIdentifier === machineIdentifier && one.address === address
          ? { ...one, address: best.address, ...(own !== undefined && { ownAddress: own }) }
          : one,
      ),
    }));
    await this.#mended(machineIdentifier);
  }

  /** A server gets a new token when it was claimed anew, for example; the account then knows it. */
  async #renewToken({ machineIdentifier }: ServerSettings): Promise<void> {
    const { job, listed, vault, now } = this.#deps;
    const { account, isLost } = await job.read();
    const askedAtMs = this.#askedAtMs.get(machineIdentifier) ?? Number.NEGATIVE_INFINITY;
    if (!account || isLost || Math.abs(now() - askedAtMs) < tokenPauseMs) return;
    this.#askedAtMs.set(machineIdentifier, now());
    const { tokens } = await listed.read(AbortSignal.timeout(tendMs), true);
    const token = tokens.get(machineIdentifier);
    const key = plexTokenKey(machineIdentifier);
    if (token === undefined || token === (await vault.get(key))) return;
    await vault.set(key, token);
    await this.#mended(machineIdentifier);
  }

  async #mended(machineIdentifier: string): Promise<void> {
    this.#deps.servers.forget(machineIdentifier);
    await this.#deps.manager.mended(mendedByServer);
  }
}

/** What was typed comes first; an address that plex.tv does not know was typed, too. */
function waysTo(
  { address, ownAddress }: ServerSettings,
  listed: readonly ServerAddress[],
): readonly ServerAddress[] {
  const isListed = listed.some((one) => one.address === address);
  const own = ownAddress ?? (isListed ? undefined : address);
  const others = listed.filter((one) => one.address !== own);
  return own === undefined ? others : [{ address: own, reach: 'own' }, ...others];
}
