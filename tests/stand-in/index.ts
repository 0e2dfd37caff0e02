import type { Access } from './access.ts';
import { createTokens } from './access.ts';
import { type Clock, createClock } from './clock.ts';
import { filesIn } from './disk.ts';
import { createEvents } from './events.ts';
import { createFaults, type Faults } from './faults.ts';
import { filesOf, type Item } from './items.ts';
import type { JsonObject } from './json.ts';
import { guidOf } from './matching.ts';
import { type Delays, quickDelays, type SectionConfig, type StandInOptions } from './options.ts';
import { createPlexLibrary } from './plex-library.ts';
import { type PlexTv, startPlexTv } from './plex-tv/index.ts';
import type { Pms } from './pms.ts';
import { servePms } from './pms-server.ts';
import { createRequestLog, type RequestPredicate, type RequestRecord } from './request-log.ts';
import type { ScanRecord } from './scans.ts';
import { foldersToScan, type Section } from './section.ts';
import { takeIn } from './take-in.ts';
import { createTimers } from './timers.ts';

export type { Clock } from './clock.ts';
export type { Fault, FaultKind, Faults, Hold, RequestMatch } from './faults.ts';
export type { Delays, LocationConfig, SectionConfig, SectionType, StandInOptions } from './options.ts';
export type { PlexTv } from './plex-tv/index.ts';
export type { RequestPredicate, RequestRecord } from './request-log.ts';
export type { ScanRecord } from './scans.ts';

/** An item of the stand-in's libraries, for assertions. */
export interface StandInItem {
  readonly ratingKey: string;
  readonly type: string;
  readonly title: string;
  readonly sectionKey: string;
  readonly guid: string;
  readonly isMatched: boolean;
  /** As Plex names them. */
  readonly files: readonly string[];
}

/**
 * A Plex Media Server (and plex.tv) for tests, the demo and the bench. Libraries are real folders on disk; items come
 * from them only when a scan has reached their folder. It follows the documented API and recorded answers, and keeps
 * to them whatever our own client expects.
 */
export interface StandIn {
  /** Without a trailing slash. */
  readonly plexUrl: string;
  readonly plexTvUrl: string;
  /** Sign-in codes, people and shares. */
  readonly plexTv: PlexTv;
  /** The owner's token, good for both servers. */
  readonly token: string;
  readonly machineIdentifier: string;
  readonly sections: readonly Section[];
  /** Every request since the start or the last `clearRequests()`, oldest first. */
  readonly requests: readonly RequestRecord[];
  clearRequests(): void;
  /** The first request that fits, already logged or still to come. Looks again when the answer is out. Default 5 s. */
  waitForRequest(predicate: RequestPredicate, timeoutMs?: number): Promise<RequestRecord>;
  readonly faults: Faults;
  /** Every refresh that was asked for. */
  readonly scans: readonly ScanRecord[];
  /** Resolves when no scan and no match is under way or due. Never, while a delay is infinite. */
  settled(): Promise<void>;
  /** Matches now what still waits for it (for use with `matchMs: Infinity`). */
  matchAll(): void;
  items(): readonly StandInItem[];
  addSection(config: SectionConfig): Promise<Section>;
  /** An infinite delay stops that step. */
  setDelays(delays: Partial<Delays>): void;
  /** The server's own clock; moving it makes its times wrong, or a sign-in code expire. */
  readonly clock: Clock;
  /** A token of someone this server is shared with; without `sections`, of everything. */
  addSharedToken(options?: { readonly sections?: readonly string[] }): string;
  /** From now on this token is answered 401. */
  revokeToken(token: string): void;
  /** Another server answers at the same address from now on. */
  becomeOther(machineIdentifier: string): void;
  setSessions(count: number): void;
  /** Forgets requests, faults, scans, items, shares and sign-in codes. Libraries stay, empty. */
  reset(): void;
  /** Sends a notification to everyone who listens. */
  notify(type: string, list: string, entries: readonly JsonObject[]): void;
  listeners(): { readonly streams: number; readonly sockets: number };
  /** Closes the server's socket and drops all connections; `goOnline` takes the same port again. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  close(): Promise<void>;
}

const ownerToken = 'owner-token-20-chars';

const itemView = (item: Item): StandInItem => ({
  ratingKey: String(item.ratingKey),
  type: item.type,
  title: item.title,
  sectionKey: item.section.key,
  guid: guidOf(item),
  isMatched: item.isMatched,
  files: filesOf(item),
});

function createPms(options: StandInOptions): { pms: Pms; timers: ReturnType<typeof createTimers> } {
  const clock = createClock(options.now);
  const timers = createTimers();
  const events = createEvents(options.bareEvents ?? false);
  const library = createPlexLibrary({
    clock,
    timers,
    events,
    delays: () => pms.delays,
    merge: options.merge ?? true,
  });
  const pms: Pms = {
    machineIdentifier:
      options.machineIdentifier ?? '5ta9d19c0ffee5ta9d19c0ffee5ta9d19c0ffee0'.replaceAll('t', '7'),
    name: options.name ?? 'Stand-in',
    version: options.version ?? '1.43.4.10903-5ab2f1e77',
    clock,
    tokens: createTokens(options.token ?? ownerToken),
    events,
    library,
    delays: { ...quickDelays, ...options.delays },
    refusedStatus: options.refusedStatus ?? 403,
    ownerEmail: 'owner@example.org',
    sessions: 0,
  };
  return { pms, timers };
}

/** What a library holds from the start: scanned and matched before anyone can ask. */
async function fill(pms: Pms, section: Section): Promise<void> {
  for (const folder of foldersToScan(section, null)) {
    const files = await filesIn(folder, section);
    if (files) takeIn(pms.library.items, section, folder, files, pms.clock.seconds());
  }
  pms.library.matchAll();
}

/** Starts the stand-in. `close()` ends it with every timer and connection. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { pms, timers } = createPms(options);
  const log = createRequestLog();
  const faults = createFaults();
  const addSection = async (config: SectionConfig): Promise<Section> => {
    const section = pms.library.addSection(config);
    if (config.scanAtStart ?? options.scanAtStart ?? false) await fill(pms, section);
    return section;
  };
  for (const config of options.sections ?? []) await addSection(config);
  const host = options.host ?? '127.0.0.1';
  const address = { port: options.port ?? 0, host };
  const listener = await servePms(pms, { address, log, faults, timers });
  const token = options.token ?? ownerToken;
  const { plexTv, listener: plexTvListener } = await startPlexTv({
    address: { port: options.plexTvPort ?? 0, host },
    log,
    faults,
    timers,
    clock: pms.clock,
    token,
    email: pms.ownerEmail,
    pms: {
      name: pms.name,
      machineIdentifier: pms.machineIdentifier,
      version: pms.version,
      url: listener.url,
      sections: () => pms.library.sections,
      tokens: pms.tokens,
    },
  });
  let shared = 0;

  return {
    plexUrl: listener.url,
    plexTvUrl: plexTvListener.url,
    plexTv,
    token,
    get machineIdentifier() {
      return pms.machineIdentifier;
    },
    sections: pms.library.sections,
    requests: log.entries,
    clearRequests: log.clear,
    waitForRequest: log.waitFor,
    faults,
    scans: pms.library.scans.records,
    settled: timers.settled,
    matchAll: pms.library.matchAll,
    items: () => pms.library.items.all().map(itemView),
    addSection,
    setDelays(delays) {
      pms.delays = { ...pms.delays, ...delays };
    },
    clock: pms.clock,
    addSharedToken({ sections } = {}) {
      shared += 1;
      const token = `shared-token-${String(shared).padStart(4, '0')}`;
      const access: Access = {
        isOwner: false,
        userID: 1000 + shared,
        sections: sections ? new Set(sections) : null,
      };
      pms.tokens.grant(token, access);
      return token;
    },
    revokeToken: pms.tokens.revoke,
    becomeOther(machineIdentifier) {
      pms.machineIdentifier = machineIdentifier;
    },
    setSessions(count) {
      pms.sessions = count;
    },
    reset() {
      log.clear();
      faults.clear();
      pms.library.clear();
      plexTv.reset();
    },
    notify: pms.events.send,
    listeners: pms.events.count,
    goOffline: listener.goOffline,
    goOnline: listener.goOnline,
    async close() {
      timers.close();
      faults.clear();
      pms.events.close();
      await Promise.all([listener.close(), plexTvListener.close()]);
    },
  };
}
