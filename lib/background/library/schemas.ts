import * as z from 'zod/mini';
import type { ListedKind } from '../../ports/plex-server.ts';

/** What a stored page is a page of, as its key tells. */
export interface PageHead {
  readonly sectionKey: string;
  readonly kind: ListedKind;
  /** Of a list that changed while it was read: how often it was begun again. */
  readonly round: number;
  readonly start: number;
  /** Entries asked for, and how far the page reaches. */
  readonly asked: number;
  readonly size: number;
  readonly total: number | null;
  readonly newestMs: number | null;
}

/** What is written down of a reading, in its order. Pages belong to the beginning before them. */
export type ReadingNote =
  | { readonly note: 'begun'; readonly atMs: number; readonly sections: readonly string[] | null }
  | { readonly note: 'stopped'; readonly stopped: boolean }
  | ({ readonly note: 'page' } & PageHead);

const count = z.number().check(z.int(), z.nonnegative());
const note = z.discriminatedUnion('note', [
  z.object({ note: z.literal('begun'), atMs: z.number(), sections: z.nullable(z.array(z.string())) }),
  z.object({ note: z.literal('stopped'), stopped: z.boolean() }),
  z.object({
    note: z.literal('page'),
    sectionKey: z.string(),
    kind: z.enum(['movie', 'show', 'episode', 'artist', 'album', 'track']),
    round: count,
    start: count,
    asked: count,
    size: count,
    total: z.nullable(count),
    newestMs: z.nullable(z.number()),
  }),
]);

export const keyOfNote = (written: ReadingNote): string => JSON.stringify(written);

/** `null` for what another version wrote. */
export function readNote(key: string): ReadingNote | null {
  try {
    const parsed = z.safeParse(note, JSON.parse(key));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
