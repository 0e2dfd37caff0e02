import type { Reply } from '../reply.ts';
import {
  done,
  failure,
  gone,
  json,
  numbersOf,
  oldFailure,
  open,
  type PlexTvRequest,
  type PlexTvRoute,
  type SignedIn,
  signedIn,
  textOf,
  xmlReply,
} from './routing.ts';
import { librariesOf, receivedJson, sharedServerXml, shareJson, userXml } from './share-answers.ts';
import { accept, change, type Invitation, invite, isVisibleToGuest, settingsFrom } from './share-store.ts';
import { type KnownServer, type PlexTvState, removeShare, type Share, serverOf } from './state.ts';

/** The server in the address, when the one who asks owns it. */
function ownServer(
  state: PlexTvState,
  id: string | undefined,
  { account }: SignedIn,
): KnownServer | undefined {
  const server = serverOf(state, id);
  return server?.ownerId === account.id ? server : undefined;
}

const ofOwner = (state: PlexTvState, { account }: SignedIn): Share[] =>
  state.shares.filter((share) => share.ownerId === account.id);

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const missing = (): Reply => oldFailure(404, 'The requested resource could not be found.');

/** v1: libraries and person below `shared_server`, settings as text, and an answer in XML. */
function inviteOld(state: PlexTvState, request: SignedIn): Reply {
  const server = ownServer(state, request.params[0], request);
  if (!server) return missing();
  const wanted = record(request.body.shared_server);
  const invitedId = textOf(wanted.invited_id);
  const result = invite(state, server, {
    invited: textOf(wanted.invited_email),
    invitedId: invitedId === undefined ? undefined : Number(invitedId),
    sectionIds: numbersOf(wanted.library_section_ids),
    settings: settingsFrom(request.body.sharing_settings),
  });
  if (result.kind === 'already') {
    const sentence = `You're already sharing this server with ${result.name}. Please edit your existing share.`;
    return oldFailure(400, sentence);
  }
  if (result.kind === 'bad') return oldFailure(400, result.sentence);
  return xmlReply({
    MediaContainer: { size: 1, SharedServer: [sharedServerXml(state, server, result.share)] },
  });
}

function inviteNew(state: PlexTvState, request: SignedIn): Reply {
  const { body } = request;
  const server = ownServer(state, textOf(body.machineIdentifier), request);
  if (!server) return failure(404, 1002, 'The requested resource or endpoint could not be found');
  const invitedId = textOf(body.invitedId);
  const invitation: Invitation = {
    invited: textOf(body.invitedEmail),
    invitedId: invitedId === undefined ? undefined : Number(invitedId),
    sectionIds: numbersOf(body.librarySectionIds),
    settings: settingsFrom(body.settings),
  };
  const result = invite(state, server, invitation);
  if (result.kind === 'made') return json(shareJson(state, result.share), 201);
  const sentence =
    result.kind === 'bad' ? result.sentence : `You're already sharing this server with ${result.name}.`;
  return failure(422, 1003, sentence);
}

function updateNew(state: PlexTvState, request: SignedIn): Reply {
  const share = ofOwner(state, request).find((entry) => entry.id === Number(request.params[0]));
  const server = serverOf(state, share?.machineIdentifier);
  if (!share || !server) return failure(404, 1002, 'The requested resource or endpoint could not be found');
  change(state, server, share, {
    sectionIds: numbersOf(request.body.librarySectionIds),
    // Replaced as a whole: whatever is left out is switched off or emptied.
    settings: settingsFrom(request.body.settings),
  });
  return json(shareJson(state, share));
}

function oneOld(state: PlexTvState, request: SignedIn): Reply {
  const server = ownServer(state, request.params[0], request);
  const share = ofOwner(state, request).find((entry) => entry.id === Number(request.params[1]));
  if (!server || share?.machineIdentifier !== server.machineIdentifier) return missing();
  if (request.record.method === 'GET') {
    return xmlReply({ MediaContainer: { size: 1, SharedServer: [sharedServerXml(state, server, share)] } });
  }
  if (request.record.method === 'DELETE') removeShare(state, share);
  else {
    const wanted = record(request.body.shared_server);
    change(state, server, share, { sectionIds: numbersOf(wanted.library_section_ids) });
  }
  return done();
}

/** Everything one has with a person: change its settings, or end it, and the friendship with it. */
function sharing(state: PlexTvState, request: SignedIn): Reply {
  const id = Number(request.params[0]);
  const shares = ofOwner(state, request).filter((share) => share.invitedId === id);
  const isFriend = request.account === state.owner && state.friends.has(id);
  if (request.record.method === 'DELETE' && isFriend) state.friends.delete(id);
  else if (shares.length === 0)
    return failure(404, 1002, 'The requested resource or endpoint could not be found');
  for (const share of shares) {
    if (request.record.method === 'DELETE') removeShare(state, share);
    else share.settings = settingsFrom(request.query, share.settings);
  }
  return done(request.record.method === 'DELETE' ? 204 : 200);
}

function received(state: PlexTvState, { account }: SignedIn): Share[] {
  return state.shares.filter(
    (share) =>
      !share.accepted &&
      (share.invitedId === account.id || share.invitedEmail === account.email) &&
      isVisibleToGuest(state, share),
  );
}

function acceptNew(state: PlexTvState, request: SignedIn): Reply {
  const share = received(state, request).find((entry) => entry.id === Number(request.params[0]));
  if (!share) return failure(404, 1002, 'The requested resource or endpoint could not be found');
  accept(state, share, request.account);
  return json(receivedJson(state, share));
}

const owned = (isAccepted: boolean) => (state: PlexTvState, request: SignedIn) =>
  json(
    ofOwner(state, request)
      .filter((share) => share.accepted === isAccepted)
      .map((share) => shareJson(state, share)),
  );

function users(state: PlexTvState, request: SignedIn): Reply {
  const shared = new Set(ofOwner(state, request).map((share) => share.invitedId));
  const list = state.accounts.filter(
    (account) =>
      account !== request.account &&
      (account.home || state.friends.has(account.id) || shared.has(account.id)),
  );
  return xmlReply({
    MediaContainer: {
      friendlyName: 'myPlex',
      identifier: 'com.plexapp.plugins.myplex',
      machineIdentifier: '85a28b6ea2b35c1a10cbdd967b74117a45e8694f',
      totalSize: String(list.length),
      size: String(list.length),
      User: list.map((account) => userXml(state, account)),
    },
  });
}

function serverOld(state: PlexTvState, request: SignedIn): Reply {
  const server = ownServer(state, request.params[0], request);
  if (!server) return missing();
  const { name, machineIdentifier } = server;
  return xmlReply({
    MediaContainer: { size: 1, Server: [{ name, machineIdentifier, Section: librariesOf(server) }] },
  });
}

function serverNew(state: PlexTvState, request: SignedIn): Reply {
  const server = ownServer(state, request.params[0], request);
  if (!server) return failure(404, 1002, 'The requested resource or endpoint could not be found');
  return json({
    name: server.name,
    address: '127.0.0.1',
    port: 32400,
    version: server.version,
    scheme: 'http',
    synced: false,
    owned: true,
    localAddresses: '127.0.0.1',
    machineIdentifier: server.machineIdentifier,
    createdAt: 1_628_211_599,
    updatedAt: state.clock.seconds(),
    librarySections: librariesOf(server),
  });
}

function listOld(state: PlexTvState, request: SignedIn): Reply {
  const server = ownServer(state, request.params[0], request);
  if (!server) return missing();
  const shares = ofOwner(state, request).filter(
    (share) => share.machineIdentifier === server.machineIdentifier,
  );
  const list = shares.map((share) => sharedServerXml(state, server, share));
  return xmlReply({ MediaContainer: { friendlyName: 'myPlex', size: list.length, SharedServer: list } });
}

const wrongMethod = (_state: PlexTvState, _request: PlexTvRequest): Reply => ({
  kind: 'document',
  status: 405,
  document: { errors: [{ code: 1004, message: 'Method not allowed', status: 405 }] },
  xml: { errors: { error: [{ code: 1004, message: 'Method not allowed', status: 405 }] } },
  headers: { Allow: 'OPTIONS, POST' },
});

/** Routes that were switched off between 2024 and August 2026; other clients still call them. */
const retired = [
  /^\/api\/friends(\/|$)/,
  /^\/api\/invites\/(requested|requests)(\/|$)/,
  /^\/api\/v2\/friends(\/|$)/,
];

export const shareRoutes: readonly PlexTvRoute[] = [
  ...retired.flatMap((pattern) =>
    ['GET', 'PUT', 'DELETE', 'POST'].map((method) => open(method, pattern, gone)),
  ),
  signedIn('GET', /^\/api\/users\/?$/, users),
  signedIn('GET', /^\/api\/servers\/([^/]+)$/, serverOld),
  signedIn('GET', /^\/api\/v2\/servers\/([^/]+)$/, serverNew),
  signedIn('GET', /^\/api\/servers\/([^/]+)\/shared_servers$/, listOld),
  signedIn('POST', /^\/api\/servers\/([^/]+)\/shared_servers$/, inviteOld),
  signedIn('GET', /^\/api\/servers\/([^/]+)\/shared_servers\/(\d+)$/, oneOld),
  signedIn('PUT', /^\/api\/servers\/([^/]+)\/shared_servers\/(\d+)$/, oneOld),
  signedIn('DELETE', /^\/api\/servers\/([^/]+)\/shared_servers\/(\d+)$/, oneOld),
  signedIn('GET', /^\/api\/v2\/shared_servers\/owned\/accepted$/, owned(true)),
  signedIn('GET', /^\/api\/v2\/shared_servers\/owned\/pending$/, owned(false)),
  signedIn('POST', /^\/api\/v2\/shared_servers$/, inviteNew),
  open('GET', /^\/api\/v2\/shared_servers$/, wrongMethod),
  signedIn('POST', /^\/api\/v2\/shared_servers\/(\d+)$/, updateNew),
  signedIn('GET', /^\/api\/v2\/shared_servers\/invites\/received\/pending$/, (state, request) =>
    json(received(state, request).map((share) => receivedJson(state, share))),
  ),
  signedIn('POST', /^\/api\/v2\/shared_servers\/(\d+)\/accept$/, acceptNew),
  signedIn('PUT', /^\/api\/v2\/sharings\/(\d+)$/, sharing),
  signedIn('DELETE', /^\/api\/v2\/sharings\/(\d+)$/, sharing),
];
