/** A request as it went out. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly token: string | null;
}

/** What happens to one request. `before`: it never arrives. `after`: it is done, and the answer is lost or a lie. */
export interface NetFault {
  /** Which request, counted from when the fault was set, from 1. */
  readonly at: number;
  /** How many from there on. Default 1. */
  readonly times?: number;
  readonly when: 'before' | 'after';
  readonly what: 'cut' | 'server-error' | 'busy' | 'refused';
  /** Counts only requests that change something. */
  readonly onlyChanges?: boolean;
}

export interface FaultyFetch {
  readonly fetch: (input: RequestInfo | URL) => Promise<Response>;
  readonly requests: SentRequest[];
  break(fault: NetFault): void;
  heal(): void;
  /** Called for each request before it goes out. */
  onRequest: () => void;
}

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
      if (broken.when === 'after') await (await fetch(request)).arrayBuffer();
      return answers[broken.what]();
    },
  };
  return net;
}
