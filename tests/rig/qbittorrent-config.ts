import { pbkdf2Sync, randomBytes } from 'node:crypto';

/** Section of qBittorrent.conf to its lines; a key's backslashes are part of the format. */
export type ConfigLines = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface ConfigOptions {
  readonly port: number;
  readonly peerPort: number;
  readonly saveDir: string;
  readonly tempDir: string | null;
  readonly alternativeUi: string | null;
  readonly username: string;
  readonly password: string;
  /** `false`: whoever comes from this computer needs none. */
  readonly withPassword: boolean;
  /** More lines, or other values for the ones here. */
  readonly config: ConfigLines;
}

/** How qBittorrent keeps its password: PBKDF2-HMAC-SHA512, 100,000 rounds (`utils/password.cpp`). */
function passwordHash(password: string): string {
  const salt = randomBytes(16);
  const key = pbkdf2Sync(password, salt, 100_000, 64, 'sha512');
  return `"@ByteArray(${salt.toString('base64')}:${key.toString('base64')})"`;
}

/**
 * A qBittorrent.conf that stays on loopback: everything that would look for strangers is off. `[BitTorrent]` is read
 * by 4.4 and newer, the `Connection` lines by older ones. CSRF protection and host checks keep their defaults (on).
 */
export function qbittorrentConfig(options: ConfigOptions): string {
  const { port, peerPort, saveDir, tempDir, alternativeUi, username, password, withPassword } = options;
  const sections: Record<string, Record<string, string>> = {
    LegalNotice: { Accepted: 'true' },
    Application: { 'FileLogger\\Enabled': 'false' },
    Core: { AutoDeleteAddedTorrentFile: 'Never' },
    Network: { PortForwardingEnabled: 'false' },
    BitTorrent: {
      'Session\\AddTorrentStopped': 'false',
      'Session\\DHTEnabled': 'false',
      'Session\\LSDEnabled': 'false',
      'Session\\PeXEnabled': 'false',
      'Session\\Interface': 'lo',
      'Session\\InterfaceName': 'lo',
      'Session\\InterfaceAddress': '127.0.0.1',
      'Session\\Port': `${peerPort}`,
      'Session\\QueueingSystemEnabled': 'false',
      'Session\\MultiConnectionsPerIp': 'true',
      'Session\\BTProtocol': 'TCP', // with uTP too, an rTorrent that it parted from is not reached again within a minute
      'Session\\RefreshInterval': '200', // ms; by default states are up to 1.5 s old
      'Session\\DefaultSavePath': saveDir,
      'Session\\TempPathEnabled': `${tempDir !== null}`,
      ...(tempDir === null ? {} : { 'Session\\TempPath': tempDir }),
    },
    Preferences: {
      'Bittorrent\\DHT': 'false',
      'Bittorrent\\LSD': 'false',
      'Bittorrent\\PeX': 'false',
      'Connection\\Interface': 'lo',
      'Connection\\InterfaceName': 'lo',
      'Connection\\InterfaceAddress': '127.0.0.1',
      'Connection\\PortRangeMin': `${peerPort}`,
      'Connection\\UPnP': 'false',
      'Queueing\\QueueingEnabled': 'false',
      'Downloads\\SavePath': `${saveDir}/`,
      'WebUI\\Enabled': 'true',
      'WebUI\\Address': '127.0.0.1',
      'WebUI\\Port': `${port}`,
      'WebUI\\UseUPnP': 'false',
      'WebUI\\LocalHostAuth': `${withPassword}`,
      'WebUI\\Username': username,
      'WebUI\\Password_PBKDF2': passwordHash(password),
      ...(alternativeUi === null
        ? {}
        : { 'WebUI\\AlternativeUIEnabled': 'true', 'WebUI\\RootFolder': alternativeUi }),
    },
  };
  for (const [section, lines] of Object.entries(options.config))
    sections[section] = { ...sections[section], ...lines };
  return Object.entries(sections)
    .map(([section, lines]) => {
      const pairs = Object.entries(lines).map(([key, value]) => `${key}=${value}\n`);
      return `[${section}]\n${pairs.join('')}`;
    })
    .join('\n');
}
