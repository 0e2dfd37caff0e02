import { OperationError } from '../../../lib/domain/errors.ts';
import { emptyOverview, type Overview } from '../../../lib/domain/overview.ts';
import { type Answers, never } from '../../components/support/fake-ask.ts';
import {
  activities,
  ago,
  download,
  hour,
  minute,
  notAppeared,
  onlineClient,
  onlineServer,
  overview,
  settings,
  unmapped,
  withServer,
} from '../../components/support/samples.ts';
import { click } from './play.ts';
import { makePoster } from './poster.ts';
import type { Scene } from './scene.ts';

const popup = (id: string, shown: Overview, about: Partial<Scene> = {}): Scene => ({
  id: `popup-${id}`,
  page: 'popup',
  overview: shown,
  ...about,
  answers: {
    'overview.refresh': () => shown,
    'settings.read': () => settings,
    'scan.now': () => shown,
    'download.retry': () => shown,
    'download.ignore': () => shown,
    'poster.read': ({ thumb }) => ({ url: makePoster(thumb) }),
    ...about.answers,
  } satisfies Answers,
});

const troubled = (code: 'CLIENT_LOGIN' | 'UNREACHABLE' | 'CLIENT_BANNED'): Overview => ({
  ...overview,
  clients: [{ ...onlineClient, state: 'trouble', code, sinceMs: ago(20 * minute) }],
});

const longName = `${'A.Trip.to.the.Moon.1902.'.repeat(8)}\u202Egpj.exe`;

const crowded: Overview = {
  ...overview,
  servers: [
    { ...onlineServer, activities },
    {
      ...onlineServer,
      machineIdentifier: `${'a'.repeat(40)}`,
      name: 'Attic',
      state: 'starting',
      code: null,
      recent: [],
    },
  ],
  downloads: [
    unmapped,
    notAppeared,
    download('long', {
      name: longName,
      problem: { code: 'NOTHING_PLAYABLE', sinceMs: ago(hour), retryAtMs: null },
    }),
    download('more', { problem: { code: 'CLIENT_GONE', sinceMs: ago(hour), retryAtMs: null } }),
    ...Array.from({ length: 12 }, (_, at) =>
      download(`d${at}`, { name: `${at + 1} ${longName}`, stage: 'settling' }),
    ),
  ],
};

export const popupScenes: readonly Scene[] = [
  popup('sign-in-lost', {
    ...overview,
    signIn: 'lost',
    servers: [
      { ...onlineServer, state: 'needs-sign-in', code: 'TOKEN_INVALID', sinceMs: ago(4 * minute) },
      {
        ...onlineServer,
        machineIdentifier: 'a'.repeat(40),
        name: 'Attic',
        state: 'needs-sign-in',
        code: 'TOKEN_INVALID',
        sinceMs: ago(4 * minute),
        colour: 1,
        recent: [],
      },
    ],
    downloads: [
      download('one', {
        stage: 'ready',
        problem: { code: 'TOKEN_INVALID', sinceMs: ago(4 * minute), retryAtMs: null },
      }),
    ],
  }),
  popup('this-page', overview, {
    torrentPage: { kind: 'transmission', address: 'http://192.168.1.30:9091/transmission/web/' },
  }),
  popup('first-run', { ...emptyOverview, takenAtMs: ago(1000) }),
  popup('loading', emptyOverview, { answers: { 'overview.refresh': never } }),
  popup('ok', overview),
  popup('busy', { ...withServer({ activities }), downloads: overview.downloads }),
  popup('no-posters', overview, { answers: { 'poster.read': never } }),
  popup('held', {
    ...overview,
    downloads: [notAppeared],
    held: [{ clientId: onlineClient.id, count: 62, sinceMs: ago(hour), untilMs: ago(minute) }],
  }),
  popup('empty', { ...withServer({ recent: [] }), downloads: [] }),
  popup('no-client', { ...overview, clients: [], downloads: [] }),
  popup('no-server', { ...overview, servers: [], downloads: [] }),
  popup('offline', {
    ...withServer({ state: 'offline', code: 'UNREACHABLE', sinceMs: ago(25 * minute) }),
    downloads: [
      download('waiting', {
        stage: 'ready',
        problem: { code: 'UNREACHABLE', sinceMs: ago(25 * minute), retryAtMs: Date.now() + 4 * minute },
      }),
    ],
  }),
  popup('starting', withServer({ state: 'starting', code: 'SERVER_BUSY', sinceMs: ago(minute) })),
  popup('wrong-server', withServer({ state: 'wrong-server', code: 'WRONG_SERVER', sinceMs: ago(30 * hour) })),
  popup('sign-in', withServer({ state: 'needs-sign-in', code: 'TOKEN_INVALID', sinceMs: ago(2 * hour) })),
  popup(
    'no-permission',
    withServer({ state: 'no-permission', code: 'PERMISSION_MISSING', sinceMs: ago(hour) }),
  ),
  popup('client-logged-out', troubled('CLIENT_LOGIN')),
  popup('client-unreachable', troubled('UNREACHABLE')),
  popup('client-banned', troubled('CLIENT_BANNED')),
  popup(
    'attention',
    { ...overview, downloads: [unmapped, notAppeared, ...overview.downloads] },
    {
      play: () => click('article summary'),
    },
  ),
  popup('crowded', crowded),
  popup('storage-broken', { ...overview, storageBroken: true }),
  popup('updated', overview, {
    answers: {
      'overview.refresh': () => {
        throw new OperationError('UPDATED', { operation: 'overview.refresh' });
      },
    },
  }),
];
