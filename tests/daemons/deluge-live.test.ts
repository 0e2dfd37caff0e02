import { describe } from 'vitest';
import { deluge } from '../../lib/torrent-clients/deluge/index.ts';
import { delugeVersion, startDeluge } from '../rig/deluge.ts';
import { itIsARealTorrentClient } from '../torrent-clients/live-contract.ts';

describe.skipIf(delugeVersion() === null)('a Deluge at work', () => {
  // it says that it moves, but may be done before it is asked: what libtorrent did is looked at three times a second
  itIsARealTorrentClient(startDeluge, deluge);
});
