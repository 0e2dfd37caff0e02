/**
 * IndexedDB of the extension's own origin, by promises. A handful of calls: a library for them would weigh more than
 * this file.
 */
export interface Database {
  /**
   * Runs work in one transaction over these stores. A write counts when its transaction is complete, not when its
   * request succeeded; work that fails has changed nothing. It may wait for nothing but requests of its transaction.
   */
  run<T>(
    stores: string | string[],
    mode: IDBTransactionMode,
    work: (transaction: IDBTransaction) => Promise<T>,
  ): Promise<T>;
}

/** Opened anew for each piece of work: a connection that stays open can't be told from one that hangs. */
export function openDatabase(name: string, create: (database: IDBDatabase) => void): Database {
  return {
    async run(stores, mode, work) {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => create(request.result);
      const database = await answerOf(request);
      try {
        const transaction = database.transaction(stores, mode);
        const completed = mode === 'readwrite' ? completionOf(transaction) : undefined;
        completed?.catch(() => undefined); // what the work fails with says more
        const result = await work(transaction).catch((error: unknown) => {
          abort(transaction); // or what was asked for before would be written
          throw error;
        });
        await completed;
        return result;
      } finally {
        database.close();
      }
    },
  };
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // it has ended by itself: a request that failed does that
  }
}

export function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function completionOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
