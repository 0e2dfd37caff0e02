import { PeopleError } from '../../domain/people-errors.ts';
import type { Share, SharePermissions } from '../../domain/person.ts';
import type { Calls } from './calls.ts';
import { toShare } from './map.ts';
import type { WireShare } from './wire.ts';

const operation = 'people.updatePermissions';

/**
 * What a person may do. Only what changes is sent; if plex.tv should take that for all there is and wipe the rest,
 * the values from before are sent again, and what stands in the end is read back.
 */
export function createPermissions(calls: Calls) {
  const readOf = async (personId: number, signal: AbortSignal): Promise<WireShare[]> =>
    (await calls.shares(signal)).filter(
      ({ invitedId, deletedAt, leftAt }) => invitedId === personId && !deletedAt && !leftAt,
    );

  return {
    async update(
      personId: number,
      change: Partial<SharePermissions>,
      signal: AbortSignal,
    ): Promise<readonly Share[]> {
      const before = await readOf(personId, signal);
      if (before.length === 0) throw new PeopleError('USER_UNKNOWN', { operation });
      const wanted = before.map((share) => ({ ...share.sharingSettings, ...change }));
      const isChange = before.some(({ sharingSettings }, at) => !isSame(sharingSettings, wanted[at]));
      if (!isChange) return before.map(toShare);
      await calls.changeSettings(personId, change, signal);
      let now = await readOf(personId, signal);
      const [first] = wanted;
      const agree = wanted.every((one) => isSame(one, first));
      if (!isAsWanted(now, before, wanted) && first && agree) {
        await calls.changeSettings(personId, first, signal);
        now = await readOf(personId, signal);
      }
      if (!isAsWanted(now, before, wanted)) throw new PeopleError('NOT_CONFIRMED', { operation });
      return now.map(toShare);
    },
  };
}

const isSame = (one: SharePermissions, other: SharePermissions | undefined): boolean =>
  other !== undefined &&
  (Object.keys(one) as (keyof SharePermissions)[]).every((key) => one[key] === other[key]);

/** Shares that ended meanwhile, or are new, don't count. */
const isAsWanted = (
  now: readonly WireShare[],
  before: readonly WireShare[],
  wanted: readonly SharePermissions[],
): boolean =>
  now.every(({ id, sharingSettings }) => {
    const at = before.findIndex((share) => share.id === id);
    return at === -1 || isSame(sharingSettings, wanted[at]);
  });
