import type { Download } from '../domain/download.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import type { ClientMemory, DownloadStore, StoreChange } from '../ports/download-store.ts';

/** Finished downloads are kept this long and this many, so that their buttons are there at once. */
const keepMs = 30 * 24 * 60 * 60 * 1000;
const keepCount = 1_000;

/**
 * The downloads and what was seen, as the background knows them: read once when the worker starts, and from then on
 * changed here only. Every change is stored before it counts; if storing fails, nothing has changed.
 */
export class DownloadBook {
  #store: DownloadStore;
  #downloads = new Map<string, Download>();
  #memories = new Map<string, ClientMemory>();
  #opened: Promise<void> | undefined;
  #broken = 0;

  constructor(store: DownloadStore) {
    this.#store = store;
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

  async commit(change: StoreChange): Promise<void> {
    await this.#store.commit(change);
    for (const download of change.put ?? []) this.#downloads.set(download.id, download);
    for (const memory of change.remember ?? []) this.#memories.set(memory.clientId, memory);
  }

  async forgetClient(clientId: string): Promise<void> {
    await this.#store.forgetClient(clientId);
    this.#memories.delete(clientId);
    for (const download of this.all()) {
      if (download.clientId === clientId) this.#downloads.delete(download.id);
    }
  }

  /** Drops what is done and old, or beyond the number kept. Nothing that is still on its way. */
  async prune(nowMs: number): Promise<void> {
    const done = this.all()
      .filter((download) => download.stage === 'available' || download.stage === 'ignored')
      .sort((a, b) => b.stageSinceMs - a.stageSinceMs);
    const old = done.filter((download, at) => at >= keepCount || nowMs - download.stageSinceMs > keepMs);
    if (old.length === 0) return;
    await this.#store.removeDownloads(old.map((download) => download.id));
    for (const download of old) this.#downloads.delete(download.id);
  }
}
