import { PeopleError, peopleFailureOf } from '../../domain/people-errors.ts';
import { type Person, plainPermissions, type Share, type SharePermissions } from '../../domain/person.ts';
import type { Log } from '../../ports/log.ts';
import type { AccountCapabilities, Deletion, PlexPeople } from '../../ports/plex-people.ts';
import type { PlexTvConnection } from '../connection.ts';
import { createAccess } from './access.ts';
import { type Calls, createCalls } from './calls.ts';
import { createUsers } from './create-users.ts';
import { toPeople } from './map.ts';
import { createPermissions } from './permissions.ts';

export const capabilities: AccountCapabilities = {
  createUser: true,
  deleteUser: true,
  libraryAccess: true,
  enableDisable: false,
  permissions: Object.keys(plainPermissions) as (keyof SharePermissions)[],
};

interface Options {
  readonly connection: PlexTvConnection;
  readonly log: Log;
  /** Waits before plex.tv is asked again whether it shows a change; rejects when the signal aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** People over plex.tv. Each change is told in the log, without a word about who it was. */
export function createPlexPeople({ connection, log, pause }: Options): PlexPeople {
  const calls = createCalls(connection);
  const access = createAccess(calls, pause);
  const users = createUsers(calls, access);
  const permissions = createPermissions(calls);

  async function told<T>(operation: string, server: string | null, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      log(operation, { level: 'info', server });
      return result;
    } catch (error) {
      const { code, retryable } = peopleFailureOf(error, operation);
      log(`${operation}.failed`, { level: retryable ? 'warn' : 'error', code, server });
      throw error;
    }
  }

  return {
    capabilities,
    async testConnection(signal) {
      try {
        await told('people.testConnection', null, () => calls.owner(signal));
        return true;
      } catch {
        return false; // told() has written down why
      }
    },
    owner: (signal) => told('people.owner', null, () => calls.owner(signal)),
    getLibraries: (machineIdentifier, signal) =>
      told('people.getLibraries', machineIdentifier, () => calls.libraries(machineIdentifier, signal)),
    listUsers: (signal): Promise<readonly Person[]> =>
      told('people.listUsers', null, async () => toPeople(await calls.lists(signal))),
    createUser: (user, signal) => {
      const server = user.kind === 'home' ? null : user.machineIdentifier;
      return told('people.createUser', server, () => users.create(user, signal));
    },
    deleteUser: (what, signal) => {
      const server = what.kind === 'share' ? what.machineIdentifier : null;
      return told(`people.deleteUser.${what.kind}`, server, () => remove(calls, what, signal));
    },
    setLibraryAccess: (who, wanted, signal): Promise<Share | null> =>
      told('people.setLibraryAccess', wanted.machineIdentifier, () => access.set(who, wanted, signal)),
    updatePermissions: (personId, change, signal) =>
      told('people.updatePermissions', null, () => permissions.update(personId, change, signal)),
    async setUserEnabled() {
      log('people.setUserEnabled.unsupported', { level: 'warn' });
      return false;
    },
  };
}

async function remove(calls: Calls, what: Deletion, signal: AbortSignal): Promise<boolean> {
  if (what.kind === 'share') return calls.endShare(what.machineIdentifier, what.shareId, signal);
  if (what.kind === 'friendship') return calls.endFriendship(what.personId, signal);
  const member = (await calls.members(signal)).find(({ id }) => id === what.personId);
  if (!member) return false;
  if (!member.restricted || member.admin) {
    throw new PeopleError('NOT_MANAGED', { operation: 'people.deleteUser' });
  }
  return calls.removeMember(what.personId, signal);
}
