import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface DelugeConfigOptions {
  readonly configDir: string;
  readonly webPort: number;
  readonly daemonPort: number;
  readonly peerPort: number;
  readonly saveDir: string;
  /** Unfinished downloads are kept here and moved to `saveDir` at their end. */
  readonly tempDir: string | null;
  readonly password: string;
}

/** The id of the one daemon that the web page knows and connects to by itself. */
const hostId = 'aaaabbbbccccddddeeeeffff00001111';

/** How Deluge writes its files: a header that is JSON, and right after it the content that is JSON. */
function writeConfig(file: string, version: number, content: object): void {
  writeFileSync(file, `${JSON.stringify({ file: version, format: 1 })}${JSON.stringify(content)}`);
}

/**
 * Configuration of a deluged and a deluge-web that stay on loopback: what would look for strangers is off, and so are
 * the limits of how many torrents may be active. Two clients on one machine may be peers of each other.
 */
export function writeDelugeConfig(options: DelugeConfigOptions): void {
  const { configDir, webPort, daemonPort, peerPort, saveDir, tempDir, password } = options;
  mkdirSync(configDir, { recursive: true });
  const secret = randomBytes(16).toString('hex');
  writeFileSync(join(configDir, 'auth'), `localclient:${secret}:10\n`);
  writeConfig(join(configDir, 'core.conf'), 1, {
    daemon_port: daemonPort,
    allow_remote: false,
    dht: false,
    lsd: false,
    upnp: false,
    natpmp: false,
    utpex: false,
    listen_interface: '127.0.0.1',
    outgoing_interface: '127.0.0.1',
    listen_ports: [peerPort, peerPort],
    random_port: false,
    random_outgoing_ports: true,
    download_location: tempDir ?? saveDir,
    move_completed: tempDir !== null,
    move_completed_path: saveDir,
    new_release_check: false,
    send_info: false,
    enabled_plugins: ['Label'],
    max_active_limit: -1,
    max_active_downloading: -1,
    max_active_seeding: -1,
    stop_seed_at_ratio: false,
  });
  writeConfig(join(configDir, 'hostlist.conf'), 3, {
    hosts: [[hostId, '127.0.0.1', daemonPort, 'localclient', secret]],
  });
  const salt = randomBytes(20).toString('hex');
  writeConfig(join(configDir, 'web.conf'), 2, {
    port: webPort,
    interface: '127.0.0.1',
    base: '/',
    default_daemon: hostId,
    first_login: false,
    show_session_speed: false,
    enabled_plugins: ['Label'],
    pwd_salt: salt,
    pwd_sha1: createHash('sha1').update(salt).update(password).digest('hex'),
  });
}
