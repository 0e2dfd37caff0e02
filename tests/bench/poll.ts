import { get, type IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { TorrentClient } from '../../lib/ports/torrent-client.ts';
import { qbittorrent } from '../../lib/torrent-clients/qbittorrent/index.ts';
import { addManyTorrents } from '../rig/many-torrents.ts';
import { startQbittorrent } from '../rig/qbittorrent.ts';
import type { Figure } from './figure.ts';

const never = new AbortController().signal;

interface Wire {
  bytes: number;
  body: string;
}

/** A `fetch` that counts what really crosses the wire, headers and compression included. */
function countingFetch(cookie: string, wire: Wire): typeof fetch {
  return (input, init) =>
    new Promise((resolve, reject) => {
      const request = new Request(input, init);
      const headers = { cookie, 'accept-encoding': 'gzip' };
      get(request.url, { headers, agent: false }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          wire.bytes += answer.socket.bytesRead;
          const bytes = decoded(answer.headers, Buffer.concat(chunks));
          wire.body = bytes.toString();
          resolve(new Response(new Uint8Array(bytes), { status: answer.statusCode ?? 500 }));
        });
      }).on('error', reject);
    });
}

const decoded = (headers: IncomingHttpHeaders, bytes: Buffer): Buffer =>
  headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;

const clientWith = (address: string, base: typeof fetch): TorrentClient =>
  qbittorrent.connect({
    address,
    access: 'browser-session',
    username: null,
    secret: async () => null,
    fetch: base,
  });

/** Median CPU time of a call in milliseconds, all threads of this process. */
async function cpuMs(call: () => Promise<unknown>, runs: number): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage();
    await call();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1_000);
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
}

/** What a poll of a real qBittorrent with that many torrents costs, when nothing is new. */
export async function benchPoll(torrents = 10_000): Promise<readonly Figure[]> {
  const daemon = await startQbittorrent();
  try {
    await addManyTorrents(daemon, torrents);
    const cookie = await daemon.api.login();
    const wire: Wire = { bytes: 0, body: '' };
    const client = clientWith(daemon.url, countingFetch(cookie, wire));
    const measure = async (call: (client: TorrentClient) => Promise<unknown>, runs: number) => {
      wire.bytes = 0;
      const begin = performance.now();
      await call(client);
      const waitedMs = performance.now() - begin;
      // without the network: what reading and checking the answer costs
      const { body } = wire;
      const replayed = clientWith(daemon.url, async () => new Response(body));
      const cpu = await cpuMs(() => call(replayed), runs);
      return { bytes: wire.bytes, waitedMs, cpu, length: body.length };
    };
    const poll = await measure((one) => one.listChanges(null, () => true, never), 50);
    const baseline = await measure((one) => one.listCompleted(never), 7);
    return [
      { name: 'poll, on the wire', value: poll.bytes / 1_000, unit: 'kB', limit: 100 },
      { name: 'poll, CPU to read and check', value: poll.cpu, unit: 'ms', limit: 5 },
      { name: 'poll, until answered', value: poll.waitedMs, unit: 'ms', limit: 10_000 },
      { name: 'baseline, on the wire', value: baseline.bytes / 1_000, unit: 'kB', limit: 2_000 },
      { name: 'baseline, unpacked', value: baseline.length / 1_000, unit: 'kB', limit: 32_000 },
      { name: 'baseline, CPU to read and check', value: baseline.cpu, unit: 'ms', limit: 400 },
      { name: 'baseline, until answered', value: baseline.waitedMs, unit: 'ms', limit: 25_000 },
    ];
  } finally {
    await daemon.stop();
  }
}
