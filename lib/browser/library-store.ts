import { OperationError } from '../domain/errors.ts';
import type { LibraryStore, StoredPage } from '../ports/library-store.ts';
import { answerOf, openDatabase } from './database.ts';

const [indexes, pages] = ['indexes', 'pages'];

/** Pages of one server have keys of their own range, in the order in which they were put. */
const pagesOf = (machineIdentifier: string): IDBKeyRange =>
  IDBKeyRange.bound([machineIdentifier], [machineIdentifier, []]);

/**
 * What is known of libraries, in IndexedDB of the extension's own origin: one record for each server's index, one for
 * each page of a reading. Typed arrays are kept as they are, so that an index of 120,000 files is written or read in
 * some tens of milliseconds; a row for each file took half a minute.
 */
export function openLibraryStore(): LibraryStore {
  const database = openDatabase('libraries', (created) => {
    created.createObjectStore(indexes);
    created.createObjectStore(pages);
  });
  async function run<T>(
    operation: string,
    mode: IDBTransactionMode,
    work: (indexStore: IDBObjectStore, pageStore: IDBObjectStore) => Promise<T>,
  ): Promise<T> {
    try {
      return await database.run([indexes, pages], mode, (transaction) =>
        work(transaction.objectStore(indexes), transaction.objectStore(pages)),
      );
    } catch {
      throw new OperationError('STORAGE_BROKEN', { operation });
    }
  }
  return {
    load: async (machineIdentifier) => {
      const saved: unknown = await run('libraries.load', 'readonly', (index) =>
        answerOf<unknown>(index.get(machineIdentifier)),
      );
      return saved ?? null;
    },
    save: (machineIdentifier, index) =>
      run('libraries.save', 'readwrite', async (indexStore, pageStore) => {
        indexStore.put(index, machineIdentifier);
        await answerOf(pageStore.delete(pagesOf(machineIdentifier)));
      }),
    async *loadPages(machineIdentifier) {
      const keys = await run('libraries.pages', 'readonly', (_, store) =>
        answerOf(store.getAllKeys(pagesOf(machineIdentifier))),
      );
      // Each by itself: all of them at once would be some hundred megabytes.
      for (const at of keys) {
        const saved: unknown = await run('libraries.page', 'readonly', (_, store) =>
          answerOf<unknown>(store.get(at)),
        );
        if (isKeyedPage(saved)) yield saved;
      }
    },
    putPage: (machineIdentifier, key, page) =>
      run('libraries.putPage', 'readwrite', async (_, store) => {
        const last = await answerOf(store.openKeyCursor(pagesOf(machineIdentifier), 'prev'));
        await answerOf(store.put({ key, page }, [machineIdentifier, numberOf(last?.key) + 1]));
      }),
    dropPages: (machineIdentifier) =>
      run('libraries.dropPages', 'readwrite', (_, store) =>
        answerOf(store.delete(pagesOf(machineIdentifier))),
      ),
    remove: (machineIdentifier) =>
      run('libraries.remove', 'readwrite', async (indexStore, pageStore) => {
        indexStore.delete(machineIdentifier);
        await answerOf(pageStore.delete(pagesOf(machineIdentifier)));
      }),
  };
}

function numberOf(key: IDBValidKey | undefined): number {
  const number: unknown = Array.isArray(key) ? key[1] : undefined;
  return typeof number === 'number' ? number : 0;
}

/** What these lists hold was written by ourselves; a page of another shape is of another version. */
function isKeyedPage(saved: unknown): saved is { readonly key: string; readonly page: StoredPage } {
  if (typeof saved !== 'object' || saved === null || !('key' in saved) || !('page' in saved)) return false;
  const { key, page } = saved;
  if (typeof key !== 'string' || typeof page !== 'object' || page === null) return false;
  return 'titles' in page && Array.isArray(page.titles) && 'files' in page && Array.isArray(page.files);
}
