import { advance } from '../domain/advance.ts';
import { type Download, nextStep } from '../domain/download.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { ServerState } from '../domain/overview.ts';
import type { Settings } from '../domain/settings.ts';
import type { DownloadBook } from './download-book.ts';
import { resume } from './resume.ts';
import type { ServerWatch } from './server-watch.ts';

const probeMs = 10_000;
const awayStates: readonly ServerState[] = ['offline', 'starting'];

/** Problems that go when a server is back. */
const awayCodes: readonly ErrorCode[] = [
  'UNREACHABLE',
  'TIMED_OUT',
  'SERVER_ERROR',
  'SERVER_BUSY',
  'NOT_PLEX',
  'REDIRECTED',
];

interface Deps {
  readonly book: DownloadBook;
  readonly servers: ServerWatch;
  readonly now: () => number;
}

/** Why this download's server can't be asked now: its own, or all of them while it is not decided; `null` if it can. */
export function awayFor(
  servers: Pick<ServerWatch, 'stateOf'>,
  settings: Settings,
  { plan, stage }: Download,
): ErrorCode | null {
  const codeOf = (id: string): ErrorCode | null => {
    const { state, code } = servers.stateOf(id);
    return awayStates.includes(state) ? (code ?? 'UNREACHABLE') : null;
  };
  if (plan) return codeOf(plan.machineIdentifier);
  if (stage !== 'ready' || settings.servers.length === 0) return null;
  const codes = settings.servers.map(({ machineIdentifier }) => codeOf(machineIdentifier));
  return codes.includes(null) ? null : (codes[0] ?? null);
}

/**
 * A server that is known to be away is not asked for every download anew, and costs none of them anything: all that
 * wait for it are put off in one change.
 */
export async function postpone(
  { book, servers, now }: Deps,
  settings: Settings,
  code: ErrorCode,
): Promise<void> {
  const failure = { code, operation: 'download.wait', server: null, retryable: true, retryAfterMs: null };
  const ids = book
    .all()
    .filter((one) => nextStep(one, now()) !== null && awayFor(servers, settings, one) !== null)
    .map(({ id }) => id);
  await book.update(ids, (one) => advance(one, { kind: 'failed', failure }, now()));
}

/**
 * Asks servers that are away, while something waits for them, whether they are back: one request without token. A
 * worker that has just started does not know yet that they are. `mustProbe`: also those that nothing waits for.
 */
export async function probe(
  { book, servers, now }: Deps,
  settings: Settings,
  mustProbe: boolean,
): Promise<void> {
  for (const server of settings.servers) {
    if (servers.stateOf(server.machineIdentifier).state === 'online') continue;
    const waiting = book.all().filter((one) => waitsFor(one, server.machineIdentifier));
    if (waiting.length === 0 && !mustProbe) continue;
    const signal = AbortSignal.timeout(probeMs);
    const back = await servers
      .use(server, 'plex.probe', (plex) => plex.identity(signal))
      .then(
        () => true,
        () => false,
      );
    if (!back) continue;
    const stillWaits = (one: Download): boolean => waitsFor(one, server.machineIdentifier);
    const ids = waiting.map((one) => one.id);
    await book.update(ids, (one) => (stillWaits(one) ? resume(one, now()) : one));
  }
}

const waitsFor = (download: Download, machineIdentifier: string): boolean =>
  download.problem !== null &&
  download.problem.retryAtMs !== null &&
  awayCodes.includes(download.problem.code) &&
  (download.plan === null || download.plan.machineIdentifier === machineIdentifier);
