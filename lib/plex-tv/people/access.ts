import { PeopleError } from '../../domain/people-errors.ts';
import { type PersonRef, plainPermissions, type Share, type SharePermissions } from '../../domain/person.ts';
import type { Calls, Invited } from './calls.ts';
import { toShare } from './map.ts';
import type { WireShare } from './wire.ts';

export interface WantedAccess {
  readonly machineIdentifier: string;
  readonly libraries: readonly number[];
  readonly permissions?: SharePermissions;
}

/** A change may take a moment to show in plex.tv's lists. */
const looksAfterMs = [0, 1_000, 3_000];

const same = (one: string | null | undefined, other: string | null): boolean =>
  typeof one === 'string' && other !== null && one.toLowerCase() === other.toLowerCase();

const isOf = ({ invitedId, invitedEmail, invited }: WireShare, who: PersonRef): boolean =>
  who.id !== null && invitedId !== null
    ? invitedId === who.id
    : same(invitedEmail, who.email) || same(invited?.email, who.email);

/** What one person may see of one server. */
export function createAccess(calls: Calls, pause: (ms: number, signal: AbortSignal) => Promise<void>) {
  async function find(who: PersonRef, server: string, signal: AbortSignal): Promise<WireShare | undefined> {
    const shares = await calls.shares(signal);
    return shares.find(
      (share) => share.machineIdentifier === server && !share.deletedAt && !share.leftAt && isOf(share, who),
    );
  }

  /** Ids that this server does not have would be dropped without a word, down to an empty list. */
  async function check(operation: string, wanted: WantedAccess, signal: AbortSignal): Promise<void> {
    const { machineIdentifier: server, libraries } = wanted;
    if (libraries.length === 0) throw new PeopleError('LIBRARIES_EMPTY', { operation, server });
    const known = new Set((await calls.libraries(server, signal)).map(({ id }) => id));
    if (!libraries.every((id) => known.has(id))) {
      throw new PeopleError('LIBRARY_UNKNOWN', { operation, server });
    }
  }

  /**
   * Reads back what is shared until it shows. When a share that was just made opens anything that was not chosen, it
   * is ended: better none than too much.
   */
  async function confirmed(
    operation: string,
    who: PersonRef,
    wanted: WantedAccess & { readonly isNew: boolean },
    signal: AbortSignal,
  ): Promise<Share> {
    const { machineIdentifier: server, libraries } = wanted;
    for (const ms of looksAfterMs) {
      if (ms > 0) await pause(ms, signal);
      const share = await find(who, server, signal);
      if (!share) continue;
      const shared = share.libraries.map(({ id }) => id);
      if (shared.some((id) => !libraries.includes(id))) {
        if (ms !== looksAfterMs.at(-1)) continue; // it may still be the list from before the change
        if (wanted.isNew) await calls.endShare(server, share.id, signal);
        throw new PeopleError('NOT_AS_CHOSEN', { operation, server });
      }
      if (libraries.every((id) => shared.includes(id))) return toShare(share);
    }
    throw new PeopleError('NOT_CONFIRMED', { operation, server });
  }

  return {
    check,
    confirmed,
    async set(who: PersonRef, wanted: WantedAccess, signal: AbortSignal): Promise<Share | null> {
      const operation = 'people.setLibraryAccess';
      const { machineIdentifier: server, libraries, permissions = plainPermissions } = wanted;
      if (libraries.length > 0) await check(operation, wanted, signal);
      const share = await find(who, server, signal);
      if (libraries.length === 0) {
        if (share) await calls.endShare(server, share.id, signal);
        return null;
      }
      if (share) await calls.changeShare(share, libraries, signal);
      else await calls.share(invitedBy(who, server), { ...wanted, permissions }, signal);
      return confirmed(operation, who, { ...wanted, isNew: !share }, signal);
    },
  };
}

function invitedBy({ id, email }: PersonRef, server: string): Invited {
  if (id !== null) return { invited_id: id };
  if (email !== null) return { invited_email: email };
  throw new PeopleError('USER_UNKNOWN', { operation: 'people.setLibraryAccess', server });
}

export type Access = ReturnType<typeof createAccess>;
