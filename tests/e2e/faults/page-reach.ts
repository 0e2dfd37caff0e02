import type { Page } from 'puppeteer-core';

/** Everything that scripts of a page can reach: its globals, stores, cookies, history, and what it has fetched. */
export function everythingInReach(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const seen = new Set<unknown>();
    const found: string[] = [];
    const walk = (value: unknown, depth: number): void => {
      if (typeof value === 'string') found.push(value);
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return;
      if (seen.has(value) || depth > 6 || seen.size > 200_000 || value instanceof Node) return;
      seen.add(value);
      for (const key of Reflect.ownKeys(value)) {
        found.push(String(key));
        const { value: inner } = Reflect.getOwnPropertyDescriptor(value, key) ?? {};
        walk(inner, depth + 1);
      }
    };
    walk(globalThis, 0);
    const databases = await indexedDB.databases();
    for (const { name = '' } of databases) {
      found.push(name);
      const open = indexedDB.open(name);
      const database = await new Promise<IDBDatabase | null>((resolve) => {
        open.onsuccess = () => resolve(open.result);
        open.onerror = () => resolve(null);
      });
      for (const store of database?.objectStoreNames ?? []) {
        const all = database?.transaction(store).objectStore(store).getAll();
        await new Promise<void>((resolve) => {
          if (!all) return resolve();
          all.onsuccess = () => resolve(void found.push(JSON.stringify(all.result)));
          all.onerror = () => resolve();
        });
      }
      database?.close();
    }
    const { caches } = globalThis as { caches?: CacheStorage };
    const cached = (await caches?.keys().catch(() => [])) ?? [];
    const entries = performance.getEntries().map((entry) => JSON.stringify(entry));
    return [
      ...found,
      ...cached,
      ...entries,
      document.cookie,
      document.referrer,
      location.href,
      JSON.stringify(history.state),
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      document.documentElement.outerHTML,
      document.documentElement.innerText,
      ...[...document.querySelectorAll('input, textarea')].map((one) => (one as HTMLInputElement).value),
    ].join('\n');
  });
}

interface ExtensionApi {
  readonly storage: Record<string, { get?(keys: null): Promise<unknown> } | undefined>;
  readonly i18n: { getMessage(name: string): string };
}

/** What is stored where content scripts could read it, in a browser that lets them. Asked in one of our own pages. */
export function extensionStorage(own: Page): Promise<string> {
  return own.evaluate(async () => {
    const scope = globalThis as unknown as { browser?: ExtensionApi; chrome: ExtensionApi };
    const { storage } = scope.browser ?? scope.chrome;
    const all: unknown[] = [];
    for (const area of ['local', 'session', 'sync', 'managed']) {
      all.push(area, await storage[area]?.get?.(null)?.catch(() => null));
    }
    return JSON.stringify(all);
  });
}
