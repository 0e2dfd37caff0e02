import { emptyOverview, type Overview } from '../../../lib/domain/overview.ts';
import type { AccountView, SettingsView } from '../../../lib/messages/contract.ts';
import {
  lostSignIn,
  noneSecure,
  onlyPlain,
  ownServer,
  secondServer,
  sharedServer,
  signedIn,
  waiting,
  wellProbed,
} from '../../components/support/account-samples.ts';
import { never } from '../../components/support/fake-ask.ts';
import {
  nobody,
  noProposals,
  noSettings,
  onlineServer,
  overview,
  passedPlexSteps,
  pathChecks,
  server,
  settings,
  threeProposals,
  withServer,
} from '../../components/support/samples.ts';
import { click } from './play.ts';
import type { Scene } from './scene.ts';

const scene = (
  page: 'options' | 'welcome',
  id: string,
  stored: SettingsView,
  account: AccountView,
  about: Partial<Scene> = {},
): Scene => ({
  id: `${page}-${id}`,
  page,
  ...(page === 'options' && { section: 'plex' }),
  overview: stored.servers.length > 0 ? overview : emptyOverview,
  ...about,
  answers: {
    'settings.read': () => stored,
    'account.read': () => account,
    'account.watch': () => account,
    'plex.test': () => ({ steps: passedPlexSteps, server }),
    'paths.check': () => pathChecks,
    'mappings.propose': () => noProposals,
    'scan.now': () => overview,
    ...about.answers,
  },
});

const covered = { ...pathChecks, paths: pathChecks.paths.slice(0, 2) };
const noClients: SettingsView = { ...settings, clients: [], mappings: [] };
const two: SettingsView = {
  ...settings,
  servers: [
    server,
    {
      ...server,
      machineIdentifier: sharedServer.machineIdentifier,
      name: sharedServer.name,
      isShared: true,
      colour: 2,
    },
  ],
};
const twoStates: Overview = {
  ...overview,
  servers: [
    { ...onlineServer, colour: 0 },
    {
      ...onlineServer,
      machineIdentifier: sharedServer.machineIdentifier,
      name: sharedServer.name,
      colour: 2,
      isShared: true,
      recent: [],
    },
  ],
};
const connect = (): Promise<void> => click('main h3 + section button');

export const setupScenes: readonly Scene[] = [
  scene('options', 'account-waiting', noSettings, waiting()),
  scene('options', 'account-trouble', noSettings, {
    ...waiting(),
    state: { ...waiting().state, trouble: 'UNREACHABLE' } as AccountView['state'],
  }),
  scene('options', 'account-finishing', noSettings, {
    ...nobody,
    state: { kind: 'finishing', trouble: null },
  }),
  scene('options', 'account-expired', noSettings, { ...nobody, state: { kind: 'expired' } }),
  scene('options', 'account-failed', noSettings, {
    ...nobody,
    state: { kind: 'failed', code: 'SERVER_BUSY' },
  }),
  scene('options', 'account-servers', noSettings, signedIn(ownServer, secondServer, sharedServer)),
  scene('options', 'account-connecting', noSettings, signedIn(ownServer), {
    play: connect,
    answers: { 'account.probe': never },
  }),
  scene('options', 'account-http', noSettings, signedIn(ownServer), {
    play: connect,
    answers: { 'account.probe': () => noneSecure },
  }),
  scene('options', 'account-none', noSettings, signedIn(ownServer), {
    play: connect,
    answers: { 'account.probe': () => onlyPlain },
  }),
  scene('options', 'account-lost', settings, lostSignIn(ownServer), {
    overview: { ...withServer({ state: 'needs-sign-in', code: 'TOKEN_INVALID' }), signIn: 'lost' },
    answers: {
      'plex.test': () => ({
        steps: [{ step: 'token', ok: false, code: 'TOKEN_INVALID', found: null }],
        server: null,
      }),
    },
  }),
  scene('options', 'account-ways', settings, signedIn(ownServer), {
    play: async () => {
      await click('main section details summary');
      await click('main section details button');
    },
    answers: { 'account.probe': () => wellProbed },
  }),
  scene('options', 'account-two', two, signedIn(ownServer, sharedServer), { overview: twoStates }),
  scene('options', 'account-sign-out', settings, signedIn(ownServer), {
    play: () => click('main section:nth-of-type(2) button:nth-of-type(2)'),
  }),
  scene('welcome', 'fresh', noSettings, nobody),
  scene('welcome', 'servers', noSettings, signedIn(ownServer, sharedServer)),
  scene('welcome', 'half', noClients, signedIn(ownServer)),
  scene('welcome', 'paths', { ...settings, mappings: [] }, signedIn(ownServer), {
    answers: { 'mappings.propose': () => threeProposals },
  }),
  scene('welcome', 'done', settings, signedIn(ownServer), { answers: { 'paths.check': () => covered } }),
];

export const setupShows: Readonly<Record<string, string>> = {
  'options-account-waiting': 'Waiting for you to agree',
  'options-account-trouble': 'plex.tv can not be asked right now.',
  'options-account-finishing': 'Agreed. Reading your servers',
  'options-account-expired': 'The code has run out.',
  'options-account-failed': 'The sign-in did not work.',
  'options-account-servers': 'Grandfather shares this server with you.',
  'options-account-connecting': 'Trying every way to it',
  'options-account-http': 'Use it without encryption?',
  'options-account-none': 'Answers, but nothing on the way is encrypted.',
  'options-account-lost': 'Plex has signed Marquee out',
  'options-account-ways': 'in use',
  'options-account-two': 'Shared with you, for viewing only',
  'options-account-sign-out': 'Sign out of Plex?',
  'welcome-fresh': 'Sign in with Plex',
  'welcome-servers': 'Servers of your account',
  'welcome-half': 'Add your torrent page',
  'welcome-paths': 'Marquee found how your paths fit:',
  'welcome-done': 'That is all.',
  'popup-sign-in-lost': 'Plex has signed Marquee out.',
  'popup-this-page': 'is a torrent page that Marquee knows.',
};
