import type { Download } from '../domain/download.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import { oneAtATime } from '../domain/one-at-a-time.ts';
import type { ClientMemory, DownloadStore, StoreChange } from '../ports/download-store.ts';

/** Finished downloads are kept this long and this many, so that their buttons are there at once. */
const keepMs = 30 * 24 * 60 * 60 * 1000;
const keepCount = 1_000;
/** The same when the storage is full. */
const tightCount = 100;
/** Only when there are so many: a clock that is years off must not drop what the person is still to see. */
const crowdedCount = 1_000;
const leftAloneMs = 90 * 24 * 60 * 60 * 1000;

type Noted = (before: Download | undefined, after: Download) => void;

const isDone = ({ stage }: Download): boolean => stage === 'available' || stage === 'ignored';

const isLeftAlone = ({ stage, problem }: Download, nowMs: number): boolean =>
  stage !== 'available' &&
  stage !== 'ignored' &&
  problem !== null &&
  problem.retryAtMs === null &&
  nowMs - problem.sinceMs > leftAloneMs;

/**
 * The downloads and what was seen, as the background knows them: read once when the worker starts, and from then on
 * changed here only. Every change is stored before it counts; if storing fails, nothing has changed. Changes wait for
 * each other, so that what is decided while another is being stored is not decided on what was before it.
 */
export class DownloadBook {
  #store: DownloadStore;
  #noted: Noted;
  #downloads = new Map<string, Download>();
  #memories = new Map<string, ClientMemory>();
  #opened: Promise<void> | undefined;
  readonly #inTurn = oneAtATime();
  #broken = 0;

  /** `noted` is told of every download that was stored, with what it was before; it must not throw. */
  constructor(store: DownloadStore, noted: Noted = () => undefined) {
    this.#store = store;
    this.#noted = noted;
  }

  /** Reads the store once; a failed read is tried again at the next call. */
  open(): Promise<void> {
    this.#opened ??= this.#read().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  async #read(): Promise<void> {
    const { downloads, memories, broken } = await this.#store.load();
    this.#broken = broken;
    for (const download of downloads) this.#downloads.set(download.id, download);
    for (const memory of memories) this.#memories.set(memory.clientId, memory);
  }

  /** Entries that could not be read at the start; they were set aside. */
  get broken(): number {
    return this.#broken;
  }

  all(): readonly Download[] {
    return [...this.#downloads.values()];
  }

  /** Downloads that are on their way or wait for the person. */
  openCount(): number {
    let count = 0;
    for (const download of this.#downloads.values()) if (!isDone(download)) count++;
    return count;
  }

  get(id: string): Download | undefined {
    return this.#downloads.get(id);
  }

  /** The newest download of a torrent. */
  ofTorrent(clientId: string, hash: InfoHash): Download | undefined {
    let newest: Download | undefined;
    for (const download of this.#downloads.values()) {
      if (download.clientId !== clientId || download.hash !== hash) continue;
      if (!newest || download.completedAtMs > newest.completedAtMs) newest = download;
    }
    return newest;
  }

  memory(clientId: string): ClientMemory | undefined {
    return this.#memories.get(clientId);
  }

  /** Stores new downloads and what was seen. For downloads that are known already there is `update`. */
  commit(change: StoreChange): Promise<void> {
    return this.#inTurn(() => this.#commit(change));
  }

  /**
   * Changes downloads as they are when it is their turn, in one stored change. Those that are gone stay gone, and those
   * that `change` gives back as they are cost nothing. Returns what is known of them afterwards.
   */
  update(ids: readonly string[], change: (download: Download) => Download): Promise<readonly Download[]> {
    return this.#inTurn(async () => {
      const put = ids.flatMap((id) => {
        const current = this.#downloads.get(id);
        const next = current && change(current);
        return next && next !== current ? [next] : [];
      });
      if (put.length > 0) await this.#commit({ put });
      return ids.flatMap((id) => this.#downloads.get(id) ?? []);
    });
  }

  /** Drops the downloads that are, when it is their turn, as `which` says. What was seen of their torrents stays known. */
  drop(which: (download: Download) => boolean): Promise<void> {
    return this.#inTurn(async () => {
      const ids = this.all().flatMap((download) => (which(download) ? [download.id] : []));
      if (ids.length === 0) return;
      await this.#store.removeDownloads(ids);
      for (const id of ids) this.#downloads.delete(id);
    });
  }

  async forgetClient(clientId: string): Promise<void> {
    await this.#inTurn(async () => {
      await this.#store.forgetClient(clientId);
      this.#memories.delete(clientId);
      for (const download of this.all()) {
        if (download.clientId === clientId) this.#downloads.delete(download.id);
      }
    });
  }

  /**
   * Drops what is done and old, or beyond the number kept, and of very many what the person was told of and has left
   * alone for a quarter of a year. Nothing that is still on its way. `tight`: there is no room left, so few of the done are kept.
   */
  async prune(nowMs: number, tight = false): Promise<void> {
    await this.#inTurn(async () => {
      const all = this.all();
      const done = all.filter(isDone).sort((a, b) => b.stageSinceMs - a.stageSinceMs);
      const count = tight ? tightCount : keepCount;
      const old = [
        ...done.filter((download, at) => at >= count || nowMs - download.stageSinceMs > keepMs),
        ...(all.length - done.length > crowdedCount ? all.filter((one) => isLeftAlone(one, nowMs)) : []),
      ];
      if (old.length === 0) return;
      await this.#store.removeDownloads(old.map((download) => download.id));
      for (const download of old) this.#downloads.delete(download.id);
    });
  }

  async #commit(change: StoreChange): Promise<void> {
    await this.#store.commit(change);
    for (const download of change.put ?? []) {
      const before = this.#downloads.get(download.id);
      this.#downloads.set(download.id, download);
      this.#noted(before, download);
    }
    for (const memory of change.remember ?? []) this.#memories.set(memory.clientId, memory);
  }
}
