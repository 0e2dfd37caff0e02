import { OperationError } from '../domain/errors.ts';
import { PeopleError, type PeopleErrorCode, peopleFailureOf } from '../domain/people-errors.ts';
import type { Made, Redemption, RedemptionStep, StepState } from '../domain/redemption.ts';
import { never } from '../domain/retry.ts';
import { acceptStep } from './accept-step.ts';
import type { RedeemDeps } from './deps.ts';
import type { GuestTokens } from './guest-tokens.ts';
import { reconcile } from './look.ts';
import { lookBefore, planSteps, resolveLibraries } from './plan-steps.ts';
import { intentOf, takeStep } from './take-step.ts';

const operation = 'people.redeem';

/** Refusals that come before anything is changed. */
const withoutEffect: readonly PeopleErrorCode[] = [
  'EMAIL_REQUIRED',
  'EMAIL_INVALID',
  'USERNAME_REQUIRED',
  'USERNAME_TAKEN',
  'USER_ALREADY_EXISTS',
  'USER_UNKNOWN',
  'YOURSELF',
  'LIBRARIES_EMPTY',
  'LIBRARY_UNKNOWN',
  'SERVER_NOT_OWNED',
];
const hadNoEffect = (error: unknown): boolean =>
  error instanceof PeopleError && withoutEffect.includes(error.code);

/** Changes one step of a stored run. */
export function saveStep(
  { book, now }: RedeemDeps,
  run: Redemption,
  at: number,
  change: { readonly state: StepState; readonly made?: Made | null },
): Promise<Redemption> {
  return must(
    book.update(run.id, (current) => ({
      ...current,
      steps: current.steps.map((step, index) => (index === at ? { ...step, ...change, atMs: now() } : step)),
    })),
  );
}

/** A run that has been taken out of the book is nobody's any more. */
export async function must(updated: Promise<Redemption | undefined>): Promise<Redemption> {
  const run = await updated;
  if (!run) throw new PeopleError('CANCELLED', { operation });
  return run;
}

/** Looks at what there is and writes down what is to be done; nothing is changed at plex.tv. */
async function prepare(deps: RedeemDeps, run: Redemption): Promise<Redemption> {
  const { people, signal, now } = deps;
  const { guest } = run;
  if (!guest) throw new PeopleError('USER_UNKNOWN', { operation });
  const libraries = new Map<string, readonly number[]>();
  for (const access of run.terms.access) {
    const present = await people.getLibraries(access.machineIdentifier, signal);
    libraries.set(access.machineIdentifier, resolveLibraries(access, present));
  }
  const owner = await people.owner(signal);
  const isOwner = guest.id === owner.id || guest.email?.toLowerCase() === owner.email?.toLowerCase();
  if (isOwner && (guest.id !== null || guest.email !== null))
    throw new PeopleError('YOURSELF', { operation });
  const before = lookBefore(await people.listUsers(signal), guest);
  const steps = planSteps(run, before, libraries, now());
  return must(deps.book.update(run.id, (current) => ({ ...current, before, steps })));
}

/**
 * Takes the steps of a run that are left. Each is written down before its request goes out. One that was found
 * started, by a worker that knows nothing of its answer, is looked for and not asked for again.
 */
export async function takeSteps(deps: RedeemDeps, tokens: GuestTokens, id: string): Promise<void> {
  let run = await must(Promise.resolve(deps.book.redemption(id)));
  if (!run.before) run = await prepare(deps, run);
  for (let at = 0; at < run.steps.length; at++) {
    const step = run.steps[at];
    if (!step || step.state === 'done' || step.state === 'up-to-guest') continue;
    if (deps.book.redemption(id)?.isCancelled) throw new PeopleError('CANCELLED', { operation });
    deps.signal.throwIfAborted();
    run = step.kind === 'accept' ? await accept(deps, tokens, run, at) : await make(deps, run, at, step);
  }
  const { now } = deps;
  const ended = await deps.book.update(id, (current) => {
    const { accessLengthMs } = current.terms;
    const endsAtMs = accessLengthMs === null ? null : now() + accessLengthMs;
    if (current.isCancelled) return current;
    return { ...current, stage: 'done', stageSinceMs: now(), endsAtMs, nextAtMs: endsAtMs ?? never };
  });
  if (ended?.isCancelled) throw new PeopleError('CANCELLED', { operation });
}

async function make(
  deps: RedeemDeps,
  run: Redemption,
  at: number,
  step: RedemptionStep,
): Promise<Redemption> {
  if (step.state === 'started') return finish(deps, run, at, await reconcile(deps, run, step));
  const started = await saveStep(deps, run, at, { state: 'started', made: intentOf(run, step) });
  const current = started.steps[at] ?? step;
  try {
    return await finish(deps, started, at, await takeStep(deps, started, current));
  } catch (error) {
    deps.signal.throwIfAborted();
    if (hadNoEffect(error)) {
      await saveStep(deps, started, at, { state: 'planned', made: null });
      throw error;
    }
    const made = await reconcile(deps, started, current);
    if (!made) throw error;
    return finish(deps, started, at, made);
  }
}

async function finish(deps: RedeemDeps, run: Redemption, at: number, made: Made | null): Promise<Redemption> {
  if (!made) {
    // nobody knows why any more: the worker that had the answer is gone
    throw new OperationError('TIMED_OUT', { operation, server: run.steps[at]?.machineIdentifier ?? null });
  }
  const saved = await saveStep(deps, run, at, { state: 'done', made });
  deps.log('people.redeem.step', { kind: made.kind, server: run.steps[at]?.machineIdentifier ?? null });
  if (made.kind !== 'managed-user' || !saved.guest) return saved;
  const guest = { ...saved.guest, id: made.personId };
  return must(deps.book.update(run.id, (current) => ({ ...current, guest })));
}

async function accept(
  deps: RedeemDeps,
  tokens: GuestTokens,
  run: Redemption,
  at: number,
): Promise<Redemption> {
  const started = await must(
    deps.book.update(run.id, (current) => ({
      ...current,
      acceptUntilMs: current.acceptUntilMs ?? deps.now() + acceptWithinMs,
    })),
  );
  const step = started.steps[at];
  const state = step ? await acceptStep(deps, tokens, started, step) : 'up-to-guest';
  return saveStep(deps, started, at, { state });
}

/** An invitation shows with the guest after a while, which was ten minutes at its worst; nobody watches that long. */
const acceptWithinMs = 2 * 60_000;

/** Why a run did not go well, for its journal. */
export const failureOfRun = (error: unknown) => peopleFailureOf(error, operation);
