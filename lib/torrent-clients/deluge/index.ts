import { type ErrorCode, OperationError } from '../../domain/errors.ts';
import type {
  ClientConnection,
  ClientIdentity,
  TorrentClient,
  TorrentClientKind,
} from '../../ports/torrent-client.ts';
import { openRpc, type Rpc } from './rpc.ts';
import { changesSince, completedTorrents, filesOf, torrentsByHash } from './torrents.ts';
import { readVersion } from './wire.ts';

/** Less than the 25 s that a call may take, so that the answer to the last request is still ours to give. */
const longestCallMs = 24_000;

/** Deluge 2.0 and newer, through its web page: `deluge-web`, or the plugin of the same use. */
export const deluge: TorrentClientKind<'deluge'> = {
  id: 'deluge',
  label: 'Deluge',
  accesses: ['browser-session', 'password'],
  passwordAlone: true,
  usualAddress: /:8112(?:\/|$)|\/deluge(?:\/|$)/i,
  connect,
};

function connect(connection: ClientConnection): TorrentClient {
  const rpc = openRpc(connection);

  /** One call may be several requests; they share this much time. */
  async function within<T>(caller: AbortSignal, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const over = AbortSignal.timeout(longestCallMs);
    const signal = AbortSignal.any([caller, over]);
    try {
      await rpc.requireDaemon(signal);
      return await call(signal);
    } catch (error) {
      if (caller.aborted || !over.aborted || error instanceof OperationError) throw error;
      const { server } = rpc;
      throw new OperationError('TIMED_OUT', { operation: 'client.call', server, retryable: true });
    }
  }

  return {
    async identify(caller) {
      try {
        return await within(caller, (signal) => identify(rpc, signal));
      } catch (error) {
        // what is no answer of Deluge's comes from something else
        throw isCode(error, 'UNEXPECTED_ANSWER') && !error.retryable ? strange(rpc, 'CLIENT_UNKNOWN') : error;
      }
    },
    listCompleted: (caller) => within(caller, (signal) => completedTorrents(rpc, signal)),
    listChanges: (cursor, isKnown, caller) =>
      within(caller, (signal) => changesSince(rpc, cursor, isKnown, signal)),
    listByHash: (hashes, caller) => within(caller, (signal) => torrentsByHash(rpc, hashes, signal)),
    listFiles: (hash, caller) => within(caller, (signal) => filesOf(rpc, hash, signal)),
  };
}

const operation = 'client.identify';
const strange = ({ server }: Rpc, code: ErrorCode): OperationError =>
  new OperationError(code, { operation, server });
const isCode = (error: unknown, code: ErrorCode): error is OperationError =>
  error instanceof OperationError && error.code === code;

async function identify(rpc: Rpc, signal: AbortSignal): Promise<ClientIdentity> {
  await rpc.tryPassword(signal);
  const version = readVersion(
    await rpc.ask({ operation, method: 'daemon.get_version' }, signal).catch(async (error) => {
      if (!isCode(error, 'CLIENT_BACKEND_AWAY')) throw error;
      // 1.3 has another method for it; else the page has only just connected and doesn't know the methods yet
      if (typeof (await rpc.ask({ operation, method: 'daemon.info' }, signal)) === 'string')
        throw strange(rpc, 'CLIENT_TOO_OLD');
      throw error;
    }),
  );
  if (version === undefined) throw strange(rpc, 'CLIENT_UNKNOWN');
  return { version, apiVersion: null };
}
