import { advance } from '../domain/advance.ts';
import {
  type Download,
  type DownloadEvent,
  nextStep,
  type ScanPlan,
  type ScanTarget,
} from '../domain/download.ts';
import { type Failure, failureOf } from '../domain/errors.ts';
import type { LibrarySection } from '../domain/library-section.ts';
import { locationOf, mergedScan } from '../domain/merge-scans.ts';
import { longestBusyMs } from '../domain/retry.ts';
import type { ServerSettings } from '../domain/settings.ts';
import type { Log } from '../ports/log.ts';
import type { DownloadBook } from './download-book.ts';
import { covers } from './plan-download.ts';
import type { ServerWatch } from './server-watch.ts';

/** What the Plex room calls the scan request in its errors. */
const scanOperation = 'plex.scanPath';

interface Deps {
  readonly book: DownloadBook;
  readonly servers: ServerWatch;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * Sends the scans of a download; others that wait for the same folder or one inside it go along with it, and many
 * beside each other go with the folder they have in common. Nothing is sent while Plex scans that library anyway, and
 * nothing outside of the library's locations as they are now: Plex answers 200 to a foreign path and scans elsewhere.
 */
export async function sendScans(
  deps: Deps,
  server: ServerSettings | null,
  download: Download,
  signal: AbortSignal,
): Promise<void> {
  const { book, servers, now } = deps;
  const scanPlan = download.plan;
  if (!server || !scanPlan) return;
  const sections = await servers.sections(server, signal, true);
  const apply = (event: DownloadEvent, ids: readonly string[]): Promise<readonly Download[]> =>
    book.update(ids, (current) => advance(current, event, now()));
  if (scanPlan.scans.some((scan) => locationOf(scan, sections) === undefined)) {
    await apply({ kind: 'unplanned' }, [download.id]);
    return;
  }
  const waiting = waitingWith(deps, download, scanPlan);
  const others = waiting.flatMap((one) => one.plan?.scans ?? []);
  const scans = scanPlan.scans.map((scan) => mergedScan(scan, [...scanPlan.scans, ...others], sections));
  const along = waiting.filter((one) => one.plan?.scans.every((scan) => isInside(scan, scans)));
  const together = [download.id, ...along.map(({ id }) => id)];
  if (isBusy(download, scans, sections, now())) {
    await apply({ kind: 'busy' }, together);
    return;
  }
  const sending = await apply({ kind: 'sending' }, together);
  if (!sending.some((one) => one.stage === 'sending')) return;
  await apply(await deliver(deps, server, scans, signal), together);
}

/** Others of the same server that are about to be sent. */
const waitingWith = ({ book, now }: Deps, download: Download, scanPlan: ScanPlan): readonly Download[] =>
  book
    .all()
    .filter(
      (other) =>
        other.id !== download.id &&
        nextStep(other, now()) === 'send' &&
        other.plan?.machineIdentifier === scanPlan.machineIdentifier,
    );

const isInside = (scan: ScanTarget, scans: readonly ScanTarget[]): boolean =>
  scans.some((outer) => outer.sectionKey === scan.sectionKey && covers(outer.folder, scan.folder));

/** Whether Plex scans one of these libraries now. Not waited for without end: some libraries take hours. */
const isBusy = (
  { stageSinceMs }: Download,
  scans: readonly ScanTarget[],
  sections: readonly LibrarySection[],
  nowMs: number,
): boolean =>
  Math.abs(nowMs - stageSinceMs) < longestBusyMs &&
  scans.some(({ sectionKey }) => sections.some(({ key, refreshing }) => key === sectionKey && refreshing));

async function deliver(
  { servers, log }: Deps,
  server: ServerSettings,
  scans: readonly ScanTarget[],
  signal: AbortSignal,
): Promise<DownloadEvent> {
  let accepted = 0;
  try {
    await servers.use(server, 'plex.scan', async (plex) => {
      for (const scan of scans) {
        await plex.scanPath(scan.sectionKey, scan.folder, signal);
        accepted++;
      }
    });
    log('scan.sent', { scans: scans.length });
    return { kind: 'sent' };
  } catch (error) {
    const failure = failureOf(error, 'plex.scan');
    log('scan.failed', { code: failure.code });
    // one of several libraries that is busy must not have the others scanned anew at each try
    return accepted > 0 || mayHaveArrived(failure)
      ? { kind: 'outcome-unknown' }
      : { kind: 'not-sent', failure };
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
