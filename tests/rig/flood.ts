import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { browserCookies } from './browser-cookies.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { asArguments, type FloodBackendId, startFloodBackend } from './flood-backends.ts';
import { freePort } from './free-port.ts';
import { infoHashOf } from './info-hash-of.ts';
import type { DaemonOptions, TorrentDaemon } from './torrent-daemon.ts';

export interface FloodOptions extends DaemonOptions {
  /** The torrent client behind it; default qBittorrent. */
  readonly backend?: FloodBackendId;
  /** Path prefix of the web page, with a slash at both ends; default `/`. */
  readonly base?: string;
}

export interface Flood extends TorrentDaemon {
  /** The torrent client behind it. */
  readonly backend: TorrentDaemon;
  /** Opens a session, and gives its cookie as a browser would send it. */
  login(): Promise<string>;
}

const require = createRequire(import.meta.url);
/** Another one can be named in the environment: the folder of the npm package. */
const folder = process.env.FLOOD ?? installed();

function installed(): string {
  try {
    return dirname(require.resolve('flood/package.json'));
  } catch {
    return ''; // not installed
  }
}

/** `4.16.2`, or `null` where Flood is not installed. */
export function floodVersion(): string | null {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return null;
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return version;
}

/** As its API tells it: before 4.12 not at all. */
function toldVersion(): string {
  const [major = 0, minor = 0] = (floodVersion() ?? '').split('.').map(Number);
  return major === 4 && minor < 12 ? '4' : (floodVersion() ?? '');
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
      throw new Error(`Flood does not answer at ${url}:\n${daemon.log()}`);
    await sleep(50);
  }
}

/** From so many on, Flood takes a while to take notice. */
const many = 100;

/** The one account of the Flood under test. */
const account = { username: 'admin', password: 'flood password' };

/** The test's own hands on Flood itself. */
function handsOn(url: string, credentials: typeof account | null) {
  const post = (path: string, body: object): Promise<Response> =>
    fetch(`${url}api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  async function login(): Promise<string> {
    const response = await post('authenticate', credentials ?? {});
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
    if (cookie === undefined) throw new Error(`authenticate: ${response.status} ${await response.text()}`);
    return cookie;
  }
  return {
    login,
    /** The first account, which may do everything. */
    async register(client: object): Promise<void> {
      const response = await post('register', { ...account, client, level: 10 });
      if (!response.ok) throw new Error(`register: ${response.status} ${await response.text()}`);
    },
    async signedIn(base?: typeof fetch): Promise<typeof fetch> {
      const cookies = browserCookies(base);
      cookies.setCookie(await login());
      return cookies.fetch;
    },
    /** Resolves when Flood lists the torrents: over qBittorrent the first list asks about each of them. */
    async waitFor(hashes: readonly string[], timeoutMs = 120_000): Promise<void> {
      const headers = { cookie: await login() };
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const response = await fetch(`${url}api/torrents`, { headers });
        const { torrents = {} } = (await response.json()) as { torrents?: Record<string, unknown> };
        if (hashes.every((hash) => hash.toUpperCase() in torrents)) return;
        if (Date.now() > deadline) throw new Error(`Flood does not list all of ${hashes.length} torrents`);
        await sleep(100);
      }
    },
  };
}

/**
 * A real Flood on loopback, in front of a real torrent client, both with a profile of their own; they end with this
 * process at the latest. What is done to torrents is done to the client behind it. It is up within a second.
 */
export async function startFlood(options: FloodOptions = {}): Promise<Flood> {
  const { backend: id = 'qbittorrent', base = '/', withPassword = true, ...backendOptions } = options;
  const credentials = withPassword ? account : null;
  const backend = await startFloodBackend(id, backendOptions);
  const runDir = mkdtempSync(join(tmpdir(), 'marquee-flood-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}${base}`;
  const hands = handsOn(url, credentials);
  let flood: Daemon | undefined;
  const abandon = (): void => {
    void flood?.kill();
    rmSync(runDir, { recursive: true, force: true });
  };
  process.once('exit', abandon);
  const start = async (): Promise<void> => {
    const access = credentials ? [] : ['--auth', 'none', ...asArguments(backend.connection)];
    const place = ['--rundir', runDir, '--host', '127.0.0.1', '--port', `${port}`, '--baseuri', base];
    const command = [process.execPath, join(folder, 'dist/index.js'), ...place, ...access];
    flood = startDaemon(command, join(runDir, 'output.log'));
    await answers(url, flood);
  };
  const stop = async (): Promise<void> => {
    await flood?.stop();
    process.off('exit', abandon);
    rmSync(runDir, { recursive: true, force: true, maxRetries: 3 });
    await backend.daemon.stop();
  };
  try {
    await start();
    if (credentials) await hands.register(backend.connection);
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    ...backend.daemon,
    backend: backend.daemon,
    kind: 'flood',
    version: toldVersion(),
    url,
    username: credentials?.username ?? null,
    password: credentials?.password ?? null,
    accesses: credentials ? ['browser-session', 'password'] : ['browser-session'],
    login: hands.login,
    signedIn: hands.signedIn,
    async add(torrents, adding) {
      await backend.daemon.add(torrents, adding);
      if (torrents.length < many) return;
      await hands.waitFor(torrents.map((torrent) => infoHashOf(torrent, id === 'qbittorrent')));
    },
    async restart() {
      await flood?.stop();
      await backend.daemon.restart();
      await start();
    },
    stop,
  };
}
