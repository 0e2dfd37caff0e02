import type { Invitation } from '../../domain/invitation.ts';
import type { PeopleFailure } from '../../domain/people-errors.ts';
import type { AccountLibrary, Person, PersonRef, Share, SharePermissions } from '../../domain/person.ts';
import type { Redemption } from '../../domain/redemption.ts';

/** Refusals about people have codes of their own, so they come as values. */
export type PeopleResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: PeopleFailure };

/** A server that the account owns, and so may share. */
export interface OwnServer {
  readonly machineIdentifier: string;
  readonly name: string;
}

/** What can be done about people at all; the screens offer nothing else. */
export interface PeopleCapabilities {
  readonly createUser: boolean;
  readonly deleteUser: boolean;
  readonly libraryAccess: boolean;
  readonly enableDisable: boolean;
  readonly permissions: readonly (keyof SharePermissions)[];
}

export interface PeopleList {
  readonly people: readonly Person[];
  readonly servers: readonly OwnServer[];
  readonly capabilities: PeopleCapabilities;
}

/** A redemption as our pages may see it. Of the code behind a link only what the guest is sent, never its id. */
export interface RedemptionView
  extends Pick<
    Redemption,
    | 'id'
    | 'invitationId'
    | 'invitationName'
    | 'terms'
    | 'createdAtMs'
    | 'stage'
    | 'stageSinceMs'
    | 'guest'
    | 'steps'
    | 'isCancelled'
    | 'failure'
    | 'undoFailures'
    | 'endsAtMs'
  > {
  readonly link: { readonly url: string; readonly expiresAtMs: number } | null;
}

/** Invitations, and what has come of them, newest first. */
export interface PeopleJournal {
  readonly invitations: readonly Invitation[];
  readonly redemptions: readonly RedemptionView[];
  /** Entries that could not be read back; they are kept aside. */
  readonly broken: number;
}

/** What an editor sends: uses are counted, and new ones are given an id, by the background. */
export interface InvitationDraft extends Omit<Invitation, 'id' | 'used' | 'createdAtMs'> {
  /** `null`: a new one. */
  readonly id: string | null;
}

/** Exactly these libraries of one server from now on; none: the server is no longer shared with them. */
export interface AccessChange {
  readonly machineIdentifier: string;
  readonly libraries: readonly number[];
}

export interface PersonChange {
  readonly who: PersonRef;
  readonly access: readonly AccessChange[];
  /** Permissions to change; all others stay. */
  readonly permissions: Partial<SharePermissions>;
  /**
   * What the person saw when they chose, by machine identifier: when plex.tv has something else by now, nothing is
   * changed. `null`: the choice does not depend on it.
   */
  readonly seen: Readonly<Record<string, readonly number[]>> | null;
}

/** How far a change got, read back: what was changed before something failed stays changed. */
export interface ChangedPerson {
  readonly access: readonly { readonly machineIdentifier: string; readonly share: Share | null }[];
  /** Why it did not get further. */
  readonly failure: PeopleFailure | null;
}

/** What is to end; see `PlexPeople.deleteUser`. */
export type PersonRemoval =
  | { readonly kind: 'share'; readonly machineIdentifier: string; readonly shareId: number }
  | { readonly kind: 'friendship'; readonly personId: number }
  | { readonly kind: 'managed'; readonly personId: number };

type Nothing = Record<never, never>;

/** What the options page may ask about people. */
export interface PeopleRequests {
  'people.list': { request: Nothing; response: PeopleResult<PeopleList> };
  'people.libraries': {
    request: { machineIdentifier: string };
    response: PeopleResult<readonly AccountLibrary[]>;
  };
  'people.change': { request: PersonChange; response: PeopleResult<ChangedPerson> };
  /** `existed: false`: there was no such thing any more. */
  'people.remove': { request: { what: PersonRemoval }; response: PeopleResult<{ existed: boolean }> };
  /** What is stored here; nobody else is asked. */
  'people.journal': { request: Nothing; response: PeopleResult<PeopleJournal> };
  'people.saveInvitation': {
    request: { invitation: InvitationDraft };
    response: PeopleResult<PeopleJournal>;
  };
  'people.removeInvitation': { request: { id: string }; response: PeopleResult<PeopleJournal> };
  /** `here`: the guest signs in on this browser, before the eyes of the owner, who is not asked again. */
  'people.startLink': {
    request: { invitationId: string; where: 'anywhere' | 'here' };
    response: PeopleResult<PeopleJournal>;
  };
  /** For somebody the owner names: the address of a friend, or the name of a member of the Home to be. */
  'people.inviteNamed': {
    request: { invitationId: string; email: string | null; name: string };
    response: PeopleResult<PeopleJournal>;
  };
  'people.confirm': { request: { id: string }; response: PeopleResult<PeopleJournal> };
  /** What is under way is undone; what is done is taken back. */
  'people.cancel': { request: { id: string }; response: PeopleResult<PeopleJournal> };
}
