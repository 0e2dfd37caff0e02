import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Daemon, startDaemon } from './daemon.ts';
import { freePort } from './free-port.ts';
import type { DaemonOptions, TorrentDaemon } from './torrent-daemon.ts';
import { TransmissionApi } from './transmission-api.ts';
import { transmissionHands } from './transmission-hands.ts';
import { writeAsAdded } from './transmission-resume.ts';

export interface TransmissionOptions extends DaemonOptions {
  /** More lines of settings.json, or other values for the ones here. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface Transmission extends TorrentDaemon {
  readonly port: number;
  readonly api: TransmissionApi;
  /** `settings` are changed while it does not run. */
  restart(settings?: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Another program of the same kind can be named in the environment, to try a newer version. */
const program = process.env.TRANSMISSION_DAEMON ?? 'transmission-daemon';

/** `3.00`, or `null` where transmission-daemon is not installed. */
export function transmissionVersion(): string | null {
  const { stdout, stderr } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return /transmission-daemon (\d[\w.-]+)/.exec(`${stdout ?? ''}${stderr ?? ''}`)?.[1] ?? null;
}

/** Settings that stay on loopback: everything that would look for strangers is off. Whitelists keep their defaults. */
function settingsFor(
  options: TransmissionOptions,
  ports: { readonly rpc: number; readonly peer: number },
  downloadsDir: string,
  credentials: { readonly username: string; readonly password: string } | null,
): object {
  return {
    'rpc-enabled': true,
    'rpc-bind-address': '127.0.0.1',
    'rpc-port': ports.rpc,
    'rpc-authentication-required': credentials !== null,
    'rpc-username': credentials?.username ?? '',
    'rpc-password': credentials?.password ?? '',
    'bind-address-ipv4': '127.0.0.1',
    'bind-address-ipv6': '::1',
    'peer-port': ports.peer,
    'dht-enabled': false,
    'lpd-enabled': false,
    'pex-enabled': false,
    'utp-enabled': false,
    'port-forwarding-enabled': false,
    'blocklist-enabled': false,
    'download-dir': downloadsDir,
    'incomplete-dir-enabled': options.tempDir !== undefined,
    ...(options.tempDir !== undefined && { 'incomplete-dir': options.tempDir }),
    'download-queue-enabled': false,
    'seed-queue-enabled': false,
    ...options.settings,
  };
}

/** 4.1 writes its own settings with `_` for `-`, and of two spellings either may win. */
function changeSettings(profileDir: string, change: Readonly<Record<string, unknown>>): void {
  const file = join(profileDir, 'settings.json');
  const before = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>);
  const other = new Map(before.map(([key, value]) => [key.replaceAll('_', '-'), value]));
  writeFileSync(file, JSON.stringify({ ...Object.fromEntries(other), ...change }));
}

async function answers(url: string, daemon: Daemon, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const up = await fetch(url).then(
      () => true, // 401 will do
      () => false,
    );
    if (up && !daemon.hasExited()) return;
    if (daemon.hasExited() || Date.now() > deadline)
      throw new Error(`${program} does not answer at ${url}:\n${daemon.log()}`);
    await sleep(50);
  }
}

/** A real transmission-daemon on loopback with a profile of its own, which ends with this process at the latest. */
export async function startTransmission(options: TransmissionOptions = {}): Promise<Transmission> {
  const credentials =
    options.withPassword === false ? null : { username: 'admin', password: 'transmission password' };
  const profileDir = mkdtempSync(join(tmpdir(), 'marquee-transmission-'));
  const downloadsDir = options.saveDir ?? join(profileDir, 'downloads');
  mkdirSync(downloadsDir, { recursive: true });
  const ports = { rpc: await freePort(), peer: await freePort() };
  const settings = settingsFor(options, ports, downloadsDir, credentials);
  writeFileSync(join(profileDir, 'settings.json'), JSON.stringify(settings));

  const base = `http://127.0.0.1:${ports.rpc}/transmission/`;
  let daemon: Daemon | undefined;
  const removeProfile = (): void => rmSync(profileDir, { recursive: true, force: true, maxRetries: 3 });
  const abandon = (): void => {
    void daemon?.kill();
    removeProfile();
  };
  process.once('exit', abandon);
  const start = async (): Promise<void> => {
    daemon = startDaemon([program, '-f', '-g', profileDir], join(profileDir, 'output.log'));
    await answers(`${base}web/`, daemon);
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
  const api = new TransmissionApi(`${base}rpc`, credentials);
  const { version } = await api.call<{ version: string }>('session-get');

  const addMany = async (torrents: readonly Uint8Array[], savePath: string): Promise<void> => {
    await daemon?.stop();
    writeAsAdded(profileDir, torrents, savePath);
    await start();
  };
  const hands = { api, downloadsDir, credentials, addMany: version.startsWith('3.') ? addMany : null };
  return {
    kind: 'transmission',
    version: version.split(' ')[0] ?? version,
    url: `${base}web/`,
    port: ports.rpc,
    peerPort: ports.peer,
    username: credentials?.username ?? null,
    password: credentials?.password ?? null,
    accesses: credentials ? ['browser-session', 'password'] : ['browser-session'],
    downloadsDir,
    api,
    ...transmissionHands(hands),
    stop,
    async restart(more = {}) {
      await daemon?.stop();
      if (Object.keys(more).length > 0) changeSettings(profileDir, more);
      await start();
    },
  };
}
