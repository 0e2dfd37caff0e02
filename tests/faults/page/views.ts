import type { DownloadStage } from '../../../lib/domain/download.ts';
import type { Overview, ServerOverview } from '../../../lib/domain/overview.ts';
import type { PlexItemType } from '../../../lib/domain/plex-item.ts';
import {
  invitation,
  journal,
  peopleAnswers,
  peopleList,
  person,
  share,
} from '../../components/support/people-samples.ts';
import {
  client,
  download,
  machineIdentifier,
  onlineClient,
  onlineServer,
  overview,
  passedPlexSteps,
  proposal,
  server,
  settings,
} from '../../components/support/samples.ts';
import type { Scene } from '../../gallery/page/scene.ts';
import type { TorrentScene } from '../../gallery/page/torrent-scenes.ts';

/** Gives the next hostile text. Each view takes as many as it has places for. */
export type Take = () => string;

const list = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));
const types: readonly PlexItemType[] = ['movie', 'episode', 'season', 'album', 'track', 'show'];
const stages: readonly DownloadStage[] = ['settling', 'ready', 'sending', 'verifying', 'available', 'ready'];

const hostileServer = (take: Take): ServerOverview => ({
  ...onlineServer,
  name: take(),
  version: take(),
  activities: list(2, (at) => ({ id: `${at}`, title: take(), subtitle: take(), progress: 5 })),
  recent: list(6, (at) => ({
    ratingKey: `${at}`,
    type: types[at] ?? 'movie',
    title: take(),
    parentTitle: take(),
    grandparentTitle: take(),
    year: 1927,
    addedAtMs: 1_700_000_000_000,
    thumb: '/library/metadata/1/thumb/1',
    sectionTitle: take(),
  })),
});

const hostileOverview = (take: Take): Overview => ({
  ...overview,
  servers: [hostileServer(take)],
  clients: [{ ...onlineClient, label: take(), state: 'trouble', code: 'UNREACHABLE', sinceMs: 1 }],
  downloads: list(6, (at) =>
    download(`${at}`, {
      name: take(),
      stage: stages[at] ?? 'ready',
      path: take(),
      sectionTitle: take(),
      folder: take(),
      ...(at % 2 === 1 && { problem: { code: 'UNMAPPED', sinceMs: 1, retryAtMs: null } }),
    }),
  ),
});

const answers = (shown: Overview): Scene['answers'] => ({
  'overview.refresh': () => shown,
  'settings.read': () => settings,
  'poster.read': () => ({ url: 'data:image/png;base64,iVBORw0KGgo=' }),
});

const options = (section: NonNullable<Scene['section']>, about: Partial<Scene>): Scene => ({
  id: `options-${section}`,
  page: 'options',
  section,
  overview,
  answers: {},
  ...about,
});

/** Pages of ours, with strangers' texts in every place that can hold one. */
export const views: Readonly<Record<string, (take: Take) => Scene>> = {
  popup(take) {
    const shown = hostileOverview(take);
    return { id: 'popup', page: 'popup', overview: shown, answers: answers(shown) };
  },
  plex(take) {
    const servers = list(6, (at) => ({
      ...server,
      machineIdentifier: `${at}`,
      name: take(),
      version: take(),
    }));
    const states = servers.map((one) => ({ ...onlineServer, ...one }));
    const steps = passedPlexSteps.map((step) => ({ ...step, found: take() }));
    return options('plex', {
      overview: { ...overview, servers: states },
      answers: {
        'settings.read': () => ({ ...settings, servers }),
        'plex.test': () => ({ steps, server }),
      },
    });
  },
  clients(take) {
    const clients = list(20, (at) => ({
      ...client,
      id: `${at}`,
      kind: take(),
      address: `http://nas.test:80${10 + at}/`,
      access: 'password' as const,
      username: take(),
    }));
    return options('clients', {
      answers: { 'settings.read': () => ({ ...settings, clients }) },
    });
  },
  paths(take) {
    const paths = list(8, (at) => ({
      clientId: 'client-1',
      clientPath: take(),
      plexPath: take(),
      sectionTitle: at % 2 === 0 ? take() : null,
      torrents: at,
    }));
    const failure = { operation: 'x', server: take(), retryable: true, retryAfterMs: null };
    const failures = [{ ...failure, code: 'UNREACHABLE' as const }];
    const locations = list(3, () => ({ sectionTitle: take(), path: take() }));
    const proposals = list(3, () => ({
      ...proposal(take(), take(), 3),
      shownBy: list(2, () => ({ name: take(), clientPath: take(), plexPath: take() })),
    }));
    const unexplained = list(2, () => ({ clientId: client.id, clientPath: take() }));
    const found = { proposals, unexplained, lookedAt: 9, reading: null, failures };
    return options('paths', {
      answers: {
        'settings.read': () => ({ ...settings, mappings: [] }),
        'paths.check': () => ({ paths, locations, failures }),
        'mappings.propose': () => found,
      },
    });
  },
  people(take) {
    const servers = list(2, (at) => ({ machineIdentifier: `s${at}`, name: take() }));
    const people = list(12, (at) => ({
      ...person(at, 'x', { name: take(), username: take(), email: take() }),
      shares: servers.map((one) => ({
        ...share(one, []),
        libraries: [{ id: at, key: `${at}`, title: take(), type: 'movie' }],
      })),
    }));
    const access = servers.map(({ machineIdentifier, name: serverName }) => ({
      machineIdentifier,
      serverName,
      libraries: { kind: 'all' as const },
    }));
    const stored = journal({ invitations: [invitation({ name: take(), access })] });
    return options('people', {
      answers: {
        'settings.read': () => settings,
        ...peopleAnswers({ list: { ...peopleList, people, servers }, journal: stored }),
      },
    });
  },
  behaviour(take) {
    const choices = {
      labels: list(20, () => ({ clientId: client.id, label: take() })),
      libraries: list(12, (at) => ({
        machineIdentifier,
        sectionKey: `${at}`,
        serverName: take(),
        title: take(),
      })),
      failures: [],
    };
    const rule = { clientId: client.id, ignore: false, delayMinutes: 0 };
    const rules = list(3, (at) => ({
      ...rule,
      label: take(),
      library: { machineIdentifier, sectionKey: `${at}` },
    }));
    return options('behaviour', {
      answers: { 'settings.read': () => ({ ...settings, rules }), 'rules.choices': () => choices },
    });
  },
  about(take) {
    const servers = list(24, (at) => ({
      ...server,
      machineIdentifier: `${at}`,
      name: take(),
      address: `http://nas.test/${take()}`,
    }));
    return options('about', { answers: { 'settings.read': () => ({ ...settings, servers }) } });
  },
};

const href = `https://app.plex.tv/desktop/#!/server/${machineIdentifier}/details?key=%2Flibrary%2Fmetadata%2F1`;

/** A torrent page with badges, and the menu of one of them open. */
export const torrentView = (take: Take): TorrentScene => ({
  id: 'badges',
  torrents: list(12, (at) => [
    take(),
    at === 11
      ? { state: 'choose', count: 3 }
      : {
          state: 'available',
          href,
          found: 1,
          expected: 1 + (at % 2),
          evidence: ['same-file'],
          library: take(),
        },
  ]),
  menu: {
    row: 11,
    details: {
      items: list(12, () => ({ href, type: 'movie', title: take(), library: take() })),
      evidence: ['title-and-year'],
      found: null,
      expected: 3,
      files: list(40, (at) => ({
        name: take(),
        number: null,
        state: at % 2 === 0 ? 'missing' : 'in-plex',
        why: at % 2 === 0 ? 'not-in-plex' : null,
        href: at % 2 === 0 ? null : href,
      })),
    },
  },
});
