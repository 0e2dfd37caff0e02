import type { RequestPredicate, RequestRecord } from './request-log.ts';

/** What may go wrong with an answer. */
export type FaultKind =
  /** Drops the connection, then refuses new ones for `forMs` (default 50 ms): a server that restarts. */
  | { readonly kind: 'refuse'; readonly forMs?: number }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Does what was asked, then drops the connection: whether it happened is unknown to the client. */
  | { readonly kind: 'lost-reply' }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'not-found' }
  /** `retryAfter` in seconds or as an HTTP date; left out, there is no such header. */
  | { readonly kind: 'rate-limited'; readonly retryAfter?: number | string }
  | { readonly kind: 'server-error' }
  /** The error page of a reverse proxy whose Plex is gone. */
  | { readonly kind: 'bad-gateway' }
  /** Plex is running its start-up maintenance, for `/identity` too. */
  | { readonly kind: 'starting' }
  /** The right answer in `pieces` (default 10), one every `everyMs` (default 20 ms). */
  | { readonly kind: 'slow-body'; readonly pieces?: number; readonly everyMs?: number }
  /** Half of the right answer under its full length, then the connection is dropped. */
  | { readonly kind: 'cut-body' }
  /** Half of the right answer as if it were all of it. */
  | { readonly kind: 'truncated-json' }
  /** XML, whatever was asked for. */
  | { readonly kind: 'xml' }
  /** Bytes in the first title that are not UTF-8. */
  | { readonly kind: 'invalid-utf8' }
  /** 302 to another origin; a client must not take its token there. */
  | { readonly kind: 'redirect'; readonly to: string }
  /** Another server answers at this address. */
  | { readonly kind: 'wrong-server'; readonly machineIdentifier?: string }
  /** An answer of `bytes` (default 20 MB). */
  | { readonly kind: 'huge'; readonly bytes?: number };

/** A path (a trailing `*` stands for anything), a pattern on the path, or any condition. */
export type RequestMatch = string | RegExp | RequestPredicate;

export type Fault = FaultKind & {
  readonly match: RequestMatch;
  /** How many requests it spoils before it is over. Default: all of them. */
  readonly times?: number;
};

/** Requests that wait until they are let go. */
export interface Hold {
  /** Resolves with the first request that waits here. */
  readonly arrived: Promise<RequestRecord>;
  waiting(): readonly RequestRecord[];
  /** Lets the waiting requests go on and stops holding new ones. */
  release(): void;
}

export interface Faults {
  /** The newest fault that fits a request takes it. Returns a function that ends the fault. */
  add(fault: Fault): () => void;
  /** Pauses matching requests before they have any effect. One whose client has gone by then has none at all. */
  hold(match: RequestMatch): Hold;
  /** Ends all faults and releases everything held. */
  clear(): void;
}

/** What the server itself asks. */
export interface FaultSource extends Faults {
  next(record: RequestRecord): FaultKind | undefined;
  held(record: RequestRecord): Promise<void>;
}

export function matches(match: RequestMatch, record: RequestRecord): boolean {
  if (typeof match === 'function') return match(record);
  if (match instanceof RegExp) return match.test(record.path);
  return match.endsWith('*') ? record.path.startsWith(match.slice(0, -1)) : record.path === match;
}

interface Gate {
  readonly match: RequestMatch;
  readonly waiting: RequestRecord[];
  readonly opened: Promise<void>;
  readonly arrive: (record: RequestRecord) => void;
  readonly release: () => void;
}

export function createFaults(): FaultSource {
  const faults: { readonly fault: Fault; left: number }[] = [];
  const gates = new Set<Gate>();
  return {
    add(fault) {
      const entry = { fault, left: fault.times ?? Infinity };
      faults.unshift(entry);
      return () => {
        entry.left = 0;
      };
    },
    hold(match) {
      const arrived = Promise.withResolvers<RequestRecord>();
      const opened = Promise.withResolvers<void>();
      const waiting: RequestRecord[] = [];
      const gate: Gate = {
        match,
        waiting,
        opened: opened.promise,
        arrive(record) {
          waiting.push(record);
          arrived.resolve(record);
        },
        release() {
          gates.delete(gate);
          waiting.length = 0;
          opened.resolve();
        },
      };
      gates.add(gate);
      return { arrived: arrived.promise, waiting: () => [...waiting], release: gate.release };
    },
    clear() {
      faults.length = 0;
      for (const gate of gates) gate.release();
    },
    next(record) {
      const entry = faults.find(({ fault, left }) => left > 0 && matches(fault.match, record));
      if (!entry) return undefined;
      entry.left -= 1;
      return entry.fault;
    },
    async held(record) {
      for (const gate of gates) {
        if (!matches(gate.match, record)) continue;
        gate.arrive(record);
        await gate.opened;
      }
    },
  };
}
