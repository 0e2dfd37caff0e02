import type { Person, PersonKind, Share, ShareState } from '../../domain/person.ts';
import { displayName } from '../../domain/text.ts';
import type { WireMember, WireShare, WireUser } from './wire.ts';

/** Everything plex.tv says about people, from its four lists. */
export interface Lists {
  readonly shares: readonly WireShare[];
  readonly users: readonly WireUser[];
  readonly members: readonly WireMember[];
}

const stateOf = (share: WireShare): ShareState => {
  if (share.deletedAt || share.leftAt) return 'gone';
  return share.accepted ? 'accepted' : 'pending';
};

export const toShare = (share: WireShare): Share => ({
  id: share.id,
  machineIdentifier: share.machineIdentifier,
  serverName: displayName(share.name),
  state: stateOf(share),
  libraries: share.libraries.map((library) => ({ ...library, title: displayName(library.title) })),
  allLibraries: share.allLibraries,
  permissions: share.sharingSettings,
});

interface Draft {
  readonly id: number | null;
  names: string[];
  username: string | null;
  email: string | null;
  isMember: boolean;
  isManaged: boolean;
  /** In the list of those who have agreed to something. */
  isListed: boolean;
  shares: Share[];
}

const some = (text: string | null): string | null => (text === null || text === '' ? null : text);

/** Everybody once, whichever lists they are in. The owner, who is in the list of the Home, is left out. */
export function toPeople({ shares, users, members }: Lists): Person[] {
  const drafts = new Map<string, Draft>();
  const draftOf = (id: number | null, email: string | null): Draft => {
    const key = keyOf(id, email);
    const found = drafts.get(key);
    if (found) return found;
    const fresh = { names: [], username: null, isMember: false, isManaged: false, isListed: false };
    const draft: Draft = { ...fresh, id, email, shares: [] };
    drafts.set(key, draft);
    return draft;
  };
  const describe = (draft: Draft, about: Omit<Described, 'id'>): void => {
    draft.names.push(about.friendlyName ?? '', about.title);
    draft.username ??= some(about.username);
    draft.email ??= some(about.email);
    draft.isMember ||= about.isMember;
    draft.isManaged ||= about.restricted;
  };
  const owners = new Set(members.filter(({ admin }) => admin).map(({ id }) => id));
  for (const member of members) {
    if (!member.admin) describe(draftOf(member.id, null), { ...member, isMember: true });
  }
  for (const user of users) {
    if (owners.has(user.id)) continue;
    const draft = draftOf(user.id, null);
    describe(draft, { ...user, friendlyName: null, isMember: user.home });
    draft.isListed ||= user.Server.length === 0 || user.Server.some(({ pending }) => !pending);
  }
  for (const share of shares) {
    const id = share.invitedId ?? share.invited?.id ?? null;
    const email = some(share.invitedEmail);
    if (id === null && email === null) continue; // nobody to show it with
    const draft = draftOf(id, email);
    if (share.invited) describe(draft, { ...share.invited, isMember: share.invited.home });
    draft.shares.push(toShare(share));
  }
  return [...drafts.entries()].map(([key, draft]) => toPerson(key, draft));
}

interface Described {
  readonly id: number;
  readonly title: string;
  readonly username: string | null;
  readonly email: string | null;
  readonly friendlyName: string | null;
  readonly isMember: boolean;
  readonly restricted: boolean;
}

const keyOf = (id: number | null, email: string | null): string =>
  id === null ? `email:${(email ?? '').toLowerCase()}` : `id:${id}`;

function toPerson(key: string, draft: Draft): Person {
  const { id, username, email, shares } = draft;
  const states = new Set(shares.map(({ state }) => state));
  const hasAgreed = draft.isMember || draft.isListed || states.has('accepted');
  const names = [...draft.names, username, email].map((name) => displayName(name ?? ''));
  return {
    key,
    id,
    kind: kindOf(draft, hasAgreed),
    name: names.find((name) => name !== '') ?? String(id ?? ''),
    username,
    email,
    state: hasAgreed ? 'accepted' : states.has('pending') ? 'pending' : 'gone',
    shares,
  };
}

function kindOf({ isMember, isManaged }: Draft, hasAgreed: boolean): PersonKind {
  if (isManaged) return 'managed';
  if (isMember) return 'home';
  return hasAgreed ? 'friend' : 'invited';
}
