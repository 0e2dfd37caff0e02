import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A qBittorrent that is always busy, signed in for everybody. */
export interface BusyProxy {
  readonly url: string;
  /** How many torrents change at every refresh of the page. */
  changing: number;
  close(): Promise<void>;
}

interface MainData {
  torrents?: Record<string, Record<string, unknown>>;
}

/**
 * In front of a real qBittorrent: the page gets the real thing, and on top of each delta of its list the given number
 * of torrents with other speeds and times, as a client with many peers has them. Tiny torrents alone never change.
 */
export async function startBusyProxy(
  target: string,
  cookie: string,
  hashes: readonly string[],
): Promise<BusyProxy> {
  let round = 0;
  const proxy = { changing: 0 };
  const server = createServer((incoming, outgoing) => {
    const isList = incoming.url?.startsWith('/api/v2/sync/maindata') ?? false;
    forward(incoming, outgoing, target, cookie, (body) => {
      if (!isList || proxy.changing === 0) return body;
      return makeBusy(body, hashes.slice(0, proxy.changing), round++);
    });
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
  target: string,
  cookie: string,
  change: (body: Buffer) => Buffer,
): void {
  // its own Host, no Origin and no Referer: qBittorrent refuses what looks like another site's request
  const { origin, referer, host, connection, 'accept-encoding': _encoding, ...headers } = incoming.headers;
  const onward = request(
    new URL(incoming.url ?? '/', target),
    { method: incoming.method ?? 'GET', headers: { ...headers, cookie } },
    (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const { 'transfer-encoding': _transfer, 'content-length': _length, ...rest } = answer.headers;
        const body = change(Buffer.concat(chunks));
        outgoing.writeHead(answer.statusCode ?? 502, { ...rest, 'content-length': body.length });
        outgoing.end(body);
      });
    },
  );
  onward.on('error', () => outgoing.writeHead(502).end());
  incoming.pipe(onward);
}

function makeBusy(body: Buffer, hashes: readonly string[], round: number): Buffer {
  const data = JSON.parse(body.toString('utf8')) as MainData;
  data.torrents ??= {};
  for (const [at, hash] of hashes.entries()) {
    const speed = 1_000 + ((round * 7_919 + at * 104_729) % 900_000);
    data.torrents[hash] = {
      ...data.torrents[hash],
      upspeed: speed,
      eta: speed,
      num_leechs: round % 50,
      ratio: speed / 7e5,
    };
  }
  return Buffer.from(JSON.stringify(data));
}
