import { failureOf } from '../domain/errors.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import { chooseSections } from '../domain/library-section.ts';
import { mapPath } from '../domain/media-path.ts';
import type { PlexTarget } from '../domain/plex-item.ts';
import type { ClientSettings, Settings } from '../domain/settings.ts';
import { isComplete, type Torrent } from '../domain/torrent.ts';
import { type MatchTorrent, torrentMedia } from '../matching/match-torrent.ts';
import { hasTwin, titleOf } from '../matching/title-of.ts';
import type { Log } from '../ports/log.ts';
import type { TorrentClient } from '../ports/torrent-client.ts';
import { askLibraries } from './ask-libraries.ts';
import { type Connections, requireClient } from './connections.ts';
import type { Libraries } from './libraries.ts';
import { type AnsweredServer, type Match, matchInLibraries } from './match-in-libraries.ts';
import type { ServerWatch } from './server-watch.ts';

const findMs = 25_000;

/** What is known of a torrent that Marquee did not follow itself: those that were complete at first contact. */
export type Found =
  /** `library`: where it opens, when another library has the same. */
  | { readonly kind: 'found'; readonly target: PlexTarget; readonly library: string | null }
  /** So many items fit as well, or are in it. */
  | { readonly kind: 'choose'; readonly count: number }
  /** `incomplete`: it is still loading, or nothing in it is for Plex. `unknown`: nobody could tell. */
  | { readonly kind: 'absent' | 'unknown' | 'incomplete' };

export interface FindDeps {
  readonly connections: Connections;
  readonly servers: ServerWatch;
  readonly libraries: Libraries;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * Finds which items these torrents are in Plex: in the indexes of its libraries, else by asking it for their files.
 * Those that nobody can tell now (somebody is away) are left out: one torrent, library or server that fails hides
 * nothing of the others. Never throws.
 */
export async function findTorrents(
  deps: FindDeps,
  settings: Settings,
  client: ClientSettings,
  hashes: readonly InfoHash[],
): Promise<ReadonlyMap<InfoHash, Found>> {
  const answers = new Map<InfoHash, Found>();
  const signal = AbortSignal.timeout(findMs);
  try {
    const torrentClient = await requireClient(deps.connections, client, deps.now());
    const torrents = await completeOf(torrentClient, hashes, signal);
    for (const hash of hashes) if (!torrents.has(hash)) answers.set(hash, { kind: 'incomplete' });
    const answered = await answeringServers(deps, settings, signal);
    if (answered.length === 0) return answers;
    const wanted = new Map<InfoHash, MatchTorrent>();
    for (const [hash, torrent] of torrents) {
      const match = await matchTorrent(torrentClient, client.id, torrent, signal);
      if (match && torrentMedia(match.files) === 'none') answers.set(hash, { kind: 'incomplete' });
      else if (match) wanted.set(hash, match);
    }
    const allAnswered = answered.length === settings.servers.length;
    for (const [hash, found] of await findWanted(deps, settings, wanted, answered, allAnswered, signal)) {
      answers.set(hash, found);
    }
  } catch (error) {
    deps.log('lookup.failed', { code: failureOf(error, 'lookup').code });
  }
  return answers;
}

async function completeOf(
  torrentClient: TorrentClient,
  hashes: readonly InfoHash[],
  signal: AbortSignal,
): Promise<ReadonlyMap<InfoHash, Torrent>> {
  const torrents = (await torrentClient.listByHash(hashes, signal)).filter(isComplete);
  return new Map(torrents.map((torrent) => [torrent.hash, torrent]));
}

/** The servers that say which libraries they have; those that are away are left out. */
export async function answeringServers(
  { servers, log }: Pick<FindDeps, 'servers' | 'log'>,
  settings: Settings,
  signal: AbortSignal,
): Promise<readonly AnsweredServer[]> {
  const asked = settings.servers.map(async (server) => {
    try {
      servers.refuseWhileAway(server);
      return [{ server, sections: await servers.sections(server, signal) }];
    } catch (error) {
      log('lookup.away', { code: failureOf(error, 'lookup').code });
      return [];
    }
  });
  return (await Promise.all(asked)).flat();
}

/** A torrent with its files; `undefined` when the list of this one can't be had: it may be gone, or too long. */
export async function matchTorrent(
  torrentClient: TorrentClient,
  clientId: string,
  { hash, name, savePath, category, completedAtMs }: Torrent,
  signal: AbortSignal,
): Promise<MatchTorrent | undefined> {
  try {
    const files = await torrentClient.listFiles(hash, signal);
    return { name, clientId, savePath, category, completedAtMs, files };
  } catch (error) {
    if (failureOf(error, 'lookup.files').retryable) throw error;
    return undefined;
  }
}

async function findWanted(
  deps: FindDeps,
  settings: Settings,
  wanted: ReadonlyMap<InfoHash, MatchTorrent>,
  answered: readonly AnsweredServer[],
  allAnswered: boolean,
  signal: AbortSignal,
): Promise<ReadonlyMap<InfoHash, Found>> {
  const { best, unread, isCurrent } = await matchInLibraries(deps, settings, wanted, answered, signal);
  const found = new Map<InfoHash, Found>();
  for (const [hash, match] of best) {
    const known = foundOf(match, answered);
    if (known) found.set(hash, known);
  }
  const left = new Map([...wanted].filter(([hash]) => !found.has(hash)));
  const asked =
    unread.length > 0 && left.size > 0
      ? await askLibraries(deps, settings, left, unread, signal)
      : {
          targets: new Map<InfoHash, PlexTarget>(),
          absent: new Set<InfoHash>(),
          uncovered: new Set(left.keys()),
        };
  for (const [hash, torrent] of left) {
    const target = asked.targets.get(hash);
    if (target) found.set(hash, { kind: 'found', target, library: null });
    else if (asked.absent.has(hash)) found.set(hash, { kind: 'absent' });
    else if (asked.uncovered.has(hash) && allAnswered && isCurrent) {
      found.set(hash, isMissing(torrent, best.get(hash), settings, answered));
    }
  }
  return found;
}

/** What is in no library: missing where a library covers its folder, or has the rest of it; else nobody can tell. */
function isMissing(
  torrent: MatchTorrent,
  match: Match | undefined,
  { mappings }: Settings,
  answered: readonly AnsweredServer[],
): Found {
  if (match?.outcome.kind === 'absent') return { kind: 'absent' };
  const path = mapPath(torrent.savePath, torrent.clientId, mappings);
  const covered = answered.some(({ sections }) => chooseSections(path, sections, null).length > 0);
  return { kind: covered ? 'absent' : 'unknown' };
}

/** What an outcome opens; `undefined` when it opens nothing. */
function foundOf({ server, index, outcome }: Match, answered: readonly AnsweredServer[]): Found | undefined {
  switch (outcome.kind) {
    case 'open': {
      const { item, found, expected, evidence } = outcome;
      const title = titleOf(item, index);
      const { machineIdentifier } = server;
      const target = { machineIdentifier, ...item, title: title?.title ?? '', found, expected, evidence };
      const library = title && hasTwin(title, index) ? sectionTitle(answered, server, item.sectionKey) : null;
      return { kind: 'found', target, library };
    }
    case 'choose':
      return { kind: 'choose', count: outcome.candidates.length };
    case 'not-for-plex':
      return { kind: 'incomplete' };
    case 'absent':
    case 'unknown':
      return undefined;
  }
}

export function sectionTitle(
  answered: readonly AnsweredServer[],
  { machineIdentifier }: ServerSettingsId,
  sectionKey: string,
): string | null {
  const own = answered.find(({ server }) => server.machineIdentifier === machineIdentifier);
  return own?.sections.find(({ key }) => key === sectionKey)?.title ?? null;
}

interface ServerSettingsId {
  readonly machineIdentifier: string;
}
