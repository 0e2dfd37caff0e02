import type { ScanPlan } from '../domain/download.ts';
import { failureOf } from '../domain/errors.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import type { PlexLeaf, PlexTarget } from '../domain/plex-item.ts';
import type { ServerSettings, Settings } from '../domain/settings.ts';
import type { MatchTorrent } from '../matching/match-torrent.ts';
import type { Log } from '../ports/log.ts';
import { targetOf } from './find-target.ts';
import type { AnsweredServer } from './match-in-libraries.ts';
import { planDownload } from './plan-download.ts';
import type { ServerWatch } from './server-watch.ts';

interface Deps {
  readonly servers: ServerWatch;
  readonly log: Log;
}

interface Question {
  readonly hash: InfoHash;
  readonly plan: ScanPlan;
  readonly server: ServerSettings;
}

export interface LibraryAnswers {
  readonly targets: ReadonlyMap<InfoHash, PlexTarget>;
  /** Asked, and Plex does not have them. */
  readonly absent: ReadonlySet<InfoHash>;
  /** No library covers their folders, so that nobody could be asked. */
  readonly uncovered: ReadonlySet<InfoHash>;
}

/**
 * Asks Plex itself for the items of these torrents, by their files alone: one question per library for all torrents
 * together. For servers without an index. Those that nobody can tell now are in none of the answers. Never throws.
 */
export async function askLibraries(
  deps: Deps,
  settings: Settings,
  torrents: ReadonlyMap<InfoHash, MatchTorrent>,
  answered: readonly AnsweredServer[],
  signal: AbortSignal,
): Promise<LibraryAnswers> {
  const planned: Question[] = [];
  const uncovered = new Set<InfoHash>();
  for (const [hash, torrent] of torrents) {
    const plan = planOn(settings, torrent, answered);
    if (plan) planned.push({ hash, ...plan });
    else uncovered.add(hash);
  }
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
      else if (target && (target.found ?? 0) > (targets.get(hash)?.found ?? 0)) targets.set(hash, target);
    }
  }
  const absent = planned.filter(({ hash }) => !targets.has(hash) && !unanswered.has(hash));
  return { targets, absent: new Set(absent.map(({ hash }) => hash)), uncovered };
}

/** The first server with a library that covers a torrent's folder. */
function planOn(
  { mappings }: Settings,
  torrent: MatchTorrent,
  answered: readonly AnsweredServer[],
): { readonly plan: ScanPlan; readonly server: ServerSettings } | null {
  const download = { ...torrent, completedAtMs: torrent.completedAtMs ?? 0 };
  for (const { server, sections } of answered) {
    const { machineIdentifier } = server;
    try {
      const on = { machineIdentifier, sections, mappings, votes: new Map() };
      const plan = planDownload(download, torrent.files, on);
      if (plan) return { plan, server };
    } catch (error) {
      if (failureOf(error, 'plan').code !== 'UNMAPPED') throw error;
    }
  }
  return null;
}

/** What one library has of these; `undefined` when it did not answer. */
async function askLibrary(
  { servers, log }: Deps,
  group: readonly (Question & { readonly sectionKey: string })[],
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
