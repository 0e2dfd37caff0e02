import { OperationError } from '../../lib/domain/errors.ts';
import type { FileEntry } from '../../lib/domain/library-entry.ts';
import type { LibrarySection } from '../../lib/domain/library-section.ts';
import { partsBelow } from '../../lib/domain/media-path.ts';
import type { PlexLeaf } from '../../lib/domain/plex-item.ts';
import type { PlexServer } from '../../lib/ports/plex-server.ts';
import { machineIdentifier } from '../fakes/world.ts';

export interface SimScan {
  readonly sectionKey: string;
  readonly folder: string;
  readonly atMs: number;
  /** Whether it was inside a location of that library then. */
  readonly isInside: boolean;
}

/** How the next request of a kind ends: without reaching Plex, with its effect and no answer, or with an error. */
export type Mishap = 'not-sent' | 'lost' | 'error';

/** A Plex server with files on its disk, which takes up what it is told to scan, after a while. */
export class SimPlex {
  sections: LibrarySection[] = [
    { key: '1', type: 'movie', title: 'Films', locations: ['/media/movies'], refreshing: false },
    { key: '2', type: 'movie', title: 'Films 4K', locations: ['/media/movies/4k'], refreshing: false },
    { key: '3', type: 'show', title: 'Series', locations: ['/media/tv', '/media/tv2'], refreshing: false },
  ];
  away = false;
  /** Scans find nothing. */
  blind = false;
  /** How long a scan takes. */
  scanMs = 3_000;
  mishaps: Mishap[] = [];
  disk = new Set<string>();
  items = new Map<string, PlexLeaf>();
  scans: SimScan[] = [];
  requests = 0;
  #running: { readonly sectionKey: string; readonly folder: string; readonly doneMs: number }[] = [];
  #atMs: () => number;

  constructor(atMs: () => number) {
    this.#atMs = atMs;
  }

  /** Somebody else, or Plex itself, scans this folder now. */
  scan(sectionKey: string, folder: string): void {
    this.#running.push({ sectionKey, folder, doneMs: this.#atMs() + this.scanMs });
  }

  take(path: string): void {
    for (const { key, locations } of this.sections) {
      if (locations.some((location) => partsBelow(path, location) !== undefined)) this.#takeUp(key, path);
    }
  }

  #takeUp(sectionKey: string, path: string): void {
    const id = `${sectionKey}:${path}`;
    if (this.items.has(id) || !/\.mkv$/.test(path)) return;
    const isEpisode = this.sections.find(({ key }) => key === sectionKey)?.type === 'show';
    this.items.set(id, leafOf(String(1_000 + this.items.size), path, isEpisode));
  }

  #work(): void {
    const done = this.#running.filter(({ doneMs }) => doneMs <= this.#atMs());
    if (done.length === 0) return;
    this.#running = this.#running.filter(({ doneMs }) => doneMs > this.#atMs());
    if (this.blind) return;
    for (const { sectionKey, folder } of done) {
      for (const path of this.disk) {
        if (partsBelow(path, folder) !== undefined) this.#takeUp(sectionKey, path);
      }
    }
  }

  #files(sectionKey: string): readonly FileEntry[] {
    return [...this.items].flatMap(([id, { ratingKey, files }]) =>
      id.startsWith(`${sectionKey}:`)
        ? [
            {
              ratingKey,
              type: 'movie' as const,
              sectionKey,
              parentRatingKey: null,
              grandparentRatingKey: null,
              parentIndex: null,
              index: null,
              date: null,
              addedAtMs: 0,
              files: files.map(({ path }) => ({ path, sizeBytes: null, resolution: null })),
            },
          ]
        : [],
    );
  }

  as(ask: <T>(name: string, answer: () => T) => Promise<T>): PlexServer {
    const answered = <T>(operation: string, answer: () => T): Promise<T> =>
      ask(operation, () => {
        this.requests++;
        const mishap = this.mishaps.shift();
        const isAway = this.away || mishap === 'not-sent';
        if (isAway) throw new OperationError('UNREACHABLE', { operation, retryable: true });
        if (mishap === 'error') throw new OperationError('SERVER_ERROR', { operation, retryable: true });
        this.#work();
        const value = answer();
        if (mishap === 'lost') throw new OperationError('TIMED_OUT', { operation, retryable: true });
        return value;
      });
    const isRefreshing = (key: string): boolean => this.#running.some(({ sectionKey }) => sectionKey === key);
    const itemsOf = (keys: readonly string[]): PlexLeaf[] =>
      [...this.items.values()].filter(({ ratingKey }) => keys.includes(ratingKey));
    const identity = { machineIdentifier, version: '1.41.0' };
    return {
      isWatched: async () => false,
      identity: () => answered('plex.identity', () => identity),
      describe: () => answered('plex.describe', () => ({ ...identity, name: 'Attic', owned: true })),
      sections: () =>
        answered('plex.sections', () =>
          this.sections.map((section) => ({ ...section, refreshing: isRefreshing(section.key) })),
        ),
      scanPath: (sectionKey, folder) =>
        answered('plex.scanPath', () => {
          const { locations = [] } = this.sections.find(({ key }) => key === sectionKey) ?? {};
          const isInside = locations.some((location) => partsBelow(folder, location) !== undefined);
          this.scans.push({ sectionKey, folder, atMs: this.#atMs(), isInside });
          this.scan(sectionKey, folder);
        }),
      findByFiles: ({ key }, files) =>
        answered('plex.findByFiles', () => {
          const found = files.flatMap((file) => {
            const item = this.items.get(`${key}:${file}`);
            return item ? [[file, item] as const] : [];
          });
          return new Map(found);
        }),
      item: (key) => answered('plex.item', () => itemsOf([key])[0] ?? null),
      items: (keys) => answered('plex.items', () => itemsOf(keys)),
      listLibrary: (key) =>
        answered('plex.listLibrary', () => {
          const files = this.#files(key);
          return { titles: [], files, oldestMs: 0, newestMs: 0, size: files.length, total: files.length };
        }),
      recentlyAdded: () => answered('plex.recentlyAdded', () => []),
      activities: () => answered('plex.activities', () => []),
      events: noEvents,
      poster: () => answered('plex.poster', () => new Blob([])),
    };
  }
}

/** No stream: what it hints at is found without it, only later. */
async function* noEvents(): AsyncGenerator<never> {
  yield* [];
}

function leafOf(ratingKey: string, path: string, isEpisode: boolean): PlexLeaf {
  return {
    ratingKey,
    type: isEpisode ? 'episode' : 'movie',
    title: path,
    year: null,
    index: null,
    parentRatingKey: isEpisode ? '500' : null,
    parentTitle: null,
    parentIndex: null,
    grandparentRatingKey: isEpisode ? '400' : null,
    grandparentTitle: null,
    files: [{ path, sizeBytes: null }],
  };
}
