import { OperationError } from '../../lib/domain/errors.ts';
import type { InfoHash } from '../../lib/domain/info-hash.ts';
import { isComplete, type Torrent, type TorrentFile } from '../../lib/domain/torrent.ts';
import type { TorrentClient } from '../../lib/ports/torrent-client.ts';
import { hashOf } from '../fakes/world.ts';

interface Entry {
  torrent: Torrent;
  files: TorrentFile[];
  /** Stamped anew at every start of the client, as qBittorrent 5.3 does when it was added without a hash check. */
  readonly isRestamped: boolean;
}

/** So many torrents are loaded before the others. */
const firstLoaded = 16;

export const fileBytes = 1_000_000_000;

/** A torrent client like qBittorrent: it may be away, be loading, be another one, and it lists what is complete. */
export class SimClient {
  entries = new Map<InfoHash, Entry>();
  away = false;
  #sorted: { from: readonly Torrent[]; newest: readonly Torrent[] } = { from: [], newest: [] };
  #startedMs = Number.NEGATIVE_INFINITY;
  #atMs: () => number;
  #others: Map<InfoHash, Entry> | undefined;

  constructor(atMs: () => number) {
    this.#atMs = atMs;
  }

  add(number: number, paths: readonly string[], savePath: string, change: Partial<Entry> = {}): Torrent {
    const torrent: Torrent = {
      hash: hashOf(number),
      name: paths[0]?.split('/')[0] ?? '',
      phase: 'complete',
      wantedBytes: paths.length * fileBytes,
      leftBytes: 0,
      completedAtMs: Math.floor(this.#atMs() / 1000) * 1000,
      addedAtMs: this.#atMs() - 60_000,
      savePath,
      contentPath: null,
      category: null,
      tags: [],
    };
    const files = paths.map((path) => ({ path, sizeBytes: fileBytes, wanted: true }));
    this.entries.set(torrent.hash, { torrent, files, isRestamped: false, ...change });
    return torrent;
  }

  change(hash: InfoHash, change: Partial<Torrent>): void {
    const entry = this.entries.get(hash);
    if (entry) entry.torrent = { ...entry.torrent, ...change };
  }

  /** It starts anew: what it stamps at every start has a new stamp, and it answers before it has loaded all. */
  restart(): void {
    this.#startedMs = this.#atMs();
    const completedAtMs = Math.floor(this.#atMs() / 1000) * 1000;
    for (const entry of this.entries.values()) {
      if (entry.isRestamped) entry.torrent = { ...entry.torrent, completedAtMs };
    }
  }

  /** Another client answers at the same address, or the first one again. */
  swap(): void {
    const { entries } = this;
    this.entries = this.#others ?? this.#stranger();
    this.#others = entries;
  }

  get isStranger(): boolean {
    return this.entries.has(hashOf(9_000));
  }

  #stranger(): Map<InfoHash, Entry> {
    const own = this.entries;
    this.entries = new Map();
    for (let at = 0; at < 40; at++) {
      const torrent = this.add(9_000 + at, [`Strange ${at}/film.mkv`], '/media/movies');
      const completedAtMs = (torrent.completedAtMs ?? 0) - (5 + at) * 24 * 60 * 60_000;
      this.change(torrent.hash, { completedAtMs });
    }
    const { entries } = this;
    this.entries = own;
    return entries;
  }

  #visible(): readonly Entry[] {
    const all = [...this.entries.values()];
    const sinceMs = this.#atMs() - this.#startedMs;
    if (sinceMs < 7_000) return [];
    return sinceMs < 14_000 ? all.slice(0, firstLoaded) : all;
  }

  #complete(): readonly Torrent[] {
    // as qBittorrent filters: what is moved is not in the list, what is checked is
    return this.#visible()
      .map(({ torrent }) => torrent)
      .filter((torrent) => isComplete(torrent) || torrent.phase === 'checking');
  }

  #newest(): readonly Torrent[] {
    const byStamp = (a: Torrent, b: Torrent): number => (b.completedAtMs ?? 0) - (a.completedAtMs ?? 0);
    const complete = this.#complete();
    const isSame =
      this.#sorted.from.length === complete.length &&
      complete.every((one, at) => one === this.#sorted.from[at]);
    if (!isSame) this.#sorted = { from: complete, newest: [...complete].sort(byStamp) };
    return this.#sorted.newest;
  }

  /** `ask` is where it is decided whether and when the caller hears anything. */
  as(ask: <T>(name: string, answer: () => T) => Promise<T>): TorrentClient {
    const answered = <T>(name: string, answer: () => T): Promise<T> =>
      ask(name, () => {
        if (this.away) throw new OperationError('UNREACHABLE', { operation: name, retryable: true });
        return answer();
      });
    return {
      identify: () => answered('client.identify', () => ({ version: 'v5.3.0', apiVersion: '2.15' })),
      listCompleted: () => answered('client.all', () => this.#complete()),
      listChanges: (_cursor, isKnown) =>
        answered('client.changes', () => ({
          torrents: windowOf(this.#newest(), isKnown),
          removed: [],
          cursor: null,
          gap: false,
        })),
      listByHash: (hashes) =>
        answered('client.byHash', () =>
          this.#visible()
            .map(({ torrent }) => torrent)
            .filter(({ hash }) => hashes.includes(hash)),
        ),
      listFiles: (hash) =>
        answered('client.files', () => {
          const entry = this.#visible().find(({ torrent }) => torrent.hash === hash);
          if (!entry) throw new OperationError('CLIENT_GONE', { operation: 'client.files' });
          return entry.files;
        }),
    };
  }
}

/** The newest completions, and more while not even the oldest of them is known. */
function windowOf(newest: readonly Torrent[], isKnown: (torrent: Torrent) => boolean): readonly Torrent[] {
  const oldest = newest[49];
  return oldest && isKnown(oldest) ? newest.slice(0, 50) : newest;
}
