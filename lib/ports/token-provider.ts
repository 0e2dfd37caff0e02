/** What plex.tv refuses a token with: it is not valid (any more), 422 the same in another place, 498 its time is over. */
export type TokenRefusal = 401 | 422 | 498;

/**
 * The token of the account that the person signed in with. Whoever asks gets one that is good now, whichever kind it
 * is; nobody else needs to know that there are two kinds.
 */
export interface TokenProvider {
  /**
   * Asked for at the moment of use and not kept; `null`: nobody is signed in. One about to run out is renewed first.
   * Fails with an `OperationError` when that is not possible now.
   */
  token(signal: AbortSignal): Promise<string | null>;
  /** plex.tv refused this token. `true`: there is another one by now, and what was asked may be asked once more. */
  refused(token: string, status: TokenRefusal, signal: AbortSignal): Promise<boolean>;
}
