import { type AnswerDeps, createAnswer } from '../../lib/background/answer.ts';
import { OverviewKeeper } from '../../lib/background/overview-keeper.ts';
import { emptyOverview, type Overview } from '../../lib/domain/overview.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import type { Ask } from '../../lib/messages/contract.ts';
import type { OverviewStore } from '../../lib/ports/overview-store.ts';
import { plexTokenKey } from '../../lib/ports/vault.ts';
import { memorySettings, type Others, standardSettings, startBackground } from './background.ts';
import { FakeClock } from './clock.ts';
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
  const answer = createAnswer({
    settings,
    vault,
    book,
    manager,
    overview,
    servers,
    clients,
    lookUp,
    connections,
    plexCheck: {
      allowed: connections.allowed,
      identify: (_address, signal) => world.server.identity(signal),
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
  return { ...background, world, vault, overview, overviewStore, hostsChanged, tokensSent, answer, ask };
}
