import type { ClientSettings, ServerSettings, Settings } from '../domain/settings.ts';
import { withMapping } from '../domain/with-mapping.ts';

/** `merge` adds to what is there, and what the file says goes before it; `replace` leaves only what the file holds. */
export const importModes = ['merge', 'replace'] as const;
export type ImportMode = (typeof importModes)[number];

/** What an import would do. */
export interface ImportPlan {
  readonly settings: Settings;
  /**
   * Servers and clients whose stored secret has to go: they are gone, or the file names another address or sign-in. A
   * secret is sent only where the person typed it for; a file must not be able to send it elsewhere.
   */
  readonly forget: { readonly servers: readonly string[]; readonly clients: readonly string[] };
}

/**
 * The settings after an import. A torrent page that is known by its address keeps our id of it, and with that its
 * secret and its downloads.
 */
export function planImport(
  before: Settings,
  file: Settings,
  mode: ImportMode,
  newId: () => string,
): ImportPlan {
  const ids = idsFor(file.clients, before.clients, newId);
  const idOf = (id: string | null): string | null => (id === null ? null : (ids.get(id) ?? id));
  const settings = joined(before, mode, {
    ...file,
    clients: file.clients.map((client) => atHome({ ...client, id: ids.get(client.id) ?? client.id }, before)),
    mappings: file.mappings.map((mapping) => ({ ...mapping, clientId: idOf(mapping.clientId) })),
    rules: file.rules.map((rule) => ({ ...rule, clientId: idOf(rule.clientId) })),
  });
  const server = (id: string) => settings.servers.find((one) => one.machineIdentifier === id);
  const client = (id: string) => settings.clients.find((one) => one.id === id);
  return {
    settings,
    forget: {
      servers: before.servers
        .filter((one) => !isSamePlace(one, server(one.machineIdentifier)))
        .map(({ machineIdentifier }) => machineIdentifier),
      clients: before.clients.filter((one) => !isSameSignIn(one, client(one.id))).map(({ id }) => id),
    },
  };
}

function joined(before: Settings, mode: ImportMode, { isPaused: _, ...given }: Settings): Settings {
  const file: Settings = before.isPaused ? { ...given, isPaused: true } : given;
  if (mode === 'replace') return file;
  return {
    ...file,
    servers: withAll(before.servers, file.servers, ({ machineIdentifier }) => machineIdentifier),
    clients: withAll(before.clients, file.clients, ({ id }) => id),
    mappings: file.mappings.reduce(withMapping, before.mappings),
    rules: withAll(before.rules, file.rules, ruleKey),
  };
}

/** What a rule is about; what it does is the rest of it. */
export const ruleKey = ({ clientId, label }: Settings['rules'][number]): string =>
  JSON.stringify([clientId, label]);

/** The list with these in the place of those of the same key, and the new ones behind. */
function withAll<T>(before: readonly T[], added: readonly T[], keyOf: (one: T) => string): readonly T[] {
  const rest = new Map(added.map((one) => [keyOf(one), one]));
  const kept = before.map((one) => {
    const other = rest.get(keyOf(one));
    rest.delete(keyOf(one));
    return other ?? one;
  });
  return [...kept, ...rest.values()];
}

/** Our id for each client of the file: of the one at the same address, else its own where that is free, else a new one. */
function idsFor(
  clients: readonly ClientSettings[],
  known: readonly ClientSettings[],
  newId: () => string,
): ReadonlyMap<string, string> {
  const atAddress = (address: string) => known.find((one) => one.address === address)?.id;
  const ids = new Map<string, string>();
  for (const { id, address } of clients) ids.set(id, atAddress(address) ?? '');
  const taken = new Set(ids.values());
  for (const { id } of clients) {
    if (ids.get(id)) continue;
    const free = taken.has(id) ? newId() : id;
    taken.add(free);
    ids.set(id, free);
  }
  return ids;
}

/** With its badges on or off, and what the worker noted about the stored sign-in while it is the same: else it would be tried once more. */
function atHome(client: ClientSettings, { clients }: Settings): ClientSettings {
  const known = clients.find(({ id }) => id === client.id);
  const refusal = known && isSameSignIn(known, client) ? known.refusal : null;
  return { ...client, ...(known?.hidesBadges && { hidesBadges: true }), refusal };
}

const originOf = (address: string): string => URL.parse(address)?.origin ?? address;

/** Where a server's token may be sent: to its address and to the one the person typed, over http or not. */
const isSamePlace = (before: ServerSettings, after: ServerSettings | undefined): boolean =>
  after !== undefined &&
  originOf(before.address) === originOf(after.address) &&
  (after.ownAddress === undefined || originOf(after.ownAddress) === originOf(before.ownAddress ?? '')) &&
  (before.allowHttp === true || after.allowHttp !== true);

const isSameSignIn = (before: ClientSettings, after: ClientSettings | undefined): boolean =>
  after !== undefined &&
  originOf(before.address) === originOf(after.address) &&
  before.kind === after.kind &&
  before.access === after.access &&
  before.username === after.username;
