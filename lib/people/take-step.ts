import { PeopleError } from '../domain/people-errors.ts';
import { plainPermissions } from '../domain/person.ts';
import type { Made, Redemption, RedemptionStep } from '../domain/redemption.ts';
import type { NewFriend } from '../ports/plex-people.ts';
import type { RedeemDeps } from './deps.ts';
import { personOf, shareById } from './look.ts';

const operation = 'people.redeem';

/** What a step is going to do, decided before it is written down as started. */
export function intentOf(run: Redemption, step: RedemptionStep): Made | null {
  if (step.kind !== 'share') return null;
  const old = run.before?.shares.find((share) => share.machineIdentifier === step.machineIdentifier);
  if (!old) return null;
  const added = step.libraries.filter((id) => !old.libraries.includes(id));
  return added.length === 0 ? { kind: 'nothing' } : { kind: 'libraries', shareId: old.id, added };
}

/**
 * Does what a step is for, once. When this fails with anything but a `PeopleError`, or with `NOT_CONFIRMED`, its
 * effect is unknown.
 */
export async function takeStep(deps: RedeemDeps, run: Redemption, step: RedemptionStep): Promise<Made> {
  if (step.kind === 'create-user') {
    const username = run.guest?.name ?? null;
    const made = await deps.people.createUser({ kind: 'home', username }, deps.signal);
    if (made.kind !== 'home') throw new PeopleError('NOT_CONFIRMED', { operation });
    return { kind: 'managed-user', personId: made.personId };
  }
  if (step.made?.kind === 'nothing') return step.made;
  if (step.made?.kind === 'libraries') return widen(deps, run, step, step.made);
  return open(deps, run, step);
}

/** Adds to what a share has now, which may be more or less than it had when the run began. */
async function widen(
  { people, signal }: RedeemDeps,
  run: Redemption,
  step: RedemptionStep,
  made: Extract<Made, { kind: 'libraries' }>,
): Promise<Made> {
  const server = step.machineIdentifier ?? '';
  const share = shareById(await people.listUsers(signal), run, made.shareId);
  if (!share) throw new PeopleError('USER_UNKNOWN', { operation, server });
  const libraries = [...new Set([...share.libraries.map(({ id }) => id), ...made.added])];
  await people.setLibraryAccess(personOf(run), { machineIdentifier: server, libraries }, signal);
  return made;
}

/** Friends are invited by address, the way that is proved; who is known already, by their number. */
async function open({ people, signal }: RedeemDeps, run: Redemption, step: RedemptionStep): Promise<Made> {
  const machineIdentifier = step.machineIdentifier ?? '';
  const { libraries } = step;
  const permissions = run.before?.permissions ?? run.terms.permissions ?? plainPermissions;
  const who = personOf(run);
  const byNumber = who.id !== null && (who.email === null || run.before?.wasKnown === true);
  if (byNumber) {
    const share = await people.setLibraryAccess(who, { machineIdentifier, libraries, permissions }, signal);
    if (!share) throw new PeopleError('NOT_CONFIRMED', { operation, server: machineIdentifier });
    return { kind: 'share', shareId: share.id };
  }
  const friend: NewFriend = { kind: 'friend', email: who.email, machineIdentifier, libraries, permissions };
  const made = await people.createUser(friend, signal);
  if (made.kind !== 'friend')
    throw new PeopleError('NOT_CONFIRMED', { operation, server: machineIdentifier });
  return { kind: 'share', shareId: made.share.id };
}
