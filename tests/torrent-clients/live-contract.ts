import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TorrentClient, TorrentClientKind } from '../../lib/ports/torrent-client.ts';
import { browserCookies } from '../rig/browser-cookies.ts';
import { type Swarm, startSwarmFor } from '../rig/swarm.ts';
import type { DaemonOptions, TorrentDaemon } from '../rig/torrent-daemon.ts';
import { downloadCases } from './live/download-cases.ts';
import { listCases } from './live/list-cases.ts';
import { known, never, pollAs, withPageSession } from './live/looking.ts';
import { manyCases } from './live/many-cases.ts';
import { otherDisk, placeCases } from './live/place-cases.ts';
import { sessionCases } from './live/session-cases.ts';

/** What a torrent client does in another way than the others, and Marquee can't help. */
export interface Quirks {
  /** Files that are wanted later do not change the stamp. */
  readonly keepsStampWhenMoreIsWanted?: boolean;
  /** While the client moves files it says so; others do not answer meanwhile, or move nothing. */
  readonly showsMove?: boolean;
  /** It answers from what it heard some seconds ago, so it may still tell a completion that is being undone. */
  readonly tellsLate?: boolean;
  /** A name that the client itself does not give back as it was. */
  readonly damages?: (name: string) => boolean;
}

/**
 * What a torrent client owes to Marquee, run over the real program with torrents that are really downloaded. Two
 * daemons: one with a password, and one as it is run at home, with a folder for unfinished downloads on another disk.
 */
export function itIsARealTorrentClient(
  start: (options?: DaemonOptions) => Promise<TorrentDaemon>,
  kind: TorrentClientKind,
  quirks: Quirks = {},
): void {
  const disk = existsSync(otherDisk);
  let tempDir = '';
  let swarm: Swarm<TorrentDaemon>;
  let atHome: TorrentDaemon | undefined;
  let clients: { readonly first: TorrentClient; readonly atHome: TorrentClient };

  beforeAll(async () => {
    if (disk) tempDir = mkdtempSync(join(otherDisk, 'marquee-'));
    [swarm, atHome] = await Promise.all([
      startSwarmFor(() => start()),
      start({ withPassword: false, ...(tempDir && { tempDir }) }),
    ]);
    clients = {
      first: await withPageSession(kind, swarm.client),
      atHome: await withPageSession(kind, atHome),
    };
  });
  afterAll(async () => {
    await Promise.all([swarm?.stop(), atHome?.stop()]);
    if (tempDir) rmSync(tempDir, { recursive: true, force: true });
  });

  const home = (): TorrentDaemon => {
    if (!atHome) throw new Error('it has been ended');
    return atHome;
  };
  const first = () => ({ swarm, daemon: swarm.client, client: clients.first });
  const second = () => ({ swarm, tempDir, daemon: home(), client: clients.atHome });

  // at the same time: most of each is waiting, up to ten seconds until Transmission asks a peer for the first piece
  describe.concurrent('a download', () => downloadCases(first, quirks));
  describe.concurrent('a torrent that is moved', () => placeCases(second, quirks));
  describe.concurrent('a torrent', () => listCases(second, quirks));
  describe('a client', () => sessionCases(first, kind));
  describe('a client with many torrents', () => manyCases(second));

  describe('a client at home', () => {
    it('needs no sign-in where it asks for none', async ({ skip }) => {
      skip(home().accesses.includes('password'), 'this kind of client always has a password');
      const { url: address } = home();
      const secret = async (): Promise<null> => null;
      const { fetch } = browserCookies();
      const client = kind.connect({ address, access: 'browser-session', username: null, secret, fetch });
      expect((await client.identify(never)).version).toBe(home().version);
    });

    it('is told to be out of reach when it has ended', async () => {
      const { cursor } = await pollAs(clients.atHome, null, known);
      await home().stop();
      atHome = undefined;
      const away = { code: 'UNREACHABLE', retryable: true };
      await expect(pollAs(clients.atHome, cursor, known)).rejects.toMatchObject(away);
      await expect(clients.atHome.listCompleted(never)).rejects.toMatchObject(away);
      await expect(clients.atHome.identify(never)).rejects.toMatchObject(away);
    });
  });
}
