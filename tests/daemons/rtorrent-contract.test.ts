import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rtorrent } from '../../lib/torrent-clients/rtorrent/index.ts';
import { type Rtorrent, rtorrentVersion, startRtorrent } from '../rig/rtorrent.ts';
import { itIsATorrentClient } from '../torrent-clients/contract.ts';
import { createRecorder } from '../torrent-clients/rtorrent/recording.ts';
import { realScene } from '../torrent-clients/rtorrent/scene.ts';

// RECORD_ANSWERS=1 writes what the daemon answers to tests/fixtures/rtorrent/<version>.json
const recorder = process.env.RECORD_ANSWERS ? createRecorder() : undefined;
const isThere = rtorrentVersion() !== null;
const accesses = ['browser-session', 'password'] as const;
const never = new AbortController().signal;

describe.skipIf(!isThere)('a real rtorrent behind a page', () => {
  itIsATorrentClient(() => realScene({}, recorder), accesses);
});

describe.skipIf(!isThere)('a real rtorrent at its own address', () => {
  itIsATorrentClient(() => realScene({ front: 'rpc' }), accesses);
});

describe.skipIf(!isThere).each(['page', 'rpc'] as const)('an rtorrent that is away, behind a %s', (front) => {
  let daemon: Rtorrent;
  beforeAll(async () => {
    daemon = await startRtorrent({ front, withPassword: false });
  });
  afterAll(() => daemon?.stop());

  it('is told apart from a page that is away, and is there again when it was started', async () => {
    const secret = async (): Promise<null> => null;
    const { url: address } = daemon;
    const client = rtorrent.connect({ address, access: 'browser-session', username: null, secret, fetch });
    await client.identify(never);
    await daemon.stopBackend();
    const away = { code: 'CLIENT_BACKEND_AWAY', retryable: true };
    await expect(client.listChanges(null, () => true, never)).rejects.toMatchObject(away);
    await expect(client.identify(never)).rejects.toMatchObject(away);
    await daemon.restart();
    expect(await client.listCompleted(never)).toEqual([]);
  });
});
