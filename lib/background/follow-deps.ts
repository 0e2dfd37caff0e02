import { advance } from '../domain/advance.ts';
import type { Download, DownloadEvent, ScanPlan } from '../domain/download.ts';
import { OperationError } from '../domain/errors.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import type { PlexTarget } from '../domain/plex-item.ts';
import type { ClientSettings, ServerSettings, Settings } from '../domain/settings.ts';
import type { Log } from '../ports/log.ts';
import type { ClientWatch } from './client-watch.ts';
import type { Connections } from './connections.ts';
import type { DownloadBook } from './download-book.ts';
import type { ServerWatch } from './server-watch.ts';

/** What the steps of a download need. */
export interface FollowDeps {
  readonly book: DownloadBook;
  readonly connections: Connections;
  readonly servers: ServerWatch;
  readonly clients: Pick<ClientWatch, 'use'>;
  /** A torrent's item, wherever its files are; `null` unless all of them are known to be in Plex. */
  readonly findElsewhere: (
    settings: Settings,
    client: ClientSettings,
    hash: InfoHash,
  ) => Promise<PlexTarget | null>;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * Applies an event to downloads as they are now, which may be other than they were before a request: the person may
 * have decided in the meantime. Stored in one change; returns them as they are after it.
 */
export const apply = (
  { book, now }: FollowDeps,
  event: DownloadEvent,
  ...ids: readonly string[]
): Promise<readonly Download[]> => book.update(ids, (current) => advance(current, event, now()));

/** @throws OperationError `TOKEN_MISSING` when the server was removed. */
export function serverOf(settings: Settings, scanPlan: ScanPlan): ServerSettings {
  const found = settings.servers.find((server) => server.machineIdentifier === scanPlan.machineIdentifier);
  if (!found) throw new OperationError('TOKEN_MISSING', { operation: 'download.server' });
  return found;
}

/** @throws OperationError `CLIENT_GONE` when the torrent client was removed. */
export function clientOf(settings: Settings, download: Download): ClientSettings {
  const found = settings.clients.find((one) => one.id === download.clientId);
  if (!found) throw new OperationError('CLIENT_GONE', { operation: 'download.client' });
  return found;
}
