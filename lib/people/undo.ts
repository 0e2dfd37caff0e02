import { type PeopleFailure, peopleFailureOf } from '../domain/people-errors.ts';
import type { Redemption, RedemptionStep } from '../domain/redemption.ts';
import { retryWaitMs } from '../domain/retry.ts';
import type { RedeemDeps } from './deps.ts';
import { must, saveStep } from './run.ts';
import { undoFriendship, undoStep } from './undo-step.ts';

const hasLeft = ({ state }: RedemptionStep): boolean => state !== 'planned' && state !== 'undone';

/** At the end of an access libraries are taken away, not persons: members of the Home and friends stay. */
const isToUndo = (run: Redemption, step: RedemptionStep): boolean =>
  hasLeft(step) && (run.stage !== 'ending' || step.kind === 'share');

/** A request whose answer was lost may still be on its way; gateways give up on one after a minute at most. */
const lateMs = 60_000;
const lost: readonly PeopleFailure['code'][] = ['UNREACHABLE', 'TIMED_OUT'];

/** Until when what a step asked for may still come true; 0: its outcome is known. Epoch milliseconds. */
function mayComeUntilMs({ failure, stage }: Redemption, { state, atMs }: RedemptionStep): number {
  const isUnknown = stage === 'undoing' && (state === 'started' || state === 'undo-failed');
  return isUnknown && failure && lost.includes(failure.code) ? atMs + lateMs : 0;
}

/**
 * Takes back what a run has made, newest first, and goes on past what can't be taken back now. `true` when nothing of
 * it is left and nothing of it can come any more; else the time of the next try is in the book, and the failures are
 * in the journal.
 */
export async function undoRun(deps: RedeemDeps, id: string): Promise<boolean> {
  let run = await must(Promise.resolve(deps.book.redemption(id)));
  const { now } = deps;
  const failures: PeopleFailure[] = [];
  let lookAgainAtMs = 0;
  for (let at = run.steps.length - 1; at >= 0; at--) {
    const step = run.steps[at];
    if (!step || !isToUndo(run, step)) continue;
    try {
      await undoStep(deps, run, step);
      const untilMs = mayComeUntilMs(run, step);
      if (now() < untilMs) lookAgainAtMs = Math.max(lookAgainAtMs, untilMs);
      else run = await saveStep(deps, run, at, { state: 'undone' });
    } catch (error) {
      deps.signal.throwIfAborted();
      failures.push(noted(deps, error));
      run = await saveStep(deps, run, at, { state: 'undo-failed' });
    }
  }
  if (run.stage !== 'ending' && failures.length === 0) {
    await undoFriendship(deps, run).catch((error: unknown) => {
      deps.signal.throwIfAborted();
      failures.push(noted(deps, error));
    });
  }
  const askedMs = failures.find(({ retryAfterMs }) => retryAfterMs !== null)?.retryAfterMs ?? null;
  await deps.book.update(id, (current) => ({
    ...current,
    undoFailures: failures,
    nextAtMs:
      failures.length > 0
        ? now() + retryWaitMs(now() - current.stageSinceMs, askedMs)
        : Math.max(current.nextAtMs, lookAgainAtMs),
  }));
  return failures.length === 0 && lookAgainAtMs === 0;
}

function noted({ log }: RedeemDeps, error: unknown): PeopleFailure {
  const failure = peopleFailureOf(error, 'people.undo');
  log('people.undo.failed', { level: 'error', code: failure.code, server: failure.server });
  return failure;
}
