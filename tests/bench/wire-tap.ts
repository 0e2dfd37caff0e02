import { type IncomingMessage, request as send } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** A `fetch` over plain HTTP that counts, and that can give the same answers again without any network. */
export interface WireTap {
  readonly fetch: typeof fetch;
  /** Bytes that came in since the last `reset`, headers and compression included. */
  readonly bytes: number;
  /** Bytes of the unpacked answers since the last `reset`. */
  readonly unpacked: number;
  reset(): void;
  /** From now on each question gets the answer that one like it got last. */
  replay(): void;
}

interface Answer {
  readonly status: number;
  readonly headers: [string, string][];
  readonly body: Uint8Array<ArrayBuffer>;
}

interface Counted extends Answer {
  readonly bytes: number;
}

/** A number that a client counts up, or the time, does not make another question. */
const keyOf = (request: Request, body: string): string =>
  `${request.method} ${request.url} ${body}`.replace(/\d+/g, '#');

export function tapWire(): WireTap {
  const answers = new Map<string, Answer>();
  let [bytes, unpacked, isReplaying] = [0, 0, false];
  return {
    get bytes() {
      return bytes;
    },
    get unpacked() {
      return unpacked;
    },
    reset() {
      [bytes, unpacked] = [0, 0];
    },
    replay() {
      isReplaying = true;
    },
    async fetch(input, init) {
      const request = new Request(input, init);
      const body = await request.text();
      const key = keyOf(request, body);
      if (!isReplaying) {
        const counted = await ask(request, body);
        bytes += counted.bytes;
        unpacked += counted.body.length;
        answers.set(key, counted);
      }
      const answer = answers.get(key);
      if (!answer) throw new Error(`never asked before: ${key}`);
      return new Response(answer.body, { status: answer.status, headers: answer.headers });
    },
  };
}

function ask(request: Request, body: string): Promise<Counted> {
  const headers = { ...Object.fromEntries(request.headers), 'accept-encoding': 'gzip' };
  return new Promise((resolve, reject) => {
    send(request.url, { method: request.method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => resolve(counted(answer, Buffer.concat(chunks))));
    })
      .on('error', reject)
      .end(body);
  });
}

function counted(answer: IncomingMessage, packed: Buffer): Counted {
  const isPacked = answer.headers['content-encoding'] === 'gzip';
  const headers = Object.entries(answer.headersDistinct)
    .filter(([name]) => name !== 'content-encoding' && name !== 'content-length')
    .flatMap(([name, values = []]) => values.map((value): [string, string] => [name, value]));
  return {
    status: answer.statusCode ?? 500,
    headers,
    body: new Uint8Array(isPacked ? gunzipSync(packed) : packed),
    bytes: answer.socket.bytesRead,
  };
}
