import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { openVault } from '../../lib/browser/vault.ts';

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
 * As much of IndexedDB as the vault uses, in memory: one database, one store, transactions that complete after their
 * request has succeeded. What real browsers make of it is for the tests in real browsers.
 */
class MemoryDatabases {
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
      get: (key: string) => act(() => store.get(key)),
      put: (value: unknown, key: string) => act(() => store.set(key, value) && key),
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

let memory = new MemoryDatabases();
beforeEach(() => {
  memory = new MemoryDatabases();
  vi.stubGlobal('indexedDB', memory);
});
afterEach(() => vi.unstubAllGlobals());

describe('the vault', () => {
  it('keeps a secret for every worker, until it is removed', async () => {
    await openVault().set('plex:abc', 'secret');
    expect(await openVault().get('plex:abc')).toBe('secret');
    await openVault().set('plex:abc', 'newer');
    expect(await openVault().get('plex:abc')).toBe('newer');
    expect(await openVault().get('plex:other')).toBeNull();
    await openVault().remove('plex:abc');
    await openVault().remove('plex:abc');
    expect(await openVault().get('plex:abc')).toBeNull();
  });

  it('keeps nothing where content scripts of Firefox can read', async () => {
    await openVault().set('plex:abc', 'canary');
    const areas = await Promise.all(
      (['local', 'session', 'sync'] as const).map((area) => fakeBrowser.storage[area].get(null)),
    );
    expect(areas).toEqual([{}, {}, {}]);
  });

  it('answers many at once and leaves nothing open', async () => {
    const vault = openVault();
    await Promise.all(Array.from({ length: 20 }, (_, at) => vault.set(`k${at}`, `v${at}`)));
    const values = await Promise.all(Array.from({ length: 20 }, (_, at) => vault.get(`k${at}`)));
    expect(values).toEqual(Array.from({ length: 20 }, (_, at) => `v${at}`));
    expect(memory.connections).toBe(0);
  });

  it.each(['open', 'request', 'commit'] as const)(
    'says when a secret could not be stored, keeps the old one, and works the next time: %s',
    async (what) => {
      const vault = openVault();
      await vault.set('k', 'old');
      memory.failing = what;
      await expect(vault.set('k', 'new')).rejects.toThrow(`${what} failed`);
      expect(memory.connections).toBe(0);
      expect(await vault.get('k')).toBe('old');
      await vault.set('k', 'new');
      expect(await vault.get('k')).toBe('new');
    },
  );

  it('gives nothing that is no text', async () => {
    await openVault().set('k', 'v');
    memory.databases.get('vault')?.get('secrets')?.set('k', { not: 'a text' });
    expect(await openVault().get('k')).toBeNull();
  });
});
