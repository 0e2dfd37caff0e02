import type { JsonObject } from '../json.ts';
import type { Reply } from '../reply.ts';
import { done, json, type PlexTvRoute, signedIn } from './routing.ts';
import { type Account, avatar } from './state.ts';

const features = ['adaptive_bitrate', 'collections', 'home', 'radio', 'federated-auth'];

/** Attributes that JSON and XML share. They include the token, as on the real plex.tv. */
function attributes(account: Account, token: string, isOwner: boolean): JsonObject {
  return {
    id: account.id,
    uuid: account.uuid,
    username: account.username,
    title: account.title,
    email: account.email,
    friendlyName: '',
    locale: null,
    confirmed: true,
    joinedAt: 1_500_000_000,
    emailOnlyAuth: false,
    hasPassword: !account.restricted,
    protected: account.pin !== null,
    thumb: avatar(account),
    authToken: token,
    mailingListStatus: 'unsubscribed',
    mailingListActive: false,
    scrobbleTypes: '',
    country: 'GB',
    subscriptionDescription: null,
    restricted: account.restricted,
    anonymous: null,
    home: account.home,
    guest: false,
    homeSize: account.home ? 2 : 1,
    homeAdmin: account.home && isOwner,
    maxHomeSize: 15,
    rememberExpiresAt: 1_642_415_212,
    adsConsent: null,
    adsConsentSetAt: null,
    adsConsentReminderAt: null,
    experimentalFeatures: false,
    twoFactorEnabled: false,
    backupCodesCreated: false,
  };
}

const profile: JsonObject = {
  autoSelectAudio: true,
  defaultAudioLanguage: null,
  defaultSubtitleLanguage: null,
  autoSelectSubtitle: 1,
  defaultSubtitleAccessibility: 0,
  defaultSubtitleForced: 0,
};
const subscription: JsonObject = {
  active: false,
  subscribedAt: null,
  status: 'Inactive',
  paymentService: null,
  plan: null,
};

/** In XML the lists are elements of elements. */
export function userReply(account: Account, token: string, isOwner: boolean, status = 200): Reply {
  const shared = attributes(account, token, isOwner);
  return {
    kind: 'document',
    status,
    document: {
      ...shared,
      subscription: { ...subscription, features },
      profile,
      entitlements: [],
      subscriptions: [],
      pastSubscriptions: [],
      trials: [],
      services: [
        {
          identifier: 'metadata',
          endpoint: 'https://metadata.provider.plex.tv',
          token: 'service-token',
          status: 'online',
        },
      ],
    },
    xml: {
      user: {
        ...shared,
        subscription: { ...subscription, features: { feature: features.map((id) => ({ id })) } },
        profile,
        entitlements: {},
        roles: {},
        subscriptions: {},
        services: {},
      },
    },
  };
}

export const accountRoutes = (revoke: (token: string) => void): readonly PlexTvRoute[] => [
  signedIn('GET', /^\/api\/v2\/user$/, (state, { account, token }) =>
    userReply(account, token ?? '', account === state.owner),
  ),
  signedIn('GET', /^\/api\/v2\/ping$/, () => json({ pong: true })),
  signedIn('DELETE', /^\/api\/v2\/users\/signout$/, (_state, { token }) => {
    revoke(token ?? '');
    return done(204);
  }),
];
