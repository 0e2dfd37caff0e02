import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isComplete } from '../../lib/domain/torrent.ts';
import type { TorrentChanges, TorrentClient } from '../../lib/ports/torrent-client.ts';
import { qbittorrent } from '../../lib/torrent-clients/qbittorrent/index.ts';
import { qbittorrentVersion } from '../rig/qbittorrent.ts';
import { type Swarm, startSwarm } from '../rig/swarm.ts';
import { apiKey, withKeyAsCookie } from '../torrent-clients/qbittorrent/scene.ts';

const never = new AbortController().signal;
const unknown = (): boolean => false;

describe.skipIf(qbittorrentVersion() === null)('deltas of a real qBittorrent', () => {
  let swarm: Swarm;
  let client: TorrentClient;
  let requests: string[] = [];
  beforeAll(async () => {
    swarm = await startSwarm();
    const key = await apiKey(swarm.client);
    client = qbittorrent.connect({
      address: swarm.client.url,
      access: 'api-key',
      username: null,
      secret: async () => key,
      fetch: withKeyAsCookie((input, init) => {
        const request = new Request(input, init);
        requests.push(new URL(request.url).pathname);
        return fetch(request);
      }),
    });
  });
  afterAll(() => swarm?.stop());

  const poll = (cursor: string | null): Promise<TorrentChanges> => client.listChanges(cursor, unknown, never);

  /** Polls on from a cursor until something of interest is told. */
  async function pollUntil(
    cursor: string | null,
    holds: (changes: TorrentChanges) => boolean,
  ): Promise<TorrentChanges> {
    const deadline = Date.now() + 30_000;
    for (let changes = await poll(cursor); ; changes = await poll(changes.cursor)) {
      if (holds(changes)) return changes;
      if (Date.now() > deadline) throw new Error('it was never told');
    }
  }

  it('tell a completion and a removal, and else next to nothing', async () => {
    const first = await poll(null);
    expect(first).toMatchObject({ torrents: [], removed: [], gap: false });

    const files = { 'Heat.1995.mkv': 3_000_000 };
    const { infoHash } = await swarm.addDownload({ name: 'Heat.1995', files, rateLimit: 2_000_000 });
    const done = await pollUntil(first.cursor, ({ torrents }) =>
      torrents.some((torrent) => torrent.hash === infoHash && isComplete(torrent)),
    );
    // the same from the same cursor: what a worker missed that died meanwhile is told again
    expect(await poll(first.cursor)).toMatchObject({ torrents: [{ hash: infoHash }] });
    const quiet = await pollUntil(done.cursor, ({ torrents }) => torrents.length === 0);

    requests = [];
    await poll(quiet.cursor);
    expect(requests).toEqual(['/api/v2/sync/maindata']);

    await swarm.client.api.delete(infoHash);
    const gone = await pollUntil(quiet.cursor, ({ removed }) => removed.length > 0);
    expect(gone.removed).toEqual([infoHash]);
  });
});
