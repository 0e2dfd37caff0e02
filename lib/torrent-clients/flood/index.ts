import { OperationError } from '../../domain/errors.ts';
import { displayName } from '../../domain/text.ts';
import type {
  ClientConnection,
  ClientIdentity,
  TorrentClient,
  TorrentClientKind,
} from '../../ports/torrent-client.ts';
import { backendAway, openSession, type Session } from './session.ts';
import { torrentsOf } from './torrents.ts';
import { apiDescription, connected } from './wire.ts';

/** Less than the 25 s that a call may take, so that the answer to the last request is still ours to give. */
const longestCallMs = 24_000;

/** Flood 4.6 and newer, whatever torrent client is behind it. */
export const flood: TorrentClientKind<'flood'> = {
  id: 'flood',
  label: 'Flood',
  accesses: ['browser-session', 'password'],
  usualAddress: /:3000(?:\/|$)|\/flood(?:\/|$)|\/overview\/?$/i,
  connect,
};

function connect(connection: ClientConnection): TorrentClient {
  const session = openSession(connection);
  const torrents = torrentsOf(session);

  /** One call may be several requests; they share this much time. */
  async function within<T>(caller: AbortSignal, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const over = AbortSignal.timeout(longestCallMs);
    try {
      return await call(AbortSignal.any([caller, over]));
    } catch (error) {
      if (caller.aborted || !over.aborted || error instanceof OperationError) throw error;
      const { server } = session;
      throw new OperationError('TIMED_OUT', { operation: 'client.call', server, retryable: true });
    }
  }

  return {
    identify: (caller) => within(caller, (signal) => identify(session, signal)),
    listCompleted: (caller) => within(caller, (signal) => torrents.listCompleted(signal)),
    listChanges: (cursor, isKnown, caller) =>
      within(caller, (signal) => torrents.listChanges(cursor, isKnown, signal)),
    listByHash: (hashes, caller) => within(caller, (signal) => torrents.listByHash(hashes, signal)),
    listFiles: (hash, caller) => within(caller, (signal) => torrents.listFiles(hash, signal)),
  };
}

/**
 * Knocks first: below an address that is not its own a Flood since 4.12.6 leaves a GET without any answer. Before
 * 4.12.1 it does not tell its version.
 */
async function identify(session: Session, signal: AbortSignal): Promise<ClientIdentity> {
  const operation = 'client.identify';
  await session.knock(signal);
  const test = { operation, path: 'client/connection-test', schema: connected, mapStatus: backendAway };
  await session.json(test, signal);
  const description = { operation, path: 'openapi.json', schema: apiDescription };
  const version = await session.json(description, signal).then(
    ({ info }) => (info.title === 'Flood API' ? displayName(info.version) : '4'),
    (error: unknown) => {
      if (error instanceof OperationError && error.code === 'CLIENT_UNKNOWN') return '4';
      throw error;
    },
  );
  return { version, apiVersion: null };
}
