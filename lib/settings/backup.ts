import { type PathMapping, parsePath } from '../domain/media-path.ts';
import type { ClientSettings, ServerSettings, Settings, SettingsPart } from '../domain/settings.ts';
import { readWebAddress } from '../domain/web-address.ts';
import { currentSchema } from './migrations/index.ts';
import { backupEnvelope, settingsSchema } from './schemas.ts';
import { broughtUpToDate } from './stored-settings.ts';

/** Why a file can't be imported. */
export type BackupProblem =
  | { readonly kind: 'too-large' | 'not-json' | 'foreign' | 'newer' }
  /** `part`: the field of the settings that makes no sense, where it can be told. */
  | { readonly kind: 'damaged'; readonly part: SettingsPart | null }
  /** Names a torrent program that this version does not know. */
  | { readonly kind: 'unknown-client'; readonly clientKind: string };

export type ReadBackup =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problem: BackupProblem };

/** In UTF-16 units; ours are a few thousand. */
const longestFile = 1_000_000;

/**
 * Everything set, as the text of a file. Each field is named here, so that a field that is added one day stays out until
 * somebody has thought about it: this file leaves the browser. It holds no secret, nothing that is only momentary, and
 * nothing that has no effect (a mapping of a torrent page that is gone).
 */
export function writeBackup(settings: Settings, nowMs: number): string {
  const { clients, openIn, theme, language, quietHours, waitWhileWatched, notifications } = settings;
  const isAttached = (one: OfClient): boolean => !isLoose(clients)(one);
  const mappings = settings.mappings.filter(isMapping).filter(isAttached);
  const rules = settings.rules.filter(isAttached);
  const file = {
    app: 'marquee',
    schema: currentSchema,
    exportedAt: new Date(nowMs).toISOString(),
    settings: {
      servers: settings.servers.map(exportedServer),
      clients: clients.map(exportedClient),
      mappings: mappings.map(({ clientId, from, to }) => ({ clientId, from, to })),
      rules: rules.map(({ clientId, label, ignore, delayMinutes, library }) => ({
        ...{ clientId, label, ignore, delayMinutes },
        library: library && { machineIdentifier: library.machineIdentifier, sectionKey: library.sectionKey },
      })),
      openIn,
      theme,
      language,
      quietHours: quietHours && { fromMinute: quietHours.fromMinute, toMinute: quietHours.toMinute },
      waitWhileWatched,
      notifications: { ready: notifications.ready, attention: notifications.attention },
    },
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

const exportedServer = (server: ServerSettings): ServerSettings => {
  const { machineIdentifier, name, address, version, isShared, ownAddress, allowHttp, colour } = server;
  return {
    ...{ machineIdentifier, name, address, version },
    ...(isShared !== undefined && { isShared }),
    ...(ownAddress !== undefined && { ownAddress }),
    ...(allowHttp !== undefined && { allowHttp }),
    ...(colour !== undefined && { colour }),
  };
};

const exportedClient = (client: ClientSettings): Omit<ClientSettings, 'refusal'> => {
  const { id, kind, address, access, username, hidesBadges } = client;
  return { ...{ id, kind, address, access, username }, ...(hidesBadges !== undefined && { hidesBadges }) };
};

const refused = (problem: BackupProblem): ReadBackup => ({ ok: false, problem });

/** Reads the text of a file that somebody chose. A file is taken as a whole or not at all. */
export function readBackup(text: string, isKnownKind: (kind: string) => boolean): ReadBackup {
  if (text.length > longestFile) return refused({ kind: 'too-large' });
  const json = parseJson(text);
  if (json === undefined) return refused({ kind: 'not-json' });
  const envelope = backupEnvelope.safeParse(json);
  if (!envelope.success) {
    const isOurs = envelope.error.issues.every(({ path }) => path[0] !== 'app' && path.length > 0);
    return refused(isOurs ? { kind: 'damaged', part: null } : { kind: 'foreign' });
  }
  const { schema, settings } = envelope.data;
  if (schema > currentSchema) return refused({ kind: 'newer' });
  const parsed = settingsSchema.safeParse(withoutTheMoment(broughtUpToDate(settings, schema)));
  if (!parsed.success) return refused({ kind: 'damaged', part: partOf(parsed.error.issues[0]?.path[0]) });
  const part = senselessPart(parsed.data);
  if (part) return refused({ kind: 'damaged', part });
  const unknown = parsed.data.clients.find(({ kind }) => !isKnownKind(kind));
  if (unknown) return refused({ kind: 'unknown-client', clientKind: unknown.kind });
  return { ok: true, settings: parsed.data };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')); // editors on Windows put a mark there
  } catch {
    return undefined;
  }
}

const isField = (name: PropertyKey | undefined): name is SettingsPart =>
  typeof name === 'string' && name !== 'isPaused' && name in settingsSchema.shape;
const partOf = (name: PropertyKey | undefined): SettingsPart | null => (isField(name) ? name : null);

/** What is of another computer and another moment, if somebody wrote it in by hand. */
function withoutTheMoment({ isPaused, ...settings }: Readonly<Record<string, unknown>>): object {
  const { clients } = settings;
  if (!Array.isArray(clients)) return settings;
  return { ...settings, clients: clients.map((client: object) => ({ ...client, refusal: null })) };
}

const areDistinct = (all: readonly string[]): boolean =>
  new Set(all).size === all.length && !all.includes('');

/** What has the right form may still make no sense. Addresses have to be as we write them ourselves. */
function senselessPart({ servers, clients, mappings, rules }: Settings): SettingsPart | null {
  const serversMakeSense =
    areDistinct(servers.map(({ machineIdentifier }) => machineIdentifier)) &&
    servers
      .flatMap(({ address, ownAddress = address }) => [address, ownAddress])
      .every((address) => address === addressAs(address, /\/+$/, ''));
  if (!serversMakeSense) return 'servers';
  const clientsMakeSense =
    areDistinct(clients.map(({ id }) => id)) &&
    areDistinct(clients.map(({ address }) => address)) &&
    clients.every(({ address }) => address === addressAs(address, /\/*$/, '/'));
  if (!clientsMakeSense) return 'clients';
  if (!mappings.every(isMapping) || hasLooseEnds(mappings, clients)) return 'mappings';
  return hasLooseEnds(rules, clients) ? 'rules' : null;
}

/** The address with its end in another form; `null` if it is no web address. */
function addressAs(address: string, end: RegExp, wanted: string): string | null {
  const url = readWebAddress(address);
  return url && `${url.origin}${url.pathname.replace(end, wanted)}`;
}

const isMapping = ({ from, to }: PathMapping): boolean =>
  parsePath(from) !== undefined && parsePath(to) !== undefined;

type OfClient = { readonly clientId: string | null };
const isLoose =
  (clients: readonly ClientSettings[]) =>
  ({ clientId }: OfClient): boolean =>
    clientId !== null && !clients.some(({ id }) => id === clientId);
const hasLooseEnds = (all: readonly OfClient[], clients: readonly ClientSettings[]): boolean =>
  all.some(isLoose(clients));
