import { type Download, nextStep } from '../../lib/domain/download.ts';
import { heldBatches, isHeld, isOfBatch } from '../../lib/domain/held-batch.ts';
import type { InfoHash } from '../../lib/domain/info-hash.ts';
import { partsBelow } from '../../lib/domain/media-path.ts';
import { hashOf } from '../fakes/world.ts';
import { fileBytes } from './sim-client.ts';
import { oldNumber, SimWorld } from './sim-world.ts';

/** Where a download of ours goes. */
export type Place =
  | 'own folder'
  | 'library root'
  | 'series'
  | 'second location'
  | 'nested library'
  | 'nowhere'
  | 'archive';

/** Completions this close to the first contact are told from what a client loads only while they are few. */
const baselineMs = 46_000;

interface Expected {
  readonly hash: InfoHash;
  readonly stampMs: number;
  /** What of it would be scanned, as Plex sees it; `null` when no library covers it. */
  readonly folder: string | null;
}

const placeOf = (
  place: Place,
  number: number,
): { savePath: string; paths: readonly string[]; folder: string | null } => {
  switch (place) {
    case 'own folder':
      return film('/media/movies', number);
    case 'library root':
      return { savePath: '/media/movies', paths: [`Film ${number}.mkv`], folder: '/media/movies' };
    case 'series':
      return {
        savePath: `/media/tv/Series ${number % 3}`,
        paths: [`Series.S01E${number}.mkv`],
        folder: `/media/tv/Series ${number % 3}`,
      };
    case 'second location':
      return film('/media/tv2', number);
    case 'nested library':
      return film('/media/movies/4k', number);
    case 'nowhere':
      return { ...film('/downloads', number), folder: null };
    case 'archive':
      return {
        ...film('/media/movies', number),
        paths: [`Film ${number}/film.rar`, `Film ${number}/film.r00`],
      };
  }
};

const film = (savePath: string, number: number) => ({
  savePath,
  paths: [`Film ${number}/film.mkv`],
  folder: `${savePath}/Film ${number}`,
});

/** The world with what we know of it: which completions there were, and what the person asked for. */
export class Pipeline {
  readonly world = new SimWorld();
  expected = new Map<string, Expected>();
  /** How often a folder may be scanned by itself. */
  allowed = new Map<string, number>();
  places = new Map<number, Place>();
  /** Old torrents, and their folders, that the person was asked about among many and wanted. */
  wantedOld = new Set<string>();
  forgotten = 0;

  async begin(oldCount = 40): Promise<void> {
    this.world.addOld(oldCount);
    await this.world.live(60_000);
  }

  #expect(hash: InfoHash, stampMs: number, folder: string | null): void {
    this.#dropUnseen(hash);
    if (folder !== null) this.allowed.set(folder, (this.allowed.get(folder) ?? 0) + 2);
    // what completes before there is a baseline of this client, or while it is taken, may be part of it
    const memory = this.world.browser.memories.get('qb');
    const isFirst = memory?.isProvisional || (memory && Math.abs(stampMs - memory.baselineAtMs) < baselineMs);
    if (!memory?.seen.has(hashOf(5_000)) || isFirst) return;
    this.expected.set(`qb:${hash}:${stampMs}`, { hash, stampMs, folder });
  }

  /** A completion that was over before anybody looked is none that could be followed. */
  #dropUnseen(hash: InfoHash): void {
    for (const [id, one] of this.expected) {
      if (one.hash === hash && !this.world.browser.stored.has(id)) this.expected.delete(id);
    }
  }

  /** A torrent that was added before comes to its end. */
  finish(number: number, place: Place, isMoving: boolean): void {
    const { client, plex, clock } = this.world;
    if (client.isStranger || this.places.has(number)) return;
    this.places.set(number, place);
    const { savePath, paths, folder } = placeOf(place, number);
    const torrent = client.add(number, paths, isMoving ? '/incomplete' : savePath);
    if (isMoving) client.change(torrent.hash, { phase: 'moving' });
    for (const path of paths) plex.disk.add(`${savePath}/${path}`);
    this.#expect(torrent.hash, torrent.completedAtMs ?? clock.atMs, folder);
  }

  /** What was moved has arrived; what was checked is whole. */
  arrive(): void {
    for (const [number, place] of this.places) {
      const entry = this.world.client.entries.get(hashOf(number));
      if (entry?.torrent.phase !== 'moving' && entry?.torrent.phase !== 'checking') continue;
      const { savePath } = placeOf(place, number);
      this.world.client.change(hashOf(number), { phase: 'complete', leftBytes: 0, savePath });
    }
  }

  recheck(number: number): void {
    const entry = this.world.client.entries.get(hashOf(number));
    if (entry?.torrent.phase !== 'complete') return;
    this.world.client.change(hashOf(number), { phase: 'checking', leftBytes: 5 });
  }

  /** One more file is wanted and comes: a completion of its own. */
  selectMore(number: number): void {
    const { client, plex, clock } = this.world;
    const place = this.places.get(number);
    const entry = client.entries.get(hashOf(number));
    if (!entry || place !== 'own folder' || entry.torrent.phase !== 'complete') return;
    const { savePath, folder } = placeOf(place, number);
    const path = `Film ${number}/part ${entry.files.length}.mkv`;
    entry.files = [...entry.files, { path, sizeBytes: fileBytes, wanted: true }];
    plex.disk.add(`${savePath}/${path}`);
    const completedAtMs = Math.floor(clock.atMs / 1000) * 1000;
    if (completedAtMs === entry.torrent.completedAtMs) return;
    client.change(entry.torrent.hash, { wantedBytes: entry.files.length * fileBytes, completedAtMs });
    this.#expect(entry.torrent.hash, completedAtMs, folder);
  }

  remove(number: number): void {
    if (this.world.client.entries.delete(hashOf(number))) this.#dropUnseen(hashOf(number));
  }

  /** Removed with its data and downloaded once more. */
  addAnew(number: number): void {
    const { client } = this.world;
    const place = this.places.get(number);
    if (place === undefined || client.isStranger) return;
    const { savePath, paths, folder } = placeOf(place, number);
    const before = client.entries.get(hashOf(number))?.torrent.completedAtMs;
    const torrent = client.add(number, paths, savePath);
    if (torrent.completedAtMs === before) return;
    this.#expect(torrent.hash, torrent.completedAtMs ?? 0, folder);
  }

  unpack(): void {
    for (const [number, place] of this.places) {
      if (place === 'archive') this.world.plex.disk.add(`/media/movies/Film ${number}/film.mkv`);
    }
  }

  /** What is remembered of the client is lost: a new baseline, and what was not seen by then is not followed. */
  loseMemory(): void {
    const { browser, clock } = this.world;
    clock.offMs = 0;
    this.forgotten++;
    browser.kill();
    browser.memories.clear();
    // one that is hidden while the new baseline is taken, and not in the list of what is done, counts as new
    browser.arrivals.clear();
    for (const { hash } of this.expected.values()) this.#dropUnseen(hash);
  }

  /** Another client at the address: what of the one before was not seen yet may count as old when it is back. */
  swap(): void {
    this.world.clock.offMs = 0;
    this.world.client.swap();
    for (const { hash } of this.expected.values()) this.#dropUnseen(hash);
  }

  async decide(kind: 'retry' | 'ignore', which: number): Promise<void> {
    const { browser } = this.world;
    const all = [...browser.stored.values()];
    const download = all[which % Math.max(1, all.length)];
    if (!download || !browser.manager) return;
    for (const [number, place] of this.places) {
      const { folder } = placeOf(place, number);
      if (hashOf(number) !== download.hash || folder === null) continue;
      this.allowed.set(folder, (this.allowed.get(folder) ?? 0) + 2);
    }
    void browser.manager.decide(download.id, kind).catch(() => undefined);
    await this.world.clock.pass(100);
  }

  /** Says whether those are to be followed that completed in great number at once. */
  async answer(isWanted: boolean): Promise<void> {
    const { browser } = this.world;
    const { manager } = browser;
    if (!manager) return;
    for (const batch of heldBatches([...browser.stored.values()])) {
      for (const one of browser.stored.values()) {
        if (!isOfBatch(one, batch)) continue;
        if (isWanted) this.#wantOld(one);
        else this.expected.delete(one.id);
      }
      void manager.answerBatch(batch, isWanted).catch(() => undefined);
    }
    await this.world.clock.pass(100);
  }

  /** A client that lists its torrents bit by bit can hide a few old ones in a crowd of new ones. */
  #wantOld({ id, hash }: Download): void {
    const { old } = this.world;
    const folder = old.find((_, at) => hashOf(oldNumber(at)) === hash);
    if (folder === undefined) return;
    this.wantedOld.add(id).add(folder);
    this.allowed.set(folder, (this.allowed.get(folder) ?? 0) + 2);
  }

  /** What must hold at any time. */
  check(): void {
    const { plex, browser } = this.world;
    for (const [id, count] of browser.arrivals)
      if (count > 1) throw new Error(`${id} became available ${count} times`);
    const exact = new Map<string, number>();
    for (const { sectionKey, folder, isInside } of plex.scans) {
      if (!isInside) throw new Error(`${folder} was above the locations of library ${sectionKey}`);
      if (this.world.old.includes(folder) && !this.wantedOld.has(folder))
        throw new Error(`${folder} was complete before the first contact`);
      if (folder.includes('Strange')) throw new Error(`${folder} is of a client that was swapped in`);
      exact.set(folder, (exact.get(folder) ?? 0) + 1);
    }
    for (const [folder, count] of exact) {
      const own = [...this.allowed].filter(([inner]) => partsBelow(inner, folder) !== undefined);
      const most = own.reduce((sum, [, times]) => sum + times, 0);
      if (count > most) throw new Error(`${folder} was scanned ${count} times, ${most} at most`);
    }
    for (const { id, sends } of browser.stored.values())
      if (sends > 2) throw new Error(`${id} was sent ${sends} times`);
    for (const [id, download] of browser.stored) {
      if (isHeld(download) || this.wantedOld.has(id)) continue; // the person is asked first
      const hash = id.split(':')[1] ?? '';
      const isOurs = [...this.places.keys()].some((number) => hashOf(number) === hash);
      if (!isOurs) throw new Error(`${id} is no completion`);
    }
  }

  /** Everything works again, and so much time passes that all must have come to an end. */
  async heal(): Promise<void> {
    const { world } = this;
    const { plex, client, browser } = world;
    if (client.isStranger) this.swap();
    Object.assign(plex, { away: false, blind: false, mishaps: [], scanMs: 3_000 });
    client.away = false;
    Object.assign(browser, { isFull: false, death: null, watched: new Set() });
    this.arrive();
    for (let round = 0; round < 12; round++) {
      await this.#stride(30_000);
      await this.answer(true);
    }
    await this.#untilAllIsOver();
    for (let round = 0; round < 4; round++) await this.#stride(7 * 3_600_000);
    for (let round = 0; round < 4; round++) await this.#stride(60_000); // everything is listed once more
    await this.#untilAllIsOver();
  }

  async #untilAllIsOver(): Promise<void> {
    const { clock } = this.world;
    for (let round = 0; round < 150 && this.#open().length > 0; round++) {
      const nowMs = clock.now();
      const next = Math.min(...this.#open().map((one) => (nextStep(one, nowMs) ? 0 : one.nextAtMs - nowMs)));
      await this.#stride(Math.min(Math.max(30_000, next), 24 * 3_600_000));
    }
  }

  async #stride(ms: number): Promise<void> {
    await this.world.stride(ms);
  }

  /** On its way, by itself. */
  #open(): readonly Download[] {
    return [...this.world.browser.stored.values()].filter(
      ({ stage, problem }) =>
        stage !== 'available' && stage !== 'ignored' && (problem === null || problem.retryAtMs !== null),
    );
  }

  /** What must hold in the end: nothing lost, and what is not available is said. */
  checkEnd(): void {
    this.check();
    const { stored } = this.world.browser;
    for (const [id, { folder }] of this.expected) {
      const download = stored.get(id);
      if (!download && this.world.browser.ended.has(id)) continue; // dropped a month later, or for room
      if (!download) throw new Error(`${id} was lost`);
      if (isHeld(download)) throw new Error(`${id} still waits for an answer`);
      const isTold = download.problem !== null && download.problem.retryAtMs === null;
      const isOver = download.stage === 'available' || download.stage === 'ignored';
      if (!isOver && !isTold) {
        throw new Error(`${id} is neither available nor told: ${JSON.stringify(download)}`);
      }
      if (folder === null && download.stage === 'available') throw new Error(`${id} is in no library`);
    }
  }
}
