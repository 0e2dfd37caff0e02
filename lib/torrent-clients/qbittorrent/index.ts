import { OperationError } from '../../domain/errors.ts';
import type { ClientConnection, TorrentClient, TorrentClientKind } from '../../ports/torrent-client.ts';
import { changesSince, newestCompletions, torrentsByHash } from './changes.ts';
import { openSession, type Session } from './session.ts';
import { entryList, readFiles, readTorrents, readVersion } from './wire.ts';

/** Less than the 25 s that a call may take, so that the answer to the last request is still ours to give. */
const longestCallMs = 24_000;

/** qBittorrent 4.1 and newer. */
export const qbittorrent: TorrentClientKind<'qbittorrent'> = {
  id: 'qbittorrent',
  label: 'qBittorrent',
  accesses: ['browser-session', 'password', 'api-key'],
  usualAddress: /:8080\/|qbit|\bqbt?\b|vuetorrent/i,
  connect,
};

function connect(connection: ClientConnection): TorrentClient {
  const session = openSession(connection);
  const server = URL.parse(connection.address)?.origin ?? connection.address;

  async function version(path: string, signal: AbortSignal): Promise<string> {
    const operation = 'client.identify';
    const text = readVersion(await session.text({ operation, path }, signal));
    if (text === undefined) throw new OperationError('CLIENT_UNKNOWN', { operation, server });
    return text;
  }

  /** One call may be several requests; they share this much time. */
  async function within<T>(caller: AbortSignal, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const over = AbortSignal.timeout(longestCallMs);
    try {
      return await call(AbortSignal.any([caller, over]));
    } catch (error) {
      if (caller.aborted || !over.aborted || error instanceof OperationError) throw error;
      throw new OperationError('TIMED_OUT', { operation: 'client.call', server, retryable: true });
    }
  }

  return {
    identify: (caller) =>
      within(caller, async (signal) => {
        await session.tryPassword(signal);
        return {
          version: await version('app/version', signal),
          apiVersion: await version('app/webapiVersion', signal),
        };
      }),
    listCompleted: (caller) => within(caller, (signal) => completed(session, signal)),
    listChanges: (cursor, isKnown, caller) =>
      within(caller, (signal) =>
        connection.access === 'api-key'
          ? changesSince(session, cursor, isKnown, signal)
          : newestCompletions(session, isKnown, signal),
      ),
    listByHash: (hashes, caller) => within(caller, (signal) => torrentsByHash(session, hashes, signal)),
    listFiles: (hash, caller) => within(caller, (signal) => files(session, hash, signal)),
  };
}

async function completed(session: Session, signal: AbortSignal) {
  const parameters = { filter: 'completed' };
  const query = { operation: 'client.completed', path: 'torrents/info', parameters };
  return readTorrents(await session.json(query, entryList, signal));
}

async function files(session: Session, hash: string, signal: AbortSignal) {
  const query = {
    operation: 'client.files',
    path: 'torrents/files',
    parameters: { hash },
    mapStatus: ({ status }: { status: number }) =>
      status === 404 ? ({ code: 'CLIENT_GONE' } as const) : undefined,
  };
  return readFiles(await session.json(query, entryList, signal));
}
