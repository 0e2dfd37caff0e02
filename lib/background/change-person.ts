import { PeopleError, peopleFailureOf } from '../domain/people-errors.ts';
import { type Person, type PersonRef, type Share, sharesOf } from '../domain/person.ts';
import type { ChangedPerson, PersonChange } from '../messages/people/contract.ts';
import type { PlexPeople } from '../ports/plex-people.ts';

const operation = 'people.change';

/** What a person has of each server, by plex.tv's ids. */
const librariesOf = (people: readonly Person[], who: PersonRef): Map<string, readonly number[]> =>
  new Map(
    sharesOf(people, who).map((share) => [share.machineIdentifier, share.libraries.map(({ id }) => id)]),
  );

const isSame = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((id) => other.includes(id));

/** @throws PeopleError `CHANGED_ELSEWHERE` when plex.tv has something else than the person saw when they chose. */
async function compare(people: PlexPeople, change: PersonChange, signal: AbortSignal): Promise<void> {
  const { seen, who } = change;
  if (seen === null) return;
  const present = librariesOf(await people.listUsers(signal), who);
  for (const [server, ids] of Object.entries(seen)) {
    if (!isSame(present.get(server) ?? [], ids))
      throw new PeopleError('CHANGED_ELSEWHERE', { operation, server });
  }
}

/**
 * Changes what one person may see, one server after the other, then what they may do. Each server is one change at
 * plex.tv, read back; what fails ends it there, and tells how far it got.
 */
export async function changePerson(
  people: PlexPeople,
  change: PersonChange,
  signal: AbortSignal,
): Promise<ChangedPerson> {
  await compare(people, change, signal);
  const access: { machineIdentifier: string; share: Share | null }[] = [];
  try {
    for (const { machineIdentifier, libraries } of change.access) {
      const share = await people.setLibraryAccess(change.who, { machineIdentifier, libraries }, signal);
      access.push({ machineIdentifier, share });
    }
    if (Object.keys(change.permissions).length > 0) {
      if (change.who.id === null) throw new PeopleError('USER_UNKNOWN', { operation });
      const shares = await people.updatePermissions(change.who.id, change.permissions, signal);
      for (const share of shares) place(access, share);
    }
    return { access, failure: null };
  } catch (error) {
    return { access, failure: peopleFailureOf(error, operation) };
  }
}

function place(access: { machineIdentifier: string; share: Share | null }[], share: Share): void {
  const { machineIdentifier } = share;
  const at = access.findIndex((one) => one.machineIdentifier === machineIdentifier);
  access.splice(at === -1 ? access.length : at, at === -1 ? 0 : 1, { machineIdentifier, share });
}
