import { ClientWatch } from '../../lib/background/client-watch.ts';
import { DownloadBook } from '../../lib/background/download-book.ts';
import { Notifier } from '../../lib/background/notifier.ts';
import { PlexIntegrationManager } from '../../lib/background/plex-integration-manager.ts';
import { ServerWatch } from '../../lib/background/server-watch.ts';
import type { Download } from '../../lib/domain/download.ts';
import { OperationError } from '../../lib/domain/errors.ts';
import type { News, ToldNews } from '../../lib/domain/news.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import type { ClientMemory, DownloadStore, StoreChange } from '../../lib/ports/download-store.ts';
import type { NewsDesk } from '../../lib/ports/news-desk.ts';
import { memorySettings, standardSettings } from '../fakes/background.ts';
import { SimClient } from './sim-client.ts';
import { SimClock, settled } from './sim-clock.ts';
import { SimPlex } from './sim-plex.ts';

/** What never answers any more: the caller is dead. */
const silence = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** A death at the n-th request or write from now on: before it has an effect, or after it and before its answer. */
export interface Death {
  readonly inOps: number;
  readonly when: 'before' | 'after';
  /** Only requests of this name count. */
  readonly at?: string;
}

/** What one browser has: a store that outlives its workers, and the worker that runs now. */
export class SimBrowser {
  readonly stored = new Map<string, Download>();
  readonly memories = new Map<string, ClientMemory>();
  readonly settings: ReturnType<typeof memorySettings>;
  isFull = false;
  watched = new Set<string>();
  /** How often each download became available. */
  arrivals = new Map<string, number>();
  /** Stages and problems that were written down. */
  readonly passed = new Set<string>();
  /** Downloads that have come to their end. */
  readonly ended = new Set<string>();
  beatMinutes: 0.5 | 1 = 0.5;
  /** What was written and is kept, in characters of JSON. */
  writtenLength = 0;
  writes = 0;
  death: Death | null = null;
  /** Asked before and after every request and write: whether the worker dies there. */
  fate: (() => boolean) | null = null;
  /** What was told by notifications, where they are wanted, and what is remembered of that. */
  readonly notices: News[] = [];
  told: ToldNews | null = null;
  deaths = 0;
  clock: SimClock;
  #client: SimClient;
  #plex: SimPlex;
  #worker: { alive: boolean; timers: Set<() => void> } = { alive: false, timers: new Set() };
  manager: PlexIntegrationManager | undefined;
  book: DownloadBook | undefined;
  log: string[] = [];

  constructor(clock: SimClock, client: SimClient, plex: SimPlex, settings: Settings = standardSettings) {
    this.clock = clock;
    this.#client = client;
    this.#plex = plex;
    this.settings = memorySettings(settings);
  }

  /** The worker dies now, with its timers and all that it waits for. */
  kill(): void {
    if (!this.#worker.alive) return;
    this.deaths++;
    this.death = null;
    this.#worker.alive = false;
    for (const stop of this.#worker.timers) stop();
  }

  /** The alarm: it starts a worker if there is none. Ends when the worker is quiet, or dead. */
  async tick(): Promise<void> {
    if (!this.#worker.alive) this.#start();
    const turn = this.manager?.tick();
    let over = false;
    turn?.then(
      () => {
        over = true;
      },
      () => {
        over = true;
      },
    );
    for (let round = 0; round < 40 && !over && this.#worker.alive; round++) await settled();
  }

  #start(): void {
    const own = { alive: true, timers: new Set<() => void>() };
    this.#worker = own;
    const { clock, settings } = this;
    const { now } = clock;
    const log = (event: string): void => void this.log.push(event);
    const later = (run: () => void, delayMs: number): (() => void) => {
      const stop = clock.later(() => {
        own.timers.delete(stop);
        if (own.alive) run();
      }, delayMs);
      own.timers.add(stop);
      return stop;
    };
    const ask = async <T>(name: string, answer: () => T): Promise<T> => {
      if (!own.alive) return silence();
      await Promise.resolve();
      if (this.#isDying(own, name, 'before')) return silence();
      const heard = await Promise.resolve()
        .then(answer)
        .then(
          (value) => () => value,
          (error: unknown) => () => {
            throw error;
          },
        );
      if (this.#isDying(own, name, 'after')) return silence();
      return own.alive ? heard() : silence();
    };
    const book = new DownloadBook(this.#storeFor(ask));
    const connections = {
      client: () => this.#client.as(ask),
      server: () => this.#plex.as(ask),
      allowed: async () => true,
    };
    const servers = new ServerWatch(connections, now);
    const clients = new ClientWatch({ book, settings, connections, now, log });
    this.book = book;
    const notifier = new Notifier({ book, settings, desk: this.#deskFor(ask), now, later });
    this.manager = new PlexIntegrationManager({
      book,
      connections,
      servers,
      clients,
      settings,
      findElsewhere: async () => null,
      now,
      log,
      watchedClients: () => this.watched,
      changed: () => {
        if (settings.value.notifications.ready) void notifier.tell();
      },
      beat: (minutes) => {
        this.beatMinutes = minutes;
      },
      later,
    });
  }

  #isDying(own: { alive: boolean }, name: string, when: Death['when']): boolean {
    const { death } = this;
    if (!own.alive) return true;
    if (this.fate?.()) {
      this.kill();
      return true;
    }
    if (!death || death.when !== when || (death.at ?? name) !== name) return false;
    if (death.inOps > 0) {
      this.death = { ...death, inOps: death.inOps - 1 };
      return false;
    }
    this.kill();
    return true;
  }

  #deskFor(ask: <T>(name: string, answer: () => T) => Promise<T>): NewsDesk {
    return {
      isAllowed: async () => true,
      show: (news) => ask('news.show', () => void this.notices.push(news)),
      read: () => ask('news.read', () => structuredClone(this.told)),
      write: (told) =>
        ask('news.write', () => {
          this.told = structuredClone(told);
        }),
    };
  }

  #storeFor(ask: <T>(name: string, answer: () => T) => Promise<T>): DownloadStore {
    return {
      load: () =>
        ask('store.load', () => ({
          downloads: structuredClone([...this.stored.values()]),
          memories: [...this.memories.values()],
          broken: 0,
        })),
      commit: (change) => ask('store.commit', () => this.#commit(change)),
      removeDownloads: (ids) =>
        ask('store.remove', () => {
          for (const id of ids) this.stored.delete(id);
        }),
      forgetClient: () => ask('store.forget', () => undefined),
    };
  }

  #commit({ put = [], remember = [] }: StoreChange): void {
    if (this.isFull)
      throw new OperationError('STORAGE_BROKEN', { operation: 'store.commit', retryable: true });
    this.writes++;
    for (const download of put) {
      const { id, stage } = download;
      if (stage === 'available' && this.stored.get(id)?.stage !== 'available') {
        this.arrivals.set(id, (this.arrivals.get(id) ?? 0) + 1);
      }
      this.passed.add(download.problem?.code ?? stage);
      if (stage === 'available' || stage === 'ignored') this.ended.add(id);
      this.writtenLength += JSON.stringify(download).length;
      this.stored.set(id, structuredClone(download));
    }
    for (const memory of remember) {
      for (const [hash, seen] of memory.seen) this.writtenLength += hash.length + seen.length + 2;
      this.memories.set(memory.clientId, memory);
    }
  }

  /** Characters that are kept. */
  get keptLength(): number {
    let length = 0;
    for (const download of this.stored.values()) length += JSON.stringify(download).length;
    for (const { seen } of this.memories.values())
      for (const [hash, one] of seen) length += hash.length + one.length + 2;
    return length;
  }
}

/** How long a worker lives on after the alarm. */
const awakeMs = 30_000;

/** The number of an old torrent, by its place among them. */
export const oldNumber = (at: number): number => 5_000 + at;

/** A torrent client, a Plex server, and a browser with Marquee between them. */
export class SimWorld {
  readonly clock = new SimClock();
  readonly client = new SimClient(() => this.clock.atMs);
  readonly plex = new SimPlex(() => this.clock.atMs);
  readonly browser = new SimBrowser(this.clock, this.client, this.plex);
  /** Torrents that were complete before the first contact, and the folders they are in. */
  readonly old: string[] = [];

  /** Some of the old ones are in Plex, and most were added without a hash check. */
  addOld(count: number): void {
    for (let at = 0; at < count; at++) {
      const number = oldNumber(at);
      const path = `Old ${at}/film.mkv`;
      const { hash } = this.client.add(number, [path], '/media/movies', { isRestamped: at % 4 !== 0 });
      const completedAtMs = this.clock.atMs - (at + 1) * 3_600_000;
      this.client.change(hash, { completedAtMs });
      this.plex.disk.add(`/media/movies/${path}`);
      this.old.push(`/media/movies/Old ${at}`);
      if (at % 3 === 0) this.plex.take(`/media/movies/${path}`);
    }
  }

  /** The alarm goes on for a while, in strides when it is long. */
  async live(ms: number): Promise<void> {
    const stride = Math.max(30_000, ms / 12);
    for (let left = ms; left > 0; left -= stride) {
      await this.stride(Math.min(left, stride));
    }
  }

  /** The alarm, a minute of the worker's life, and then the machine sleeps. */
  async stride(ms: number): Promise<void> {
    await this.browser.tick();
    await this.clock.pass(Math.min(ms, awakeMs));
    if (ms > awakeMs) this.clock.atMs += ms - awakeMs;
  }
}
