import { describe } from 'vitest';
import { itIsATorrentClient } from '../contract.ts';
import { recordedScene } from './recording.ts';

describe.each(['3.00', '4.1.0-beta.2', '4.1.3'])('Transmission %s as recorded', (version) => {
  itIsATorrentClient(async () => recordedScene(version), ['browser-session', 'password']);
});
