import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Daemon, startDaemon } from './daemon.ts';
import { freePort } from './free-port.ts';
import { RtorrentApi } from './rtorrent-api.ts';
import { rtorrentHands } from './rtorrent-hands.ts';
import { rutorrentLike } from './rutorrent-like.ts';
import { type Bridge, basicOf, startScgiBridge } from './scgi-bridge.ts';
import type { DaemonOptions, TorrentDaemon } from './torrent-daemon.ts';

export interface RtorrentOptions extends DaemonOptions {
  /** What its address is: the page (default), or XML-RPC itself. */
  readonly front?: 'page' | 'rpc';
}

export interface Rtorrent extends TorrentDaemon {
  readonly api: RtorrentApi;
  /** rtorrent's SCGI socket, for other web servers in front. */
  readonly socket: string;
  /** Ends rtorrent alone: the web server in front goes on, until `restart`. */
  stopBackend(): Promise<void>;
}

/** Another program of the same kind can be named in the environment, to try a newer version. */
const program = process.env.RTORRENT ?? 'rtorrent';

/** `0.9.8`, or `null` where rtorrent is not installed. */
export function rtorrentVersion(): string | null {
  const { stdout, stderr } = spawnSync(program, ['-h'], { encoding: 'utf8' });
  return /client version (\d[\w.-]*\w)/.exec(`${stdout ?? ''}${stderr ?? ''}`)?.[1] ?? null;
}

interface Paths {
  readonly socket: string;
  readonly sessionDir: string;
  readonly downloadsDir: string;
  readonly peerPort: number;
}

/**
 * An rtorrent.rc that stays on loopback and needs no terminal. rtorrent has no folder for unfinished downloads: people
 * who want one move what is finished by a command of their own.
 */
function configFor({ socket, sessionDir, downloadsDir, peerPort }: Paths): string {
  const lines = [
    'system.daemon.set = true',
    `session.path.set = "${sessionDir}"`,
    `directory.default.set = "${downloadsDir}"`,
    `network.scgi.open_local = "${socket}"`,
    `network.port_range.set = ${peerPort}-${peerPort}`,
    'network.port_random.set = no',
    'network.bind_address.set = 127.0.0.1',
    'network.local_address.set = 127.0.0.1',
    'network.xmlrpc.size_limit.set = 16777216',
    'dht.mode.set = disable',
    'protocol.pex.set = no',
    'trackers.use_udp.set = no',
    'throttle.global_down.max_rate.set_kb = 100000', // without it no torrent can have a limit of its own
  ];
  return `${lines.join('\n')}\n`;
}

async function answers(api: RtorrentApi, daemon: Daemon, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const isUp = await api.version().then(
      () => true,
      () => false,
    );
    if (isUp && !daemon.hasExited()) return;
    if (daemon.hasExited() || Date.now() > deadline)
      throw new Error(`${program} does not answer:\n${daemon.log()}`);
    await sleep(50);
  }
}

/** A real rtorrent on loopback with a web server in front, which end with this process at the latest. */
export async function startRtorrent(options: RtorrentOptions = {}): Promise<Rtorrent> {
  const credentials =
    options.withPassword === false ? null : { username: 'admin', password: 'web server password' };
  const profileDir = mkdtempSync(join(tmpdir(), 'marquee-rtorrent-'));
  const downloadsDir = options.saveDir ?? join(profileDir, 'downloads');
  const paths: Paths = {
    socket: join(profileDir, 'rpc.socket'),
    sessionDir: join(profileDir, 'session'),
    downloadsDir,
    peerPort: await freePort(),
  };
  for (const folder of [downloadsDir, paths.sessionDir]) mkdirSync(folder, { recursive: true });
  const config = join(profileDir, 'rtorrent.rc');
  writeFileSync(config, configFor(paths));

  const api = new RtorrentApi(paths.socket);
  let daemon: Daemon | undefined;
  let bridge: Bridge | undefined;
  const removeProfile = (): void => rmSync(profileDir, { recursive: true, force: true, maxRetries: 3 });
  const abandon = (): void => {
    void daemon?.kill();
    removeProfile();
  };
  process.once('exit', abandon);
  const start = async (): Promise<void> => {
    rmSync(paths.socket, { force: true });
    daemon = startDaemon([program, '-n', '-o', `import=${config}`], join(profileDir, 'output.log'));
    await answers(api, daemon);
  };
  const stop = async (): Promise<void> => {
    await Promise.all([daemon?.stop(), bridge?.stop()]);
    process.off('exit', abandon);
    removeProfile();
  };
  await start().catch(async (error) => {
    await stop();
    throw error;
  });
  const isPage = options.front !== 'rpc';
  bridge = await startScgiBridge({
    socket: paths.socket,
    credentials,
    pagePath: isPage ? '/rutorrent/' : null,
    rpcPath: isPage ? null : '/RPC2',
    page: isPage ? rutorrentLike(api) : null,
  });

  return {
    kind: 'rtorrent',
    version: await api.version(),
    url: `${bridge.origin}${isPage ? '/rutorrent/' : '/RPC2/'}`,
    peerPort: paths.peerPort,
    username: credentials?.username ?? null,
    password: credentials?.password ?? null,
    accesses: credentials ? ['browser-session', 'password'] : ['browser-session'],
    downloadsDir,
    api,
    socket: paths.socket,
    signedIn: async (base = fetch) => (credentials ? withBasic(base, basicOf(credentials)) : base),
    ...rtorrentHands(api, downloadsDir),
    stop,
    stopBackend: async () => daemon?.stop(),
    async restart() {
      await daemon?.stop();
      await start();
    },
  };
}

/** As a browser that was given the password for the page: it adds it where a request asks for what the browser knows. */
function withBasic(base: typeof fetch, authorization: string): typeof fetch {
  return (input, init) => {
    const request = new Request(input, init);
    if (request.credentials === 'include') request.headers.set('authorization', authorization);
    return base(request);
  };
}
