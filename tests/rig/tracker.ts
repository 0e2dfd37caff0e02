import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bencode } from './torrent-file.ts';

export interface Tracker {
  /** libtorrent only asks trackers on loopback whose path starts with `/announce`. */
  readonly announce: string;
  /** Resolves when a client listening on that port has announced the torrent. */
  waitForPeer(infoHash: string, peerPort: number, timeoutMs?: number): Promise<void>;
  stop(): Promise<void>;
}

/** `info_hash` is 20 raw bytes, percent-encoded: not UTF-8, so `URLSearchParams` can't read it. */
function infoHashOf(url: string): string | undefined {
  const encoded = /[?&]info_hash=([^&]*)/.exec(url)?.[1];
  if (encoded === undefined) return undefined;
  const bytes = encoded.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('hex');
}

/** A BitTorrent tracker on loopback: tells the clients of one machine about each other. */
export async function startTracker(): Promise<Tracker> {
  const swarms = new Map<string, Set<number>>();
  const waiting = new Set<() => void>();

  const server = createServer((request, response) => {
    const url = request.url ?? '';
    const infoHash = infoHashOf(url);
    const port = Number(/[?&]port=(\d+)/.exec(url)?.[1]);
    if (infoHash === undefined || !(port > 0)) {
      response.writeHead(400).end();
      return;
    }
    const peers = swarms.get(infoHash) ?? new Set<number>();
    swarms.set(infoHash, peers);
    if (/[?&]event=stopped/.test(url)) peers.delete(port);
    else peers.add(port);
    const others = [...peers].filter((peer) => peer !== port);
    const compact = Buffer.from(others.flatMap((peer) => [127, 0, 0, 1, peer >> 8, peer & 255]));
    response.end(bencode({ interval: 15, 'min interval': 5, peers: compact }));
    for (const check of waiting) check();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  server.unref();
  const { port } = server.address() as AddressInfo;

  return {
    announce: `http://127.0.0.1:${port}/announce`,
    waitForPeer: (infoHash, peerPort, timeoutMs = 20_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(check);
          reject(new Error(`nobody on port ${peerPort} announced ${infoHash} within ${timeoutMs} ms`));
        }, timeoutMs);
        const check = (): void => {
          if (!swarms.get(infoHash)?.has(peerPort)) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
