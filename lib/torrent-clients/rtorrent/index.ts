import { OperationError } from '../../domain/errors.ts';
import type { ClientConnection, TorrentClient, TorrentClientKind } from '../../ports/torrent-client.ts';
import { openEndpoint } from './endpoint.ts';
import { Torrents } from './torrents.ts';

/** Less than the 25 s that a call may take, so that the answer to the last request is still ours to give. */
const longestCallMs = 24_000;

/**
 * rtorrent 0.9.4 and newer, behind ruTorrent or any web server that hands on XML-RPC. Of 0.16.10 to 0.16.15 only at an
 * address that rtorrent trusts, which ruTorrent's is not.
 */
export const rtorrent: TorrentClientKind<'rtorrent'> = {
  id: 'rtorrent',
  label: 'rTorrent (ruTorrent)',
  accesses: ['browser-session', 'password'],
  usualAddress: /\/ru?torrent|\/RPC2\b/i,
  connect,
};

function connect(connection: ClientConnection): TorrentClient {
  const server = URL.parse(connection.address)?.origin ?? connection.address;
  const torrents = new Torrents(openEndpoint(connection, server), server);

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
      within(caller, async (signal) => ({
        version: await torrents.version('system.client_version', signal),
        apiVersion: await torrents.version('system.api_version', signal),
      })),
    listCompleted: (caller) => within(caller, (signal) => torrents.completed(signal)),
    listChanges: (cursor, isKnown, caller) =>
      within(caller, (signal) => torrents.changes(cursor, isKnown, signal)),
    listByHash: (hashes, caller) => within(caller, (signal) => torrents.byHash(hashes, signal)),
    listFiles: (hash, caller) => within(caller, (signal) => torrents.files(hash, signal)),
  };
}
