import { describe } from 'vitest';
import { itIsATorrentClient } from '../contract.ts';
import { recordedScene } from './recording.ts';

describe.each(['2.0.3', '2.2.0', '2.2.1.dev0'])('Deluge %s as recorded', (version) => {
  itIsATorrentClient(async () => recordedScene(version), ['browser-session', 'password']);
});
