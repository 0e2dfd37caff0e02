import { activityJson } from './activities.ts';
import { type JsonObject, present } from './json.ts';
import { type Pms, type Route, route, sectionsFor } from './pms.ts';
import { container, empty, htmlError } from './reply.ts';
import { settings } from './settings.ts';

const directories = [
  'activities',
  'butler',
  'channels',
  'clients',
  'devices',
  'diagnostics',
  'hubs',
  'library',
  'livetv',
  'media',
  'metadata',
  'neighborhood',
  'playQueues',
  'player',
  'playlists',
  'resources',
  'search',
  'server',
  'servers',
  'statistics',
  'system',
  'transcode',
  'updater',
  'user',
];

/** Attributes that only `/` has. */
const rootOnly = {
  hubSearch: true,
  itemClusters: true,
  mediaProviders: true,
  multiuser: true,
  transcoderPhoto: true,
};

/** What `/` and `/media/providers` say of the server. A shared user is not told whose it is. */
function attributes(pms: Pms, isOwner: boolean): Record<string, JsonObject[string] | undefined> {
  const yes = [
    'backgroundProcessing',
    'certificate',
    'companionProxy',
    'eventStream',
    'myPlex',
    'myPlexSubscription',
    'pluginHost',
    'sync',
    'transcoderAudio',
    'transcoderLyrics',
    'transcoderSubtitles',
    'transcoderVideo',
    'updater',
    'voiceSearch',
  ];
  const owners = [
    'allowCameraUpload',
    'allowChannelAccess',
    'allowMediaDeletion',
    'allowSharing',
    'allowSync',
    'allowTuners',
  ];
  return {
    ...Object.fromEntries(owners.map((name) => [name, isOwner])),
    ...Object.fromEntries(yes.map((name) => [name, true])),
    countryCode: 'usa',
    diagnostics: 'logs,databases,streaminglogs',
    friendlyName: pms.name,
    livetv: 7,
    machineIdentifier: pms.machineIdentifier,
    musicAnalysis: 2,
    myPlexMappingState: 'mapped',
    myPlexSigninState: 'ok',
    myPlexUsername: isOwner ? pms.ownerEmail : undefined,
    offlineTranscode: 1,
    ownerFeatures: 'adaptive_bitrate,collections,home,lyrics,pass,sync,webhooks',
    platform: 'Linux',
    platformVersion: '6.1.0',
    pushNotifications: false,
    readOnlyLibraries: false,
    streamingBrainABRVersion: 3,
    streamingBrainVersion: 2,
    transcoderActiveVideoSessions: 0,
    transcoderVideoBitrates: '64,96,208,320,720,1500,2000,3000,4000,8000,10000,12000,20000',
    transcoderVideoQualities: '0,1,2,3,4,5,6,7,8,9,10,11,12',
    transcoderVideoResolutions: '128,128,160,240,320,480,768,720,720,1080,1080,1080,1080',
    updatedAt: pms.clock.seconds(),
    version: pms.version,
  };
}

function providers(pms: Pms, access: Parameters<typeof sectionsFor>[1]): JsonObject {
  const contents = sectionsFor(pms, access).map((section) => ({
    agent: agentOf(section.type),
    language: 'en-US',
    refreshing: section.scans > 0,
    scanner: scannerOf(section.type),
    uuid: section.uuid,
    id: section.key,
    key: `/library/sections/${section.key}`,
    hubKey: `/hubs/sections/${section.key}`,
    type: section.type,
    title: section.title,
    updatedAt: section.updatedAt,
    scannedAt: section.scannedAt,
    Pivot: [
      {
        id: 'recommended',
        key: `/hubs/sections/${section.key}`,
        type: 'hub',
        title: 'Recommended',
        context: 'content.discover',
        symbol: 'star',
      },
    ],
  }));
  return {
    identifier: 'com.plexapp.plugins.library',
    title: 'Library',
    types: 'video,audio,photo',
    protocols: 'stream,download',
    Feature: [
      {
        key: '/library/sections',
        type: 'content',
        Directory: [{ hubKey: '/hubs', title: 'Home' }, ...contents],
      },
      { key: '/hubs/search', type: 'search' },
      { key: '/library/metadata', type: 'metadata' },
      { key: '/photo/:/transcode', type: 'imagetranscoder' },
    ],
  };
}

export const agentOf = (type: string): string =>
  ({ movie: 'tv.plex.agents.movie', show: 'tv.plex.agents.series' })[type] ?? 'tv.plex.agents.music';
export const scannerOf = (type: string): string =>
  ({ movie: 'Plex Movie', show: 'Plex TV Series' })[type] ?? 'Plex Music';

export const serverRoutes: readonly Route[] = [
  route('GET', /^\/identity$/, 'open', ({ machineIdentifier, version }) =>
    container({ size: 0, claimed: true, machineIdentifier, version }),
  ),
  route('GET', /^\/$/, 'any', (pms, { access }) =>
    container(
      present({
        size: directories.length,
        ...attributes(pms, access.isOwner),
        ...rootOnly,
        Directory: directories.map((key) => ({ count: 1, key, title: key })),
      }),
    ),
  ),
  route('GET', /^\/media\/providers$/, 'any', (pms, { access }) =>
    container(
      present({ size: 1, ...attributes(pms, access.isOwner), MediaProvider: [providers(pms, access)] }),
    ),
  ),
  route('GET', /^\/:\/prefs$/, 'owner', (pms) => {
    const list = settings(pms.name);
    return container({ size: list.length, Setting: list });
  }),
  route('GET', /^\/status\/sessions$/, 'owner', ({ sessions }) => container(sessionList(sessions))),
  route('GET', /^\/activities$/, 'any', (pms, { access }) => {
    const seen = pms.library.activities
      .list()
      .filter((activity) => access.isOwner || activity.userID === access.userID);
    return container(present({ size: seen.length, Activity: seen.map(activityJson) }));
  }),
  route('DELETE', /^\/activities\/([^/]+)$/, 'owner', (pms, { params }) => {
    const activity = pms.library.activities.get(params[0] ?? '');
    if (!activity) return htmlError(404);
    if (!activity.cancellable) return htmlError(400);
    activity.cancel?.();
    return empty();
  }),
  route('GET', /^\/:\/eventsource\/notifications$/, 'any', (pms, { query, access, response }) => {
    pms.events.openStream(response, query.filters, access.isOwner);
    return { kind: 'taken' };
  }),
];

function sessionList(count: number): JsonObject {
  const one = (index: number): JsonObject => ({
    ratingKey: String(101 + index),
    key: `/library/metadata/${101 + index}`,
    type: 'movie',
    title: 'Something playing',
    sessionKey: String(index + 1),
    User: { id: '1', title: 'owner', thumb: '' },
    Player: {
      address: '192.0.2.9',
      machineIdentifier: 'player',
      title: 'Living room',
      state: 'playing',
      local: true,
    },
    Session: { id: `session-${index}`, bandwidth: 4000, location: 'lan' },
  });
  return present({ size: count, Metadata: Array.from({ length: count }, (_, index) => one(index)) });
}
