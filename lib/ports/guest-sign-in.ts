import type { SignInPin } from '../domain/sign-in.ts';

/** A code by which somebody else signs in, for one invitation. Fails with `OperationError`. */
export interface GuestSignIn {
  create(signal: AbortSignal): Promise<SignInPin>;
  /** The token that came of it; `null` while nobody has agreed; `gone` when it is over or unknown. */
  check(id: string, signal: AbortSignal): Promise<{ readonly token: string | null } | 'gone'>;
}
