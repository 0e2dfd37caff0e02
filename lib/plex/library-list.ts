import { OperationError } from '../domain/errors.ts';
import type { PlexLeaf } from '../domain/plex-item.ts';
import { bodyLimit } from '../http/http.ts';
import type { ListedKind, ListedPage, ListWindow } from '../ports/plex-server.ts';
import { keyPart } from './address.ts';
import type { PlexConnection } from './connection.ts';
import { toListed } from './listed.ts';
import { itemsAnswer, listedAnswer } from './schemas.ts';
import { toLeaves } from './wire.ts';

export type ListLibrary = (
  sectionKey: string,
  window: ListWindow,
  signal: AbortSignal,
) => Promise<ListedPage>;

/** Plex's numbers of kinds. */
const typeNumber: Readonly<Record<ListedKind, string>> = {
  movie: '1',
  show: '2',
  episode: '4',
  artist: '8',
  album: '9',
  track: '10',
};

/** What may be left out makes most of an answer. A server that does not know these parameters sends it all the same. */
const leaner = {
  excludeElements:
    'Actor,Chapter,Collection,Country,Director,Extras,Field,Genre,Image,Label,Marker,Mood,Producer,Rating,Related,' +
    'Review,Role,Similar,Stream,Style,UltraBlurColors,Writer',
  excludeFields: 'summary,tagline',
};

const mostItems = 100;

/**
 * Pages of libraries in the order of their keys: each item has its own, and new ones come last, so that what is added
 * while the list is read moves nothing. Plex does not advertise that order (python-plexapi offers it to everybody), so
 * a server that refuses it is asked by the time of adding from then on.
 */
export function libraryLister(connection: PlexConnection): ListLibrary {
  let steady = 'id:asc';
  return async (sectionKey, window, signal) => {
    if (window.newestBy) {
      return fetchWindow(connection, sectionKey, window, `${window.newestBy}At:desc`, signal);
    }
    try {
      return await fetchWindow(connection, sectionKey, window, steady, signal);
    } catch (error) {
      const refused = error instanceof OperationError && error.code === 'UNEXPECTED_ANSWER';
      if (!refused || error.retryable || steady !== 'id:asc') throw error;
      const page = await fetchWindow(connection, sectionKey, window, 'addedAt:asc', signal);
      steady = 'addedAt:asc';
      return page;
    }
  };
}

/** The window goes into headers and query: old servers read one, proxies may lose the other. */
async function fetchWindow(
  connection: PlexConnection,
  sectionKey: string,
  window: ListWindow,
  sort: string,
  signal: AbortSignal,
): Promise<ListedPage> {
  const operation = 'plex.listLibrary';
  const key = keyPart(sectionKey, operation, connection.server);
  const { kind, start, size } = window;
  const paging = { 'X-Plex-Container-Start': String(start), 'X-Plex-Container-Size': String(size) };
  const hasIds = kind === 'movie' || kind === 'show';
  const query = {
    type: typeNumber[kind],
    sort,
    ...(hasIds && { includeGuids: '1' }),
    ...leaner,
    ...paging,
  };
  const answer = await connection.json(
    {
      operation,
      path: `library/sections/${key}/all`,
      query,
      headers: paging,
      maxBytes: bodyLimit.most,
      signal,
    },
    listedAnswer,
  );
  const { Metadata: items, size: told, totalSize: total } = answer.MediaContainer;
  return {
    ...toListed(items, sectionKey, window),
    size: Math.max(items.length, told ?? 0),
    total,
  };
}

/** Several items in one request. Plex leaves out those that are gone, and answers 404 when all are. */
export async function fetchItems(
  connection: PlexConnection,
  ratingKeys: readonly string[],
  signal: AbortSignal,
): Promise<readonly PlexLeaf[]> {
  const operation = 'plex.items';
  const keys = ratingKeys.slice(0, mostItems).map((key) => keyPart(key, operation, connection.server));
  if (keys.length === 0) return [];
  const path = `library/metadata/${keys.join(',')}`;
  try {
    const request = { operation, path, query: leaner, maxBytes: bodyLimit.list, signal };
    return toLeaves((await connection.json(request, itemsAnswer)).MediaContainer.Metadata);
  } catch (error) {
    if (error instanceof OperationError && error.code === 'NOT_FOUND') return [];
    throw error;
  }
}
