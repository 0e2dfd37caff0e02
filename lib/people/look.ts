import { type Person, type Share, sharesOf } from '../domain/person.ts';
import type { Made, Redemption, RedemptionStep } from '../domain/redemption.ts';
import type { RedeemDeps } from './deps.ts';

/** The person of a run as plex.tv's lists may know them. */
export const personOf = ({ guest }: Redemption) => ({ id: guest?.id ?? null, email: guest?.email ?? null });

const idsOf = (share: Share): readonly number[] => share.libraries.map(({ id }) => id);

/** The share of this step's server that was not there before the run. */
export function newShare(
  people: readonly Person[],
  run: Redemption,
  { machineIdentifier }: Pick<RedemptionStep, 'machineIdentifier'>,
): Share | undefined {
  const old = new Set(run.before?.shares.map(({ id }) => id));
  return sharesOf(people, personOf(run)).find(
    (share) => share.machineIdentifier === machineIdentifier && !old.has(share.id),
  );
}

/** A share of this person, by its number. */
export const shareById = (people: readonly Person[], run: Redemption, id: number): Share | undefined =>
  sharesOf(people, personOf(run)).find((share) => share.id === id);

/** The managed user that this run asked for: of its name, and not there before. */
export function newManaged(people: readonly Person[], run: Redemption): Person | undefined {
  const name = run.guest?.name.toLowerCase();
  return people.find(
    ({ id, kind, name: theirs }) =>
      kind === 'managed' &&
      id !== null &&
      theirs.toLowerCase() === name &&
      !run.before?.personIds.includes(id),
  );
}

/** What a step has made, as plex.tv shows it now; `null`: nothing. */
export function madeBy(people: readonly Person[], run: Redemption, step: RedemptionStep): Made | null {
  if (step.kind === 'create-user') {
    const person = newManaged(people, run);
    return person?.id ? { kind: 'managed-user', personId: person.id } : null;
  }
  if (step.made?.kind === 'libraries') {
    const share = shareById(people, run, step.made.shareId);
    const isIn = share && step.made.added.every((id) => idsOf(share).includes(id));
    return isIn ? step.made : null;
  }
  const share = newShare(people, run, step);
  return share ? { kind: 'share', shareId: share.id } : null;
}

/** The share of a step opens exactly its libraries. */
export function isExact(people: readonly Person[], run: Redemption, step: RedemptionStep): boolean {
  const share = newShare(people, run, step);
  const ids = share ? idsOf(share) : [];
  return ids.length === step.libraries.length && step.libraries.every((id) => ids.includes(id));
}

const looksAfterMs = [0, 2_000, 5_000];

/**
 * Whether a request whose answer was lost had its effect: by reading, never by asking again. plex.tv may show a change
 * late, so it is looked for more than once. Fails when plex.tv can't be read.
 */
export async function reconcile(
  deps: RedeemDeps,
  run: Redemption,
  step: RedemptionStep,
): Promise<Made | null> {
  for (const ms of looksAfterMs) {
    if (ms > 0) await deps.pause(ms, deps.signal);
    const people = await deps.people.listUsers(deps.signal);
    const made = madeBy(people, run, step);
    if (made?.kind === 'share' && !isExact(people, run, step)) continue;
    if (made) return made;
  }
  return null;
}
