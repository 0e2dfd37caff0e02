import { type AnswerDeps, createAnswer } from '../../lib/background/answer.ts';
import type { ActivityDeps } from '../../lib/background/answer-activity.ts';
import type { OfferedClient } from '../../lib/background/keep-client.ts';
import { OverviewKeeper } from '../../lib/background/overview-keeper.ts';
import type { ProbeDeps } from '../../lib/background/probe-connections.ts';
import { WatchLease } from '../../lib/background/watch-lease.ts';
import { emptyOverview, type Overview } from '../../lib/domain/overview.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import type { Ask, NewClient } from '../../lib/messages/contract.ts';
import type { OverviewStore } from '../../lib/ports/overview-store.ts';
import { plexTokenKey } from '../../lib/ports/vault.ts';
import { memorySettings, type Others, standardSettings, startBackground } from './background.ts';
import { FakeClock } from './clock.ts';
import { FakePlexTv } from './plex-account.ts';
import { memoryVault } from './vault.ts';
import { FakeWorld, machineIdentifier } from './world.ts';

export function memoryOverview(initial: Overview = emptyOverview): OverviewStore & {
  value: Overview;
  writes: number;
} {
  const store = {
    value: initial,
    writes: 0,
    read: async () => store.value,
    write: async (overview: Overview) => {
      store.writes++;
      store.value = structuredClone(overview);
    },
  };
  return store;
}

function memoryOffer(): OfferedClient {
  let offered: NewClient | null = null;
  return {
    read: async () => offered,
    write: async (client) => {
      offered = client;
    },
  };
}

interface Options {
  readonly world?: FakeWorld;
  readonly settings?: Settings;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly others?: Others;
  readonly deps?: Partial<AnswerDeps>;
}

/** The background with its door to popup and options open. `ask` is theirs; `answer` takes anything. */
export function startAnswering(options: Options = {}) {
  const world = options.world ?? new FakeWorld();
  const clock = new FakeClock();
  const settings = memorySettings(options.settings ?? standardSettings);
  const vault = memoryVault(options.secrets ?? { [plexTokenKey(machineIdentifier)]: 'stored-token' });
  const background = startBackground(world, clock, settings, [], options.others);
  const { book, servers, clients, manager, lookUp, connections } = background;
  const overviewStore = memoryOverview();
  const overview = new OverviewKeeper({
    book,
    settings,
    store: overviewStore,
    servers,
    clients,
    labelOf: (kind) => (kind === 'qbittorrent' ? 'qBittorrent' : kind),
    now: clock.now,
  });
  const hostsChanged: { settings: Settings; added: string | undefined }[] = [];
  const tokensSent: string[] = [];
  const plexTv = new FakePlexTv(clock, settings, vault);
  const { job, listed } = plexTv.worker();
  const identify: ProbeDeps['identify'] = (_address, signal) => world.server.identity(signal);
  const activity: ActivityDeps = {
    journal: background.journal,
    doctor: { labelOf: (kind) => kind, knock: async () => 'silent', blocked: async () => null },
    about: async () => ({
      version: '1.2.3',
      browser: 'Chrome 156',
      grants: { origins: ['http://nas.test/*'], permissions: ['storage'] },
    }),
    isPageOpen: () => false,
    changed: () => undefined,
    now: clock.now,
  };
  const answer = createAnswer({
    account: {
      job,
      listed,
      lease: new WatchLease(() => job.watch(), clock.later),
      probe: { allowed: connections.allowed, identify, now: clock.now },
    },
    offered: memoryOffer(),
    activity,
    settings,
    vault,
    book,
    manager,
    overview,
    servers,
    clients,
    lookUp,
    libraries: background.find.libraries,
    propose: { ...background.find, later: clock.later },
    connections,
    plexCheck: {
      allowed: connections.allowed,
      identify,
      server: (_server, token) => {
        tokensSent.push(token);
        return world.server;
      },
      storedToken: (id) => vault.get(plexTokenKey(id)),
    },
    clientCheck: {
      allowed: connections.allowed,
      allowPosts: async () => async () => undefined,
      connect: () => world.client,
    },
    newId: () => 'new-id',
    dataUrl: async (blob) => `data:${blob.type};base64,`,
    hostsChanged: async (value, added) => {
      hostsChanged.push({ settings: value, added });
    },
    ...options.deps,
  });
  const ask = (async (name, request) => answer({ name, request })) as Ask;
  return {
    ...background,
    world,
    vault,
    overview,
    overviewStore,
    activity,
    hostsChanged,
    tokensSent,
    plexTv,
    job,
    answer,
    ask,
  };
}
