import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A torrent client that is always busy, signed in for everybody. */
export interface BusyProxy {
  readonly url: string;
  /** How many torrents change at every refresh of the page. */
  changing: number;
  close(): Promise<void>;
}

/** What makes answers look busy: gets a path, the answer to it, how many torrents change, and the number of the round. */
export type MakeBusy = (path: string, body: Buffer, changing: number, round: number) => Buffer;

export interface BusyProxyOptions {
  /** Origin of the real client, ending in `/`. */
  readonly target: string;
  /** Sent with every request: the session. */
  readonly headers: Readonly<Record<string, string>>;
  readonly makeBusy: MakeBusy;
}

/**
 * In front of a real client: the page gets the real thing, and on top of each answer about its list the given number
 * of torrents with other speeds and times, as a client with many peers has them. Tiny torrents alone never change.
 */
export async function startBusyProxy(options: BusyProxyOptions): Promise<BusyProxy> {
  let round = 0;
  const proxy = { changing: 0 };
  const server = createServer((incoming, outgoing) => {
    forward(incoming, outgoing, options, (body) =>
      proxy.changing === 0 ? body : options.makeBusy(incoming.url ?? '/', body, proxy.changing, round++),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { target, headers: session }: BusyProxyOptions,
  change: (body: Buffer) => Buffer,
): void {
  // its own Host, no Origin and no Referer: qBittorrent refuses what looks like another site's request
  const { origin, referer, host, connection, 'accept-encoding': _encoding, ...headers } = incoming.headers;
  const onward = request(
    new URL(incoming.url ?? '/', target),
    { method: incoming.method ?? 'GET', headers: { ...headers, ...session } },
    (answer) => {
      const { 'transfer-encoding': _transfer, 'content-length': _length, ...rest } = answer.headers;
      if (answer.headers['content-type']?.startsWith('text/event-stream')) {
        outgoing.writeHead(answer.statusCode ?? 502, rest);
        answer.pipe(outgoing);
        return;
      }
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const body = change(Buffer.concat(chunks));
        outgoing.writeHead(answer.statusCode ?? 502, { ...rest, 'content-length': body.length });
        outgoing.end(body);
      });
    },
  );
  onward.on('error', () => outgoing.writeHead(502).end());
  incoming.pipe(onward);
}

/** A number that differs from round to round and from torrent to torrent, like a speed in bytes per second. */
export const speedOf = (round: number, at: number): number =>
  1_000 + ((round * 7_919 + at * 104_729) % 900_000);
