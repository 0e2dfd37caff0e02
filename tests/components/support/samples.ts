import type {
  ClientOverview,
  DownloadOverview,
  Overview,
  ServerOverview,
} from '../../../lib/domain/overview.ts';
import type { RecentItem } from '../../../lib/domain/plex-item.ts';
import { type ClientSettings, emptySettings, type ServerSettings } from '../../../lib/domain/settings.ts';
import type {
  AccountView,
  CheckStep,
  MappingProposals,
  MappingProposalView,
  PathChecks,
  SettingsView,
} from '../../../lib/messages/contract.ts';

export const minute = 60_000;
export const hour = 60 * minute;
const now = Date.now();
export const ago = (ms: number): number => now - ms;

export const machineIdentifier = '9f1c0e5ab2d74c08a6c8f3a1b1c2d3e4f5061728';

export const server: ServerSettings = {
  machineIdentifier,
  name: 'Basement Pictures',
  address: 'http://192.168.1.20:32400',
  version: '1.41.3.9314-a0bfb8370',
};

export const client: ClientSettings = {
  id: 'client-1',
  kind: 'qbittorrent',
  address: 'http://192.168.1.20:8080/',
  access: 'browser-session',
  username: null,
  refusal: null,
};

export const settings: SettingsView = {
  ...emptySettings,
  servers: [server],
  clients: [client],
  mappings: [{ clientId: null, from: '/downloads', to: '/data/media' }],
  openIn: 'hosted',
  secrets: { servers: [machineIdentifier], clients: [] },
};

/** Nobody is signed in with plex.tv. */
export const nobody: AccountView = { state: { kind: 'idle' }, account: null, isLost: false };

export const noSettings: SettingsView = {
  ...emptySettings,
  secrets: { servers: [], clients: [] },
};

const item = (
  ratingKey: string,
  addedMs: number,
  about: Partial<RecentItem> & { title: string },
): RecentItem => ({
  ratingKey,
  type: 'movie',
  parentTitle: null,
  grandparentTitle: null,
  year: null,
  addedAtMs: ago(addedMs),
  thumb: `/library/metadata/${ratingKey}/thumb/1`,
  sectionTitle: 'Films',
  ...about,
});

/** Titles in the public domain. */
export const recent: readonly RecentItem[] = [
  item('101', 4 * minute, { title: 'Metropolis', year: 1927 }),
  item('102', 47 * minute, {
    type: 'episode',
    title: 'The Thunder Riders',
    parentTitle: 'Season 1',
    grandparentTitle: 'The Phantom Empire',
  }),
  item('103', 3 * hour, { title: 'The Cabinet of Dr. Caligari', year: 1920 }),
  item('104', 26 * hour, { type: 'season', title: 'Season 1', parentTitle: 'Flash Gordon' }),
  item('105', 30 * hour, { title: 'Sherlock Jr.', year: 1924, thumb: null }),
  item('106', 50 * hour, { type: 'album', title: 'Maple Leaf Rag', parentTitle: 'Scott Joplin' }),
];

export const onlineServer: ServerOverview = {
  machineIdentifier,
  name: server.name,
  version: server.version,
  state: 'online',
  sinceMs: ago(5 * hour),
  code: null,
  activities: [],
  recent,
  library: { kind: 'ready', items: 120_000, readAtMs: ago(5 * minute) },
};

export const activities: ServerOverview['activities'] = [
  { id: 'a', title: 'Scanning Films', subtitle: 'Metropolis (1927)', progress: 62 },
];

export const onlineClient: ClientOverview = {
  id: 'client-1',
  label: 'qBittorrent',
  address: client.address,
  state: 'online',
  code: null,
  sinceMs: ago(5 * hour),
};

export const download = (id: string, about: Partial<DownloadOverview> = {}): DownloadOverview => ({
  id,
  name: 'Metropolis.1927.Restored.1080p.BluRay.x264',
  stage: 'verifying',
  stageSinceMs: ago(2 * minute),
  problem: null,
  path: '/downloads/films/Metropolis.1927.Restored.1080p.BluRay.x264',
  sectionTitle: 'Films',
  folder: '/data/media/films/Metropolis (1927)',
  href: null,
  ...about,
});

export const unmapped = download('unmapped', {
  name: 'Nosferatu.1922.2160p.WEB-DL',
  stage: 'ready',
  path: '/mnt/incoming/Nosferatu.1922.2160p.WEB-DL',
  sectionTitle: null,
  folder: null,
  problem: { code: 'UNMAPPED', sinceMs: ago(12 * minute), retryAtMs: null },
});

export const notAppeared = download('not-appeared', {
  name: 'The.Phantom.Empire.S01E02',
  problem: { code: 'NOT_APPEARED', sinceMs: ago(3 * hour), retryAtMs: null },
});

export const overview: Overview = {
  takenAtMs: ago(20_000),
  servers: [onlineServer],
  clients: [onlineClient],
  downloads: [
    download('one'),
    download('two', {
      name: 'Flash.Gordon.1936.S01.Complete',
      stage: 'available',
      sectionTitle: 'Series',
      href: `https://app.plex.tv/desktop/#!/server/${machineIdentifier}/details?key=%2Flibrary%2Fmetadata%2F104`,
    }),
  ],
  storageBroken: false,
};

/** The overview with its server in another state. */
export const withServer = (about: Partial<ServerOverview>): Overview => ({
  ...overview,
  servers: [{ ...onlineServer, ...about }],
});

export const passedPlexSteps: readonly CheckStep[] = [
  { step: 'address', ok: true, code: null, found: server.address },
  { step: 'permission', ok: true, code: null, found: null },
  { step: 'reachable', ok: true, code: null, found: null },
  { step: 'is-plex', ok: true, code: null, found: '1.41.3.9314' },
  { step: 'token', ok: true, code: null, found: server.name },
  { step: 'libraries', ok: true, code: null, found: '5' },
];

export const passedClientSteps: readonly CheckStep[] = [
  { step: 'address', ok: true, code: null, found: client.address },
  { step: 'permission', ok: true, code: null, found: null },
  { step: 'reachable', ok: true, code: null, found: null },
  { step: 'is-client', ok: true, code: null, found: '5.1.2' },
  { step: 'signed-in', ok: true, code: null, found: null },
  { step: 'torrents', ok: true, code: null, found: '212' },
];

/** The first steps, and then one that failed. */
export const failedAt = (
  steps: readonly CheckStep[],
  step: CheckStep['step'],
  code: NonNullable<CheckStep['code']>,
): CheckStep[] => [
  ...steps.slice(
    0,
    steps.findIndex((one) => one.step === step),
  ),
  { step, ok: false, code, found: null },
];

export const pathChecks: PathChecks = {
  paths: [
    {
      clientId: 'client-1',
      clientPath: '/downloads/films',
      plexPath: '/data/media/films',
      sectionTitle: 'Films',
      torrents: 148,
    },
    {
      clientId: 'client-1',
      clientPath: '/downloads/series',
      plexPath: '/data/media/series',
      sectionTitle: 'Series',
      torrents: 61,
    },
    {
      clientId: 'client-1',
      clientPath: '/mnt/incoming/music',
      plexPath: '/mnt/incoming/music',
      sectionTitle: null,
      torrents: 3,
    },
  ],
  locations: [
    { sectionTitle: 'Films', path: '/data/media/films' },
    { sectionTitle: 'Series', path: '/data/media/series' },
    { sectionTitle: 'Music', path: '/data/media/music' },
  ],
  failures: [],
};

/** What Plex calls a folder, seen in so many downloads of all that say anything of it. */
export const proposal = (from: string, to: string, votes: number, of = votes): MappingProposalView => ({
  clientId: client.id,
  from,
  to,
  votes,
  share: votes / of,
  shownBy: [
    {
      name: 'Metropolis.1927.Restored.1080p.BluRay.x264',
      clientPath: `${from}/restored`,
      plexPath: `${to}/restored`,
    },
    { name: 'The.Phantom.Empire.S01', clientPath: from, plexPath: to },
  ],
});

/** Nothing was found that is not set already. */
export const noProposals: MappingProposals = {
  proposals: [],
  lookedAt: 38,
  unexplained: [],
  reading: null,
  failures: [],
};

/** Three pairs of folders as two containers see them. */
export const threeProposals: MappingProposals = {
  ...noProposals,
  proposals: [
    proposal('/downloads', '/media', 14),
    proposal('/audio', '/data/music', 4, 5),
    proposal('/kids', '/mnt/nas/Family Films', 2),
  ],
};

/** Downloads that are in Plex in no folder that could be told. */
export const nothingFits: MappingProposals = {
  ...noProposals,
  unexplained: [
    { clientId: client.id, clientPath: '/mnt/incoming/music' },
    { clientId: client.id, clientPath: '/mnt/incoming/lectures' },
  ],
};

export const clientKinds = [
  {
    id: 'qbittorrent',
    label: 'qBittorrent',
    accesses: ['browser-session', 'password', 'api-key'],
    usualAddress: /:8080\//,
  },
  {
    id: 'transmission',
    label: 'Transmission',
    accesses: ['browser-session', 'password'],
    usualAddress: /:9091\//,
  },
  {
    id: 'deluge',
    label: 'Deluge',
    accesses: ['browser-session', 'password'],
    passwordAlone: true,
    usualAddress: /:8112\//,
  },
] as const;
