import { startDeluge } from './deluge.ts';
import { startQbittorrent } from './qbittorrent.ts';
import { startRtorrent } from './rtorrent.ts';
import type { DaemonOptions, TorrentDaemon } from './torrent-daemon.ts';
import { startTransmission } from './transmission.ts';

/** What Flood has to be told to reach a torrent client, in the words of its registration. */
type Connection = Readonly<Record<string, string | number>> & { readonly client: string };

/** A torrent client that Flood is put in front of. */
export interface FloodBackend {
  readonly daemon: TorrentDaemon;
  readonly connection: Connection;
}

type StartBackend = (options: DaemonOptions) => Promise<FloodBackend>;

async function qbittorrent(options: DaemonOptions): Promise<FloodBackend> {
  const daemon = await startQbittorrent(options);
  const { username, password } = daemon;
  const url = daemon.url.replace(/\/$/, '');
  return { daemon, connection: { client: 'qBittorrent', type: 'web', version: 1, url, username, password } };
}

async function transmission(options: DaemonOptions): Promise<FloodBackend> {
  const daemon = await startTransmission(options);
  const url = new URL('../rpc', daemon.url).href;
  const credentials = { username: daemon.username ?? '', password: daemon.password ?? '' };
  return { daemon, connection: { client: 'Transmission', type: 'rpc', version: 1, url, ...credentials } };
}

/** Flood speaks to deluged itself, whose port and password deluge-web knows. */
async function deluge(options: DaemonOptions): Promise<FloodBackend> {
  const daemon = await startDeluge(options);
  const [[, host, port] = ['', '', 0]] = await daemon.api.call<[string, string, number][]>('web.get_hosts');
  const accounts = await daemon.api.call<{ username: string; password: string }[]>('core.get_known_accounts');
  const { username, password } = accounts[0] ?? { username: '', password: '' };
  return {
    daemon,
    connection: { client: 'Deluge', type: 'rpc', version: 1, host, port, username, password },
  };
}

async function rtorrent(options: DaemonOptions): Promise<FloodBackend> {
  const daemon = await startRtorrent(options);
  const { socket } = daemon;
  return { daemon, connection: { client: 'rTorrent', type: 'socket', version: 1, socket } };
}

const floodBackends = { qbittorrent, transmission, deluge, rtorrent } satisfies Record<string, StartBackend>;

export type FloodBackendId = keyof typeof floodBackends;

export const startFloodBackend = (id: FloodBackendId, options: DaemonOptions): Promise<FloodBackend> =>
  floodBackends[id](options);

const prefixes: Readonly<Record<string, string>> = {
  qBittorrent: 'qb',
  Transmission: 'tr',
  Deluge: 'de',
  rTorrent: 'rt',
};
const words: Readonly<Record<string, string>> = { username: 'user', password: 'pass' };

/** The same as arguments, for a Flood that is run without accounts: `--qburl http://… --qbuser …`. */
export function asArguments({ client, type, version, ...rest }: Connection): readonly string[] {
  return Object.entries(rest).flatMap(([key, value]) => [
    `--${prefixes[client]}${words[key] ?? key}`,
    `${value}`,
  ]);
}
