import { browser } from 'wxt/browser';
import * as z from 'zod/mini';
import { errorCodes } from '../domain/errors.ts';
import { happenings, type JournalEntry, mostEvents } from '../domain/journal.ts';
import type { JournalStore } from '../ports/journal-store.ts';

/** One value for everything would be written anew with each event, and one for each download read one by one. */
const buckets = 8;
const keyOf = (bucket: number): string => `journal:${bucket}`;
const keys = Array.from({ length: buckets }, (_, at) => keyOf(at));

/** The last sign of an id counts: ids of one client begin alike. */
const bucketOf = (id: string): number => (id.codePointAt(id.length - 1) ?? 0) % buckets;

const Text = z.string().check(z.maxLength(4096));
const Stored = z.object({
  id: Text,
  events: z
    .array(
      z.object({
        atMs: z.number(),
        what: z.enum(happenings),
        code: z.exactOptional(z.enum(errorCodes)),
        retryAtMs: z.exactOptional(z.number()),
        section: z.exactOptional(Text),
        folder: z.exactOptional(Text),
        send: z.exactOptional(z.number()),
      }),
    )
    .check(z.minLength(1), z.maxLength(mostEvents)),
});

/** What can't be read is left out: it is only told, nothing stands on it. */
function entriesIn(stored: unknown): readonly JournalEntry[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((one) => {
    const parsed = Stored.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });
}

export const journalStore: JournalStore = {
  load: async () => {
    const stored: Record<string, unknown> = await browser.storage.local.get(keys);
    return keys.flatMap((key) => entriesIn(stored[key]));
  },
  save: async (all, changed) => {
    const touched = new Set([...changed].map(bucketOf));
    const items: Record<string, JournalEntry[]> = {};
    for (const bucket of touched) items[keyOf(bucket)] = [];
    for (const entry of all.values()) items[keyOf(bucketOf(entry.id))]?.push(entry);
    await browser.storage.local.set(items);
  },
};
