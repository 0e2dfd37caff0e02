import { describe } from 'vitest';
import { floodVersion } from '../rig/flood.ts';
import { qbittorrentVersion } from '../rig/qbittorrent.ts';
import { transmissionVersion } from '../rig/transmission.ts';
import { itIsATorrentClient } from '../torrent-clients/contract.ts';
import { createRecorder } from '../torrent-clients/flood/recording.ts';
import { realScene } from '../torrent-clients/flood/scene.ts';

// RECORD_ANSWERS=1 writes what Flood answers to tests/fixtures/flood/<version>-<backend>.json
const recorder = () => (process.env.RECORD_ANSWERS ? createRecorder() : undefined);
const backends = [
  ['qbittorrent', qbittorrentVersion()],
  ['transmission', transmissionVersion()],
] as const;

describe.each(backends)('a real Flood over %s', (backend, version) => {
  describe.skipIf(floodVersion() === null || version === null)('that is installed', () => {
    itIsATorrentClient(() => realScene(backend, recorder()), ['browser-session', 'password']);
  });
});
