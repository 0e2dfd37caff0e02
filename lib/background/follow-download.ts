import { advance } from '../domain/advance.ts';
import {
  type Download,
  type DownloadEvent,
  nextStep,
  type ScanPlan,
  type ScanTarget,
} from '../domain/download.ts';
import { type Failure, failureOf, OperationError } from '../domain/errors.ts';
import type { ClientSettings, ServerSettings, Settings } from '../domain/settings.ts';
import type { Log } from '../ports/log.ts';
import type { ClientWatch } from './client-watch.ts';
import type { Connections } from './connections.ts';
import type { DownloadBook } from './download-book.ts';
import { findTarget, isWhole } from './find-target.ts';
import { covers, planDownload } from './plan-download.ts';
import type { ServerWatch } from './server-watch.ts';

const stepMs = 25_000;
/** What the Plex room calls the scan request in its errors. */
const scanOperation = 'plex.scanPath';
/** After this many looks what Plex has of a download is accepted as all it takes. */
const patientLooks = 7;

export interface FollowDeps {
  readonly book: DownloadBook;
  readonly connections: Connections;
  readonly servers: ServerWatch;
  readonly clients: Pick<ClientWatch, 'use'>;
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
    if (!hinted) await apply(deps, { kind: 'failed', failure }, download.id);
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

async function poll(deps: FollowDeps, settings: Settings, download: Download, signal: AbortSignal) {
  const client = clientOf(settings, download);
  const [torrent] = await deps.clients.use(client, 'download.poll', (torrentClient) =>
    torrentClient.listByHash([download.hash], signal),
  );
  if (!torrent) throw new OperationError('CLIENT_GONE', { operation: 'download.poll' });
  await apply(deps, { kind: 'polled', torrent }, download.id);
}

async function plan(deps: FollowDeps, settings: Settings, download: Download, signal: AbortSignal) {
  const client = clientOf(settings, download);
  const files = await deps.clients.use(client, 'download.files', (torrentClient) =>
    torrentClient.listFiles(download.hash, signal),
  );
  const planned = await planOnServers(settings, async (server, fresh) => {
    deps.servers.refuseWhileAway(server);
    const sections = await deps.servers.sections(server, signal, fresh);
    return planDownload(download, files, settings.mappings, server.machineIdentifier, sections);
  });
  const event = planned ? ({ kind: 'planned', plan: planned } as const) : ({ kind: 'ignore' } as const);
  await apply(deps, event, download.id);
}

/** The first server with a library that covers the path. A miss is believed only from a fresh list of libraries. */
async function planOnServers(
  settings: Settings,
  planOn: (server: ServerSettings, fresh: boolean) => Promise<ScanPlan | null>,
): Promise<ScanPlan | null> {
  let away: unknown;
  let missed: unknown;
  for (const server of settings.servers) {
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
  const sections = await deps.servers.sections(server, signal);
  const target = await deps.servers.use(server, 'download.look', (plex) =>
    findTarget(plex, scanPlan, sections, signal),
  );
  const patient = download.stage === 'ready' || download.looks < patientLooks;
  if (isWhole(target) || (target && !patient)) {
    await apply(deps, { kind: 'found', target }, download.id);
  } else if (!hinted) {
    await apply(deps, { kind: 'absent' }, download.id);
  }
}

/** Sends the scans of a download; others that wait for the same folder or one inside it go along with it. */
async function send(deps: FollowDeps, settings: Settings, download: Download, signal: AbortSignal) {
  const scanPlan = download.plan;
  if (!scanPlan) return;
  const server = serverOf(settings, scanPlan);
  const together = [download, ...alongWith(deps, download, scanPlan)].map((one) => one.id);
  const sending = await apply(deps, { kind: 'sending' }, ...together);
  if (!sending.some((one) => one.stage === 'sending')) return;
  await apply(deps, await deliver(deps, server, scanPlan.scans, signal), ...together);
}

async function deliver(
  deps: FollowDeps,
  server: ServerSettings,
  scans: readonly ScanTarget[],
  signal: AbortSignal,
) {
  let accepted = 0;
  try {
    await deps.servers.use(server, 'plex.scan', async (plex) => {
      for (const scan of scans) {
        await plex.scanPath(scan.sectionKey, scan.folder, signal);
        accepted++;
      }
    });
    deps.log('scan.sent', { scans: scans.length });
    return { kind: 'sent' } as const;
  } catch (error) {
    const failure = failureOf(error, 'plex.scan');
    deps.log('scan.failed', { code: failure.code });
    // one of several libraries that is busy must not have the others scanned anew at each try
    return accepted > 0 || mayHaveArrived(failure)
      ? ({ kind: 'outcome-unknown' } as const)
      : ({ kind: 'not-sent', failure } as const);
  }
}

/**
 * `fetch` does not tell a refused connection from one that broke after the request was out, so a failure of the scan
 * request itself leaves open whether Plex got it, unless Plex answered no.
 */
function mayHaveArrived({ code, operation }: Failure): boolean {
  const answeredNo = ['TOKEN_INVALID', 'TOKEN_MISSING', 'NO_LIBRARY_RIGHT', 'NOT_FOUND', 'SERVER_BUSY'];
  return operation === scanOperation && !answeredNo.includes(code);
}

function alongWith(deps: FollowDeps, download: Download, scanPlan: ScanPlan): readonly Download[] {
  const inside = (scan: ScanTarget): boolean =>
    scanPlan.scans.some((outer) => outer.sectionKey === scan.sectionKey && covers(outer.folder, scan.folder));
  return deps.book
    .all()
    .filter(
      (other) =>
        other.id !== download.id &&
        nextStep(other, deps.now()) === 'send' &&
        other.plan?.machineIdentifier === scanPlan.machineIdentifier &&
        other.plan.scans.every(inside),
    );
}

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
