import { describe } from 'vitest';
import { transmissionVersion } from '../rig/transmission.ts';
import { itIsATorrentClient } from '../torrent-clients/contract.ts';
import { createRecorder } from '../torrent-clients/transmission/recording.ts';
import { realScene } from '../torrent-clients/transmission/scene.ts';

// RECORD_ANSWERS=1 writes what the daemon answers to tests/fixtures/transmission/<version>.json
const recorder = process.env.RECORD_ANSWERS ? createRecorder() : undefined;

describe.skipIf(transmissionVersion() === null)('a real Transmission', () => {
  itIsATorrentClient(() => realScene(recorder), ['browser-session', 'password']);
});
