import { OperationError } from '../domain/errors.ts';
import type { ClientSettings, ServerSettings, Settings } from '../domain/settings.ts';
import type { RequestName, Requests, SettingsView } from '../messages/contract.ts';
import { parseRequest } from '../messages/schemas.ts';
import type { PlexServer } from '../ports/plex-server.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { clientSecretKey, plexTokenKey, type Vault } from '../ports/vault.ts';
import { type ClientCheckDeps, checkClient, clientAddress } from './check-client.ts';
import { checkPaths } from './check-paths.ts';
import { checkPlex, type PlexCheckDeps } from './check-plex.ts';
import type { ClientWatch } from './client-watch.ts';
import type { Connections } from './connections.ts';
import type { DownloadBook } from './download-book.ts';
import type { LookUp } from './look-up.ts';
import { mendedByClient, mendedByServer } from './mended-by.ts';
import type { OverviewKeeper } from './overview-keeper.ts';
import type { PlexIntegrationManager } from './plex-integration-manager.ts';
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
  readonly connections: Connections;
  readonly plexCheck: PlexCheckDeps;
  readonly clientCheck: ClientCheckDeps;
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
  const handlers: Handlers = { ...plexHandlers(deps), ...clientHandlers(deps), ...otherHandlers(deps) };
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
  const { settings, vault, manager, servers, overview, lookUp } = deps;
  return {
    'plex.test': (request) => checkPlex(deps.plexCheck, request),
    'plex.save': async (request) => {
      const check = await checkPlex(deps.plexCheck, request);
      const { server } = check;
      if (!server) return check;
      const token = request.token?.trim();
      if (token) await vault.set(plexTokenKey(server.machineIdentifier), token);
      const isSame = (one: ServerSettings): boolean => one.machineIdentifier === server.machineIdentifier;
      const saved = await settings.update((before) => ({
        ...before,
        servers: withOne(before.servers, isSame, server),
      }));
      servers.forget(server.machineIdentifier);
      lookUp.forgetAll();
      await deps.hostsChanged(saved);
      await overview.refresh();
      await manager.mended(mendedByServer);
      return check;
    },
    'plex.remove': async ({ machineIdentifier }) => {
      await vault.remove(plexTokenKey(machineIdentifier));
      const saved = await settings.update((before) => ({
        ...before,
        servers: before.servers.filter((one) => one.machineIdentifier !== machineIdentifier),
      }));
      servers.forget(machineIdentifier);
      lookUp.forgetAll();
      await overview.update();
      return viewOf(deps, saved);
    },
  } satisfies Partial<Handlers>;
}

function clientHandlers(deps: AnswerDeps) {
  const { settings, vault, manager, clients, book, overview, lookUp } = deps;
  return {
    'client.test': ({ client, secret }) => checkClient(deps.clientCheck, client, secret),
    'client.save': async ({ client, secret }) => {
      const check = await checkClient(deps.clientCheck, client, secret);
      const address = clientAddress(client.address);
      if (!check.ok || !address) return check;
      const known = (await settings.read()).clients.find((one) => one.address === address);
      const saved: ClientSettings = { ...client, address, id: known?.id ?? deps.newId(), refusal: null };
      if (secret) await vault.set(clientSecretKey(saved.id), secret);
      else if (client.access === 'browser-session') await vault.remove(clientSecretKey(saved.id));
      clients.forget(saved.id); // a poll with the old password must not write its refusal down
      const isSame = (one: ClientSettings): boolean => one.id === saved.id;
      const after = await settings.update((before) => ({
        ...before,
        clients: withOne(before.clients, isSame, saved),
      }));
      clients.forget(saved.id);
      lookUp.forgetAll();
      await deps.hostsChanged(after, address);
      await manager.mended(mendedByClient);
      return check;
    },
    'client.remove': async ({ clientId }) => {
      await vault.remove(clientSecretKey(clientId));
      const saved = await settings.update((before) => ({
        ...before,
        clients: before.clients.filter((one) => one.id !== clientId),
        mappings: before.mappings.filter((one) => one.clientId !== clientId),
      }));
      clients.forget(clientId);
      await book.open();
      await book.forgetClient(clientId);
      await deps.hostsChanged(saved);
      await overview.update();
      return viewOf(deps, saved);
    },
  } satisfies Partial<Handlers>;
}

/** The list with this one in the place of what it replaces: the first server that covers a path is the one asked. */
function withOne<T>(all: readonly T[], isSame: (one: T) => boolean, one: T): readonly T[] {
  return all.some(isSame) ? all.map((other) => (isSame(other) ? one : other)) : [...all, one];
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
    'poster.read': async ({ machineIdentifier, thumb }) => {
      const all = await settings.read();
      const server = all.servers.find((one) => one.machineIdentifier === machineIdentifier);
      if (!server) throw new OperationError('NOT_FOUND', { operation: 'poster.read' });
      const signal = AbortSignal.timeout(posterMs);
      const read = (plex: PlexServer): Promise<Blob> => plex.poster(thumb, signal);
      return { url: await deps.dataUrl(await servers.use(server, 'poster.read', read)) };
    },
  } satisfies Partial<Handlers>;
}
