import { OperationError } from '../domain/errors.ts';
import type { RecentItem } from '../domain/plex-item.ts';
import { bodyLimit } from '../http/http.ts';
import type { PlexConnection } from './connection.ts';
import type { FetchPage } from './find-by-files.ts';
import { itemsAnswer, type WireItem } from './schemas.ts';
import { toLeaves, toRecentItems } from './wire.ts';

interface RawPage {
  readonly items: readonly WireItem[];
  readonly size: number;
  readonly total: number | null;
}

type RawFetch = (...request: Parameters<FetchPage>) => Promise<RawPage>;

/** Pages of lists. The window goes into headers and query: old servers read one, proxies may lose the other. */
function pagesOf(connection: PlexConnection, operation: string, signal: AbortSignal): RawFetch {
  return async (path, query, start, size) => {
    const window = { 'X-Plex-Container-Start': String(start), 'X-Plex-Container-Size': String(size) };
    const answer = await connection.json(
      {
        operation,
        path,
        query: { ...query, ...window },
        headers: window,
        maxBytes: bodyLimit.list,
        signal,
      },
      itemsAnswer,
    );
    const { Metadata: items, size: told, totalSize: total } = answer.MediaContainer;
    return { items, size: Math.max(items.length, told ?? 0), total };
  };
}

export function leafPages(connection: PlexConnection, operation: string, signal: AbortSignal): FetchPage {
  const fetchPage = pagesOf(connection, operation, signal);
  return async (...request) => {
    const { items, size, total } = await fetchPage(...request);
    return { leaves: toLeaves(items), size, total };
  };
}

/** Newest first, at most 200. Servers without the list of all libraries are asked by kind: movies, shows, music. */
export async function fetchRecent(
  connection: PlexConnection,
  limit: number,
  signal: AbortSignal,
): Promise<readonly RecentItem[]> {
  const size = Math.min(Math.max(Math.trunc(limit), 1), 200);
  const fetchPage = pagesOf(connection, 'plex.recentlyAdded', signal);
  const list = async (path: string, query = {}) =>
    toRecentItems((await fetchPage(path, query, 0, size)).items);
  const items = await list('library/recentlyAdded').catch(async (error: unknown) => {
    if (!(error instanceof OperationError) || error.code !== 'NOT_FOUND') throw error;
    const byKind = await Promise.all(
      ['1', '2', '8'].map((type) => list('hubs/home/recentlyAdded', { type })),
    );
    return byKind.flat();
  });
  return items.toSorted((a, b) => b.addedAtMs - a.addedAtMs).slice(0, size);
}
