import { describe } from 'vitest';
import { qbittorrentVersion } from '../rig/qbittorrent.ts';
import { itIsATorrentClient } from '../torrent-clients/contract.ts';
import { createRecorder } from '../torrent-clients/qbittorrent/recording.ts';
import { realScene } from '../torrent-clients/qbittorrent/scene.ts';

// RECORD_ANSWERS=1 writes what the daemon answers to tests/fixtures/qbittorrent/<version>.json
const recorder = process.env.RECORD_ANSWERS ? createRecorder() : undefined;

describe.skipIf(qbittorrentVersion() === null)('a real qBittorrent', () => {
  itIsATorrentClient(() => realScene(recorder), ['browser-session', 'password', 'api-key']);
});
