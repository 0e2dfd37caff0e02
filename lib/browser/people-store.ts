import type * as z from 'zod/mini';
import { OperationError } from '../domain/errors.ts';
import type { PeopleStore } from '../ports/people-store.ts';
import { answerOf, openDatabase } from './database.ts';
import { storedInvitation, storedRedemption } from './people-records.ts';

const names = { invitations: 'invitations', redemptions: 'redemptions', aside: 'aside' } as const;
const all = Object.values(names);

/**
 * Invitations and the journal in IndexedDB of the extension's own origin, where secrets are and no page can look. What
 * can't be read is moved to a store of its own in the same transaction.
 */
export function openPeopleStore(): PeopleStore {
  const database = openDatabase('people', (created) => {
    created.createObjectStore(names.invitations, { keyPath: 'id' });
    created.createObjectStore(names.redemptions, { keyPath: 'id' });
    created.createObjectStore(names.aside, { autoIncrement: true });
  });
  const run = <T>(work: (transaction: IDBTransaction) => Promise<T>): Promise<T> =>
    database.run(all, 'readwrite', work).catch((cause: unknown) => {
      throw new OperationError('STORAGE_BROKEN', { operation: 'people.store', retryable: true, cause });
    });
  return {
    load: () =>
      run(async (transaction) => ({
        invitations: await readAll(transaction, names.invitations, storedInvitation),
        redemptions: await readAll(transaction, names.redemptions, storedRedemption),
        broken: await answerOf(transaction.objectStore(names.aside).count()),
      })),
    commit: (change) =>
      run(async (transaction) => {
        const invitations = transaction.objectStore(names.invitations);
        const redemptions = transaction.objectStore(names.redemptions);
        for (const one of change.putInvitations ?? []) await answerOf(invitations.put(one));
        for (const id of change.removeInvitations ?? []) await answerOf(invitations.delete(id));
        for (const one of change.putRedemptions ?? []) await answerOf(redemptions.put(one));
        for (const id of change.removeRedemptions ?? []) await answerOf(redemptions.delete(id));
      }),
  };
}

async function readAll<T>(transaction: IDBTransaction, name: string, schema: z.ZodMiniType<T>): Promise<T[]> {
  const store = transaction.objectStore(name);
  const keys = await answerOf(store.getAllKeys());
  const values: unknown[] = await answerOf(store.getAll());
  const read: T[] = [];
  for (const [at, value] of values.entries()) {
    const parsed = schema.safeParse(value);
    if (parsed.success) {
      read.push(parsed.data);
      continue;
    }
    await answerOf(transaction.objectStore(names.aside).add({ from: name, value }));
    await answerOf(store.delete(keys[at] ?? ''));
  }
  return read;
}
