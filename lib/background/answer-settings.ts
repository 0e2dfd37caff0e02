import type { Settings } from '../domain/settings.ts';
import type {
  ImportMode,
  ImportPreview,
  ImportResult,
  MissingAccess,
  RequestName,
  Requests,
  SettingsView,
} from '../messages/contract.ts';
import { clientSecretKey, plexTokenKey } from '../ports/vault.ts';
import { type ReadBackup, readBackup, writeBackup } from '../settings/backup.ts';
import { differencesOf } from '../settings/differences.ts';
import { type ImportPlan, planImport } from '../settings/import-plan.ts';
import type { AnswerDeps } from './answer.ts';
import { mendedByClient, mendedByServer } from './mended-by.ts';
import { ruleChoices } from './rule-choices.ts';

/** What of the background the handlers of this file need. */
export type SettingsAnswerDeps = Pick<
  AnswerDeps,
  | 'settings'
  | 'vault'
  | 'book'
  | 'manager'
  | 'overview'
  | 'servers'
  | 'clients'
  | 'lookUp'
  | 'libraries'
  | 'connections'
  | 'clientCheck'
  | 'newId'
  | 'hostsChanged'
>;

type SettingsRequests = Extract<RequestName, `settings.${string}` | `rules.${string}`>;
type Handlers = {
  [Name in Exclude<SettingsRequests, 'settings.read' | 'settings.openIn'>]: (
    request: Requests[Name]['request'],
  ) => Promise<Requests[Name]['response']>;
};

/** Changing how Marquee behaves, and settings as a file. `viewOf` adds which secrets there are. */
export function settingsHandlers(
  deps: SettingsAnswerDeps,
  viewOf: (settings: Settings) => Promise<SettingsView>,
): Handlers {
  const { settings, connections, servers } = deps;
  return {
    'settings.change': async ({ change }) =>
      viewOf(await settings.update((before) => ({ ...before, ...change }))),
    'settings.condition': async () => ({ condition: await settings.condition() }),
    'settings.startAfresh': async () => {
      const fresh = await settings.startAfresh();
      await deps.hostsChanged(fresh);
      await deps.overview.update();
      return viewOf(fresh);
    },
    'settings.export': async () => {
      const nowMs = Date.now();
      const fileName = `marquee-${new Date(nowMs).toISOString().slice(0, 10)}.json`;
      return { fileName, text: writeBackup(await settings.read(), nowMs) };
    },
    'settings.preview': async ({ text, mode }) => preview(deps, text, mode),
    'settings.import': async ({ text, mode }) => applyImport(deps, text, mode, viewOf),
    'rules.choices': async () => ruleChoices(connections, servers, await settings.read()),
  };
}

function read({ clientCheck }: SettingsAnswerDeps, text: string): ReadBackup {
  const isKnownKind = (kind: string): boolean => {
    const client = { kind, address: 'http://localhost/', access: 'browser-session', username: null } as const;
    return clientCheck.connect(client, null) !== undefined;
  };
  return readBackup(text, isKnownKind);
}

async function preview(deps: SettingsAnswerDeps, text: string, mode: ImportMode): Promise<ImportPreview> {
  const file = read(deps, text);
  if (!file.ok) return file;
  const before = await deps.settings.read();
  return {
    ok: true,
    differences: differencesOf(before, planImport(before, file.settings, mode, deps.newId).settings),
  };
}

/** First the secrets go that the file must not get hold of, then the settings change: never the other way round. */
async function applyImport(
  deps: SettingsAnswerDeps,
  text: string,
  mode: ImportMode,
  viewOf: (settings: Settings) => Promise<SettingsView>,
): Promise<ImportResult> {
  const file = read(deps, text);
  if (!file.ok) return file;
  const plan = (before: Settings): ImportPlan => planImport(before, file.settings, mode, deps.newId);
  const { forget } = plan(await deps.settings.read());
  await forgetSecrets(deps, forget);
  let last = forget;
  const saved = await deps.settings.update((before) => {
    const { settings, forget: now } = plan(before);
    last = now;
    return settings;
  });
  await forgetSecrets(deps, last); // of what was added while the first ones went
  await forgetAbout(deps, saved, last);
  await deps.hostsChanged(saved);
  await deps.overview.update();
  await deps.manager.mended([...new Set([...mendedByServer, ...mendedByClient])]);
  const view = await viewOf(saved);
  return { ok: true, settings: view, missing: await missingAccess(deps, view) };
}

async function forgetSecrets({ vault }: SettingsAnswerDeps, forget: ImportPlan['forget']): Promise<void> {
  for (const id of forget.servers) await vault.remove(plexTokenKey(id));
  for (const id of forget.clients) await vault.remove(clientSecretKey(id));
}

/** What is remembered of them in this worker, and the downloads and libraries of those that are gone. */
async function forgetAbout(
  { servers, clients, lookUp, libraries, book }: SettingsAnswerDeps,
  saved: Settings,
  forget: ImportPlan['forget'],
): Promise<void> {
  await book.open();
  for (const { machineIdentifier } of saved.servers) servers.forget(machineIdentifier);
  for (const { id } of saved.clients) clients.forget(id);
  for (const id of forget.servers) {
    servers.forget(id);
    if (!saved.servers.some((one) => one.machineIdentifier === id)) await libraries.forget(id);
  }
  for (const id of forget.clients) {
    clients.forget(id);
    if (!saved.clients.some((one) => one.id === id)) await book.forgetClient(id);
  }
  lookUp.forgetAll();
}

async function missingAccess(
  { connections }: SettingsAnswerDeps,
  view: SettingsView,
): Promise<MissingAccess> {
  const { servers, clients, secrets } = view;
  const permissions: string[] = [];
  for (const { address } of [...servers, ...clients]) {
    if (!(await connections.allowed(address))) permissions.push(address);
  }
  return {
    permissions,
    servers: servers.filter(({ machineIdentifier }) => !secrets.servers.includes(machineIdentifier)),
    clients: clients.filter(
      ({ id, access }) => access !== 'browser-session' && !secrets.clients.includes(id),
    ),
  };
}
