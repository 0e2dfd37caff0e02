import type { Download } from '../domain/download.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import type { ClientMemory, DownloadStore, StoreChange } from '../ports/download-store.ts';

/** Finished downloads are kept this long and this many, so that their buttons are there at once. */
const keepMs = 30 * 24 * 60 * 60 * 1000;
const keepCount = 1_000;

/**
 * The downloads and what was seen, as the background knows them: read once when the worker starts, and from then on
 * changed here only. Every change is stored before it counts; if storing fails, nothing has changed. Changes wait for
 * each other, so that what is decided while another is being stored is not decided on what was before it.
 */
export class DownloadBook {
  #store: DownloadStore;
  #downloads = new Map<string, Download>();
  #memories = new Map<string, ClientMemory>();
  #opened: Promise<void> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
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

  async forgetClient(clientId: string): Promise<void> {
    await this.#inTurn(async () => {
      await this.#store.forgetClient(clientId);
      this.#memories.delete(clientId);
      for (const download of this.all()) {
        if (download.clientId === clientId) this.#downloads.delete(download.id);
      }
    });
  }

  /** Drops what is done and old, or beyond the number kept. Nothing that is still on its way. */
  async prune(nowMs: number): Promise<void> {
    await this.#inTurn(async () => {
      const done = this.all()
        .filter((download) => download.stage === 'available' || download.stage === 'ignored')
        .sort((a, b) => b.stageSinceMs - a.stageSinceMs);
      const old = done.filter((download, at) => at >= keepCount || nowMs - download.stageSinceMs > keepMs);
      if (old.length === 0) return;
      await this.#store.removeDownloads(old.map((download) => download.id));
      for (const download of old) this.#downloads.delete(download.id);
    });
  }

  async #commit(change: StoreChange): Promise<void> {
    await this.#store.commit(change);
    for (const download of change.put ?? []) this.#downloads.set(download.id, download);
    for (const memory of change.remember ?? []) this.#memories.set(memory.clientId, memory);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work);
    this.#turn = next.catch(() => undefined);
    return next;
  }
}
