import { afterEach, describe, expect, it } from 'vitest';
import type { ClientAccess, TorrentClient } from '../../lib/ports/torrent-client.ts';
import { transmission } from '../../lib/torrent-clients/transmission/index.ts';
import { writeMedia } from '../rig/media-file.ts';
import { waitUntilComplete } from '../rig/torrent-daemon.ts';
import { makeTorrent } from '../rig/torrent-file.ts';
import {
  startTransmission,
  type Transmission,
  type TransmissionOptions,
  transmissionVersion,
} from '../rig/transmission.ts';
import { hashOf } from '../torrent-clients/contract.ts';

const never = new AbortController().signal;
const known = (): boolean => true;
const [major = 0, minor = 0] = (transmissionVersion() ?? '0').split('.').map(Number.parseFloat);
const knowsJsonRpc = (major === 4 && minor >= 1 && !transmissionVersion()?.includes('beta')) || major > 4;

describe.skipIf(transmissionVersion() === null)('a real Transmission', () => {
  let daemon: Transmission | undefined;
  afterEach(() => daemon?.stop());

  async function start(options: TransmissionOptions = {}): Promise<Transmission> {
    daemon = await startTransmission(options);
    return daemon;
  }

  const connect = (
    { url, username }: Transmission,
    access: ClientAccess = 'browser-session',
    password: string | null = null,
    base: typeof fetch = fetch,
  ): TorrentClient =>
    transmission.connect({ address: url, access, username, secret: async () => password, fetch: base });

  async function addComplete(to: Transmission, name = 'Dune.2021.mkv'): Promise<string> {
    const { torrent, infoHash } = makeTorrent(writeMedia(to.downloadsDir, name, 20_000));
    await to.add([torrent], { isThere: true });
    await waitUntilComplete(to, infoHash);
    return infoHash;
  }

  it('names its torrents by number to its page, and others after each start', async () => {
    const running = await start({ withPassword: false });
    const hash = await addComplete(running);
    const [own] = await running.api.torrents([hash]);
    const client = connect(running);
    const asked = await client.listBySessionId?.([own?.id ?? 0, 4_000], never);
    expect(asked).toEqual([
      {
        sessionId: own?.id,
        hash: hashOf(hash),
        name: 'Dune.2021.mkv',
        addedAtMs: (own?.addedDate ?? 0) * 1_000,
      },
    ]);
  });

  it('goes on after a restart, in another session and without a gap', async () => {
    const running = await start();
    const hash = await addComplete(running);
    const client = connect(running, 'password', running.password);
    const { cursor } = await client.listChanges(null, known, never);
    await running.restart();
    await waitUntilComplete(running, hash);
    const changes = await client.listChanges(cursor, () => false, never);
    expect(changes.torrents.map((torrent) => torrent.hash)).toEqual([hash]);
  });

  it('says that our address is not on its whitelist', async () => {
    const running = await start({ withPassword: false });
    await running.restart({ 'rpc-whitelist-enabled': true, 'rpc-whitelist': '10.0.0.1' });
    await expect(connect(running).identify(never)).rejects.toMatchObject({ code: 'CLIENT_NOT_ALLOWED' });
  });

  it('says that nobody is let in any more after too many requests without the right password', async () => {
    const running = await start();
    // 3.00 knows neither setting: it always stops at 100
    await running.restart({ 'anti-brute-force-enabled': true, 'anti-brute-force-threshold': 100 });
    for (let attempt = 0; attempt < 100; attempt++) await fetch(running.url);
    const code = major === 3 ? 'CLIENT_BANNED' : 'CLIENT_NOT_ALLOWED'; // the same words for both since 4.0
    const client = connect(running, 'password', running.password);
    await expect(client.identify(never)).rejects.toMatchObject({ code, retryable: false });
  });

  it.runIf(knowsJsonRpc)(
    'is read in JSON-RPC 2 when it does not want its old protocol any more',
    async () => {
      const running = await start({ withPassword: false });
      const hash = await addComplete(running);
      const refusing: typeof fetch = async (input, init) => {
        const request = new Request(input, init);
        const body = await request.clone().text();
        const refusal = { jsonrpc: '2.0', id: null, error: { code: -32_600, message: 'Invalid Request' } };
        return body.includes('"jsonrpc"') ? fetch(request) : Response.json(refusal);
      };
      const client = connect(running, 'browser-session', null, refusing);
      const plain = connect(running);
      expect(await client.identify(never)).toEqual(await plain.identify(never));
      expect(await client.listCompleted(never)).toEqual(await plain.listCompleted(never));
      expect(await client.listCompleted(never)).toHaveLength(1);
      expect(await client.listFiles(hashOf(hash), never)).toEqual(await plain.listFiles(hashOf(hash), never));
      const { cursor } = await client.listChanges(null, known, never);
      expect((await client.listChanges(cursor, () => false, never)).torrents).toHaveLength(1);
      expect(await client.listBySessionId?.([1], never)).toEqual(await plain.listBySessionId?.([1], never));
    },
  );
});
