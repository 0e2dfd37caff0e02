import type { AccountServer, AccountUser } from '../domain/account-server.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { SignInPin } from '../domain/sign-in.ts';

/** How far a sign-in has got. Enough to go on with by a worker that knows nothing else. */
export type SignInStage =
  | { readonly kind: 'idle' }
  /** `agreed`: the token that came of it is being put into the vault, or is there. */
  | { readonly kind: 'waiting'; readonly pin: SignInPin; readonly agreed: boolean }
  | { readonly kind: 'finishing'; readonly sinceMs: number }
  | { readonly kind: 'done' | 'expired' | 'cancelled' }
  | { readonly kind: 'failed'; readonly code: ErrorCode };

export interface SignInRecord {
  readonly stage: SignInStage;
  /** Who is signed in, from before until a new sign-in is done. */
  readonly account: { readonly user: AccountUser; readonly servers: readonly AccountServer[] } | null;
  /** plex.tv no longer takes the token of `account`: the person has to sign in again. */
  readonly isLost?: boolean;
}

export const emptySignIn: SignInRecord = { stage: { kind: 'idle' }, account: null };

/** Keeps one record. What can't be read back is `emptySignIn`. Kept where secrets are, see `SignInPin`. */
export interface SignInStore {
  read(): Promise<SignInRecord>;
  write(record: SignInRecord): Promise<void>;
}
