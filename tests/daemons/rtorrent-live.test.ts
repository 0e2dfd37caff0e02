import { describe } from 'vitest';
import { rtorrent } from '../../lib/torrent-clients/rtorrent/index.ts';
import { rtorrentVersion, startRtorrent } from '../rig/rtorrent.ts';
import { itIsARealTorrentClient } from '../torrent-clients/live-contract.ts';

describe.skipIf(rtorrentVersion() === null)('an rtorrent at work', () => {
  itIsARealTorrentClient(startRtorrent, rtorrent, {
    // 0.9.8 writes question marks for all letters when one character is beyond U+FFFF
    damages: (name) => rtorrentVersion() === '0.9.8' && /[\u{10000}-\u{10ffff}]/u.test(name),
  });
});
