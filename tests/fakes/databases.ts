interface FakeRequest {
  result?: unknown;
  error?: unknown;
  onsuccess?: () => void;
  onerror?: () => void;
  onupgradeneeded?: () => void;
}

interface FakeTransaction {
  readonly error: Error;
  oncomplete?: () => void;
  onabort?: () => void;
  objectStore?: () => unknown;
}

/**
 * As much of IndexedDB as the stores of one entry at a time use, in memory: one database, one store, transactions that complete after their
 * request has succeeded. What real browsers make of it is for the tests in real browsers.
 */
export class MemoryDatabases {
  databases = new Map<string, Map<string, Map<string, unknown>>>();
  connections = 0;
  /** Fails the next time that something is opened, read or written. */
  failing: 'open' | 'request' | 'commit' | null = null;

  open(name: string): unknown {
    return this.#request(() => {
      if (this.#fails('open')) throw new Error('open failed');
      const isNew = !this.databases.has(name);
      const stores = this.databases.get(name) ?? new Map<string, Map<string, unknown>>();
      this.databases.set(name, stores);
      const database = {
        createObjectStore: (store: string) => stores.set(store, new Map()),
        transaction: (store: string) => this.#transaction(stores.get(store)),
        close: () => this.connections--,
      };
      this.connections++;
      return { database, isNew };
    });
  }

  #transaction(store: Map<string, unknown> | undefined) {
    if (!store) throw new DOMException('no such store', 'NotFoundError');
    const transaction: FakeTransaction = { error: new Error('commit failed') };
    const act = (work: () => unknown) => {
      const before = new Map(store);
      const done = (): void => {
        const fails = this.#fails('commit');
        if (fails) {
          store.clear();
          for (const [key, value] of before) store.set(key, value);
        }
        transaction[fails ? 'onabort' : 'oncomplete']?.();
      };
      return this.#request(() => {
        if (this.#fails('request')) throw new Error('request failed');
        setImmediate(() => setImmediate(done));
        return work();
      });
    };
    transaction.objectStore = () => ({
      get: (key: string) => act(() => structuredClone(store.get(key))),
      put: (value: unknown, key: string) => act(() => store.set(key, structuredClone(value)) && key),
      delete: (key: string) => act(() => void store.delete(key)),
    });
    return transaction;
  }

  #request(work: () => unknown): FakeRequest {
    const request: FakeRequest = {};
    setImmediate(() => {
      try {
        const result = work();
        const opened = result as { database?: unknown; isNew?: boolean } | undefined;
        request.result = opened?.database ?? result;
        if (opened?.isNew) request.onupgradeneeded?.();
        request.onsuccess?.();
      } catch (error) {
        request.error = error;
        request.onerror?.();
      }
    });
    return request;
  }

  #fails(what: MemoryDatabases['failing']): boolean {
    if (this.failing !== what) return false;
    this.failing = null;
    return true;
  }
}
