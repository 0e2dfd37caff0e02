import type { ClientInfo } from '../../../lib/domain/plex-client.ts';
import { createDeviceKeys } from '../../../lib/plex-tv/device-keys.ts';
import { createPlexTv } from '../../../lib/plex-tv/index.ts';
import type { DeviceKey, DeviceKeyStore } from '../../../lib/ports/device-key-store.ts';
import { accountTokenKey } from '../../../lib/ports/vault.ts';
import { memoryVault } from '../../fakes/vault.ts';

export const client: ClientInfo = { clientIdentifier: 'install-1', version: '1.2.3', platform: 'Chrome' };
export const signal = new AbortController().signal;

export function memoryKeys(): DeviceKeyStore & { key: DeviceKey | null } {
  const store = {
    key: null as DeviceKey | null,
    load: async () => store.key,
    save: async (key: DeviceKey) => {
      store.key = key;
    },
    remove: async () => {
      store.key = null;
    },
  };
  return store;
}

interface Options {
  readonly url?: string;
  readonly token?: string | null;
  readonly now?: () => number;
  readonly fetch?: typeof fetch;
  readonly deviceKeys?: DeviceKeyStore;
  readonly vault?: ReturnType<typeof memoryVault>;
}

/** Everything of plex.tv at another address, with what it keeps in the open. */
export function plexTvAt(options: Options = {}) {
  const { url = 'https://plex.test', token = null, now = Date.now } = options;
  const vault = options.vault ?? memoryVault(token === null ? {} : { [accountTokenKey]: token });
  const { deviceKeys: store } = options;
  const deaths = { count: 0 };
  const made = createPlexTv({
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    client: async () => client,
    base: () => `${url}/`,
    vault,
    now,
    onDead: () => {
      deaths.count++;
    },
    ...(store && { deviceKeys: (connection) => createDeviceKeys(connection, store, now) }),
  });
  return { ...made, vault, deaths, tokenInVault: () => vault.secrets.get(accountTokenKey) ?? null };
}

/** The code of an `OperationError`, or what else came. */
export const outcome = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'well',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
