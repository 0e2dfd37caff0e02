import { OperationError } from '../domain/errors.ts';
import type { ClientSettings, ServerSettings } from '../domain/settings.ts';
import type { PlexServer } from '../ports/plex-server.ts';
import type { TorrentClient } from '../ports/torrent-client.ts';

/** How the background reaches what a person has set up. Built at the edge; every address needs the host permission. */
export interface Connections {
  client(settings: ClientSettings): TorrentClient;
  server(settings: ServerSettings): PlexServer;
  /** Whether the browser lets us reach this address. */
  allowed(address: string): Promise<boolean>;
}

/** @throws OperationError `PERMISSION_MISSING`; without it a request fails like one to a server that is off. */
export async function requireAllowed(connections: Connections, address: string): Promise<void> {
  if (await connections.allowed(address)) return;
  throw new OperationError('PERMISSION_MISSING', {
    operation: 'permission',
    server: URL.parse(address)?.origin ?? null,
  });
}

/** The operation of failures that were not asked for anew but remembered. */
export const refusedOperation = 'client.refused';

/**
 * A client that may be asked now.
 *
 * @throws OperationError `PERMISSION_MISSING`, or what the client refused our sign-in with: whoever asked all the same
 * would try a wrong password again, and five of them ban the person from their own client.
 */
export async function requireClient(
  connections: Connections,
  client: ClientSettings,
  nowMs: number,
): Promise<TorrentClient> {
  const { refusal, address } = client;
  if (refusal && (refusal.untilMs === null || nowMs < refusal.untilMs)) {
    const retryAfterMs = refusal.untilMs === null ? null : refusal.untilMs - nowMs;
    const server = URL.parse(address)?.origin ?? null;
    throw new OperationError(refusal.code, { operation: refusedOperation, server, retryAfterMs });
  }
  await requireAllowed(connections, address);
  return connections.client(client);
}
