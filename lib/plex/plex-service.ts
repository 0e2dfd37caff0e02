import { OperationError } from '../domain/errors.ts';
import type { LibrarySection } from '../domain/library-section.ts';
import { parsePath } from '../domain/media-path.ts';
import type { PlexLeaf, RecentItem } from '../domain/plex-item.ts';
import { displayName } from '../domain/text.ts';
import type {
  ListedPage,
  ListWindow,
  PlexActivity,
  PlexDescription,
  PlexEvent,
  PlexIdentity,
  PlexServer,
} from '../ports/plex-server.ts';
import { keyPart } from './address.ts';
import { type ConnectionOptions, createConnection, type PlexConnection } from './connection.ts';
import { listen } from './events.ts';
import { findByFiles } from './find-by-files.ts';
import { fetchItems, type ListLibrary, libraryLister } from './library-list.ts';
import { fetchRecent, leafPages } from './lists.ts';
import { fetchPoster } from './poster.ts';
import { activitiesAnswer, itemsAnswer, rootAnswer, sectionsAnswer, sessionsAnswer } from './schemas.ts';
import { toActivity, toLeaves, toSections } from './wire.ts';

/**
 * One Plex Media Server. The token goes into a header of requests to this server and nowhere else, and not before
 * `/identity`, asked without it, has named the expected machine; that is asked again after five minutes and after
 * any failure. Nothing is retried here.
 *
 * Besides the codes of `Http`: `NOT_PLEX` and `WRONG_SERVER` (who answers is not who we look for), `TOKEN_MISSING`,
 * `TOKEN_INVALID` (401: only signing in helps), `NO_LIBRARY_RIGHT` (403).
 */
export class PlexService implements PlexServer {
  readonly #connection: PlexConnection;
  readonly #listLibrary: ListLibrary;

  constructor(options: ConnectionOptions) {
    this.#connection = createConnection(options);
    this.#listLibrary = libraryLister(this.#connection);
  }

  identity(signal: AbortSignal): Promise<PlexIdentity> {
    return this.#connection.identify(signal);
  }

  async describe(signal: AbortSignal): Promise<PlexDescription> {
    const operation = 'plex.describe';
    const request = { operation, path: '', signal };
    const { MediaContainer: root } = await this.#connection.json(request, rootAnswer);
    const { machineIdentifier, version, friendlyName } = root;
    const owned = await this.#isOwned(signal);
    return { machineIdentifier, version, name: displayName(friendlyName), owned };
  }

  /** No answer says whose token it is, but the library's root is refused to everybody but the owner. */
  async #isOwned(signal: AbortSignal): Promise<boolean | null> {
    try {
      await this.#connection.send({
        operation: 'plex.owner',
        path: 'library',
        signal,
        mapStatus: ({ status }) =>
          [400, 401, 403].includes(status) ? { code: 'NO_LIBRARY_RIGHT' } : undefined,
      });
      return true;
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      return error.code === 'NO_LIBRARY_RIGHT' ? false : null;
    }
  }

  async sections(signal: AbortSignal): Promise<readonly LibrarySection[]> {
    const request = { operation: 'plex.sections', path: 'library/sections', signal };
    const answer = await this.#connection.json(request, sectionsAnswer);
    return toSections(answer.MediaContainer.Directory);
  }

  /**
   * `UNREACHABLE` means that the request was not sent: the server is asked for its identity right before. A connection
   * that breaks after that may have carried the request, which is told as `TIMED_OUT`; so may every other retryable
   * failure. A folder that is no absolute path is refused (`UNMAPPED`), since an empty one would scan everything.
   */
  async scanPath(sectionKey: string, folder: string, signal: AbortSignal): Promise<void> {
    const operation = 'plex.scanPath';
    const { server } = this.#connection;
    const key = keyPart(sectionKey, operation, server);
    if (!parsePath(folder)) throw new OperationError('UNMAPPED', { operation, server });
    await this.#connection.identify(signal);
    const request = { operation, path: `library/sections/${key}/refresh`, query: { path: folder }, signal };
    await this.#connection.send(request).catch((error: unknown) => {
      if (!(error instanceof OperationError) || error.code !== 'UNREACHABLE') throw error;
      throw new OperationError('TIMED_OUT', { operation, server, retryable: true });
    });
  }

  async findByFiles(
    section: Pick<LibrarySection, 'key' | 'type'>,
    files: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, PlexLeaf>> {
    keyPart(section.key, 'plex.findByFiles', this.#connection.server);
    return findByFiles(leafPages(this.#connection, 'plex.findByFiles', signal), section, files);
  }

  async item(ratingKey: string, signal: AbortSignal): Promise<PlexLeaf | null> {
    const operation = 'plex.item';
    try {
      const key = keyPart(ratingKey, operation, this.#connection.server);
      const request = { operation, path: `library/metadata/${key}`, signal };
      const answer = await this.#connection.json(request, itemsAnswer);
      return toLeaves(answer.MediaContainer.Metadata)[0] ?? null;
    } catch (error) {
      if (error instanceof OperationError && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  }

  items(ratingKeys: readonly string[], signal: AbortSignal): Promise<readonly PlexLeaf[]> {
    return fetchItems(this.#connection, ratingKeys, signal);
  }

  listLibrary(sectionKey: string, window: ListWindow, signal: AbortSignal): Promise<ListedPage> {
    return this.#listLibrary(sectionKey, window, signal);
  }

  recentlyAdded(limit: number, signal: AbortSignal): Promise<readonly RecentItem[]> {
    return fetchRecent(this.#connection, limit, signal);
  }

  async isWatched(signal: AbortSignal): Promise<boolean> {
    const request = { operation: 'plex.sessions', path: 'status/sessions', signal };
    const answer = await this.#connection.json(request, sessionsAnswer);
    return (answer.MediaContainer.size ?? 0) > 0;
  }

  async activities(signal: AbortSignal): Promise<readonly PlexActivity[]> {
    const request = { operation: 'plex.activities', path: 'activities', signal };
    const answer = await this.#connection.json(request, activitiesAnswer);
    return answer.MediaContainer.Activity.map(toActivity);
  }

  events(signal: AbortSignal): AsyncGenerator<PlexEvent> {
    return listen(this.#connection, signal);
  }

  poster(thumb: string, signal: AbortSignal): Promise<Blob> {
    return fetchPoster(this.#connection, thumb, signal);
  }
}
