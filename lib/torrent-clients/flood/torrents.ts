import { OperationError } from '../../domain/errors.ts';
import { type InfoHash, parseInfoHash } from '../../domain/info-hash.ts';
import { isComplete, type Torrent, type TorrentFile } from '../../domain/torrent.ts';
import type { TorrentClient } from '../../ports/torrent-client.ts';
import type { Session } from './session.ts';
import { entriesOf, fileList, readFiles, readTorrent } from './wire.ts';

/** A poll of the whole list, and the entries in which there was nothing new. */
interface Look {
  readonly cursor: string;
  readonly quiet: ReadonlyMap<string, string>;
}

/**
 * Flood has its list as a whole only, and its stream of changes lasts no longer than a worker. So everything is asked
 * each time, and an entry that is, character for character, what it was at the last poll is not read again.
 */
export function torrentsOf(session: Session): Omit<TorrentClient, 'identify'> {
  let last: Look | undefined;

  async function listByHash(hashes: readonly InfoHash[], signal: AbortSignal): Promise<readonly Torrent[]> {
    const wanted = new Set<string>(hashes);
    const found: Torrent[] = [];
    if (wanted.size === 0) return found;
    for (const [key, text] of entriesOf(await session.list('client.torrents', signal))) {
      const torrent = wanted.delete(key.toLowerCase()) ? readTorrent(key, text) : undefined;
      if (torrent) found.push(torrent);
    }
    return found;
  }

  return {
    listByHash,

    async listCompleted(signal) {
      const operation = 'client.completed';
      const entries = [...entriesOf(await session.list(operation, signal))];
      const torrents = entries.flatMap(([key, text]) => readTorrent(key, text) ?? []);
      if (torrents.length === 0 && entries.length > 0)
        throw new OperationError('CLIENT_TOO_OLD', { operation, server: session.server });
      return torrents.filter(({ completedAtMs }) => completedAtMs !== null);
    },

    async listChanges(cursor, isKnown, signal) {
      const before = last && last.cursor === cursor ? last.quiet : undefined;
      const quiet = new Map<string, string>();
      const torrents: Torrent[] = [];
      for (const [key, text] of entriesOf(await session.list('client.changes', signal))) {
        const torrent = before?.get(key) === text ? undefined : readTorrent(key, text);
        if (torrent && isComplete(torrent) && !isKnown(torrent)) torrents.push(torrent);
        else quiet.set(key, text);
      }
      last = { cursor: crypto.randomUUID(), quiet };
      return { torrents, removed: [], cursor: last.cursor, gap: false };
    },

    async listFiles(hash, signal): Promise<readonly TorrentFile[]> {
      const operation = 'client.files';
      const path = `torrents/${hash.toUpperCase()}/contents`;
      try {
        return readFiles(await session.json({ operation, path, schema: fileList }, signal));
      } catch (error) {
        if (!(error instanceof OperationError) || error.code !== 'SERVER_ERROR') throw error;
        // each client behind Flood fails in its own way; the list tells whether the torrent or the client is gone
        for (const [key] of entriesOf(await session.list(operation, signal)))
          if (parseInfoHash(key) === hash) throw error;
        throw new OperationError('CLIENT_GONE', { operation, server: session.server });
      }
    },
  };
}
