import { describe } from 'vitest';
import { delugeVersion } from '../rig/deluge.ts';
import { itIsATorrentClient } from '../torrent-clients/contract.ts';
import { createRecorder } from '../torrent-clients/deluge/recording.ts';
import { realScene } from '../torrent-clients/deluge/scene.ts';

// RECORD_ANSWERS=1 writes what the daemon answers to tests/fixtures/deluge/<version>.json
const recorder = process.env.RECORD_ANSWERS ? createRecorder() : undefined;

describe.skipIf(delugeVersion() === null)('a real Deluge', () => {
  itIsATorrentClient(() => realScene(recorder), ['browser-session', 'password']);
});
