import type { Vault } from '../ports/vault.ts';

const storeName = 'secrets';

/**
 * Secrets in IndexedDB of the extension's own origin. A content script sees the page's IndexedDB instead, in both
 * browsers; `storage.local` it can read in Firefox, which has no `setAccessLevel`.
 *
 * Three calls on one store: a library for it would weigh more than all of this file.
 */
export function openVault(): Vault {
  const run = async <T>(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> => {
    const database = await openDatabase();
    try {
      const transaction = database.transaction(storeName, mode);
      const result = await answerOf(work(transaction.objectStore(storeName)));
      if (mode === 'readwrite') await completionOf(transaction);
      return result;
    } finally {
      database.close();
    }
  };
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

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open('vault', 1);
  request.onupgradeneeded = () => request.result.createObjectStore(storeName);
  return answerOf(request);
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** A write counts when its transaction is complete, not when its request succeeded. */
function completionOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
