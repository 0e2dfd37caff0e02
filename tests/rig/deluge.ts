import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Daemon, startDaemon } from './daemon.ts';
import { DelugeApi } from './deluge-api.ts';
import { writeDelugeConfig } from './deluge-config.ts';
import { delugeHands } from './deluge-hands.ts';
import { freePort } from './free-port.ts';
import type { DaemonOptions, TorrentDaemon } from './torrent-daemon.ts';

export interface Deluge extends TorrentDaemon {
  readonly password: string;
  readonly api: DelugeApi;
  /** Ends deluged and leaves the web page alone: what a person sees when the program behind it is gone. */
  stopBackend(): Promise<void>;
  /** Starts deluged again; the web page connects to it only when it is told to. */
  startBackend(): Promise<void>;
}

/** Other programs of the same kind can be named in the environment, to try a newer version. */
const deluged = process.env.DELUGED ?? 'deluged';
const delugeWeb = process.env.DELUGE_WEB ?? 'deluge-web';

/** `2.0.3`, or `null` where Deluge with its web page is not installed. */
export function delugeVersion(): string | null {
  const versions = [deluged, delugeWeb].map((program) => {
    const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
    return /^deluge\S* ([\d.\w]+)/.exec(stdout ?? '')?.[1] ?? null;
  });
  return versions.includes(null) ? null : (versions[0] ?? null);
}

async function answers(url: string, daemon: Daemon, timeoutMs = 30_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const up = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (up && !daemon.hasExited()) return;
    if (daemon.hasExited() || Date.now() > deadline)
      throw new Error(`${delugeWeb} does not answer at ${url}:\n${daemon.log()}`);
    await sleep(50);
  }
}

/** The two programs of one Deluge, which end with this process at the latest. */
async function startPrograms(profileDir: string, options: DaemonOptions, password: string) {
  const downloadsDir = options.saveDir ?? join(profileDir, 'downloads');
  const configDir = join(profileDir, 'config');
  for (const folder of [downloadsDir, configDir]) mkdirSync(folder, { recursive: true });
  const [webPort, daemonPort, peerPort] = [await freePort(), await freePort(), await freePort()];
  const tempDir = options.tempDir ?? null;
  writeDelugeConfig({
    configDir,
    webPort,
    daemonPort,
    peerPort,
    saveDir: downloadsDir,
    tempDir,
    password,
  });
  const url = `http://127.0.0.1:${webPort}/`;
  let backend: Daemon | undefined;
  let web: Daemon | undefined;
  const startBackend = async (): Promise<void> => {
    const command = [deluged, '-d', '-c', configDir, '-L', 'warning'];
    backend = startDaemon(command, join(profileDir, 'deluged.log'));
    await backendListens(daemonPort, backend);
  };
  return {
    url,
    peerPort,
    downloadsDir,
    startBackend,
    async start() {
      await startBackend();
      const command = [delugeWeb, '-d', '-c', configDir, '-L', 'warning'];
      web = startDaemon(command, join(profileDir, 'deluge-web.log'));
      await answers(url, web);
    },
    stopBackend: async () => backend?.stop(),
    async stop() {
      await web?.stop();
      await backend?.stop();
    },
    abandon() {
      void web?.kill();
      void backend?.kill();
    },
  };
}

/** The web page asks for its daemon once, when it starts: it has to be there by then. */
async function backendListens(port: number, daemon: Daemon, timeoutMs = 30_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await canConnect(port))) {
    if (daemon.hasExited() || Date.now() > deadline)
      throw new Error(`${deluged} does not listen on ${port}:\n${daemon.log()}`);
    await sleep(50);
  }
}

const canConnect = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => socket.destroy() && resolve(true));
    socket.once('error', () => resolve(false));
  });

/** A real deluged and deluge-web on loopback with a profile of their own. Deluge has no access without a password. */
export async function startDeluge(options: DaemonOptions = {}): Promise<Deluge> {
  const password = 'deluge password';
  const profileDir = mkdtempSync(join(tmpdir(), 'marquee-deluge-'));
  const programs = await startPrograms(profileDir, options, password);
  const removeProfile = (): void => rmSync(profileDir, { recursive: true, force: true, maxRetries: 3 });
  const abandon = (): void => {
    programs.abandon();
    removeProfile();
  };
  process.once('exit', abandon);
  const api = new DelugeApi(programs.url, password);
  const start = async (): Promise<void> => {
    await programs.start();
    await api.login();
    await api.waitForBackend();
  };
  const stop = async (): Promise<void> => {
    await programs.stop();
    process.off('exit', abandon);
    removeProfile();
  };
  await start().catch(async (error) => {
    await stop();
    throw error;
  });
  const version = await api.call<string>('daemon.get_version');
  const { url, peerPort, downloadsDir, startBackend, stopBackend } = programs;
  return {
    ...delugeHands(api, downloadsDir),
    kind: 'deluge',
    version,
    url,
    peerPort,
    username: null,
    password,
    accesses: ['browser-session', 'password'],
    downloadsDir,
    api,
    startBackend,
    stopBackend,
    async signedIn(base = fetch) {
      const cookie = await new DelugeApi(url, password).login();
      return (input, init) => {
        const request = new Request(input, init);
        request.headers.set('cookie', cookie);
        return base(request);
      };
    },
    async restart() {
      await programs.stop();
      await start();
    },
    stop,
  };
}
