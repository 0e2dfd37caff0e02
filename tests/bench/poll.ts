import { setTimeout as sleep } from 'node:timers/promises';
import type { TorrentClient, TorrentClientKind } from '../../lib/ports/torrent-client.ts';
import { deluge } from '../../lib/torrent-clients/deluge/index.ts';
import { flood } from '../../lib/torrent-clients/flood/index.ts';
import { qbittorrent } from '../../lib/torrent-clients/qbittorrent/index.ts';
import { rtorrent } from '../../lib/torrent-clients/rtorrent/index.ts';
import { transmission } from '../../lib/torrent-clients/transmission/index.ts';
import { startDeluge } from '../rig/deluge.ts';
import { startFlood } from '../rig/flood.ts';
import { addManyTorrents } from '../rig/many-torrents.ts';
import { startQbittorrent } from '../rig/qbittorrent.ts';
import { startRtorrent } from '../rig/rtorrent.ts';
import type { TorrentDaemon } from '../rig/torrent-daemon.ts';
import { startTransmission } from '../rig/transmission.ts';
import type { Figure } from './figure.ts';
import { tapWire, type WireTap } from './wire-tap.ts';

const never = new AbortController().signal;
const known = (): boolean => true;

/** A torrent client whose poll is measured. */
interface Polled {
  readonly kind: TorrentClientKind;
  readonly start: () => Promise<TorrentDaemon>;
  /** How long a torrent that was added is news, in milliseconds. */
  readonly quietAfterMs?: number;
  readonly limits: {
    /** kB of a poll and of the baseline, as they cross the wire. */
    readonly pollWire: number;
    readonly baselineWire: number;
    /** Milliseconds to read and check the answers. */
    readonly pollCpu: number;
    readonly baselineCpu: number;
  };
}

const all: readonly Polled[] = [
  {
    kind: qbittorrent,
    start: startQbittorrent,
    limits: { pollWire: 100, baselineWire: 2_000, pollCpu: 5, baselineCpu: 400 },
  },
  {
    kind: transmission,
    start: startTransmission,
    quietAfterMs: 61_000,
    limits: { pollWire: 100, baselineWire: 800, pollCpu: 5, baselineCpu: 400 },
  },
  {
    kind: deluge,
    start: startDeluge,
    limits: { pollWire: 600, baselineWire: 800, pollCpu: 20, baselineCpu: 400 },
  },
  {
    kind: rtorrent,
    start: startRtorrent,
    quietAfterMs: 125_000,
    limits: { pollWire: 100, baselineWire: 8_000, pollCpu: 5, baselineCpu: 400 },
  },
  {
    kind: flood,
    start: startFlood,
    limits: { pollWire: 800, baselineWire: 800, pollCpu: 20, baselineCpu: 400 },
  },
];

/** What a poll of real torrent clients with that many torrents each costs, when nothing is new. */
export async function benchPoll(torrents = 10_000): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const polled of all) figures.push(...(await benchOne(polled, torrents)));
  return figures;
}

async function benchOne(polled: Polled, torrents: number): Promise<readonly Figure[]> {
  const { kind, quietAfterMs = 0, limits } = polled;
  const daemon = await polled.start();
  try {
    await addManyTorrents(daemon, torrents);
    await sleep(quietAfterMs);
    const poll = await measure(kind, daemon, 50, async (client) => {
      let { cursor } = await client.listChanges(null, known, never);
      return async () => {
        cursor = (await client.listChanges(cursor, known, never)).cursor;
      };
    });
    const baseline = await measure(kind, daemon, 7, async (client) => () => client.listCompleted(never));
    const figure = (name: string, value: number, unit: string, limit: number): Figure => ({
      name: `${kind.label}: ${name}`,
      value,
      unit,
      limit,
    });
    return [
      figure('poll, on the wire', poll.bytes / 1_000, 'kB', limits.pollWire),
      figure('poll, CPU to read and check', poll.cpu, 'ms', limits.pollCpu),
      figure('poll, until answered', poll.waitedMs, 'ms', 10_000),
      figure('baseline, on the wire', baseline.bytes / 1_000, 'kB', limits.baselineWire),
      figure('baseline, unpacked', baseline.unpacked / 1_000, 'kB', 32_000),
      figure('baseline, CPU to read and check', baseline.cpu, 'ms', limits.baselineCpu),
      figure('baseline, until answered', baseline.waitedMs, 'ms', 25_000),
    ];
  } finally {
    await daemon.stop();
  }
}

interface Cost extends Pick<WireTap, 'bytes' | 'unpacked'> {
  readonly waitedMs: number;
  readonly cpu: number;
}

/** One call over the wire, then the same without the network: what reading and checking the answer costs. */
async function measure(
  kind: TorrentClientKind,
  daemon: TorrentDaemon,
  runs: number,
  prepare: (client: TorrentClient) => Promise<() => Promise<unknown>>,
): Promise<Cost> {
  const tap = tapWire();
  const client = kind.connect({
    address: daemon.url,
    access: 'browser-session',
    username: null,
    secret: async () => null,
    fetch: await daemon.signedIn(tap.fetch),
  });
  await client.identify(never);
  const call = await prepare(client);
  tap.reset();
  const begin = performance.now();
  await call();
  const waitedMs = performance.now() - begin;
  const { bytes, unpacked } = tap;
  tap.replay();
  return { bytes, unpacked, waitedMs, cpu: await cpuMs(call, runs) };
}

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
