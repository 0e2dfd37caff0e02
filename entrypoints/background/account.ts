import { browser } from 'wxt/browser';
import { AccountServers } from '../../lib/background/account-servers.ts';
import type { AccountDeps } from '../../lib/background/answer-account.ts';
import type { ProbeDeps } from '../../lib/background/probe-connections.ts';
import { SignInJob } from '../../lib/background/sign-in-job.ts';
import { WatchLease } from '../../lib/background/watch-lease.ts';
import { openDeviceKeyStore } from '../../lib/browser/device-key-store.ts';
import { createSignInStore } from '../../lib/browser/sign-in-store.ts';
import type { ClientInfo } from '../../lib/domain/plex-client.ts';
import type { PlexTvConnection } from '../../lib/plex-tv/connection.ts';
import { createDeviceKeys } from '../../lib/plex-tv/device-keys.ts';
import { createPlexTv } from '../../lib/plex-tv/index.ts';
import type { SettingsStore } from '../../lib/ports/settings-store.ts';
import type { Vault } from '../../lib/ports/vault.ts';

interface Parts {
  readonly settings: SettingsStore;
  readonly vault: Vault;
  readonly fetch: typeof fetch;
  readonly client: () => Promise<ClientInfo>;
  readonly probe: ProbeDeps;
  readonly now: () => number;
  readonly later: (run: () => void, delayMs: number) => () => void;
  /** See `SignInJob`. */
  readonly renewed: () => Promise<void>;
  readonly changed: () => void;
}

/** Signing in with plex.tv, joined to this browser's tabs. Call in the first turn of the background. */
export function createAccount(parts: Parts): AccountDeps & { readonly connection: PlexTvConnection } {
  const { settings, vault, client, probe, now, later, renewed, changed } = parts;
  const onDead = (): void => void job.lost().catch(() => undefined); // the next refusal says it again
  const { account, connection } = createPlexTv({
    ...{ vault, client, now, onDead, fetch: parts.fetch },
    deviceKeys: (plexTv) => createDeviceKeys(plexTv, openDeviceKeyStore(), now),
  });
  const listed = new AccountServers(account, now);
  let tabId: number | undefined;
  /** Listened for only while there is that tab: whoever closes any other would wake the background. */
  const tabClosed = (closed: number): void => {
    if (closed !== tabId) return;
    tabId = undefined;
    browser.tabs.onRemoved.removeListener(tabClosed);
    void job.closed();
  };
  const job = new SignInJob({
    account,
    store: createSignInStore(vault),
    vault,
    settings,
    openTab: async (url) => {
      browser.tabs.onRemoved.addListener(tabClosed);
      tabId = (await browser.tabs.create({ url })).id;
    },
    now,
    later,
    renewed: async () => {
      listed.forget();
      await renewed();
      // ours: it only says that all is done, and the person wants to go on where they were
      if (tabId !== undefined) await browser.tabs.remove(tabId).catch(() => undefined);
    },
    changed,
  });
  return { connection, job, listed, probe, lease: new WatchLease(() => job.watch(), later) };
}
