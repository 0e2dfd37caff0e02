import type { AccountLibrary, Person, PersonRef, Share, SharePermissions } from '../domain/person.ts';

/** What plex.tv can do about people; the screens offer nothing else. */
export interface AccountCapabilities {
  readonly createUser: boolean;
  readonly deleteUser: boolean;
  readonly libraryAccess: boolean;
  /** plex.tv has no such thing; taking all libraries away comes closest. */
  readonly enableDisable: boolean;
  readonly permissions: readonly (keyof SharePermissions)[];
}

/** A friend to be: one server, and exactly these libraries of it from the first request on. */
export interface NewFriend {
  readonly kind?: 'friend';
  readonly email: string | null;
  readonly machineIdentifier: string;
  /** plex.tv's ids; at least one. */
  readonly libraries: readonly number[];
  readonly permissions: SharePermissions;
}

/** A managed user to be. It is made without any access; libraries come with `setLibraryAccess`. */
export interface NewManagedUser {
  readonly kind: 'home';
  readonly username: string | null;
}

export type NewUser = NewFriend | NewManagedUser;

/** What was made, read back from plex.tv. */
export type CreatedUser =
  | { readonly kind: 'friend'; readonly share: Share }
  | { readonly kind: 'home'; readonly personId: number };

/** What is to end: three different things, none of which takes another with it unasked. */
export type Deletion =
  /** This server only; the friendship stays. Also an invitation that nobody has agreed to yet. */
  | { readonly kind: 'share'; readonly machineIdentifier: string; readonly shareId: number }
  /** The friendship, and with it everything shared with this person. */
  | { readonly kind: 'friendship'; readonly personId: number }
  | { readonly kind: 'managed'; readonly personId: number };

export interface AccountOwner {
  readonly id: number;
  readonly email: string | null;
  readonly username: string | null;
}

/**
 * What the owner's plex.tv account can do about people. Every method but `testConnection` and `setUserEnabled` fails
 * with an `OperationError` or a `PeopleError`; neither, nor the log, names a person. After a failure that is not a
 * `PeopleError` it is unknown whether a change was made: read before trying again.
 */
export interface PlexPeople {
  readonly capabilities: AccountCapabilities;
  /** Whether plex.tv answers and knows the owner's token. Never throws. */
  testConnection(signal: AbortSignal): Promise<boolean>;
  owner(signal: AbortSignal): Promise<AccountOwner>;
  /** `SERVER_NOT_OWNED` when the account does not own the server. */
  getLibraries(machineIdentifier: string, signal: AbortSignal): Promise<readonly AccountLibrary[]>;
  /** Everybody once, without the owner. */
  listUsers(signal: AbortSignal): Promise<readonly Person[]>;
  /**
   * `EMAIL_REQUIRED`, `EMAIL_INVALID`, `YOURSELF`, `LIBRARIES_EMPTY`, `LIBRARY_UNKNOWN`, `USER_ALREADY_EXISTS` (this
   * server is already shared with them), `USERNAME_REQUIRED`, `USERNAME_TAKEN`, `NOT_AS_CHOSEN`, `NOT_CONFIRMED`.
   */
  createUser(user: NewUser, signal: AbortSignal): Promise<CreatedUser>;
  /** `false` when there is no such thing (any more). `NOT_MANAGED`: that member of the Home has their own account. */
  deleteUser(what: Deletion, signal: AbortSignal): Promise<boolean>;
  /**
   * Exactly these libraries of a server from now on; permissions stay as they are. None: the share is removed, since
   * plex.tv does not say what an empty list means. Returns what is shared then, read back. `permissions` count only
   * where there was no share.
   */
  setLibraryAccess(
    who: PersonRef,
    access: {
      readonly machineIdentifier: string;
      readonly libraries: readonly number[];
      readonly permissions?: SharePermissions;
    },
    signal: AbortSignal,
  ): Promise<Share | null>;
  /** Changes these and keeps all others; they count for every server. Returns them per server, read back. */
  updatePermissions(
    personId: number,
    change: Partial<SharePermissions>,
    signal: AbortSignal,
  ): Promise<readonly Share[]>;
  /** Always `false`, with a warning in the log: plex.tv can't. */
  setUserEnabled(personId: number, isEnabled: boolean): Promise<false>;
}

/** Who has signed in. */
export interface GuestIdentity {
  readonly id: number;
  readonly email: string | null;
  readonly name: string;
}

/** What is done in a guest's name, with the token that they gave for it. Fails with `OperationError`. */
export interface GuestAccount {
  identity(token: string, signal: AbortSignal): Promise<GuestIdentity>;
  /**
   * Accepts the invitations to these servers from this owner, those that plex.tv already shows the guest. Returns the
   * machine identifiers that were accepted now.
   */
  accept(
    token: string,
    invitations: { readonly ownerId: number; readonly machineIdentifiers: readonly string[] },
    signal: AbortSignal,
  ): Promise<readonly string[]>;
  /** Makes the token worthless. */
  signOut(token: string, signal: AbortSignal): Promise<void>;
}
