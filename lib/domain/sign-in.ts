import type { AccountServer, AccountUser } from './account-server.ts';
import type { ErrorCode } from './errors.ts';

/** Where a sign-in with plex.tv has got to, as screens show it. All times are epoch milliseconds. */
export type SignInState =
  | { readonly kind: 'idle' }
  /** Until the person agrees at `url`. `trouble`: why plex.tv can't be asked at the moment. */
  | {
      readonly kind: 'waiting';
      readonly code: string;
      readonly expiresAtMs: number;
      readonly url: string;
      readonly trouble: ErrorCode | null;
    }
  /** The person has agreed; name and servers of the account are being read. */
  | { readonly kind: 'finishing'; readonly trouble: ErrorCode | null }
  | { readonly kind: 'done'; readonly user: AccountUser; readonly servers: readonly AccountServer[] }
  | { readonly kind: 'expired' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly code: ErrorCode };

/** A code that a person agrees to at plex.tv. Whoever knows it and our client identifier can fetch the token. */
export interface SignInPin {
  readonly id: string;
  readonly code: string;
  readonly expiresAtMs: number;
  /** Page of plex.tv where the person agrees. Holds the code, which is good for nothing without the id. */
  readonly url: string;
}
