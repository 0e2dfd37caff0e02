import { describe } from 'vitest';
import { qbittorrent } from '../../lib/torrent-clients/qbittorrent/index.ts';
import { qbittorrentVersion, startQbittorrent } from '../rig/qbittorrent.ts';
import { itIsARealTorrentClient } from '../torrent-clients/live-contract.ts';

describe.skipIf(qbittorrentVersion() === null)('a qBittorrent at work', () => {
  itIsARealTorrentClient(startQbittorrent, qbittorrent, { showsMove: true });
});
