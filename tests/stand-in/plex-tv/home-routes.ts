import type { JsonObject } from '../json.ts';
import type { Reply } from '../reply.ts';
import { userReply } from './account-routes.ts';
import {
  done,
  failure,
  flagOf,
  json,
  oldFailure,
  type PlexTvRoute,
  type SignedIn,
  signedIn,
  textOf,
  xmlReply,
} from './routing.ts';
import { type Account, avatar, createAccount, newToken, type PlexTvState, removeShare } from './state.ts';

const members = (state: PlexTvState): Account[] => state.accounts.filter((account) => account.home);

const memberJson = (state: PlexTvState, account: Account): JsonObject => ({
  id: account.id,
  uuid: account.uuid,
  title: account.title,
  username: account.username || null,
  email: account.email || null,
  friendlyName: null,
  thumb: avatar(account),
  hasPassword: !account.restricted,
  restricted: account.restricted,
  restrictionProfile: null,
  admin: account === state.owner,
  guest: false,
  protected: account.pin !== null,
});

const memberXml = (state: PlexTvState, account: Account): JsonObject => {
  const { friendlyName: _, restrictionProfile: __, ...fields } = memberJson(state, account);
  return { ...fields, username: account.username, email: account.email };
};

function addManaged(state: PlexTvState, title: string): Account {
  const account = createAccount(state.newId(), { title, home: true, restricted: true });
  state.accounts.push(account);
  // The first member makes the home.
  state.owner.home = true;
  return account;
}

const member = (state: PlexTvState, { params }: SignedIn): Account | undefined =>
  members(state).find((account) => account.id === Number(params[0]) || account.uuid === params[0]);

const onlyOwner =
  (handle: (state: PlexTvState, request: SignedIn) => Reply) =>
  (state: PlexTvState, request: SignedIn): Reply =>
    request.account === state.owner ? handle(state, request) : failure(403, 1005, 'Forbidden');

const missing = (): Reply => failure(404, 1002, 'The requested resource or endpoint could not be found');

function remove(state: PlexTvState, request: SignedIn): Reply {
  const account = member(state, request);
  if (!account || account === state.owner) return oldFailure(404, 'User not found.');
  for (const share of state.shares.filter((entry) => entry.invitedId === account.id))
    removeShare(state, share);
  state.accounts.splice(state.accounts.indexOf(account), 1);
  return done();
}

function changeManaged(state: PlexTvState, request: SignedIn): Reply {
  const account = member(state, request);
  if (!account?.restricted) return missing();
  const pin = textOf(request.query.pin);
  if (pin !== undefined) account.pin = pin;
  if (flagOf(request.query.removePin)) account.pin = null;
  return done();
}

export const homeRoutes = (grant: (account: Account, token: string) => void): readonly PlexTvRoute[] => {
  /** A wrong PIN is answered 401 (the real answer has not been recorded). */
  const switchTo = (
    state: PlexTvState,
    request: SignedIn,
  ): { account: Account; token: string } | undefined => {
    const account = member(state, request);
    if (!account || (account.pin !== null && account.pin !== request.query.pin)) return undefined;
    const token = newToken();
    grant(account, token);
    return { account, token };
  };
  return [
    signedIn('GET', /^\/api\/v2\/home\/users$/, (state) =>
      json({
        id: 1,
        name: 'home',
        guestUserID: 1000,
        guestUserUUID: 'guest',
        guestEnabled: false,
        subscription: true,
        users: members(state).map((account) => memberJson(state, account)),
      }),
    ),
    signedIn('GET', /^\/api\/home\/users$/, (state) => {
      const users = members(state).map((account) => memberXml(state, account));
      return xmlReply({
        MediaContainer: { size: users.length, identifier: 'com.plexapp.plugins.myplex', User: users },
      });
    }),
    signedIn(
      'POST',
      /^\/api\/home\/users$/,
      onlyOwner((state, { query }) => {
        const title = query.title;
        if (!title) return oldFailure(400, 'A title is needed.');
        return xmlReply({ User: memberXml(state, addManaged(state, title)) }, 201);
      }),
    ),
    signedIn('DELETE', /^\/api\/home\/users\/(\d+)$/, onlyOwner(remove)),
    signedIn(
      'POST',
      /^\/api\/v2\/home\/users\/restricted$/,
      onlyOwner((state, { body, query }) => {
        const name = textOf(body.friendlyName ?? query.friendlyName);
        if (!name) return failure(400, 1006, 'friendlyName is missing');
        return json(memberJson(state, addManaged(state, name)), 201);
      }),
    ),
    signedIn('POST', /^\/api\/v2\/home\/users\/restricted\/(\d+)$/, onlyOwner(changeManaged)),
    signedIn('POST', /^\/api\/v2\/home\/users\/([0-9a-f]+)\/switch$/, (state, request) => {
      const switched = switchTo(state, request);
      if (!switched) return failure(401, 1001, 'User could not be authenticated');
      return userReply(switched.account, switched.token, switched.account === state.owner, 201);
    }),
    signedIn('POST', /^\/api\/home\/users\/(\d+)\/switch$/, (state, request) => {
      const switched = switchTo(state, request);
      if (!switched) return oldFailure(401, 'Invalid PIN.');
      return xmlReply({
        user: { ...memberXml(state, switched.account), authenticationToken: switched.token },
      });
    }),
  ];
};
