import type { ActivityItem, Diagnosis, DryRun } from '../../../lib/messages/contract.ts';
import { ago, download, hour, machineIdentifier, minute, notAppeared, unmapped } from './samples.ts';

export const arrivedItem: ActivityItem = {
  ...download('arrived', {
    name: 'Metropolis.1927.Restored.1080p.BluRay.x264',
    stage: 'available',
    href: `https://app.plex.tv/desktop/#!/server/${machineIdentifier}/details?key=%2Flibrary%2Fmetadata%2F101`,
  }),
  events: [
    { atMs: ago(9 * minute), what: 'seen' },
    { atMs: ago(8 * minute), what: 'settled' },
    {
      atMs: ago(8 * minute),
      what: 'planned',
      section: 'Films',
      folder: '/data/media/films/Metropolis (1927)',
    },
    { atMs: ago(8 * minute), what: 'absent' },
    { atMs: ago(7 * minute), what: 'sending', send: 1 },
    { atMs: ago(7 * minute), what: 'accepted' },
    { atMs: ago(4 * minute), what: 'available' },
  ],
};

export const stuckItem: ActivityItem = {
  ...unmapped,
  events: [
    { atMs: ago(14 * minute), what: 'seen' },
    { atMs: ago(13 * minute), what: 'problem', code: 'UNREACHABLE', retryAtMs: ago(12 * minute) },
    { atMs: ago(12 * minute), what: 'problem', code: 'UNMAPPED' },
  ],
};

export const lostItem: ActivityItem = {
  ...notAppeared,
  events: [{ atMs: ago(3 * hour), what: 'problem', code: 'NOT_APPEARED' }],
};

export const activityItems: readonly ActivityItem[] = [stuckItem, lostItem, arrivedItem];

export const wouldScan: DryRun = {
  kind: 'scan',
  serverName: 'Basement Pictures',
  scans: [
    { sectionTitle: 'Films', folder: '/data/media/films/Metropolis (1927)', location: '/data/media/films' },
  ],
  savePath: '/downloads/films',
  mapping: { clientId: null, from: '/downloads', to: '/data/media' },
  hold: 'quiet-hours',
  isPacked: false,
};

const passed = (
  step: Diagnosis['steps'][number]['step'],
  about: string | null,
  found: string | null = null,
) => ({
  step,
  about,
  ok: true,
  code: null,
  found,
});

export const healthy: Diagnosis = {
  steps: [
    passed('address', 'Basement Pictures', 'http://192.168.1.20:32400'),
    passed('permission', 'Basement Pictures'),
    passed('reachable', 'Basement Pictures'),
    passed('is-plex', 'Basement Pictures', '1.41.3.9314'),
    passed('token', 'Basement Pictures', 'Basement Pictures'),
    passed('owner', 'Basement Pictures', 'owner'),
    passed('version', 'Basement Pictures', '1.41.3.9314'),
    passed('libraries', 'Basement Pictures', '5'),
    passed('signed-in', 'qBittorrent'),
    passed('torrents', 'qBittorrent', '212'),
    passed('paths', null, '3 / 3'),
    passed('events', 'Basement Pictures'),
  ],
  address: null,
  blockedBy: null,
};

/** Plex does not answer, and this browser keeps to itself why. */
export const unreachable: Diagnosis = {
  steps: [
    ...healthy.steps.slice(0, 2),
    { step: 'reachable', about: 'Basement Pictures', ok: false, code: 'DNS', found: null },
  ],
  address: 'https://192-168-1-20.0123abcd.plex.direct:32400',
  blockedBy: 'chromium',
};

export const reportText = `Marquee 0.1.0
Browser: Chrome 156
Time: 2026-05-06T12:00:00Z
Allowed hosts: http://one, http://one
Permissions: storage, alarms, scripting

Servers: 1, torrent pages: 1, mappings: 1, rules: 0

Plex 1: 1.41.3.9314, offline (UNREACHABLE) since 2026-05-06T11:35:00Z, http, home, own name or number, own port
Torrent page 1: qbittorrent, browser-session, online, http, home, own name or number, own port

Downloads: available 12, ready 1
Problems: UNMAPPED 1

Last 50 events, newest first:
2026-05-06T11:58:00Z #1 problem UNMAPPED waits for the person
2026-05-06T11:57:30Z #1 seen
`;
