import type { Redemption } from '../domain/redemption.ts';
import type { RedeemDeps } from './deps.ts';

/** Codes outlive their use by half an hour at most; a clock that was set is not followed further. */
const isAlive = ({ pin }: Redemption, nowMs: number): boolean => pin !== null && nowMs < pin.expiresAtMs;

export interface GuestTokens {
  keep(run: Redemption, token: string): void;
  /** `null`: there is none (any more). Fails when plex.tv can't be asked. */
  of(run: Redemption): Promise<string | null>;
  /** Makes the token worthless and drops the code that it came from. Never fails. */
  forget(run: Redemption, options: { readonly isOwner: boolean }): Promise<void>;
}

/**
 * The tokens of guests, in memory only. A worker that has just started asks for one anew by its code, which plex.tv
 * answers until the code is over: so no token of anybody else is ever stored.
 */
export function createGuestTokens(
  deps: Pick<RedeemDeps, 'book' | 'guests' | 'signIn' | 'now' | 'log' | 'signal'>,
): GuestTokens {
  const { book, guests, signIn, now, log, signal } = deps;
  const known = new Map<string, string>();

  async function of(run: Redemption): Promise<string | null> {
    const token = known.get(run.id);
    if (token !== undefined) return token;
    if (!run.pin || !isAlive(run, now())) return null;
    const answer = await signIn.check(run.pin.id, signal);
    return answer === 'gone' ? null : answer.token;
  }

  return {
    keep: (run, token) => void known.set(run.id, token),
    of,
    async forget(run, { isOwner }) {
      try {
        // the owner's own token could be meant: all of one account at one device are signed out together
        const token = isOwner ? null : await of(run);
        if (token !== null) await guests.signOut(token, signal);
      } catch {
        log('people.guest.sign-out.failed', { level: 'warn' });
      }
      known.delete(run.id);
      if (run.pin) await book.update(run.id, (current) => ({ ...current, pin: null }));
    },
  };
}
