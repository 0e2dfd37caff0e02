import * as z from 'zod/mini';
import type { DeviceKeyStore } from '../ports/device-key-store.ts';
import { answerOf, openDatabase } from './database.ts';

const storeName = 'keys';
const only = 'device';

/** A key whose private half could be read out is none of ours. */
const Stored = z.object({
  kid: z.string().check(z.minLength(1)),
  x: z.string().check(z.minLength(1)),
  privateKey: z
    .custom<CryptoKey>((value) => value instanceof CryptoKey)
    .check(z.refine(({ type, extractable }) => type === 'private' && !extractable)),
});

/** The key of this installation in IndexedDB, the one place that can hold a key nobody can read. */
export function openDeviceKeyStore(): DeviceKeyStore {
  const database = openDatabase('device-key', (created) => created.createObjectStore(storeName));
  const run = <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    database.run(storeName, mode, (transaction) => answerOf(work(transaction.objectStore(storeName))));
  return {
    load: async () => {
      const found = Stored.safeParse(await run('readonly', (store): IDBRequest<unknown> => store.get(only)));
      return found.success ? found.data : null;
    },
    save: async (key) => {
      await run('readwrite', (store) => store.put(key, only));
    },
    remove: async () => {
      await run('readwrite', (store) => store.delete(only));
    },
  };
}
