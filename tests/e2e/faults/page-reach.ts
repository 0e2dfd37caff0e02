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

/** What one of our own pages shows and keeps: its document, what is typed in, its address, and stores of its own. */
export const ownPageTexts = (own: Page): Promise<string> =>
  own.evaluate(() =>
    [
      document.documentElement.outerHTML,
      location.href,
      document.title,
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
      ...[...document.querySelectorAll('input, textarea, select')].map((one) => Reflect.get(one, 'value')),
    ].join('\n'),
  );

/** The document as the debugger sees it, into closed shadow trees. Chromium only. */
export async function wholeDocument(page: Page): Promise<string> {
  const session = await page.createCDPSession();
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  await session.detach();
  return JSON.stringify(root);
}

/** Parts of the options page, as its address names them. */
export const optionsSections = [
  'plex',
  'clients',
  'paths',
  'people',
  'behaviour',
  'activity',
  'backup',
  'about',
];

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
