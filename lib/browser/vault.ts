import type { Vault } from '../ports/vault.ts';
import { answerOf, openDatabase } from './database.ts';

const storeName = 'secrets';

/**
 * Secrets in IndexedDB of the extension's own origin. A content script sees the page's IndexedDB instead, in both
 * browsers; `storage.local` it can read in Firefox, which has no `setAccessLevel`.
 */
export function openVault(): Vault {
  const database = openDatabase('vault', (created) => created.createObjectStore(storeName));
  const run = <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    database.run(storeName, mode, (transaction) => answerOf(work(transaction.objectStore(storeName))));
  return {
    get: async (key) => {
      const secret: unknown = await run('readonly', (store) => store.get(key));
      return typeof secret === 'string' ? secret : null;
    },
    set: async (key, secret) => {
      await run('readwrite', (store) => store.put(secret, key));
    },
    remove: async (key) => {
      await run('readwrite', (store) => store.delete(key));
    },
  };
}
