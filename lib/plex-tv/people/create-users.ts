import { PeopleError } from '../../domain/people-errors.ts';
import { isEmail } from '../../domain/person.ts';
import type { CreatedUser, NewFriend, NewManagedUser, NewUser } from '../../ports/plex-people.ts';
import type { Access } from './access.ts';
import type { Calls } from './calls.ts';

const operation = 'people.createUser';

/** New friends and new members of the Home. */
export function createUsers(calls: Calls, access: Access) {
  async function friend(user: NewFriend, signal: AbortSignal): Promise<CreatedUser> {
    const email = user.email?.trim() ?? '';
    const server = user.machineIdentifier;
    if (email === '') throw new PeopleError('EMAIL_REQUIRED', { operation, server });
    if (!isEmail(email)) throw new PeopleError('EMAIL_INVALID', { operation, server });
    await access.check(operation, user, signal);
    const owner = await calls.owner(signal);
    if (owner.email?.toLowerCase() === email.toLowerCase()) {
      throw new PeopleError('YOURSELF', { operation, server });
    }
    await calls.share({ invited_email: email }, user, signal);
    const wanted = { ...user, isNew: true };
    return { kind: 'friend', share: await access.confirmed(operation, { id: null, email }, wanted, signal) };
  }

  async function managed({ username }: NewManagedUser, signal: AbortSignal): Promise<CreatedUser> {
    const name = username?.trim() ?? '';
    if (name === '') throw new PeopleError('USERNAME_REQUIRED', { operation });
    const taken = (await calls.members(signal)).some(({ title, username: user, friendlyName }) =>
      [title, user, friendlyName].some((one) => one?.trim().toLowerCase() === name.toLowerCase()),
    );
    if (taken) throw new PeopleError('USERNAME_TAKEN', { operation });
    return { kind: 'home', personId: await calls.addManaged(name, signal) };
  }

  return {
    create: (user: NewUser, signal: AbortSignal): Promise<CreatedUser> =>
      user.kind === 'home' ? managed(user, signal) : friend(user, signal),
  };
}
