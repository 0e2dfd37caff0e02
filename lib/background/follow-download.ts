import { advance } from '../domain/advance.ts';
import { type Download, type DownloadEvent, nextStep, type ScanPlan } from '../domain/download.ts';
import { failureOf, OperationError } from '../domain/errors.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import type { LibrarySection } from '../domain/library-section.ts';
import type { PlexTarget } from '../domain/plex-item.ts';
import { type LibraryRef, notBeforeMs, ruleFor, serversByRule } from '../domain/rules.ts';
import type { ClientSettings, ServerSettings, Settings } from '../domain/settings.ts';
import type { Torrent, TorrentFile } from '../domain/torrent.ts';
import { countSections, type SectionVotes } from '../matching/section-votes.ts';
import type { Log } from '../ports/log.ts';
import type { ClientWatch } from './client-watch.ts';
import type { Connections } from './connections.ts';
import type { DownloadBook } from './download-book.ts';
import { findTarget, isWhole } from './find-target.ts';
import { findUnpacked } from './find-unpacked.ts';
import { putOff, scanHold } from './hold-scans.ts';
import { heldByPause } from './pause.ts';
import { type PlanServer, planDownload } from './plan-download.ts';
import { isPacked, planPacked } from './plan-packed.ts';
import { sendScans } from './send-scans.ts';
import type { ServerWatch } from './server-watch.ts';

const stepMs = 25_000;
/** So many torrents are asked for at once. */
const polledTogether = 100;
/** A client that does not know a torrent may still be loading it. */
const loadingMs = 2 * 60_000;
/** So many files, and so much text, prove that a download is in Plex; of a torrent with more they are enough. */
const mostFiles = 300;
const mostFileText = 48_000;
/** After this many looks what Plex has of a download is accepted as all it takes. */
const patientLooks = 7;
/** How long another program is given to bring a download into Plex before the person is told. */
const othersTakeMs = 30 * 60_000;

export interface FollowDeps {
  readonly book: DownloadBook;
  readonly connections: Connections;
  readonly servers: ServerWatch;
  readonly clients: Pick<ClientWatch, 'use'>;
  /** A torrent's item, wherever its files are; `null` unless all of them are known to be in Plex. */
  readonly findElsewhere: (
    settings: Settings,
    client: ClientSettings,
    hash: InfoHash,
  ) => Promise<PlexTarget | null>;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * Takes one step for a download that is due: what has been decided is saved first, then done. Never throws; what goes
 * wrong becomes the download's problem. `hinted` looks are extra: they can only find, never use up patience.
 */
export async function followDownload(
  deps: FollowDeps,
  settings: Settings,
  download: Download,
  hinted = false,
): Promise<void> {
  const { now, log } = deps;
  const step = hinted ? 'look' : nextStep(download, now());
  if (!step) return;
  if (!hinted && (await heldByPause(deps.book, settings, download, now()))) return;
  const signal = AbortSignal.timeout(stepMs);
  try {
    if (step === 'poll') await poll(deps, settings, download, signal);
    else if (step === 'plan') await plan(deps, settings, download, signal);
    else if (step === 'look') await look(deps, settings, download, hinted, signal);
    else if (step === 'send') await send(deps, settings, download, signal);
    else await apply(deps, { kind: 'outcome-unknown' }, download.id);
  } catch (error) {
    const failure = failureOf(error, `download.${step}`);
    log('download.step.failed', { step, code: failure.code });
    if (failure.code === 'STORAGE_BROKEN') throw error;
    const passes = failure.code === 'CLIENT_GONE' && mayComeBack(download, now());
    const heard = passes ? { ...failure, retryable: true } : failure;
    if (!hinted) await apply(deps, { kind: 'failed', failure: heard }, download.id);
  }
}

/**
 * Applies an event to downloads as they are now, which may be other than they were before a request: the person may
 * have decided in the meantime. Stored in one change; returns them as they are after it.
 */
const apply = (
  { book, now }: FollowDeps,
  event: DownloadEvent,
  ...ids: readonly string[]
): Promise<readonly Download[]> => book.update(ids, (current) => advance(current, event, now()));

/** Asks for everything of this client that has to settle at once: hundreds may complete together. */
async function poll(deps: FollowDeps, settings: Settings, download: Download, signal: AbortSignal) {
  const { book, clients, now } = deps;
  const isLike = (other: Download): boolean =>
    other.clientId === download.clientId && nextStep(other, now()) === 'poll';
  const others = book.all().filter((other) => other.id !== download.id && isLike(other));
  const together = [download, ...others.slice(0, polledTogether - 1)];
  const client = clientOf(settings, download);
  const hashes = [...new Set(together.map(({ hash }) => hash))];
  const ids = together.map(({ id }) => id);
  try {
    const listed = await clients.use(client, 'download.poll', (torrentClient) =>
      torrentClient.listByHash(hashes, signal),
    );
    const torrents = new Map(listed.map((torrent) => [torrent.hash, torrent]));
    await book.update(ids, (one) => {
      const torrent = torrents.get(one.hash);
      return torrent ? settled(settings, one, torrent, now()) : advance(one, gone(one, now()), now());
    });
  } catch (error) {
    const failure = failureOf(error, 'download.poll');
    if (failure.code === 'STORAGE_BROKEN') throw error;
    deps.log('download.step.failed', { step: 'poll', code: failure.code });
    await apply(deps, { kind: 'failed', failure }, ...ids);
  }
}

/** By the person's rules, or else as the poll says. */
function settled({ rules }: Settings, download: Download, torrent: Torrent, nowMs: number): Download {
  if (download.stage !== 'settling') return advance(download, { kind: 'polled', torrent }, nowMs);
  const rule = ruleFor(rules, download.clientId, torrent);
  if (rule?.ignore) return advance(download, { kind: 'ignore' }, nowMs);
  const fromMs = notBeforeMs(rule, download.completedAtMs);
  // a completion in the future is a clock that was put back: nothing waits years for that
  return fromMs > nowMs && nowMs >= download.completedAtMs
    ? putOff(download, fromMs, nowMs)
    : advance(download, { kind: 'polled', torrent }, nowMs);
}

/** A client that has just started does not know its torrents yet: that one is gone is not believed at once. */
const mayComeBack = ({ problem }: Download, nowMs: number): boolean =>
  problem?.code !== 'CLIENT_GONE' || Math.abs(nowMs - problem.sinceMs) < loadingMs;

function gone(download: Download, nowMs: number): DownloadEvent {
  const retryable = mayComeBack(download, nowMs);
  return { kind: 'failed', failure: new OperationError('CLIENT_GONE', { operation, retryable }).toFailure() };
}
const operation = 'download.poll';

async function send(deps: FollowDeps, settings: Settings, download: Download, signal: AbortSignal) {
  const { book, now, servers } = deps;
  const server = serverFor(settings, download);
  const hold = server && (await scanHold(servers, settings, server, now(), signal));
  if (!hold) return sendScans(deps, server, download, signal);
  await book.update([download.id], (one) => (one.stage === 'ready' ? putOff(one, hold.untilMs, now()) : one));
}

async function plan(deps: FollowDeps, settings: Settings, download: Download, signal: AbortSignal) {
  const client = clientOf(settings, download);
  const files = await deps.clients.use(client, 'download.files', (torrentClient) =>
    torrentClient.listFiles(download.hash, signal),
  );
  // something is complete, so a list without files is no answer
  if (files.length === 0)
    throw new OperationError('UNEXPECTED_ANSWER', { operation: 'plan', retryable: true });
  const { library } = ruleFor(settings.rules, client.id, labelsOf(download)) ?? { library: null };
  const servers = serversByRule(settings.servers, library);
  const planned = await planOnServers({ ...settings, servers }, async (server, fresh) => {
    deps.servers.refuseWhileAway(server);
    const sections = await deps.servers.sections(server, signal, fresh);
    const { machineIdentifier } = server;
    const votes = votesOf(deps.book.all(), machineIdentifier);
    const planServer = { machineIdentifier, sections, mappings: settings.mappings, votes };
    return (
      planByRule(download, files, planServer, library) ??
      planDownload(download, files, planServer) ??
      planPacked(download, files, planServer)
    );
  }).catch(async (error: unknown): Promise<'elsewhere' | null> => {
    if (failureOf(error, 'plan').code !== 'UNMAPPED') throw error;
    if (isPacked(files)) return null; // archives outside of all libraries may be anything
    if (await lookElsewhere(deps, settings, download)) return 'elsewhere';
    const retryable = waitsForAnother(deps, download);
    throw new OperationError('UNMAPPED', { operation: 'plan', retryable });
  });
  if (planned === 'elsewhere') return;
  const event: DownloadEvent = planned ? { kind: 'planned', plan: bounded(planned) } : { kind: 'ignore' };
  await apply(deps, event, download.id);
}

const labelsOf = ({ category, tags = [] }: Download): Pick<Torrent, 'category' | 'tags'> => ({
  category,
  tags,
});

/** In the library that a rule prefers, if that covers the folder; else `null`. */
function planByRule(
  download: Download,
  files: readonly TorrentFile[],
  on: PlanServer,
  library: LibraryRef | null,
): ScanPlan | null {
  if (library?.machineIdentifier !== on.machineIdentifier) return null;
  const sections = on.sections.filter(({ key }) => key === library.sectionKey);
  try {
    return planDownload(download, files, { ...on, sections });
  } catch (error) {
    if (failureOf(error, 'plan').code === 'UNMAPPED') return null;
    throw error;
  }
}

/** One download must not fill the storage, or none could be stored any more. */
function bounded(plan: ScanPlan): ScanPlan {
  let length = 0;
  const files = plan.files.slice(0, mostFiles).filter((file, at) => {
    length += file.length;
    return at === 0 || length <= mostFileText;
  });
  return { ...plan, files };
}

/**
 * A download that no library covers may be in Plex all the same: Sonarr and Radarr link or copy files to where Plex
 * sees them. Says whether it is; never throws.
 */
export async function lookElsewhere(
  deps: FollowDeps,
  settings: Settings,
  download: Download,
): Promise<boolean> {
  const target = await deps
    .findElsewhere(settings, clientOf(settings, download), download.hash)
    .catch(() => null);
  if (!target) return false;
  await apply(deps, { kind: 'found', target }, download.id);
  return true;
}

/** Whether others of its kind were brought into Plex by another program: then it is given time to do so again. */
function waitsForAnother({ book, now }: FollowDeps, download: Download): boolean {
  const { clientId, savePath, category, problem } = download;
  const lastedMs = problem?.code === 'UNMAPPED' ? now() - problem.sinceMs : 0;
  const isLike = (other: Download): boolean =>
    other.clientId === clientId && other.savePath === savePath && other.category === category;
  const wasBrought = (other: Download): boolean => other.stage === 'available' && other.plan === null;
  return lastedMs < othersTakeMs && book.all().some((other) => isLike(other) && wasBrought(other));
}

/** Which libraries the downloads of this server went into so far. */
export const votesOf = (downloads: readonly Download[], machineIdentifier: string): SectionVotes =>
  countSections(
    downloads.flatMap(({ clientId, category, savePath, target }) =>
      target?.machineIdentifier === machineIdentifier
        ? [{ clientId, category, savePath, sectionKey: target.sectionKey }]
        : [],
    ),
  );

/** The first server with a library that covers the path. A miss is believed only from a fresh list of libraries. */
async function planOnServers(
  settings: Settings,
  planOn: (server: ServerSettings, fresh: boolean) => Promise<ScanPlan | null>,
): Promise<ScanPlan | null> {
  let away: unknown;
  let missed: unknown;
  for (const server of settings.servers.filter(({ isShared }) => !isShared)) {
    for (const fresh of [false, true]) {
      try {
        return await planOn(server, fresh);
      } catch (error) {
        const isMiss = failureOf(error, 'plan').code === 'UNMAPPED';
        if (isMiss) missed = error;
        else away ??= error;
        if (!isMiss) break; // asking it once more at once would only double the wait
      }
    }
  }
  // A server that can't be asked may be the one that covers it: waiting beats "no library".
  throw away ?? missed ?? new OperationError('TOKEN_MISSING', { operation: 'download.plan' });
}

async function look(
  deps: FollowDeps,
  settings: Settings,
  download: Download,
  hinted: boolean,
  signal: AbortSignal,
) {
  const scanPlan = download.plan;
  if (!scanPlan) return;
  const server = serverOf(settings, scanPlan);
  const isThere = (sections: readonly LibrarySection[]): boolean =>
    scanPlan.scans.some(({ sectionKey }) => sections.some(({ key }) => key === sectionKey));
  let sections = await deps.servers.sections(server, signal);
  if (!isThere(sections)) sections = await deps.servers.sections(server, signal, true);
  if (!isThere(sections)) await apply(deps, { kind: 'unplanned' }, download.id);
  const find = scanPlan.archives === undefined ? findTarget : findUnpacked;
  const target = await deps.servers.use(server, 'download.look', (plex) =>
    find(plex, scanPlan, sections, signal),
  );
  const patient = download.stage === 'ready' || download.looks < patientLooks;
  if (isWhole(target) || (target && !patient)) {
    await apply(deps, { kind: 'found', target }, download.id);
  } else if (!hinted) {
    await apply(deps, { kind: 'absent' }, download.id);
  }
}

const serverFor = (settings: Settings, { plan: scanPlan }: Download): ServerSettings | null =>
  scanPlan && serverOf(settings, scanPlan);

function serverOf(settings: Settings, scanPlan: ScanPlan): ServerSettings {
  const found = settings.servers.find((server) => server.machineIdentifier === scanPlan.machineIdentifier);
  if (!found) throw new OperationError('TOKEN_MISSING', { operation: 'download.server' });
  return found;
}

function clientOf(settings: Settings, download: Download): ClientSettings {
  const found = settings.clients.find((one) => one.id === download.clientId);
  if (!found) throw new OperationError('CLIENT_GONE', { operation: 'download.client' });
  return found;
}
