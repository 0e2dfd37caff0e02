import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Vault } from '../ports/vault.ts';

interface VaultSchema extends DBSchema {
  secrets: { key: string; value: string };
}

/**
 * Secrets in IndexedDB of the extension's own origin. A content script sees the page's IndexedDB instead, in both
 * browsers; `storage.local` it can read in Firefox, which has no `setAccessLevel`.
 */
export function openVault(): Vault {
  let opened: Promise<IDBPDatabase<VaultSchema>> | undefined;
  const database = (): Promise<IDBPDatabase<VaultSchema>> => {
    opened ??= openDB<VaultSchema>('vault', 1, {
      upgrade: (db) => {
        db.createObjectStore('secrets');
      },
      terminated: () => {
        opened = undefined;
      },
    });
    return opened;
  };
  return {
    get: async (key) => (await (await database()).get('secrets', key)) ?? null,
    set: async (key, secret) => {
      await (await database()).put('secrets', secret, key);
    },
    remove: async (key) => {
      await (await database()).delete('secrets', key);
    },
  };
}
