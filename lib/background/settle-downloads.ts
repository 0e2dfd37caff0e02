import { advance } from '../domain/advance.ts';
import { type Download, type DownloadEvent, nextStep } from '../domain/download.ts';
import { failureOf, OperationError } from '../domain/errors.ts';
import { notBeforeMs, ruleFor } from '../domain/rules.ts';
import type { Settings } from '../domain/settings.ts';
import type { Torrent } from '../domain/torrent.ts';
import { apply, clientOf, type FollowDeps } from './follow-deps.ts';
import { putOff } from './hold-scans.ts';

/** So many torrents are asked for at once. */
const polledTogether = 100;
/** A client that does not know a torrent may still be loading it. */
const loadingMs = 2 * 60_000;
const operation = 'download.poll';

/**
 * Looks whether a download is as it was at the look before. Asks for everything of this client that has to settle at
 * once: hundreds may complete together.
 */
export async function settleDownloads(
  deps: FollowDeps,
  settings: Settings,
  download: Download,
  signal: AbortSignal,
): Promise<void> {
  const { book, clients, now } = deps;
  const isLike = (other: Download): boolean =>
    other.clientId === download.clientId && nextStep(other, now()) === 'poll';
  const others = book.all().filter((other) => other.id !== download.id && isLike(other));
  const together = [download, ...others.slice(0, polledTogether - 1)];
  const client = clientOf(settings, download);
  const hashes = [...new Set(together.map(({ hash }) => hash))];
  const ids = together.map(({ id }) => id);
  try {
    const listed = await clients.use(client, operation, (torrentClient) =>
      torrentClient.listByHash(hashes, signal),
    );
    const torrents = new Map(listed.map((torrent) => [torrent.hash, torrent]));
    await book.update(ids, (one) => {
      const torrent = torrents.get(one.hash);
      return torrent ? settled(settings, one, torrent, now()) : advance(one, gone(one, now()), now());
    });
  } catch (error) {
    const failure = failureOf(error, operation);
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
export const mayComeBack = ({ problem }: Download, nowMs: number): boolean =>
  problem?.code !== 'CLIENT_GONE' || Math.abs(nowMs - problem.sinceMs) < loadingMs;

function gone(download: Download, nowMs: number): DownloadEvent {
  const retryable = mayComeBack(download, nowMs);
  return { kind: 'failed', failure: new OperationError('CLIENT_GONE', { operation, retryable }).toFailure() };
}
