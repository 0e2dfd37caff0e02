import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** One request, written down when it arrives; `status` follows when it is answered. */
export interface RequestRecord {
  /** Epoch milliseconds by the machine's clock. */
  readonly at: number;
  readonly server: 'plex' | 'plex.tv';
  readonly method: string;
  /** Decoded path without the query. */
  readonly path: string;
  /** Decoded as a form: `+` and `%20` are spaces. Of a repeated name, the last value. */
  readonly query: Readonly<Record<string, string>>;
  /** The request target as it was sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly tokenInUrl: boolean;
  readonly tokenInHeader: boolean;
  readonly origin: string | null;
  /** `null` until answered, and for ever when the connection was dropped or left hanging. */
  status: number | null;
}

export type RequestPredicate = (request: RequestRecord) => boolean;

export interface RequestLog {
  readonly entries: RequestRecord[];
  add(request: IncomingMessage, server: RequestRecord['server']): RequestRecord;
  answered(record: RequestRecord, status: number): void;
  /** The first request that fits, already made or still to come. Rejects after `timeoutMs` (default 5 s). */
  waitFor(predicate: RequestPredicate, timeoutMs?: number): Promise<RequestRecord>;
  clear(): void;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function recordOf(request: IncomingMessage, server: RequestRecord['server']): RequestRecord {
  const url = request.url ?? '/';
  const cut = url.indexOf('?');
  const parameters = new URLSearchParams(cut === -1 ? '' : url.slice(cut + 1));
  const query = Object.fromEntries(parameters);
  const names = Object.keys(query).map((name) => name.toLowerCase());
  return {
    at: Date.now(),
    server,
    method: request.method ?? 'GET',
    path: decoded(cut === -1 ? url : url.slice(0, cut)),
    query,
    url,
    headers: request.headers,
    tokenInUrl: names.some((name) => name === 'x-plex-token' || name === 'authtoken' || name === 'token'),
    tokenInHeader: request.headers['x-plex-token'] !== undefined,
    origin: request.headers.origin ?? null,
    status: null,
  };
}

interface Waiter {
  readonly predicate: RequestPredicate;
  readonly resolve: (record: RequestRecord) => void;
}

export function createRequestLog(): RequestLog {
  const entries: RequestRecord[] = [];
  const waiters = new Set<Waiter>();
  const notify = (record: RequestRecord): void => {
    for (const waiter of waiters) {
      if (!waiter.predicate(record)) continue;
      waiters.delete(waiter);
      waiter.resolve(record);
    }
  };
  return {
    entries,
    add(request, server) {
      const record = recordOf(request, server);
      entries.push(record);
      notify(record);
      return record;
    },
    answered(record, status) {
      record.status = status;
      notify(record);
    },
    waitFor(predicate, timeoutMs = 5000) {
      const found = entries.find(predicate);
      if (found) return Promise.resolve(found);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiters.delete(waiter);
          const seen = entries.map((entry) => `${entry.method} ${entry.path}`).join(', ');
          reject(new Error(`No such request within ${timeoutMs} ms. Seen: ${seen || 'none'}`));
        }, timeoutMs);
        const waiter: Waiter = {
          predicate,
          resolve: (record) => {
            clearTimeout(timer);
            resolve(record);
          },
        };
        waiters.add(waiter);
      });
    },
    clear() {
      entries.length = 0;
    },
  };
}
