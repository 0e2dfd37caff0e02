import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { JsonObject } from './json.ts';
import type { Delays, SectionConfig } from './options.ts';
import type { PlexTv } from './plex-tv/index.ts';
import type { RequestPredicate, RequestRecord } from './request-log.ts';
import type { ScanRecord } from './scans.ts';
import type { Section } from './section.ts';

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
