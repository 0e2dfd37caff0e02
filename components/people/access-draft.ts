import { type Person, plainPermissions, type SharePermissions } from '../../lib/domain/person.ts';
import { currentShares } from './people-search.ts';

/** plex.tv's ids of libraries by machine identifier; a server that is not shared is not in it. */
export type AccessMap = Readonly<Record<string, readonly number[]>>;

export const accessOf = (person: Person): AccessMap =>
  Object.fromEntries(
    currentShares(person).map(({ machineIdentifier, libraries }) => [
      machineIdentifier,
      libraries.map(({ id }) => id),
    ]),
  );

/** Permissions belong to the person; every share of theirs has the same. */
export const permissionsOf = (person: Person): SharePermissions =>
  currentShares(person)[0]?.permissions ?? plainPermissions;

export interface ServerDiff {
  readonly machineIdentifier: string;
  readonly added: readonly number[];
  readonly removed: readonly number[];
  /** What it comes to; empty: the server is no longer shared. */
  readonly libraries: readonly number[];
}

/** What changes from one to the other, server by server; nothing where all stays. */
export function diffAccess(before: AccessMap, after: AccessMap): ServerDiff[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((machineIdentifier) => {
    const [had, has] = [before[machineIdentifier] ?? [], after[machineIdentifier] ?? []];
    const added = has.filter((id) => !had.includes(id));
    const removed = had.filter((id) => !has.includes(id));
    return added.length + removed.length === 0 ? [] : [{ machineIdentifier, added, removed, libraries: has }];
  });
}

/** Permissions that differ, with their new values. */
export function diffPermissions(
  before: SharePermissions,
  after: SharePermissions,
): Partial<SharePermissions> {
  const keys = Object.keys(before) as (keyof SharePermissions)[];
  return Object.fromEntries(keys.filter((key) => before[key] !== after[key]).map((key) => [key, after[key]]));
}

/** With a library chosen or not. */
export const withLibrary = (ids: readonly number[], id: number, isChosen: boolean): readonly number[] =>
  isChosen ? [...ids.filter((one) => one !== id), id] : ids.filter((one) => one !== id);
