import { failureOf } from '../domain/errors.ts';
import type { Redemption } from '../domain/redemption.ts';
import { never } from '../domain/retry.ts';
import { failedBy } from './ask.ts';
import type { RedeemDeps } from './deps.ts';
import type { GuestTokens } from './guest-tokens.ts';

/** plex.tv names one second; nobody notices five. */
const lookEveryMs = 5_000;

/**
 * Asks plex.tv whether somebody has signed in at the address of a link. `true` when somebody has and the owner need not
 * be asked. The time of the next look is in the book; failures only put it off, until the code is over.
 */
export async function checkLink(deps: RedeemDeps, tokens: GuestTokens, run: Redemption): Promise<boolean> {
  const { book, now, log, signal } = deps;
  try {
    const isOver = !run.pin || now() >= run.pin.expiresAtMs;
    const answer = isOver || !run.pin ? 'gone' : await deps.signIn.check(run.pin.id, signal);
    if (answer === 'gone') {
      await book.update(run.id, (current) => ({ ...failedBy(current, 'LINK_EXPIRED', now()), pin: null }));
      return false;
    }
    if (answer.token === null) {
      await book.update(run.id, (current) => ({ ...current, nextAtMs: now() + lookEveryMs }));
      return false;
    }
    return await welcome(deps, tokens, run, answer.token);
  } catch (error) {
    signal.throwIfAborted();
    const { code, retryable, retryAfterMs } = failureOf(error, 'people.link');
    log('people.link.failed', { level: 'warn', code });
    const waitMs = Math.max(lookEveryMs, retryAfterMs ?? (retryable ? 0 : 6 * lookEveryMs));
    await book.update(run.id, (current) => ({ ...current, nextAtMs: now() + waitMs }));
    return false;
  }
}

/** Learns who has signed in. The owner has, who tried the link: that token is left alone, it may be the one we use. */
async function welcome(
  { book, guests, people, now, signal }: RedeemDeps,
  tokens: GuestTokens,
  run: Redemption,
  token: string,
): Promise<boolean> {
  const guest = await guests.identity(token, signal);
  const owner = await people.owner(signal);
  if (guest.id === owner.id) {
    await book.update(run.id, (current) => ({ ...failedBy(current, 'YOURSELF', now()), pin: null }));
    return false;
  }
  tokens.keep(run, token);
  const updated = await book.update(run.id, (current) =>
    current.stage === 'waiting-for-guest'
      ? { ...current, stage: 'waiting-for-owner', stageSinceMs: now(), nextAtMs: never, guest }
      : current,
  );
  return updated?.stage === 'waiting-for-owner' && updated.confirm === 'at-once';
}
