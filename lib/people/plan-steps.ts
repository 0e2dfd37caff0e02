import type { ServerAccess } from '../domain/invitation.ts';
import { PeopleError } from '../domain/people-errors.ts';
import { type AccountLibrary, type Person, rowsOf, sharesOf } from '../domain/person.ts';
import type { Before, Guest, Redemption, RedemptionStep } from '../domain/redemption.ts';

const operation = 'people.redeem';

/** The libraries that an invitation opens on one server, as that server has them now. */
export function resolveLibraries(
  access: ServerAccess,
  present: readonly AccountLibrary[],
): readonly number[] {
  const { machineIdentifier: server, libraries } = access;
  const known = present.map(({ id }) => id);
  const ids = libraries.kind === 'all' ? known : [...new Set(libraries.ids)];
  if (ids.length === 0) throw new PeopleError('LIBRARIES_EMPTY', { operation, server });
  if (!ids.every((id) => known.includes(id))) throw new PeopleError('LIBRARY_UNKNOWN', { operation, server });
  return ids;
}

/** What there is of this person before anything is done. Of somebody who is yet to be made there is nothing. */
export function lookBefore(people: readonly Person[], guest: Guest): Before {
  const who = { id: guest.id, email: guest.email };
  const shares = sharesOf(people, who);
  return {
    shares: shares.map(({ id, machineIdentifier, libraries }) => ({
      id,
      machineIdentifier,
      libraries: libraries.map((library) => library.id),
    })),
    wasKnown: rowsOf(people, who).some(({ state }) => state === 'accepted'),
    permissions: shares[0]?.permissions ?? null,
    personIds: people.flatMap(({ id }) => (id === null ? [] : [id])),
  };
}

/**
 * The steps of a run, in their order: make the person, open every server, then agree in the guest's name. Agreeing
 * comes last, since it can't be taken back by itself, and only for what this run made.
 */
export function planSteps(
  { terms, pin }: Pick<Redemption, 'terms' | 'pin'>,
  before: Before,
  libraries: ReadonlyMap<string, readonly number[]>,
  nowMs: number,
): RedemptionStep[] {
  const plan = (kind: RedemptionStep['kind'], access: ServerAccess | null): RedemptionStep => ({
    kind,
    machineIdentifier: access?.machineIdentifier ?? null,
    serverName: access?.serverName ?? null,
    state: 'planned',
    made: null,
    libraries: access && kind === 'share' ? (libraries.get(access.machineIdentifier) ?? []) : [],
    atMs: nowMs,
  });
  const shares = terms.access.map((access) => plan('share', access));
  if (terms.kind === 'home' && pin === null) return [plan('create-user', null), ...shares];
  const isThere = ({ machineIdentifier }: ServerAccess): boolean =>
    before.shares.some((share) => share.machineIdentifier === machineIdentifier);
  const fresh = terms.access.filter((access) => !isThere(access)).map((access) => plan('accept', access));
  // Agreeing makes a friend. To undo that would end an older invitation that still waits, so then it is the guest's.
  const hasWaiting = before.shares.length > 0 && !before.wasKnown;
  return [
    ...shares,
    ...fresh.map((step) => (hasWaiting ? ({ ...step, state: 'up-to-guest' } as const) : step)),
  ];
}
