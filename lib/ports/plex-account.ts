import type { AccountServer, AccountUser } from '../domain/account-server.ts';
import type { SignInPin } from '../domain/sign-in.ts';

export type PinAnswer =
  | { readonly kind: 'waiting' }
  /** Expired, refused, or made with another client identifier. */
  | { readonly kind: 'gone' }
  /** `keep` puts the token into the vault; it is nowhere else. */
  | { readonly kind: 'approved'; readonly keep: () => Promise<void> };

/**
 * The account at plex.tv. Every method that takes a signal fails with an `OperationError`; what is wrong with the
 * token is `TOKEN_MISSING`, `TOKEN_INVALID` or `TOKEN_EXPIRED`, and only signing in again helps.
 */
export interface PlexAccount {
  createPin(signal: AbortSignal): Promise<SignInPin>;
  checkPin(pin: Pick<SignInPin, 'id'>, signal: AbortSignal): Promise<PinAnswer>;
  /** Exchanges a token that was just kept for the newer kind, where plex.tv offers it; changes nothing otherwise. */
  upgrade(signal: AbortSignal): Promise<void>;
  user(signal: AbortSignal): Promise<AccountUser>;
  /** What may be shown, and apart from it the token of each server by machine identifier. */
  servers(signal: AbortSignal): Promise<{
    readonly servers: readonly AccountServer[];
    readonly tokens: ReadonlyMap<string, string>;
  }>;
  /** Revokes the token at plex.tv and forgets it; `false`: forgotten, but plex.tv could not be told. */
  signOut(signal: AbortSignal): Promise<boolean>;
}
