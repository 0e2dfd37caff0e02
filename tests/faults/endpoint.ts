import type { Mutation, Recorded } from './named-mutations.ts';

/** Something that is asked of a server, over a `fetch` that may be tapped. */
export interface Operation {
  readonly name: string;
  run(through: (base: typeof fetch) => typeof fetch, signal: AbortSignal): Promise<unknown>;
}

/** One request of an operation. */
export interface Endpoint {
  readonly name: string;
  readonly recorded: Recorded;
  /** The operation as ever, but for the answer to this request. */
  answered(mutation: Mutation, signal: AbortSignal): Promise<unknown>;
}

async function record(response: Response): Promise<Recorded> {
  const { status, headers } = response;
  return { status, type: headers.get('content-type') ?? '', text: await response.text() };
}

const labelOf = (request: Request, body: string): string => {
  const { pathname } = new URL(request.url);
  const method = /"method": ?"([^"]+)"|<methodName>([^<]+)/.exec(body);
  return `${request.method} ${pathname}${method ? ` ${method[1] ?? method[2]}` : ''}`;
};

interface Seen extends Recorded {
  readonly label: string;
}

/** The requests of an operation when all goes well; none when it was never recorded. */
async function requestsOf(operation: Operation): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  let isRecorded = true;
  const through = (base: typeof fetch): typeof fetch => {
    return async (input, init) => {
      const request = new Request(input, init);
      const label = labelOf(request, await request.clone().text());
      try {
        const response = await base(request);
        seen.push({ label, ...(await record(response.clone())) });
        return response;
      } catch (error) {
        isRecorded = false;
        throw error;
      }
    };
  };
  try {
    await operation.run(through, new AbortController().signal);
  } catch (error) {
    if (isRecorded) throw error;
  }
  return isRecorded ? seen : [];
}

/**
 * Each request of each operation. What several ask before they come to their own question (who is there, a session) is
 * there once.
 */
export async function endpointsOf(operations: readonly Operation[]): Promise<readonly Endpoint[]> {
  const endpoints = new Map<string, Endpoint>();
  for (const operation of operations) {
    const seen = await requestsOf(operation);
    for (const [at, { label, ...recorded }] of seen.entries()) {
      const isLast = at === seen.length - 1;
      const purpose = isLast ? operation.name.replace(/ \(.*/, '') : '';
      endpoints.set(`${purpose} ${label} ${recorded.status} ${recorded.text}`, {
        name: `${operation.name}: ${at + 1} of ${seen.length}, ${label}`,
        recorded,
        answered: (mutation, signal) => operation.run(changing(at, mutation, recorded), signal),
      });
    }
  }
  return [...endpoints.values()];
}

function changing(at: number, mutation: Mutation, recorded: Recorded) {
  return (base: typeof fetch): typeof fetch => {
    let asked = 0;
    return async (input, init) => {
      if (asked++ !== at) return base(input, init);
      return mutation(recorded, input instanceof Request ? input : new Request(input, init));
    };
  };
}
