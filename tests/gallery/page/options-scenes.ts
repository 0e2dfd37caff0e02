import { OperationError } from '../../../lib/domain/errors.ts';
import { emptyOverview, type Overview, type ServerOverview } from '../../../lib/domain/overview.ts';
import type { CheckStep, SettingsView } from '../../../lib/messages/contract.ts';
import { never } from '../../components/support/fake-ask.ts';
import {
  ago,
  client,
  failedAt,
  nobody,
  noProposals,
  noSettings,
  nothingFits,
  onlineClient,
  overview,
  passedClientSteps,
  passedPlexSteps,
  pathChecks,
  server,
  settings,
  threeProposals,
  withServer,
} from '../../components/support/samples.ts';
import { click, tryClient, tryPlex, type } from './play.ts';
import type { Scene } from './scene.ts';

type Section = NonNullable<Scene['section']>;

const options = (
  section: Section,
  id: string,
  stored: SettingsView,
  about: Partial<Scene> = {},
  shown: Overview = overview,
): Scene => ({
  id: `options-${section}-${id}`,
  page: 'options',
  section,
  overview: shown,
  ...about,
  answers: {
    'settings.read': () => stored,
    'account.read': () => nobody,
    'settings.openIn': () => stored,
    'plex.test': () => ({ steps: passedPlexSteps, server }),
    'paths.check': () => pathChecks,
    'mappings.propose': () => noProposals,
    'mappings.save': ({ mappings }) => ({ ...stored, mappings }),
    'library.read': () => shown,
    'library.stop': () => shown,
    'scan.now': () => shown,
    ...about.answers,
  },
});

const plexFails = (step: CheckStep['step'], code: NonNullable<CheckStep['code']>) => ({
  'plex.save': () => ({ steps: failedAt(passedPlexSteps, step, code), server: null }),
  'plex.test': () => ({ steps: failedAt(passedPlexSteps, step, code), server: null }),
});

/** Knows what was there before, and the real settings once something was saved. */
function savedLater(before: SettingsView): Scene['answers'] {
  let stored = before;
  return {
    'settings.read': () => stored,
    'plex.save': () => {
      stored = settings;
      return { steps: passedPlexSteps, server };
    },
    'client.save': () => {
      stored = settings;
      return { steps: passedClientSteps, ok: true };
    },
  };
}

const secondClient = {
  ...client,
  id: 'client-2',
  address: 'https://seedbox.example/qb/',
  access: 'password',
} as const;
const two: SettingsView = { ...settings, clients: [client, { ...secondClient, username: 'ada' }] };
const twoStates: Overview = {
  ...overview,
  clients: [
    onlineClient,
    {
      ...onlineClient,
      id: 'client-2',
      address: secondClient.address,
      state: 'trouble',
      code: 'CLIENT_PASSWORD_WRONG',
      sinceMs: ago(60_000),
    },
  ],
};
const noClients: SettingsView = { ...settings, clients: [] };
const noMappings: SettingsView = { ...settings, mappings: [] };
const nowhere = {
  ...pathChecks,
  paths: pathChecks.paths.map((path) => ({ ...path, plexPath: path.clientPath, sectionTitle: null })),
};
const reading = withServer({ library: { kind: 'reading', done: 35_000, total: 120_000 } });
const library = (id: string, state: ServerOverview['library']): Scene =>
  options('plex', `library-${id}`, settings, {}, withServer({ ...(state && { library: state }) }));

export const optionsScenes: readonly Scene[] = [
  options('plex', 'loading', noSettings, { answers: { 'settings.read': never } }, emptyOverview),
  options('plex', 'storage-broken', noSettings, {
    answers: {
      'settings.read': () => {
        throw new OperationError('STORAGE_BROKEN', { operation: 'settings.read' });
      },
    },
  }),
  options('plex', 'empty', noSettings, {}, emptyOverview),
  options('plex', 'public-http', noSettings, {
    play: () => type('[name=address]', 'http://plex.example.com:32400'),
  }),
  options('plex', 'testing', noSettings, {
    play: tryPlex('192.168.1.20:32400'),
    answers: { 'plex.save': never },
  }),
  options('plex', 'bad-address', noSettings, { play: tryPlex('not an address') }),
  options('plex', 'unreachable', noSettings, {
    play: tryPlex('192.168.1.20:32400'),
    answers: plexFails('reachable', 'UNREACHABLE'),
  }),
  options('plex', 'bad-token', noSettings, {
    play: tryPlex('192.168.1.20:32400'),
    answers: plexFails('token', 'TOKEN_INVALID'),
  }),
  options('plex', 'connected', noSettings, {
    play: tryPlex('192.168.1.20:32400'),
    answers: savedLater(noSettings),
  }),
  options('plex', 'saved', settings),
  library('unread', { kind: 'unread' }),
  library('begun', { kind: 'reading', done: 2_000, total: null }),
  library('reading', { kind: 'reading', done: 35_000, total: 120_000 }),
  library('stopped', { kind: 'stopped' }),
  library('too-large', { kind: 'too-large', items: 900_000 }),
  library('failed', { kind: 'failed', code: 'UNREACHABLE' }),
  options('plex', 'wrong-server', settings, { answers: plexFails('is-plex', 'WRONG_SERVER') }),
  options('plex', 'no-permission', settings, { answers: plexFails('permission', 'PERMISSION_MISSING') }),
  options('plex', 'edit', settings, { play: () => click('main section button') }),
  options('plex', 'remove', settings, { play: () => click('main section button:nth-of-type(2)') }),
  options('clients', 'empty', noClients),
  options('clients', 'password', noClients, { play: () => click('[value=password]') }),
  options('clients', 'signed-out', noClients, {
    play: tryClient,
    answers: {
      'client.save': () => ({ steps: failedAt(passedClientSteps, 'signed-in', 'CLIENT_LOGIN'), ok: false }),
    },
  }),
  options('clients', 'connected', noClients, {
    play: tryClient,
    answers: savedLater(noClients),
  }),
  options('clients', 'saved', settings),
  options('clients', 'trouble', two, {}, twoStates),
  options('paths', 'not-set-up', noSettings, {}, emptyOverview),
  options('paths', 'covered', settings, {
    answers: { 'paths.check': () => ({ ...pathChecks, paths: pathChecks.paths.slice(0, 2) }) },
  }),
  options('paths', 'uncovered', settings, {
    play: () => click('main section:nth-of-type(3) li button'),
    answers: { 'mappings.propose': () => nothingFits },
  }),
  options('paths', 'looking', noMappings, { answers: { 'mappings.propose': never } }),
  options(
    'paths',
    'reading',
    noMappings,
    {
      answers: {
        'mappings.propose': () => ({ ...noProposals, lookedAt: 0, reading: { done: 0, total: null } }),
      },
    },
    reading,
  ),
  options('paths', 'proposed', noMappings, {
    answers: { 'mappings.propose': () => threeProposals, 'paths.check': () => nowhere },
  }),
  options('paths', 'kept', noMappings, {
    play: async () => {
      await click('main section:nth-of-type(1) li button');
      await click('main section:nth-of-type(1) li:nth-of-type(2) summary');
    },
    answers: {
      'mappings.propose': () => ({
        ...threeProposals,
        unexplained: nothingFits.unexplained.slice(0, 1),
      }),
    },
  }),
  options(
    'paths',
    'unread',
    noMappings,
    { answers: { 'mappings.propose': () => ({ ...noProposals, lookedAt: 0 }) } },
    withServer({ library: { kind: 'stopped' } }),
  ),
  options('paths', 'two-clients', two, {
    play: () => click('fieldset button'),
    answers: { 'mappings.propose': () => threeProposals },
  }),
  options('paths', 'invalid', settings, { play: () => type('fieldset input', 'downloads/films') }),
  options('paths', 'failed', settings, {
    answers: {
      'paths.check': () => ({
        ...pathChecks,
        paths: [],
        failures: [
          {
            code: 'UNREACHABLE',
            operation: 'paths.sections',
            server: server.name,
            retryable: true,
            retryAfterMs: null,
          },
        ],
      }),
    },
  }),
  options('about', 'ok', settings),
];
