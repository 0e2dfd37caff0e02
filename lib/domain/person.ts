/** A library as plex.tv knows it. */
export interface AccountLibrary {
  /** plex.tv's own number for the library: what shares speak of. Nothing like the server's key. */
  readonly id: number;
  /** The server's key for it. */
  readonly key: string;
  readonly title: string;
  /** `movie`, `show`, `artist`, `photo`, or what Plex may add. */
  readonly type: string;
}

/** What somebody may do with what is shared with them, apart from watching it. */
export interface SharePermissions {
  readonly allowSync: boolean;
  readonly allowCameraUpload: boolean;
  readonly allowChannels: boolean;
  readonly allowSubtitleAdmin: boolean;
  /** 0: no live TV, 1 and 2: as Plex has it. */
  readonly allowTuners: number;
  /** In Plex's own writing: see `readFilter`. Empty: everything. */
  readonly filterMovies: string;
  readonly filterTelevision: string;
  readonly filterMusic: string;
  readonly filterPhotos: string;
  readonly filterAll: string;
}

/** Nothing but watching: what a new share gets unless somebody chooses more. */
export const plainPermissions: SharePermissions = {
  allowSync: false,
  allowCameraUpload: false,
  allowChannels: false,
  allowSubtitleAdmin: false,
  allowTuners: 0,
  filterMovies: '',
  filterTelevision: '',
  filterMusic: '',
  filterPhotos: '',
  filterAll: '',
};

/** plex.tv's real state: invited and not yet agreed, agreed, left or taken back. */
export type ShareState = 'pending' | 'accepted' | 'gone';

/** One server shared with one person, or the invitation to it. */
export interface Share {
  readonly id: number;
  readonly machineIdentifier: string;
  readonly serverName: string;
  readonly state: ShareState;
  readonly libraries: readonly AccountLibrary[];
  /** plex.tv says that these are all libraries of the server. */
  readonly allLibraries: boolean;
  readonly permissions: SharePermissions;
}

/**
 * `friend`: has an account and agreed. `home`: member of the owner's Home with an account of their own. `managed`:
 * member of the Home without one. `invited`: has not agreed to anything yet.
 */
export type PersonKind = 'friend' | 'home' | 'managed' | 'invited';

/** Somebody the owner shares with, or lives with; one row each. Names are fit to be shown. */
export interface Person {
  /** The same from one listing to the next: `id:<plex.tv id>`, or `email:<address>` before plex.tv knows who it is. */
  readonly key: string;
  readonly id: number | null;
  readonly kind: PersonKind;
  readonly name: string;
  readonly username: string | null;
  readonly email: string | null;
  readonly state: ShareState;
  readonly shares: readonly Share[];
}

/** Who is meant, by whatever is known of them; at least one of the two. */
export interface PersonRef {
  readonly id: number | null;
  readonly email: string | null;
}

const sameText = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && one.toLowerCase() === other.toLowerCase();

/** Rows of this person: two when an invitation to their address is older than their account. */
export const rowsOf = (people: readonly Person[], who: PersonRef): readonly Person[] =>
  people.filter((person) =>
    person.id !== null && who.id !== null ? person.id === who.id : sameText(person.email, who.email),
  );

/** What is shared with this person, pending or agreed. */
export const sharesOf = (people: readonly Person[], who: PersonRef): readonly Share[] =>
  rowsOf(people, who).flatMap(({ shares }) => shares.filter(({ state }) => state !== 'gone'));

/** An address as plex.tv takes it: something, `@`, a host with a dot. Whether it exists is plex.tv's to know. */
export const isEmail = (text: string): boolean =>
  text.length <= 254 && /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]+$/.test(text);
