import { OperationError } from '../../../lib/domain/errors.ts';
import type { Rule } from '../../../lib/domain/rules.ts';
import type { BackupProblem, Difference, SettingsView } from '../../../lib/messages/contract.ts';
import {
  client,
  machineIdentifier,
  nobody,
  overview,
  server,
  settings,
} from '../../components/support/samples.ts';
import { choose, click, setTime, type } from './play.ts';
import type { Scene } from './scene.ts';

const scene = (
  section: 'behaviour' | 'backup',
  id: string,
  stored: SettingsView = settings,
  about: Partial<Scene> = {},
): Scene => ({
  id: `options-${section}-${id}`,
  page: 'options',
  section,
  overview,
  ...about,
  answers: {
    'settings.read': () => stored,
    'account.read': () => nobody,
    'settings.change': ({ change }) => ({ ...stored, ...change }),
    'rules.choices': () => ({
      labels: [{ clientId: client.id, label: 'series' }],
      libraries: [
        { machineIdentifier, sectionKey: '1', serverName: server.name, title: 'Films' },
        { machineIdentifier, sectionKey: '2', serverName: server.name, title: 'Series' },
      ],
      failures: [],
    }),
    'settings.preview': () => ({ ok: true, differences }),
    'settings.import': () => ({
      ok: true,
      settings: stored,
      missing: {
        permissions: [client.address],
        servers: [server],
        clients: [{ ...client, access: 'password', username: 'ada' }],
      },
    }),
    ...about.answers,
  },
});

const rule: Rule = { clientId: null, label: null, ignore: false, delayMinutes: 0, library: null };
const seedbox = { ...client, id: 'client-2', address: 'https://seedbox.example/qb/' };
const withRules: SettingsView = {
  ...settings,
  clients: [client, seedbox],
  theme: 'dark',
  rules: [
    { ...rule, label: 'series', delayMinutes: 30, library: { machineIdentifier, sectionKey: '2' } },
    { ...rule, clientId: seedbox.id, ignore: true },
  ],
  quietHours: { fromMinute: 1380, toMinute: 420 },
  waitWhileWatched: true,
};

const differences: readonly Difference[] = [
  {
    part: 'servers',
    kind: 'changed',
    name: server.name,
    before: server.address,
    after: 'http://10.0.0.9:32400',
  },
  { part: 'mappings', kind: 'added', name: '/downloads', before: null, after: '/data/media' },
  { part: 'rules', kind: 'added', name: 'series', before: null, after: null },
  { part: 'clients', kind: 'removed', name: client.address, before: client.address, after: null },
  { part: 'quietHours', kind: 'changed', name: null, before: null, after: null },
];

const refused = (id: string, problem: BackupProblem): Scene =>
  scene('backup', id, settings, {
    play: chooseFile,
    answers: { 'settings.preview': () => ({ ok: false, problem }) },
  });
const chooseFile = (): Promise<void> => choose('[type=file]', '{}');

const broken = (id: string, condition: 'newer' | 'unreadable', play?: () => Promise<void>): Scene =>
  scene('behaviour', id, settings, {
    ...(play && { play }),
    answers: {
      'settings.read': () => {
        throw new OperationError('STORAGE_BROKEN', { operation: 'settings.parse' });
      },
      'settings.condition': () => ({ condition }),
    },
  });

export const behaviourScenes: readonly Scene[] = [
  scene('behaviour', 'empty'),
  scene('behaviour', 'rules', withRules),
  scene('behaviour', 'removed', withRules, { play: () => click('li fieldset button') }),
  scene('behaviour', 'wrong', withRules, {
    play: async () => {
      await type('li [inputmode=numeric]', 'soon');
      await setTime('[name=to]', '23:00');
    },
  }),
  scene('behaviour', 'not-saved', settings, {
    play: () => click('[name=waitWhileWatched]'),
    answers: {
      'settings.change': () => {
        throw new OperationError('STORAGE_BROKEN', { operation: 'settings.write' });
      },
    },
  }),
  broken('unreadable', 'unreadable'),
  broken('newer', 'newer'),
  broken('afresh', 'unreadable', () => click('main button:nth-of-type(2)')),
  scene('backup', 'empty'),
  scene('backup', 'preview', settings, { play: chooseFile }),
  scene('backup', 'nothing', settings, {
    play: chooseFile,
    answers: { 'settings.preview': () => ({ ok: true, differences: [] }) },
  }),
  scene('backup', 'done', settings, {
    play: async () => {
      await chooseFile();
      await click('main section section button');
    },
  }),
  refused('foreign', { kind: 'foreign' }),
  refused('damaged', { kind: 'damaged', part: 'mappings' }),
];

/** What each must show, in English. */
export const behaviourShows: Readonly<Record<string, string>> = {
  'options-behaviour-empty': 'No rule yet.',
  'options-behaviour-rules': 'One rule counts for a download',
  'options-behaviour-removed': 'Rule removed.',
  'options-behaviour-wrong': 'Choose two different times.',
  'options-behaviour-not-saved': 'The saved data could not be read.',
  'options-behaviour-unreadable': 'Your options can not be read.',
  'options-behaviour-newer': 'Your options were saved by a newer version of Marquee',
  'options-behaviour-afresh': 'Start with empty options?',
  'options-backup-empty': 'You see what would change before anything does.',
  'options-backup-preview': 'What would change',
  'options-backup-nothing': 'Everything in the file is set here already.',
  'options-backup-done': 'What a file can not bring with it',
  'options-backup-foreign': 'This file is not a backup of Marquee. Nothing was changed.',
  'options-backup-damaged': 'Something in this file makes no sense: path mapping.',
};
