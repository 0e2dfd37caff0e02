import type { ExtensionBrowser } from './browser.ts';

interface StorageApi {
  readonly chrome: { readonly storage: Record<'local' | 'session', { get(keys: null): Promise<unknown> }> };
}

/** Everything the extension has stored, as one text: its storage areas, and every database of its origin. */
export async function storedTexts(extension: ExtensionBrowser): Promise<string> {
  const page = await extension.openOwnPage('options.html#about');
  const text = await page.evaluate(async () => {
    const { storage } = (globalThis as unknown as StorageApi).chrome;
    const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const found: unknown[] = [
      await storage.local.get(null),
      await storage.session.get(null).catch(() => null),
    ];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await answerOf(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store).objectStore(store);
        found.push(name, store, await answerOf(objects.getAllKeys()), await answerOf(objects.getAll()));
      }
      database.close();
    }
    return JSON.stringify(found);
  });
  await page.close();
  return text;
}
