import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { describe } from 'vitest';
import { itIsATorrentClient } from '../contract.ts';
import { recordedScene } from './recording.ts';

const recordings = globSync('tests/fixtures/flood/*.json').map((file) => basename(file, '.json'));

describe.each(recordings.sort())('Flood as recorded: %s', (recording) => {
  itIsATorrentClient(async () => recordedScene(recording), ['browser-session', 'password']);
});
