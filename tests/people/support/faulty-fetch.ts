/** A request as it went out. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly token: string | null;
}

/**
 * What happens to one request. `before`: it never arrives. `after`: it is done, and the answer is lost or a lie.
 * `late`: it is done when whoever sent it has given up long ago.
 */
export interface NetFault {
  /** Which request, counted from when the fault was set, from 1. */
  readonly at: number;
  /** How many from there on. Default 1. */
  readonly times?: number;
  readonly when: 'before' | 'after' | 'late';
  readonly what: 'cut' | 'server-error' | 'busy' | 'refused';
  /** Counts only requests that change something. */
  readonly onlyChanges?: boolean;
}

export interface FaultyFetch {
  readonly fetch: (input: RequestInfo | URL) => Promise<Response>;
  readonly requests: SentRequest[];
  break(fault: NetFault): void;
  heal(): void;
  /** Tells what time it is, so that late requests arrive; they take 20 seconds. Epoch milliseconds. */
  passTo(nowMs: number): Promise<void>;
  /** Called for each request before it goes out. */
  onRequest: () => void;
}

const lateMs = 20_000;

const answers: Record<NetFault['what'], () => Response> = {
  cut: () => {
    throw new TypeError('Failed to fetch');
  },
  'server-error': () => new Response('<html>500</html>', { status: 500 }),
  busy: () => new Response('', { status: 429, headers: { 'retry-after': '1' } }),
  refused: () => new Response('{"errors":[{"code":1001,"status":401}]}', { status: 401 }),
};

/** The real fetch, with every request written down, and one of them broken on demand. */
export function faultyFetch(): FaultyFetch {
  let fault: NetFault | undefined;
  let seen = 0;
  let onTheirWay: { request: Request; sinceMs: number | null }[] = [];
  /** The fault, when it is this request's turn. */
  const hit = (method: string): NetFault | undefined => {
    if (!fault || (fault.onlyChanges && method === 'GET')) return undefined;
    seen += 1;
    return seen >= fault.at && seen < fault.at + (fault.times ?? 1) ? fault : undefined;
  };
  const net: FaultyFetch = {
    requests: [],
    onRequest: () => undefined,
    break(next) {
      fault = next;
      seen = 0;
    },
    heal() {
      fault = undefined;
    },
    async passTo(nowMs) {
      const waiting = onTheirWay.map((one) => ({ ...one, sinceMs: one.sinceMs ?? nowMs }));
      onTheirWay = waiting.filter(({ sinceMs }) => nowMs < sinceMs + lateMs);
      for (const { request } of waiting.filter(({ sinceMs }) => nowMs >= sinceMs + lateMs)) {
        await (await fetch(request)).arrayBuffer();
      }
    },
    async fetch(input) {
      const request = new Request(input);
      const { method, url, headers } = request;
      net.requests.push({
        method,
        url,
        body: await request.clone().text(),
        token: headers.get('x-plex-token'),
      });
      net.onRequest();
      const broken = hit(method);
      if (!broken) return fetch(request);
      if (broken.when === 'late') {
        onTheirWay.push({ request, sinceMs: null });
        return answers.cut();
      }
      if (broken.when === 'after') await (await fetch(request)).arrayBuffer();
      return answers[broken.what]();
    },
  };
  return net;
}
