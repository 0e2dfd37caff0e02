import type { Download } from '../domain/download.ts';
import { type Happening, type JournalEntry, newestOf } from '../domain/journal.ts';
import type { Overview } from '../domain/overview.ts';
import type { Settings } from '../domain/settings.ts';
import { isInHomeNetwork } from '../domain/web-address.ts';

const mostEvents = 50;

export interface ReportSources {
  /** Of this extension, and of the browser: `Chrome 156`. */
  readonly version: string;
  readonly browser: string;
  readonly nowMs: number;
  readonly settings: Settings;
  readonly overview: Overview;
  readonly downloads: readonly Download[];
  readonly journal: readonly JournalEntry[];
  /** Patterns of the hosts that the browser has allowed, and names of other permissions. */
  readonly grants: { readonly origins: readonly string[]; readonly permissions: readonly string[] };
}

/**
 * A text that a person can paste where anybody reads it. Made of a fixed list of things, each of a form that can hold
 * nothing else: numbers, times, versions, and words from our own lists. No name, path, address, account or category, so
 * that nobody has to look for them.
 */
export function writeReport(sources: ReportSources): string {
  const { version, browser, nowMs, grants } = sources;
  return [
    `Marquee ${versionOf(version)}`,
    `Browser: ${/^[A-Za-z]+ \d+$/.test(browser) ? browser : 'unknown'}`,
    `Time: ${timeOf(nowMs)}`,
    `Allowed hosts: ${grants.origins.map(grantOf).join(', ') || 'none'}`,
    `Permissions: ${grants.permissions.filter(isWord).join(', ')}`,
    '',
    ...settingLines(sources.settings),
    '',
    ...stateLines(sources),
    '',
    ...downloadLines(sources.downloads),
    '',
    `Last ${mostEvents} events, newest first:`,
    ...eventLines(sources.journal),
    '',
  ].join('\n');
}

const isWord = (text: string): boolean => /^[A-Za-z-]{1,60}$/.test(text);
const versionOf = (text: string): string => /^v?\d+(?:\.\d+){0,3}/.exec(text)?.[0].slice(0, 20) ?? '?';
const timeOf = (ms: number): string =>
  Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z') : '?';
const sinceOf = (ms: number): string => (ms > 0 ? ` since ${timeOf(ms)}` : '');

/** How an address is reached, and nothing of where it is. */
function placeOf(address: string): string {
  const url = URL.parse(address);
  if (!url) return 'unreadable';
  const where = url.hostname.endsWith('.plex.direct') ? 'plex.direct' : 'own name or number';
  const inside = isInHomeNetwork(url) ? 'home' : 'outside';
  return `${url.protocol.replace(':', '')}, ${inside}, ${where}, ${url.port ? 'own port' : 'usual port'}${url.pathname === '/' ? '' : ', sub-path'}`;
}

function grantOf(pattern: string): string {
  const scheme = /^(?:https?|\*):/.exec(pattern)?.[0] ?? '?:';
  const host = pattern.slice(scheme.length + 2).split('/')[0];
  return `${scheme}//${host === '*' ? 'all' : 'one'}`;
}

function settingLines(settings: Settings): string[] {
  const { servers, clients, mappings, rules, openIn, theme, language, quietHours, notifications } = settings;
  const told = [notifications.ready && 'ready', notifications.attention && 'attention'].filter(Boolean);
  return [
    `Servers: ${servers.length}, torrent pages: ${clients.length}, mappings: ${mappings.length}, rules: ${rules.length}`,
    `Opens in: ${openIn}, theme: ${theme}, language: ${language}, paused: ${settings.isPaused === true}`,
    `Quiet hours: ${quietHours !== null}, waits while watched: ${settings.waitWhileWatched}, notifications: ${told.join(', ') || 'none'}`,
  ];
}

function stateLines({ settings, overview }: ReportSources): string[] {
  const servers = settings.servers.map((server, at) => {
    const known = overview.servers.find((one) => one.machineIdentifier === server.machineIdentifier);
    const state = `${known?.state ?? 'unknown'}${known?.code ? ` (${known.code})` : ''}`;
    const library = known?.library ? `, libraries ${known.library.kind}` : '';
    const isShared = server.isShared ? ', shared' : '';
    return `Plex ${at + 1}: ${versionOf(server.version)}, ${state}${sinceOf(known?.sinceMs ?? 0)}, ${placeOf(server.address)}${isShared}${library}`;
  });
  const clients = settings.clients.map((client, at) => {
    const known = overview.clients.find((one) => one.id === client.id);
    const state = `${known?.state ?? 'unknown'}${known?.code ? ` (${known.code})` : ''}`;
    const odd = [known?.isPageUnreadable && 'page unreadable', client.hidesBadges && 'badges hidden'].filter(
      Boolean,
    );
    const kind = isWord(client.kind) ? client.kind : '?';
    return `Torrent page ${at + 1}: ${kind}, ${client.access}, ${state}${sinceOf(known?.sinceMs ?? 0)}, ${placeOf(client.address)}${odd.map((one) => `, ${one}`).join('')}`;
  });
  const broken = overview.storageBroken ? ['Stored data: something could not be read'] : [];
  const signIn = overview.signIn ? [`plex.tv sign-in: ${overview.signIn}`] : [];
  return [...servers, ...clients, ...signIn, ...broken];
}

function downloadLines(downloads: readonly Download[]): string[] {
  const stages = countBy(downloads.map(({ stage }) => stage));
  const problems = countBy(downloads.flatMap(({ problem }) => problem?.code ?? []));
  return [`Downloads: ${stages || 'none'}`, `Problems: ${problems || 'none'}`];
}

const countBy = (words: readonly string[]): string =>
  [...Map.groupBy(words, (word) => word)].map(([word, all]) => `${word} ${all.length}`).join(', ');

/** Downloads get numbers, in the order in which they come up here: names and hashes would tell what they are. */
function eventLines(journal: readonly JournalEntry[]): string[] {
  const numbers = new Map<string, number>();
  return newestOf(journal, mostEvents).map(({ id, event }) => {
    const number = numbers.get(id) ?? numbers.size + 1;
    numbers.set(id, number);
    return `${timeOf(event.atMs)} #${number} ${wordsOf(event)}`;
  });
}

const wordsOf = ({ what, code, send, retryAtMs }: Happening): string =>
  [
    what,
    ...(send === undefined ? [] : [`request ${send}`]),
    ...(code === undefined ? [] : [code]),
    ...(code === undefined
      ? []
      : [retryAtMs === undefined ? 'waits for the person' : `next try ${timeOf(retryAtMs)}`]),
  ].join(' ');
