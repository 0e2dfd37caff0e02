import { describe } from 'vitest';
import { qbittorrent } from '../../lib/torrent-clients/qbittorrent/index.ts';
import { qbittorrentVersion, startQbittorrent } from '../rig/qbittorrent.ts';
import { itIsARealTorrentClient } from '../torrent-clients/live-contract.ts';

const version = qbittorrentVersion();

describe.skipIf(version === null)('a qBittorrent at work', () => {
  // 4.2 goes from downloading to complete, with the files in their place
  itIsARealTorrentClient(startQbittorrent, qbittorrent, { showsMove: !/^v4\.[0-2]\./.test(version ?? '') });
});
