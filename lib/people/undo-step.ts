import { PeopleError } from '../domain/people-errors.ts';
import { rowsOf, type Share, sharesOf } from '../domain/person.ts';
import type { Redemption, RedemptionStep } from '../domain/redemption.ts';
import type { RedeemDeps } from './deps.ts';
import { newManaged, newShare, personOf, shareById } from './look.ts';

const operation = 'people.undo';

/**
 * Takes back what a step has made, by what plex.tv shows now, and makes sure that it is gone. What was there before the
 * run stays as it is, and so does what others have changed meanwhile. Fails when something of it may be left.
 */
export async function undoStep(deps: RedeemDeps, run: Redemption, step: RedemptionStep): Promise<void> {
  if (step.kind === 'accept' || step.made?.kind === 'nothing') return;
  const isLeft = async (): Promise<boolean> => (await leftOf(deps, run, step)) !== null;
  const end = await leftOf(deps, run, step);
  if (end === null) return;
  try {
    await end();
  } catch (error) {
    if (await isLeft()) throw error;
    return; // only the answer was lost
  }
  if (await isLeft()) throw new PeopleError('NOT_CONFIRMED', { operation, server: step.machineIdentifier });
}

/** How to take back what is left of a step; `null`: nothing is. */
async function leftOf(
  deps: RedeemDeps,
  run: Redemption,
  step: RedemptionStep,
): Promise<(() => Promise<unknown>) | null> {
  const { people, signal } = deps;
  const listed = await people.listUsers(signal);
  if (step.kind === 'create-user') {
    const known = step.made?.kind === 'managed-user' ? step.made.personId : newManaged(listed, run)?.id;
    const person = listed.find(({ id }) => id !== null && id === known);
    if (!person?.id) return null;
    const { id: personId } = person;
    return () => people.deleteUser({ kind: 'managed', personId }, signal);
  }
  if (step.made?.kind === 'libraries') {
    const share = shareById(listed, run, step.made.shareId);
    return share ? withdraw(deps, run, share, step.made.added) : null;
  }
  const share =
    step.made?.kind === 'share' ? shareById(listed, run, step.made.shareId) : newShare(listed, run, step);
  if (!share) return null;
  // while it runs, the share as a whole is this run's; later others may have added to it
  return run.stage === 'ending' ? withdraw(deps, run, share, step.libraries) : endShare(deps, share);
}

const endShare =
  ({ people, signal }: RedeemDeps, { machineIdentifier, id }: Share) =>
  (): Promise<unknown> =>
    people.deleteUser({ kind: 'share', machineIdentifier, shareId: id }, signal);

/** Takes these libraries out of a share, and the share away when nothing else is in it. */
function withdraw(
  deps: RedeemDeps,
  run: Redemption,
  share: Share,
  ids: readonly number[],
): (() => Promise<unknown>) | null {
  const { machineIdentifier } = share;
  const present = share.libraries.map(({ id }) => id);
  const libraries = present.filter((id) => !ids.includes(id));
  if (libraries.length === present.length && present.length > 0) return null;
  if (libraries.length === 0) return endShare(deps, share);
  return () => deps.people.setLibraryAccess(personOf(run), { machineIdentifier, libraries }, deps.signal);
}

/**
 * The friendship that came of accepting what this run shared, when there was none before and nothing else is shared
 * with the person.
 */
export async function undoFriendship(deps: RedeemDeps, run: Redemption): Promise<void> {
  const { people, signal } = deps;
  if (!run.before || run.before.wasKnown || run.terms.kind !== 'friend') return;
  const listed = await people.listUsers(signal);
  if (sharesOf(listed, personOf(run)).length > 0) return;
  const friend = rowsOf(listed, personOf(run)).find(({ kind }) => kind === 'friend');
  if (friend?.id) await people.deleteUser({ kind: 'friendship', personId: friend.id }, signal);
}
