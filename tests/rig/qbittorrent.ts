import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Daemon, startDaemon } from './daemon.ts';
import { freePort } from './free-port.ts';
import { QbittorrentApi } from './qbittorrent-api.ts';
import { type ConfigLines, qbittorrentConfig } from './qbittorrent-config.ts';
import { handsOn } from './qbittorrent-daemon.ts';
import type { DaemonOptions, TorrentDaemon } from './torrent-daemon.ts';

export interface QbittorrentOptions extends DaemonOptions {
  /** 0 or nothing picks a free one. */
  readonly port?: number;
  /** Folder of another web UI; qBittorrent serves its `public` or `private` folder. */
  readonly alternativeUi?: string;
  readonly username?: string;
  readonly password?: string;
  readonly config?: ConfigLines;
}

/**
 * A restarted one has forgotten all sessions, and answers before it has read all its torrents again: wait for those
 * you mean.
 */
export interface Qbittorrent extends TorrentDaemon {
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly profileDir: string;
  readonly api: QbittorrentApi;
  /** Ends it as a power cut would; `restart` brings it back. */
  kill(): Promise<void>;
}

/** Another program of the same kind can be named in the environment, to try a newer version. */
const program = process.env.QBITTORRENT_NOX ?? 'qbittorrent-nox';

/** `v4.5.2`, or `null` where qbittorrent-nox is not installed. */
export function qbittorrentVersion(): string | null {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return /v\d[\w.]+/.exec(stdout ?? '')?.[0] ?? null;
}

async function answers(url: string, daemon: Daemon, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const up = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (up && !daemon.hasExited()) return;
    if (daemon.hasExited() || Date.now() > deadline)
      throw new Error(`${program} does not answer at ${url}:\n${daemon.log()}`);
    await sleep(50);
  }
}

/** A real qbittorrent-nox on loopback with a profile of its own, which ends with this process at the latest. */
export async function startQbittorrent(options: QbittorrentOptions = {}): Promise<Qbittorrent> {
  const { username = 'admin', password = 'adminadmin', withPassword = true } = options;
  const profileDir = mkdtempSync(join(tmpdir(), 'marquee-qbittorrent-'));
  const downloadsDir = options.saveDir ?? join(profileDir, 'downloads');
  const configDir = join(profileDir, 'qBittorrent', 'config');
  for (const folder of [downloadsDir, configDir]) mkdirSync(folder, { recursive: true });
  const port = options.port || (await freePort());
  const peerPort = await freePort();
  const config = qbittorrentConfig({
    port,
    peerPort,
    saveDir: downloadsDir,
    tempDir: options.tempDir ?? null,
    alternativeUi: options.alternativeUi ?? null,
    username,
    password,
    withPassword,
    config: options.config ?? {},
  });
  writeFileSync(join(configDir, 'qBittorrent.conf'), config);

  const url = `http://127.0.0.1:${port}/`;
  let daemon: Daemon | undefined;
  const removeProfile = (): void => rmSync(profileDir, { recursive: true, force: true, maxRetries: 3 });
  const abandon = (): void => {
    void daemon?.kill();
    removeProfile();
  };
  process.once('exit', abandon);
  const start = async (): Promise<void> => {
    daemon = startDaemon([program, `--profile=${profileDir}`], join(profileDir, 'output.log'));
    await answers(url, daemon);
  };
  const stop = async (): Promise<void> => {
    await daemon?.stop();
    process.off('exit', abandon);
    removeProfile();
  };
  await start().catch(async (error) => {
    await stop();
    throw error;
  });
  const api = new QbittorrentApi(url, username, password);

  return {
    ...handsOn(api, downloadsDir),
    kind: 'qbittorrent',
    version: qbittorrentVersion()?.replace(/^v/, '') ?? '',
    url,
    port,
    peerPort,
    username,
    password,
    accesses: withPassword ? ['browser-session', 'password'] : ['browser-session'],
    profileDir,
    downloadsDir,
    api,
    stop,
    async restart() {
      await daemon?.stop();
      await start();
      await api.login();
    },
    async kill() {
      await daemon?.kill();
    },
  };
}
