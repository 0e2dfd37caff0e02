import type { JsonObject } from '../json.ts';
import {
  type Account,
  avatar,
  iso,
  type KnownServer,
  type PlexTvState,
  type Share,
  sectionsOf,
  serverOf,
} from './state.ts';

const person = (account: Account): JsonObject => ({
  id: account.id,
  uuid: account.uuid,
  title: account.title,
  username: account.username,
  restricted: account.restricted,
  friendlyName: null,
  thumb: avatar(account),
  email: account.email,
  home: account.home,
});

const settingsJson = (share: Share): JsonObject => ({
  ...share.settings,
  filterPhotos: null,
  filterAll: null,
});

export const librariesOf = (server: KnownServer, ids?: readonly number[]): JsonObject[] =>
  sectionsOf(server)
    .filter(({ id }) => ids === undefined || ids.includes(id))
    .map(({ id, section }) => ({ id, key: Number(section.key), title: section.title, type: section.type }));

/** One share as the v2 routes tell it. `invited` is `null` while nobody has the invited address. */
export function shareJson(state: PlexTvState, share: Share): JsonObject {
  const server = serverOf(state, share.machineIdentifier);
  const invited = state.accounts.find((account) => account.id === share.invitedId);
  const libraries = server ? librariesOf(server, share.sectionIds) : [];
  return {
    id: share.id,
    name: server?.name ?? '',
    ownerId: share.ownerId,
    invitedId: share.invitedId,
    invitedEmail: share.invitedEmail,
    serverId: 4000 + state.servers.findIndex((entry) => entry.machineIdentifier === share.machineIdentifier),
    accepted: share.accepted,
    acceptedAt: share.acceptedAt === null ? null : iso(share.acceptedAt),
    deletedAt: null,
    leftAt: null,
    owned: true,
    inviteToken: `invite-${share.id}`,
    machineIdentifier: share.machineIdentifier,
    lastSeenAt: iso(state.clock.now()),
    numLibraries: libraries.length,
    invited: invited
      ? {
          ...person(invited),
          status: share.accepted ? 'accepted' : 'pending',
          sharingSettings: settingsJson(share),
        }
      : null,
    sharingSettings: settingsJson(share),
    libraries,
    allLibraries: server !== undefined && libraries.length === sectionsOf(server).length,
  };
}

const bit = (flag: boolean): string => (flag ? '1' : '0');

function oldSettings(share: Share | undefined): JsonObject {
  const settings = share?.settings;
  return {
    allowTuners: String(settings?.allowTuners ?? 0),
    allowSync: bit(settings?.allowSync ?? false),
    allowCameraUpload: bit(settings?.allowCameraUpload ?? false),
    allowChannels: bit(settings?.allowChannels ?? false),
    allowSubtitleAdmin: bit(settings?.allowSubtitleAdmin ?? false),
    filterAll: '',
    filterMovies: settings?.filterMovies ?? '',
    filterMusic: settings?.filterMusic ?? '',
    filterPhotos: '',
    filterTelevision: settings?.filterTelevision ?? '',
  };
}

/** One `User` of `GET /api/users`, with the servers shared with them. */
export function userXml(state: PlexTvState, account: Account): JsonObject {
  const shares = state.shares.filter((share) => share.invitedId === account.id);
  return {
    id: String(account.id),
    title: account.title,
    username: account.username,
    email: account.email,
    recommendationsPlaylistId: '',
    thumb: avatar(account),
    protected: bit(account.pin !== null),
    home: bit(account.home),
    ...oldSettings(shares[0]),
    restricted: bit(account.restricted),
    Server: shares.map((share) => {
      const server = serverOf(state, share.machineIdentifier);
      return {
        id: String(share.id),
        serverId: '4000',
        machineIdentifier: share.machineIdentifier,
        name: server?.name ?? '',
        lastSeenAt: String(state.clock.seconds()),
        numLibraries: String(share.sectionIds.length),
        allLibraries: bit(server !== undefined && share.sectionIds.length === sectionsOf(server).length),
        owned: '1',
        pending: bit(!share.accepted),
      };
    }),
  };
}

/** One `SharedServer` of the v1 list. It holds the guest's token, as on the real plex.tv. */
export function sharedServerXml(state: PlexTvState, server: KnownServer, share: Share): JsonObject {
  const account = state.accounts.find((entry) => entry.id === share.invitedId);
  return {
    id: String(share.id),
    username: account?.username ?? '',
    email: account?.email ?? share.invitedEmail ?? '',
    userID: String(share.invitedId ?? ''),
    accessToken: share.accessToken,
    name: server.name,
    acceptedAt: share.acceptedAt === null ? '' : String(Math.floor(share.acceptedAt / 1000)),
    invitedAt: String(Math.floor(share.invitedAt / 1000)),
    ...oldSettings(share),
    owned: '1',
    allLibraries: bit(share.sectionIds.length === sectionsOf(server).length),
    Section: sectionsOf(server).map(({ id, section }) => ({
      id: String(id),
      key: section.key,
      title: section.title,
      type: section.type,
      shared: bit(share.sectionIds.includes(id)),
    })),
  };
}

/** What a guest sees of an invitation: who asks, and for which servers. */
export function receivedJson(state: PlexTvState, share: Share): JsonObject {
  const owner = state.accounts.find((account) => account.id === share.ownerId);
  const { invited: _, ...rest } = shareJson(state, share);
  return {
    id: share.id,
    owner: owner ? person(owner) : null,
    sharedServers: [{ ...rest, owned: false }],
    sharedSources: [],
  };
}
