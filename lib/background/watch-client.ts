import { startDownload } from '../domain/download.ts';
import { isComplete, type Torrent } from '../domain/torrent.ts';
import type { TorrentClient } from '../ports/torrent-client.ts';
import type { DownloadBook } from './download-book.ts';

/** A completion as it is remembered: re-checks keep the stamp, a new completion has a new one. */
const seenKey = (torrent: Torrent): string => `${torrent.hash}:${(torrent.completedAtMs ?? 0).toString(36)}`;

/** A torrent can finish moving long after its stamp, behind the newest completions: once in a while list all. */
const listAllEveryMs = 6 * 60 * 60 * 1000;
/** 48 characters each: 2.4 MB at the most, of the 10 MB that an extension has. */
const seenCount = 50_000;

/**
 * Polls one torrent client and writes down what has completed since. First contact is a baseline: what is complete
 * then is remembered and never scanned. New completions and the memory of them are stored in one change, so that
 * neither a loss nor a repeat is possible. Returns the next cursor.
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
  if (fresh.length > 0 || all) {
    // Nothing is forgotten because it is missing from a list: a re-check or a move hides it for a while.
    const seen = [...memory.seen, ...fresh.map(seenKey)].slice(-seenCount);
    await book.commit({
      put: fresh.map((torrent) => startDownload(clientId, torrent, nowMs)),
      remember: [{ ...memory, seen: new Set(seen), listedAllAtMs: all ? nowMs : memory.listedAllAtMs }],
    });
  }
  return { cursor: changes?.cursor ?? null, started: fresh.length };
}
