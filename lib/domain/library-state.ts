import type { ErrorCode } from './errors.ts';

/** How far the index of a server's libraries is. Times are epoch milliseconds. */
export type LibraryState =
  | { readonly kind: 'unread' }
  /** `total` is `null` before the server has said how many there are. */
  | { readonly kind: 'reading'; readonly done: number; readonly total: number | null }
  | { readonly kind: 'ready'; readonly items: number; readonly readAtMs: number }
  /** The person has stopped it; single questions are asked of Plex. */
  | { readonly kind: 'stopped' }
  /** More than an index may hold: single questions are asked of Plex. */
  | { readonly kind: 'too-large'; readonly items: number }
  /** It goes on by itself when something is asked of it again. */
  | { readonly kind: 'failed'; readonly code: ErrorCode };
