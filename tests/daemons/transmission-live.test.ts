import { describe } from 'vitest';
import { transmission } from '../../lib/torrent-clients/transmission/index.ts';
import { startTransmission, transmissionVersion } from '../rig/transmission.ts';
import { itIsARealTorrentClient } from '../torrent-clients/live-contract.ts';

describe.skipIf(transmissionVersion() === null)('a Transmission at work', () => {
  itIsARealTorrentClient(startTransmission, transmission);
});
