import { OperationError } from '../../domain/errors.ts';
import { PeopleError } from '../../domain/people-errors.ts';
import type { AccountLibrary, SharePermissions } from '../../domain/person.ts';
import { displayName } from '../../domain/text.ts';
import { bodyLimit } from '../../http/http.ts';
import type { AccountOwner } from '../../ports/plex-people.ts';
import type { PlexTvConnection } from '../connection.ts';
import type { Lists } from './map.ts';
import { tellRefusal } from './refusal.ts';
import {
  homeAnswer,
  newMemberAnswer,
  ownedSharesAnswer,
  ownerAnswer,
  serverAnswer,
  usersAnswer,
  type WireMember,
  type WireShare,
} from './wire.ts';

/** Somebody to share with: an account or member of the Home by number, anybody else by address. */
export type Invited = { readonly invited_id: number } | { readonly invited_email: string };

/**
 * The single requests, one function each. Which routes still live is a matter of dates: those of plex.tv's friends
 * and invites were switched off between 2024 and 2026. None of them is ever given an empty list of libraries, which
 * means everything to some and nothing to others.
 */
export function createCalls(plexTv: PlexTvConnection) {
  async function ownedShares(state: 'accepted' | 'pending', signal: AbortSignal): Promise<WireShare[]> {
    return plexTv.json(
      {
        operation: `people.shares.${state}`,
        host: 'clients.plex.tv',
        path: `api/v2/shared_servers/owned/${state}`,
        maxBytes: bodyLimit.most,
        signal,
      },
      ownedSharesAnswer,
    );
  }

  const shares = async (signal: AbortSignal): Promise<WireShare[]> => [
    ...(await ownedShares('accepted', signal)),
    ...(await ownedShares('pending', signal)),
  ];

  const members = async (signal: AbortSignal): Promise<readonly WireMember[]> =>
    (await plexTv.json({ operation: 'people.home', path: 'api/v2/home/users', signal }, homeAnswer)).users;

  async function lists(signal: AbortSignal): Promise<Lists> {
    const request = { operation: 'people.users', path: 'api/users', maxBytes: bodyLimit.most, signal };
    const shared = await shares(signal);
    const { User: users } = (await plexTv.xml(request, usersAnswer)).MediaContainer;
    return { shares: shared, users, members: await members(signal) };
  }

  async function libraries(
    machineIdentifier: string,
    signal: AbortSignal,
  ): Promise<readonly AccountLibrary[]> {
    const request = {
      operation: 'people.libraries',
      path: `api/v2/servers/${serverPart(machineIdentifier)}`,
    };
    try {
      const { librarySections } = await plexTv.json({ ...request, signal }, serverAnswer);
      return librarySections.map((library) => ({ ...library, title: displayName(library.title) }));
    } catch (error) {
      if (!(error instanceof OperationError) || error.code !== 'NOT_FOUND') throw error;
      const about = { operation: request.operation, server: machineIdentifier, cause: error };
      throw new PeopleError('SERVER_NOT_OWNED', about);
    }
  }

  return {
    shares,
    members,
    lists,
    libraries,
    async owner(signal: AbortSignal): Promise<AccountOwner> {
      const request = { operation: 'people.owner', path: 'api/v2/user', signal };
      const { id, email, username } = await plexTv.json(request, ownerAnswer);
      return { id, email, username };
    },
    /** The first request of a share carries its libraries and permissions. */
    async share(
      invited: Invited,
      to: {
        readonly machineIdentifier: string;
        readonly libraries: readonly number[];
        readonly permissions: SharePermissions;
      },
      signal: AbortSignal,
    ): Promise<void> {
      const { machineIdentifier: server, permissions } = to;
      const operation = 'people.share';
      checkList(to.libraries, operation, server);
      const json = {
        server_id: server,
        shared_server: { library_section_ids: to.libraries, ...invited },
        sharing_settings: textSettings(permissions),
      };
      const path = `api/servers/${serverPart(server)}/shared_servers`;
      await tellRefusal({ operation, server }, (mapStatus) =>
        plexTv.send({ operation, path, json, mapStatus, signal }),
      );
    },
    /** Replaces libraries and settings as a whole, so both are given. */
    async changeShare(
      share: Pick<WireShare, 'id' | 'machineIdentifier' | 'sharingSettings'>,
      ids: readonly number[],
      signal: AbortSignal,
    ): Promise<void> {
      const operation = 'people.change-share';
      checkList(ids, operation, share.machineIdentifier);
      const { filterPhotos, filterAll, ...settings } = share.sharingSettings;
      const json = {
        librarySectionIds: ids,
        settings: { ...settings, filterPhotos: filterPhotos || null, filterAll: filterAll || null },
      };
      const path = `api/v2/shared_servers/${share.id}`;
      await plexTv.send({ operation, host: 'clients.plex.tv', path, json, signal });
    },
    /** Settings of a person, for all servers. Those that are left out stay. */
    changeSettings: (personId: number, settings: Partial<SharePermissions>, signal: AbortSignal) =>
      plexTv.send({
        operation: 'people.change-permissions',
        path: `api/v2/sharings/${personId}`,
        method: 'PUT',
        query: textSettings(settings),
        signal,
      }),
    addManaged: async (title: string, signal: AbortSignal): Promise<number> => {
      const request = { operation: 'people.add-managed', path: 'api/home/users', query: { title } };
      return (await plexTv.xml({ ...request, method: 'POST', signal }, newMemberAnswer)).id;
    },
    endShare: (machineIdentifier: string, shareId: number, signal: AbortSignal) =>
      ended(
        'people.end-share',
        `api/servers/${serverPart(machineIdentifier)}/shared_servers/${shareId}`,
        signal,
      ),
    endFriendship: (personId: number, signal: AbortSignal) =>
      ended('people.end-friendship', `api/v2/sharings/${personId}`, signal),
    removeMember: (personId: number, signal: AbortSignal) =>
      ended('people.remove-managed', `api/home/users/${personId}`, signal),
  };

  /** `false` when there was nothing to end. */
  async function ended(operation: string, path: string, signal: AbortSignal): Promise<boolean> {
    try {
      await plexTv.send({ operation, path, method: 'DELETE', signal });
      return true;
    } catch (error) {
      if (error instanceof OperationError && error.code === 'NOT_FOUND') return false;
      throw error;
    }
  }
}

export type Calls = ReturnType<typeof createCalls>;

const serverPart = (machineIdentifier: string): string => encodeURIComponent(machineIdentifier);

function checkList(ids: readonly number[], operation: string, server: string): void {
  if (ids.length === 0) throw new PeopleError('LIBRARIES_EMPTY', { operation, server });
}

/** Flags are `"1"` and `"0"` in the older routes. */
const textSettings = (settings: Partial<SharePermissions>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === 'boolean' ? bit(value) : `${value}`,
    ]),
  );
const bit = (value: boolean): string => (value ? '1' : '0');
