import { flagOf, textOf } from './routing.ts';
import {
  type Account,
  applyShare,
  type KnownServer,
  newToken,
  type PlexTvState,
  plainSettings,
  type Share,
  type ShareSettings,
  sectionsOf,
} from './state.ts';

export interface Invitation {
  /** An e-mail address or a user name. */
  readonly invited: string | undefined;
  readonly invitedId: number | undefined;
  readonly sectionIds: readonly number[];
  readonly settings: ShareSettings;
}

export type Invited =
  | { readonly kind: 'made'; readonly share: Share }
  | { readonly kind: 'already'; readonly name: string }
  | { readonly kind: 'bad'; readonly sentence: string };

/** Both v1 (flags as text) and v2 (booleans) speak of the same settings; what is left out keeps its value. */
export function settingsFrom(value: unknown, before: ShareSettings = plainSettings): ShareSettings {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const flag = (name: keyof ShareSettings): boolean =>
    given[name] === undefined ? before[name] === true : flagOf(given[name]);
  const text = (name: keyof ShareSettings): string =>
    given[name] === undefined ? String(before[name]) : (textOf(given[name]) ?? '');
  return {
    allowSync: flag('allowSync'),
    allowCameraUpload: flag('allowCameraUpload'),
    allowChannels: flag('allowChannels'),
    allowSubtitleAdmin: flag('allowSubtitleAdmin'),
    allowTuners: Number(given.allowTuners ?? before.allowTuners),
    filterMovies: text('filterMovies'),
    filterMusic: text('filterMusic'),
    filterTelevision: text('filterTelevision'),
  };
}

/** The ids among these that belong to the server. */
export const knownSections = (server: KnownServer, ids: readonly number[]): number[] =>
  ids.filter((id) => sectionsOf(server).some((entry) => entry.id === id));

function personFor(state: PlexTvState, { invited, invitedId }: Invitation): Account | undefined {
  if (invitedId !== undefined) return state.accounts.find((account) => account.id === invitedId);
  const name = invited?.toLowerCase();
  return state.accounts.find(
    (account) =>
      !account.restricted &&
      (account.email.toLowerCase() === name || account.username.toLowerCase() === name),
  );
}

/** Invites, or shares at once with a member of the home, who has nothing to accept. */
export function invite(state: PlexTvState, server: KnownServer, invitation: Invitation): Invited {
  const person = personFor(state, invitation);
  if (person?.id === server.ownerId) return { kind: 'bad', sentence: 'You cannot share with yourself.' };
  const email = person ? null : (invitation.invited ?? '');
  if (email !== null && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) {
    return { kind: 'bad', sentence: 'Invalid user or e-mail address.' };
  }
  const same = state.shares.find(
    (share) =>
      share.machineIdentifier === server.machineIdentifier &&
      (person ? share.invitedId === person.id : share.invitedEmail === email),
  );
  if (same) return { kind: 'already', name: person?.username || person?.title || email || '' };
  const now = state.clock.now();
  const share: Share = {
    id: state.newId(),
    machineIdentifier: server.machineIdentifier,
    ownerId: server.ownerId,
    invitedId: person?.id ?? null,
    invitedEmail: email,
    sectionIds: knownSections(server, invitation.sectionIds),
    settings: invitation.settings,
    accepted: person?.home ?? false,
    invitedAt: now,
    acceptedAt: person?.home ? now : null,
    accessToken: newToken(),
  };
  state.shares.push(share);
  applyShare(state, share);
  return { kind: 'made', share };
}

export function accept(state: PlexTvState, share: Share, guest: Account): void {
  share.invitedId = guest.id;
  share.invitedEmail = null;
  share.accepted = true;
  share.acceptedAt = state.clock.now();
  if (share.ownerId === state.owner.id && !guest.home) state.friends.add(guest.id);
  applyShare(state, share);
}

/** Replaces libraries and settings. */
export function change(
  state: PlexTvState,
  server: KnownServer,
  share: Share,
  to: { readonly sectionIds?: readonly number[]; readonly settings?: ShareSettings },
): void {
  if (to.sectionIds) share.sectionIds = knownSections(server, to.sectionIds);
  if (to.settings) share.settings = to.settings;
  applyShare(state, share);
}

/** An invitation shows up with the guest only after a while. */
export const isVisibleToGuest = (state: PlexTvState, share: Share): boolean =>
  state.clock.now() >= share.invitedAt + state.inviteLagMs;
