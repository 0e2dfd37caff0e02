import { describe } from 'vitest';
import { flood } from '../../lib/torrent-clients/flood/index.ts';
import { floodVersion, startFlood } from '../rig/flood.ts';
import type { FloodBackendId } from '../rig/flood-backends.ts';
import { qbittorrentVersion } from '../rig/qbittorrent.ts';
import { itIsARealTorrentClient, type Quirks } from '../torrent-clients/live-contract.ts';

/** Another one can be named in the environment. */
const backend = (process.env.FLOOD_BACKEND ?? 'qbittorrent') as FloodBackendId;

const quirks: Readonly<Record<FloodBackendId, Quirks>> = {
  // Flood asks a qBittorrent every second or two, so a short move can be over between two of its lists
  qbittorrent: {},
  // 3.00 writes a character beyond U+FFFF as two others
  transmission: { damages: (name) => /[\u{10000}-\u{10ffff}]/u.test(name) },
  // Flood asks a Deluge every two seconds
  deluge: { keepsStampWhenMoreIsWanted: true, tellsLate: true },
  // 0.9.8 writes question marks for all letters when one character is beyond U+FFFF
  rtorrent: { damages: (name) => /[\u{10000}-\u{10ffff}]/u.test(name) },
};

describe.skipIf(floodVersion() === null || qbittorrentVersion() === null)(`a Flood over ${backend}`, () => {
  itIsARealTorrentClient((options) => startFlood({ backend, ...options }), flood, quirks[backend]);
});
