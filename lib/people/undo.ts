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

/**
 * Takes back what a run has made, newest first, and goes on past what can't be taken back now. `true` when nothing of
 * it is left; else the failures are in the journal, with the time of the next try.
 */
export async function undoRun(deps: RedeemDeps, id: string): Promise<boolean> {
  let run = await must(Promise.resolve(deps.book.redemption(id)));
  const failures: PeopleFailure[] = [];
  for (let at = run.steps.length - 1; at >= 0; at--) {
    const step = run.steps[at];
    if (!step || !isToUndo(run, step)) continue;
    try {
      await undoStep(deps, run, step);
      run = await saveStep(deps, run, at, { state: 'undone' });
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
  const { now } = deps;
  const askedMs = failures.find(({ retryAfterMs }) => retryAfterMs !== null)?.retryAfterMs ?? null;
  await deps.book.update(id, (current) => ({
    ...current,
    undoFailures: failures,
    nextAtMs:
      failures.length > 0 ? now() + retryWaitMs(now() - current.stageSinceMs, askedMs) : current.nextAtMs,
  }));
  return failures.length === 0;
}

function noted({ log }: RedeemDeps, error: unknown): PeopleFailure {
  const failure = peopleFailureOf(error, 'people.undo');
  log('people.undo.failed', { level: 'error', code: failure.code, server: failure.server });
  return failure;
}
