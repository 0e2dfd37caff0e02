import { OperationError } from '../../domain/errors.ts';
import type {
  ClientConnection,
  ClientIdentity,
  TorrentClient,
  TorrentClientKind,
} from '../../ports/torrent-client.ts';
import { openRpc, type Rpc } from './rpc.ts';
import { changesSince, completedTorrents, filesOf, torrentsByHash, torrentsBySessionId } from './torrents.ts';
import { identityFields, readIdentity } from './wire.ts';

/** Less than the 25 s that a call may take, so that the answer to the last request is still ours to give. */
const longestCallMs = 24_000;

/** Transmission 3.00 and newer. */
export const transmission: TorrentClientKind<'transmission'> = {
  id: 'transmission',
  label: 'Transmission',
  accesses: ['browser-session', 'password'],
  usualAddress: /:9091(?:\/|$)|\/transmission(?:\/|$)/i,
  connect,
};

function connect(connection: ClientConnection): TorrentClient {
  const rpc = openRpc(connection);

  /** One call may be several requests; they share this much time. */
  async function within<T>(caller: AbortSignal, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const over = AbortSignal.timeout(longestCallMs);
    try {
      return await call(AbortSignal.any([caller, over]));
    } catch (error) {
      if (caller.aborted || !over.aborted || error instanceof OperationError) throw error;
      throw new OperationError('TIMED_OUT', {
        operation: 'client.call',
        server: rpc.server,
        retryable: true,
      });
    }
  }

  return {
    identify: (caller) => within(caller, (signal) => identify(rpc, signal)),
    listCompleted: (caller) => within(caller, (signal) => completedTorrents(rpc, signal)),
    listChanges: (cursor, isKnown, caller) =>
      within(caller, (signal) => changesSince(rpc, cursor, isKnown, signal)),
    listByHash: (hashes, caller) => within(caller, (signal) => torrentsByHash(rpc, hashes, signal)),
    listFiles: (hash, caller) => within(caller, (signal) => filesOf(rpc, hash, signal)),
    listBySessionId: (ids, caller) => within(caller, (signal) => torrentsBySessionId(rpc, ids, signal)),
  };
}

async function identify(rpc: Rpc, signal: AbortSignal): Promise<ClientIdentity> {
  const operation = 'client.identify';
  const query = { operation, method: 'session-get', arguments: { fields: identityFields } };
  const identity = readIdentity(await rpc.ask(query, signal));
  if (identity !== undefined && identity !== 'too-old') return identity;
  const code = identity === 'too-old' ? 'CLIENT_TOO_OLD' : 'CLIENT_UNKNOWN';
  throw new OperationError(code, { operation, server: rpc.server });
}
