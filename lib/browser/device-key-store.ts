import type { DeviceKey, DeviceKeyStore } from '../ports/device-key-store.ts';
import { answerOf, openDatabase } from './database.ts';

const storeName = 'keys';
const only = 'device';

/** The key of this installation in IndexedDB, the one place that can hold a key nobody can read. */
export function openDeviceKeyStore(): DeviceKeyStore {
  const database = openDatabase('device-key', (created) => created.createObjectStore(storeName));
  const run = <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    database.run(storeName, mode, (transaction) => answerOf(work(transaction.objectStore(storeName))));
  return {
    load: async () => {
      const found: unknown = await run('readonly', (store) => store.get(only));
      return isKey(found) ? found : null;
    },
    save: async (key) => {
      await run('readwrite', (store) => store.put(key, only));
    },
    remove: async () => {
      await run('readwrite', (store) => store.delete(only));
    },
  };
}

const isKey = (value: unknown): value is DeviceKey =>
  typeof value === 'object' &&
  value !== null &&
  'privateKey' in value &&
  value.privateKey instanceof CryptoKey;
