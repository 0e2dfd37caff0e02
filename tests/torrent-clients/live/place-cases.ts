import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isComplete, type Torrent } from '../../../lib/domain/torrent.ts';
import { writeLargeMedia } from '../../rig/media-file.ts';
import { type Swarm, seedAndDownload } from '../../rig/swarm.ts';
import { type TorrentDaemon, waitUntilComplete } from '../../rig/torrent-daemon.ts';
import { makeTorrent } from '../../rig/torrent-file.ts';
import type { Quirks } from '../live-contract.ts';
import { completeOf, type Looked, placesOf, torrentOf, watch, wrongFiles } from './looking.ts';

interface Moving extends Looked {
  readonly swarm: Pick<Swarm<TorrentDaemon>, 'seeder' | 'tracker'>;
  /** Where it keeps unfinished downloads. */
  readonly tempDir: string;
}

/** A folder on another file system than temporary files are, so that moving is copying. */
export const otherDisk = '/dev/shm';

/** Where the files of a torrent are, while they are moved and afterwards. */
export function placeCases(now: () => Moving, quirks: Quirks): void {
  it.skipIf(!existsSync(otherDisk))('is not complete before its files are in their place', async () => {
    const { client, daemon, tempDir, swarm } = now();
    // so large that the move can be seen; all but a little is there, so that the rest is soon downloaded
    const name = `Big.2020.${Date.now()}`; // another torrent when it is tried again
    const big = { 'Big.2020.mkv': 80_000_000 };
    await writeLargeMedia(tempDir, name, big);
    const { infoHash, sourceDir } = await seedAndDownload(
      { ...swarm, client: daemon },
      { name, files: { ...big, 'Big.2020.srt': 100_000 } },
    );
    const seen = await watch(now(), infoHash, isComplete);
    const done = await completeOf(client, infoHash);
    expect(done).toEqual(seen.at(-1));
    const folder = daemon.downloadsDir;
    expect(await placesOf(client, done)).toContain(join(folder, name, 'Big.2020.mkv'));
    expect(done.contentPath ?? join(folder, name)).toBe(join(folder, name));
    expect(await wrongFiles(client, done, { folder, source: sourceDir })).toEqual([]);
    if (!quirks.showsMove) return;
    // what makes it hard: while it moves, it has its stamp and nothing left
    const moving = seen.filter((torrent) => torrent.phase === 'moving');
    expect(moving.filter((torrent) => torrent.leftBytes === 0).length).toBeGreaterThan(0);
  });

  it.skipIf(!existsSync(otherDisk))('keeps its stamp when a person moves it', async ({ onTestFinished }) => {
    const { client, daemon } = now();
    const folder = mkdtempSync(join(otherDisk, 'marquee-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const sourceDir = mkdtempSync(join(tmpdir(), 'marquee-source-'));
    onTestFinished(() => rmSync(sourceDir, { recursive: true, force: true }));
    const name = 'Alien.1979.1080p';
    const files = { 'Alien.1979.mkv': 60_000_000, 'Alien.1979.srt': 40_000 };
    const { torrent, infoHash } = makeTorrent(await writeLargeMedia(sourceDir, name, files));
    await writeLargeMedia(daemon.downloadsDir, name, files);
    await daemon.add([torrent], { isThere: true });
    await waitUntilComplete(daemon, infoHash);
    const before = await completeOf(client, infoHash);

    const [seen] = await Promise.all([
      watch(now(), infoHash, async (one) => {
        if (!isComplete(one)) return false;
        const [place = ''] = await placesOf(client, one);
        if (await isNotThere(now(), one, place)) throw new Error(`not there: ${place}`);
        return place.startsWith(folder);
      }),
      daemon.move(infoHash, folder),
    ]);
    for (const one of seen.filter(isComplete)) expect(one.completedAtMs).toBe(before.completedAtMs);
    // some check it once more
    const [after] = (await watch(now(), infoHash, isComplete)).slice(-1);
    if (!after) throw new Error('nothing was seen');
    expect(after.completedAtMs).toBe(before.completedAtMs);
    expect(await placesOf(client, after)).toContain(join(folder, name, 'Alien.1979.mkv'));
    expect(after.contentPath ?? join(folder, name)).toBe(join(folder, name));
    expect(await wrongFiles(client, after, { folder, source: sourceDir })).toEqual([]);
  });
}

/** The file is not where the client says, and not only since it was moved between the answer and our look. */
async function isNotThere({ client }: Looked, torrent: Torrent, place: string): Promise<boolean> {
  if (existsSync(place)) return false;
  const again = await torrentOf(client, torrent.hash);
  return again !== undefined && isComplete(again) && again.savePath === torrent.savePath;
}
