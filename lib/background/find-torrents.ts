import type { ScanPlan } from '../domain/download.ts';
import { failureOf } from '../domain/errors.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import type { LibrarySection } from '../domain/library-section.ts';
import type { PlexLeaf, PlexTarget } from '../domain/plex-item.ts';
import type { ClientSettings, ServerSettings, Settings } from '../domain/settings.ts';
import { isComplete, type Torrent, type TorrentFile } from '../domain/torrent.ts';
import type { Log } from '../ports/log.ts';
import type { TorrentClient } from '../ports/torrent-client.ts';
import { type Connections, requireClient } from './connections.ts';
import { targetOf } from './find-target.ts';
import { planDownload } from './plan-download.ts';
import type { ServerWatch } from './server-watch.ts';

const findMs = 25_000;

/** What is known of a torrent that Marquee did not follow itself: those that were complete at first contact. */
export type Found =
  | { readonly kind: 'found'; readonly target: PlexTarget }
  /** `incomplete`: it is still loading, or nothing in it is for Plex. `unknown`: nobody could tell. */
  | { readonly kind: 'absent' | 'unknown' | 'incomplete' };

interface Deps {
  readonly connections: Connections;
  readonly servers: ServerWatch;
  readonly now: () => number;
  readonly log: Log;
}

interface Planned {
  readonly hash: InfoHash;
  readonly plan: ScanPlan;
  readonly server: ServerSettings;
}

interface Libraries {
  readonly answered: readonly {
    readonly server: ServerSettings;
    readonly sections: readonly LibrarySection[];
  }[];
  readonly allAnswered: boolean;
}

/**
 * Asks which items these torrents are in Plex. Those that nobody can tell now (somebody is away) are left out: one
 * torrent, library or server that fails hides nothing of the others. Never throws.
 */
export async function findTorrents(
  deps: Deps,
  settings: Settings,
  client: ClientSettings,
  hashes: readonly InfoHash[],
): Promise<ReadonlyMap<InfoHash, Found>> {
  const answers = new Map<InfoHash, Found>();
  const signal = AbortSignal.timeout(findMs);
  try {
    const torrentClient = await requireClient(deps.connections, client, deps.now());
    const torrents = (await torrentClient.listByHash(hashes, signal)).filter(isComplete);
    const complete = new Set(torrents.map((torrent) => torrent.hash));
    for (const hash of hashes) if (!complete.has(hash)) answers.set(hash, { kind: 'incomplete' });
    const libraries = await librariesOf(deps, settings, signal);
    const planned: Planned[] = [];
    for (const torrent of libraries.answered.length > 0 ? torrents : []) {
      const plan = await planTorrent(settings, client, torrentClient, torrent, libraries, signal);
      if (plan && 'kind' in plan) answers.set(torrent.hash, plan);
      else if (plan) planned.push(plan);
    }
    for (const [hash, found] of await askLibraries(deps, planned, signal)) answers.set(hash, found);
  } catch (error) {
    deps.log('lookup.failed', { code: failureOf(error, 'lookup').code });
  }
  return answers;
}

async function librariesOf(
  { servers, log }: Deps,
  settings: Settings,
  signal: AbortSignal,
): Promise<Libraries> {
  const asked = settings.servers.map(async (server) => {
    try {
      servers.refuseWhileAway(server);
      return [{ server, sections: await servers.sections(server, signal) }];
    } catch (error) {
      log('lookup.away', { code: failureOf(error, 'lookup').code });
      return [];
    }
  });
  const answered = (await Promise.all(asked)).flat();
  return { answered, allAnswered: answered.length === settings.servers.length };
}

/** Where a torrent would be, or what is known of it without asking; `undefined` when that can't be told now. */
async function planTorrent(
  settings: Settings,
  client: ClientSettings,
  torrentClient: TorrentClient,
  { hash, savePath }: Torrent,
  { answered, allAnswered }: Libraries,
  signal: AbortSignal,
): Promise<Planned | Found | undefined> {
  const files = await filesOf(torrentClient, hash, signal);
  if (!files) return undefined;
  for (const { server, sections } of answered) {
    const from = { clientId: client.id, savePath };
    try {
      const plan = planDownload(from, files, settings.mappings, server.machineIdentifier, sections);
      return plan ? { hash, plan, server } : { kind: 'incomplete' };
    } catch (error) {
      if (failureOf(error, 'plan').code !== 'UNMAPPED') throw error;
    }
  }
  return allAnswered ? { kind: 'unknown' } : undefined;
}

/** `undefined` when the list of this one torrent can't be had: it may be gone, or too long. */
async function filesOf(
  torrentClient: TorrentClient,
  hash: InfoHash,
  signal: AbortSignal,
): Promise<readonly TorrentFile[] | undefined> {
  try {
    return await torrentClient.listFiles(hash, signal);
  } catch (error) {
    if (failureOf(error, 'lookup.files').retryable) throw error;
    return undefined;
  }
}

/** One question per library for all torrents together. */
async function askLibraries(
  deps: Deps,
  planned: readonly Planned[],
  signal: AbortSignal,
): Promise<ReadonlyMap<InfoHash, Found>> {
  const questions = Map.groupBy(
    planned.flatMap((one) => one.plan.scans.map((scan) => ({ ...one, sectionKey: scan.sectionKey }))),
    (one) => `${one.server.machineIdentifier}/${one.sectionKey}`,
  );
  const targets = new Map<InfoHash, PlexTarget>();
  const unanswered = new Set<InfoHash>();
  for (const [, group] of questions) {
    const leaves = await askLibrary(deps, group, signal);
    for (const { hash, plan, sectionKey } of group) {
      const target = leaves && targetOf(plan, sectionKey, leaves);
      if (!leaves) unanswered.add(hash);
      else if (target && target.found > (targets.get(hash)?.found ?? 0)) targets.set(hash, target);
    }
  }
  const answers = new Map<InfoHash, Found>();
  for (const { hash } of planned) {
    const target = targets.get(hash);
    if (target) answers.set(hash, { kind: 'found', target });
    else if (!unanswered.has(hash)) answers.set(hash, { kind: 'absent' });
  }
  return answers;
}

/** What one library has of these; `undefined` when it did not answer. */
async function askLibrary(
  { servers, log }: Deps,
  group: readonly (Planned & { readonly sectionKey: string })[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, PlexLeaf> | undefined> {
  const [first] = group;
  if (!first) return undefined;
  try {
    servers.refuseWhileAway(first.server);
    const sections = await servers.sections(first.server, signal);
    const section = sections.find((one) => one.key === first.sectionKey);
    if (!section) return undefined;
    const files = group.flatMap((one) => one.plan.files);
    return await servers.use(first.server, 'lookup', (plex) => plex.findByFiles(section, files, signal));
  } catch (error) {
    log('lookup.failed', { code: failureOf(error, 'lookup').code });
    return undefined;
  }
}
