import { startDownload } from '../domain/download.ts';
import { isComplete, type Torrent } from '../domain/torrent.ts';
import type { TorrentClient } from '../ports/torrent-client.ts';
import type { DownloadBook } from './download-book.ts';

/** A completion as it is remembered: re-checks keep the stamp, a new completion has a new one. */
const seenKey = (torrent: Torrent): string => `${torrent.hash}:${(torrent.completedAtMs ?? 0).toString(36)}`;

/** A torrent can finish moving long after its stamp, behind the newest completions: once in a while list all. */
const listAllEveryMs = 6 * 60 * 60 * 1000;
/** 48 characters each: 2.4 MB, of the 10 MB that an extension has. More only while the client itself has more. */
const seenCount = 50_000;

/**
 * Polls one torrent client and writes down what has completed since. First contact is a baseline: what is complete
 * then is remembered and never scanned. New completions and the memory of them are stored in one change, so that
 * neither a loss nor a repeat is possible. Once the signal has aborted nothing is written. Returns the next cursor.
 */
export async function watchClient(
  book: DownloadBook,
  clientId: string,
  client: TorrentClient,
  cursor: string | null,
  nowMs: number,
  signal: AbortSignal,
): Promise<{ readonly cursor: string | null; readonly started: number }> {
  const memory = book.memory(clientId);
  if (!memory) {
    const complete = (await client.listCompleted(signal)).filter(isComplete);
    signal.throwIfAborted();
    await book.commit({
      remember: [
        { clientId, baselineAtMs: nowMs, listedAllAtMs: nowMs, seen: new Set(complete.map(seenKey)) },
      ],
    });
    return { cursor: null, started: 0 };
  }
  const isKnown = (torrent: Torrent): boolean => memory.seen.has(seenKey(torrent));
  const stale = Math.abs(nowMs - memory.listedAllAtMs) > listAllEveryMs;
  const changes = stale ? null : await client.listChanges(cursor, isKnown, signal);
  const all = changes === null || changes.gap;
  const listed = all ? await client.listCompleted(signal) : changes.torrents;
  const fresh = listed.filter((torrent) => isComplete(torrent) && !isKnown(torrent));
  signal.throwIfAborted();
  if (fresh.length > 0 || all) {
    const put = fresh
      .map((torrent) => startDownload(clientId, torrent, nowMs))
      .filter((download) => book.get(download.id) === undefined);
    const seen = all
      ? seenOfAll(memory.seen, listed.filter(isComplete).map(seenKey))
      : new Set([...memory.seen, ...fresh.map(seenKey)]);
    const listedAllAtMs = all ? nowMs : memory.listedAllAtMs;
    await book.commit({ put, remember: [{ ...memory, seen, listedAllAtMs }] });
  }
  return { cursor: changes?.cursor ?? null, started: fresh.length };
}

/**
 * What was seen, after everything was listed: only now can be told what may be forgotten. Not what is in the list, or
 * it would be taken for new the next time. And not all that is missing from it: a re-check or a move hides a torrent.
 */
function seenOfAll(before: ReadonlySet<string>, listed: readonly string[]): ReadonlySet<string> {
  const inList = new Set(listed);
  const missing = [...before].filter((key) => !inList.has(key));
  const room = Math.max(0, seenCount - inList.size);
  return new Set([...missing.slice(missing.length - Math.min(room, missing.length)), ...inList]);
}
