import type { Download } from '../../lib/domain/download.ts';
import { OperationError } from '../../lib/domain/errors.ts';
import { type InfoHash, parseInfoHash } from '../../lib/domain/info-hash.ts';
import type { LibrarySection } from '../../lib/domain/library-section.ts';
import { partsBelow } from '../../lib/domain/media-path.ts';
import type { PlexLeaf } from '../../lib/domain/plex-item.ts';
import type { Torrent, TorrentFile } from '../../lib/domain/torrent.ts';
import type { ClientMemory, DownloadStore } from '../../lib/ports/download-store.ts';
import type { PlexEvent, PlexServer } from '../../lib/ports/plex-server.ts';
import type { TorrentClient } from '../../lib/ports/torrent-client.ts';

export const machineIdentifier = '0123456789abcdef0123456789abcdef01234567';

export function hashOf(number: number): InfoHash {
  const hash = parseInfoHash(number.toString(16).padStart(40, '0'));
  if (!hash) throw new Error('not a hash');
  return hash;
}

/** A torrent client, a Plex server and a store in memory, which can be away, slow to show items, or die with us. */
export class FakeWorld {
  torrents = new Map<InfoHash, { torrent: Torrent; files: TorrentFile[] }>();
  sections: LibrarySection[] = [
    { key: '1', type: 'movie', title: 'Films', locations: ['/media/movies'], refreshing: false },
    { key: '2', type: 'movie', title: 'Films 4K', locations: ['/media/movies/4k'], refreshing: false },
    { key: '3', type: 'show', title: 'Series', locations: ['/media/tv'], refreshing: false },
  ];
  /** Files on Plex's disk, and those it has taken up as items. */
  disk = new Set<string>();
  items = new Map<string, PlexLeaf>();
  scans: { sectionKey: string; folder: string }[] = [];
  away = false;
  /** Somebody is watching. */
  watched = false;
  clientAway = false;
  /** Scans take nothing up, as when Plex does not recognise a name. */
  blind = false;
  /** Called before every effect with its name; may throw to play a worker's death. */
  onEffect: (name: string) => void = () => undefined;
  /** Awaited before every request, to play a server that takes its time. */
  wait: ((name: string) => Promise<void>) | undefined;
  /** The requests made so far, by name. */
  asked: string[] = [];
  stored = new Map<string, Download>();
  memories = new Map<string, ClientMemory>();
  requests = 0;
  hint: (event: PlexEvent) => void = () => undefined;

  complete(number: number, files: readonly string[], savePath: string, completedAtMs: number): Torrent {
    const torrent: Torrent = {
      hash: hashOf(number),
      name: `torrent ${number}`,
      phase: 'complete',
      wantedBytes: 1_000_000_000,
      leftBytes: 0,
      completedAtMs,
      savePath,
      contentPath: `${savePath}/${files[0]?.split('/')[0] ?? ''}`,
      category: null,
      tags: [],
    };
    const listed = files.map((path) => ({ path, sizeBytes: 1_000_000_000, wanted: true }));
    this.torrents.set(torrent.hash, { torrent, files: listed });
    for (const path of files) this.disk.add(`${savePath}/${path}`);
    return torrent;
  }

  readonly client: TorrentClient = {
    identify: async () => {
      await this.#ask('client.identify', this.clientAway);
      return { version: 'v5', apiVersion: '2.11' };
    },
    listCompleted: () => this.#listed('client.listCompleted'),
    listChanges: async () => ({
      torrents: await this.#listed('client.listChanges'),
      removed: [],
      cursor: null,
      gap: false,
    }),
    listByHash: async (hashes) =>
      (await this.#listed('client.listByHash')).filter((torrent) => hashes.includes(torrent.hash)),
    listFiles: async (hash) => {
      await this.#ask('client.listFiles', this.clientAway);
      return this.torrents.get(hash)?.files ?? [];
    },
  };

  readonly server: PlexServer = {
    identity: async () => {
      await this.#ask('plex.identity', this.away);
      return { machineIdentifier, version: '1.41.0' };
    },
    describe: async () => {
      await this.#ask('plex.describe', this.away);
      return { machineIdentifier, version: '1.41.0', name: 'Attic', owned: true };
    },
    sections: async () => {
      await this.#ask('plex.sections', this.away);
      return this.sections;
    },
    scanPath: async (sectionKey, folder) => {
      await this.#ask('plex.scanPath', this.away);
      this.scans.push({ sectionKey, folder });
      if (!this.blind) this.takeUp(sectionKey, folder);
      this.onEffect('plex.scanPath.done');
    },
    findByFiles: async (section, files) => {
      await this.#ask('plex.findByFiles', this.away);
      const found = files.flatMap((file) => {
        const item = this.items.get(`${section.key}:${file}`);
        return item ? [[file, item] as const] : [];
      });
      return new Map(found);
    },
    item: async () => null,
    items: async () => [],
    listLibrary: async () => ({ titles: [], files: [], oldestMs: null, newestMs: null, size: 0, total: 0 }),
    recentlyAdded: async () => [],
    activities: async () => [],
    isWatched: async () => {
      await this.#ask('plex.isWatched', this.away);
      return this.watched;
    },
    events: (signal) => this.#events(signal),
    poster: async () => new Blob([]),
  };

  readonly store: DownloadStore = {
    load: async () => ({
      downloads: [...this.stored.values()],
      memories: [...this.memories.values()],
      broken: 0,
    }),
    commit: async (change) => {
      this.onEffect('store.commit');
      for (const download of change.put ?? []) this.stored.set(download.id, structuredClone(download));
      for (const memory of change.remember ?? []) this.memories.set(memory.clientId, memory);
      this.onEffect('store.committed');
    },
    removeDownloads: async (ids) => {
      for (const id of ids) this.stored.delete(id);
    },
    forgetClient: async (clientId) => {
      this.memories.delete(clientId);
      for (const [id, download] of this.stored) if (download.clientId === clientId) this.stored.delete(id);
    },
  };

  /** What a scan of this folder finds becomes items. */
  takeUp(sectionKey: string, folder: string): void {
    for (const path of this.disk) {
      if (partsBelow(path, folder) === undefined) continue;
      const id = `${sectionKey}:${path}`;
      if (this.items.has(id)) continue;
      this.items.set(id, leafOf(String(1000 + this.items.size), path, sectionKey === '3'));
    }
  }

  async #listed(name: string): Promise<Torrent[]> {
    await this.#ask(name, this.clientAway);
    return [...this.torrents.values()].map((entry) => entry.torrent);
  }

  async #ask(name: string, away: boolean): Promise<void> {
    this.onEffect(name);
    this.requests++;
    this.asked.push(name);
    await this.wait?.(name);
    if (away) throw new OperationError('UNREACHABLE', { operation: name, retryable: true });
  }

  async *#events(signal: AbortSignal): AsyncGenerator<PlexEvent> {
    const waiting: PlexEvent[] = [];
    let wake: () => void = () => undefined;
    this.hint = (event) => {
      waiting.push(event);
      wake();
    };
    signal.addEventListener('abort', () => wake());
    while (!signal.aborted) {
      const next = waiting.shift();
      if (next) yield next;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }
}

function leafOf(ratingKey: string, path: string, episode: boolean): PlexLeaf {
  return {
    ratingKey,
    type: episode ? 'episode' : 'movie',
    title: path,
    year: null,
    index: null,
    parentRatingKey: episode ? '500' : null,
    parentTitle: null,
    parentIndex: null,
    grandparentRatingKey: episode ? '400' : null,
    grandparentTitle: null,
    files: [{ path, sizeBytes: null }],
  };
}
