import { failureOf } from '../domain/errors.ts';
import { sharesOf } from '../domain/person.ts';
import type { Redemption, RedemptionStep } from '../domain/redemption.ts';
import type { RedeemDeps } from './deps.ts';
import type { GuestTokens } from './guest-tokens.ts';
import { personOf } from './look.ts';

const firstWaitMs = 3_000;
const longestWaitMs = 30_000;

/**
 * Agrees to one server in the guest's name, which may be asked for again: agreeing twice is agreeing. `up-to-guest`
 * when there is no token of theirs, or the invitation does not show with them in time: then they have plex.tv's mail.
 */
export async function acceptStep(
  deps: RedeemDeps,
  tokens: GuestTokens,
  run: Redemption,
  step: RedemptionStep,
): Promise<'done' | 'up-to-guest'> {
  const untilMs = run.acceptUntilMs ?? deps.now();
  let isUnsure = true;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
    try {
      if (isUnsure && (await isAccepted(deps, run, step))) return 'done';
      isUnsure = true; // until what comes next has answered
      const token = await tokens.of(run);
      if (token === null) return 'up-to-guest';
      isUnsure = await agree(deps, token, step);
      if (isUnsure && (await isAccepted(deps, run, step))) return 'done';
      if (deps.now() >= untilMs) return 'up-to-guest';
    } catch (error) {
      deps.signal.throwIfAborted();
      if (deps.now() >= untilMs || !failureOf(error, 'people.accept').retryable) throw error;
    }
    await deps.pause(waitMs, deps.signal);
  }
}

const isAccepted = async ({ people, signal }: RedeemDeps, run: Redemption, step: RedemptionStep) =>
  sharesOf(await people.listUsers(signal), personOf(run)).some(
    ({ machineIdentifier, state }) => machineIdentifier === step.machineIdentifier && state === 'accepted',
  );

/** `true` when there was something to agree to. */
async function agree(
  { people, guests, signal }: RedeemDeps,
  token: string,
  step: RedemptionStep,
): Promise<boolean> {
  const { id: ownerId } = await people.owner(signal);
  const machineIdentifiers = step.machineIdentifier === null ? [] : [step.machineIdentifier];
  const accepted = await guests.accept(token, { ownerId, machineIdentifiers }, signal);
  return accepted.length > 0;
}
