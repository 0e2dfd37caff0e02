import type { InfoHash } from '../../../lib/domain/info-hash.ts';
import { emptyOverview, type Overview } from '../../../lib/domain/overview.ts';
import {
  activityItems,
  healthy,
  reportText,
  unreachable,
  wouldScan,
} from '../../components/support/activity-samples.ts';
import {
  ago,
  client,
  minute,
  nobody,
  onlineClient,
  overview,
  settings,
  unmapped,
  withServer,
} from '../../components/support/samples.ts';
import { click } from './play.ts';
import { makePoster } from './poster.ts';
import type { Scene } from './scene.ts';

const hash = 'a'.repeat(40) as InfoHash;

const popup = (id: string, shown: Overview, about: Partial<Scene> = {}): Scene => ({
  id: `popup-${id}`,
  page: 'popup',
  overview: shown,
  ...about,
  answers: {
    'overview.refresh': () => shown,
    'settings.read': () => settings,
    'account.read': () => nobody,
    'poster.read': ({ thumb }) => ({ url: makePoster(thumb) }),
    ...about.answers,
  },
});

const options = (section: 'activity' | 'diagnostics', id: string, about: Partial<Scene> = {}): Scene => ({
  id: `options-${section}-${id}`,
  page: 'options',
  section,
  overview,
  ...about,
  answers: {
    'settings.read': () => settings,
    'activity.read': () => ({ items: activityItems }),
    'dryRun.list': () => ({
      torrents: [{ clientId: client.id, hash, name: 'Nosferatu.1922.2160p.WEB-DL' }],
      failures: [],
    }),
    'dryRun.plan': () => wouldScan,
    'doctor.run': () => healthy,
    'report.read': () => ({ text: reportText }),
    ...about.answers,
  },
});

const here = { kind: 'qbittorrent', address: client.address };
const waiting = {
  kind: 'waiting',
  code: 'K7QX',
  expiresAtMs: Date.now() + 14 * minute,
  url: 'https://app.plex.tv/auth#?code=K7QX',
  trouble: null,
} as const;

export const activityScenes: readonly Scene[] = [
  popup(
    'signing-in',
    { ...emptyOverview, takenAtMs: ago(1000) },
    {
      answers: { 'account.read': () => ({ ...nobody, state: waiting }) },
    },
  ),
  popup('paused', { ...overview, isPaused: true }),
  popup('here', overview, { torrentPage: here }),
  popup(
    'here-hidden',
    { ...overview, clients: [{ ...onlineClient, hidesBadges: true }] },
    { torrentPage: here },
  ),
  popup('unmapped', { ...overview, downloads: [unmapped] }),
  popup(
    'allow',
    withServer({
      state: 'no-permission',
      code: 'PERMISSION_MISSING',
      sinceMs: ago(60 * minute),
      address: 'http://192.168.1.20:32400',
    }),
  ),
  options('activity', 'all', { play: () => click('article summary') }),
  options('activity', 'empty', { answers: { 'activity.read': () => ({ items: [] }) } }),
  options('activity', 'dry-run', {
    play: async () => {
      await click('section + section button');
      await click('form button[type=submit]');
    },
  }),
  options('diagnostics', 'idle'),
  options('diagnostics', 'well', { play: () => click('section button') }),
  options('diagnostics', 'wrong', {
    answers: { 'doctor.run': () => unreachable },
    play: () => click('section button'),
  }),
  options('diagnostics', 'report', { play: () => click('section + section button') }),
];

export const activityShows: Readonly<Record<string, string>> = {
  'popup-signing-in': 'K7QX',
  'popup-paused': 'Paused. Nothing is scanned.',
  'popup-here': 'Show badges here',
  'popup-here-hidden': 'Show badges here',
  'popup-unmapped': 'No Plex library contains that folder.',
  'popup-allow': 'Allow',
  'options-activity-all': 'It waits for you.',
  'options-activity-empty': 'Nothing has happened yet.',
  'options-activity-dry-run': 'would be scanned, only the folder',
  'options-diagnostics-idle': 'Find what is wrong',
  'options-diagnostics-well': 'Everything is as it should be.',
  'options-diagnostics-wrong': 'Local network access',
  'options-diagnostics-report': 'Report',
};
