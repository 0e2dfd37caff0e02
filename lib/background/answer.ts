import { OperationError } from '../domain/errors.ts';
import type { ServerSettings, Settings } from '../domain/settings.ts';
import type { RequestName, Requests, SettingsView } from '../messages/contract.ts';
import { parseRequest } from '../messages/schemas.ts';
import type { PlexServer } from '../ports/plex-server.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { clientSecretKey, plexTokenKey, type Vault } from '../ports/vault.ts';
import { withoutClient } from '../settings/without-client.ts';
import { type AccountDeps, accountHandlers } from './answer-account.ts';
import { type ActivityDeps, activityHandlers } from './answer-activity.ts';
import { type PeopleDeps, peopleHandlers } from './answer-people.ts';
import { settingsHandlers } from './answer-settings.ts';
import { type ClientCheckDeps, checkClient } from './check-client.ts';
import { checkPaths } from './check-paths.ts';
import { checkPlex, type PlexCheckDeps } from './check-plex.ts';
import type { ClientWatch } from './client-watch.ts';
import type { Connections } from './connections.ts';
import type { DownloadBook } from './download-book.ts';
import { ClientOffer, keepClient, type OfferedClient } from './keep-client.ts';
import { keepServer } from './keep-server.ts';
import type { Libraries } from './libraries.ts';
import type { LookUp } from './look-up.ts';
import type { OverviewKeeper } from './overview-keeper.ts';
import type { PlexIntegrationManager } from './plex-integration-manager.ts';
import { type ProposeDeps, proposeMappingsFor } from './propose-mappings.ts';
import type { ServerWatch } from './server-watch.ts';

const posterMs = 10_000;

export interface AnswerDeps {
  readonly settings: SettingsStore;
  readonly vault: Vault;
  readonly book: DownloadBook;
  readonly manager: PlexIntegrationManager;
  readonly overview: OverviewKeeper;
  readonly servers: ServerWatch;
  readonly clients: ClientWatch;
  readonly lookUp: LookUp;
  readonly libraries: Libraries;
  readonly propose: ProposeDeps;
  readonly connections: Connections;
  readonly account: AccountDeps;
  readonly activity: ActivityDeps;
  /** Left out: this build has nothing to do with people. */
  readonly people?: PeopleDeps;
  readonly plexCheck: PlexCheckDeps;
  readonly clientCheck: ClientCheckDeps;
  readonly offered: OfferedClient;
  readonly newId: () => string;
  readonly dataUrl: (blob: Blob) => Promise<string>;
  /** The set of addresses has changed: scripts and rules have to follow. */
  readonly hostsChanged: (settings: Settings, added?: string) => Promise<void>;
}

type Handlers = {
  [Name in RequestName]: (request: Requests[Name]['request']) => Promise<Requests[Name]['response']>;
};

/** What popup and options may ask, each checked by its schema. Anything else is refused out loud. */
export function createAnswer(deps: AnswerDeps): (message: unknown) => Promise<unknown> {
  const handlers: Handlers = {
    ...plexHandlers(deps),
    ...accountHandlers(deps),
    ...activityHandlers(deps),
    ...clientHandlers(deps),
    ...otherHandlers(deps),
    ...settingsHandlers(deps, (value) => viewOf(deps, value)),
    ...peopleHandlers(deps.people),
  };
  return async (message) => {
    const parsed = parseRequest(message);
    if (!parsed) throw new OperationError('UNEXPECTED_ANSWER', { operation: 'answer' });
    return handlers[parsed.name](parsed.request as never);
  };
}

async function viewOf(deps: AnswerDeps, settings: Settings): Promise<SettingsView> {
  const { vault } = deps;
  const servers: string[] = [];
  for (const { machineIdentifier } of settings.servers) {
    if (await vault.get(plexTokenKey(machineIdentifier))) servers.push(machineIdentifier);
  }
  const clients: string[] = [];
  for (const { id } of settings.clients) if (await vault.get(clientSecretKey(id))) clients.push(id);
  return { ...settings, secrets: { servers, clients } };
}

function plexHandlers(deps: AnswerDeps) {
  const { settings, vault, servers, overview, lookUp } = deps;
  return {
    'plex.test': (request) => checkPlex(deps.plexCheck, request),
    'plex.save': async (request) => {
      const check = await checkPlex(deps.plexCheck, request);
      const { server } = check;
      if (!server) return check;
      await keepServer(deps, server, request.token?.trim() || null);
      return check;
    },
    'plex.colour': async ({ machineIdentifier, colour }) => {
      const saved = await settings.update((before) => ({
        ...before,
        servers: before.servers.map((one) =>
          one.machineIdentifier === machineIdentifier ? { ...one, colour } : one,
        ),
      }));
      await overview.update();
      return viewOf(deps, saved);
    },
    'plex.remove': async ({ machineIdentifier }) => {
      await vault.remove(plexTokenKey(machineIdentifier));
      const saved = await settings.update((before) => ({
        ...before,
        servers: before.servers.filter((one) => one.machineIdentifier !== machineIdentifier),
      }));
      servers.forget(machineIdentifier);
      await deps.libraries.forget(machineIdentifier);
      lookUp.forgetAll();
      await overview.update();
      return viewOf(deps, saved);
    },
    'library.read': async ({ machineIdentifier }) => {
      await deps.libraries.read(serverOf(await settings.read(), machineIdentifier, 'library.read'));
      return overview.update();
    },
    'library.stop': async ({ machineIdentifier }) => {
      await deps.libraries.stop(machineIdentifier);
      return overview.update();
    },
  } satisfies Partial<Handlers>;
}

function clientHandlers(deps: AnswerDeps) {
  const { settings, vault, clients, book, overview } = deps;
  const offer = new ClientOffer({ ...deps, allowed: deps.connections.allowed }, deps.offered);
  return {
    'client.test': ({ client, secret }) => checkClient(deps.clientCheck, client, secret),
    'client.save': ({ client, secret }) => keepClient(deps, client, secret),
    'client.offer': async ({ client }) => {
      await offer.make(client);
      return {};
    },
    'client.take': () => offer.take(),
    'client.remove': async ({ clientId }) => {
      await vault.remove(clientSecretKey(clientId));
      const saved = await settings.update((before) => withoutClient(before, clientId));
      clients.forget(clientId);
      await book.open();
      await book.forgetClient(clientId);
      await deps.hostsChanged(saved);
      await overview.update();
      deps.activity.changed(); // its open pages are left at once
      return viewOf(deps, saved);
    },
  } satisfies Partial<Handlers>;
}

/** @throws OperationError `NOT_FOUND` for a server that was removed since the page was drawn. */
function serverOf(settings: Settings, machineIdentifier: string, operation: string): ServerSettings {
  const server = settings.servers.find((one) => one.machineIdentifier === machineIdentifier);
  if (!server) throw new OperationError('NOT_FOUND', { operation });
  return server;
}

function otherHandlers(deps: AnswerDeps) {
  const { settings, manager, overview, servers, connections, lookUp } = deps;
  return {
    'overview.refresh': () => overview.refresh(),
    'settings.read': async () => viewOf(deps, await settings.read()),
    'settings.openIn': async ({ openIn }) => {
      const saved = await settings.update((before) => ({ ...before, openIn }));
      await overview.update();
      return viewOf(deps, saved);
    },
    'paths.check': async ({ mappings }) => checkPaths(connections, servers, await settings.read(), mappings),
    'mappings.propose': async () => proposeMappingsFor(deps.propose, await settings.read()),
    'mappings.save': async ({ mappings }) => {
      const saved = await settings.update((before) => ({ ...before, mappings }));
      lookUp.forgetAll();
      await manager.mended(['UNMAPPED']);
      return viewOf(deps, saved);
    },
    'scan.now': async () => {
      await manager.tick();
      return overview.refresh();
    },
    'download.retry': async ({ id }) => {
      await manager.decide(id, 'retry');
      return overview.update();
    },
    'download.ignore': async ({ id }) => {
      await manager.decide(id, 'ignore');
      return overview.update();
    },
    'batch.answer': async ({ isWanted, ...batch }) => {
      await manager.answerBatch(batch, isWanted);
      return overview.update();
    },
    'poster.read': async ({ machineIdentifier, thumb }) => {
      const server = serverOf(await settings.read(), machineIdentifier, 'poster.read');
      const signal = AbortSignal.timeout(posterMs);
      const read = (plex: PlexServer): Promise<Blob> => plex.poster(thumb, signal);
      return { url: await deps.dataUrl(await servers.use(server, 'poster.read', read)) };
    },
  } satisfies Partial<Handlers>;
}
