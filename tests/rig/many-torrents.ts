import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mediaBytes } from './media-file.ts';
import type { TorrentDaemon } from './torrent-daemon.ts';
import { makeTorrentOf } from './torrent-file.ts';

const perRequest = 500;

/**
 * Adds that many complete single-file torrents of 64 bytes each, and resolves with their info hashes when the torrent
 * client calls all of them complete. 10,000 take some seconds.
 */
export async function addManyTorrents(
  daemon: Pick<TorrentDaemon, 'downloadsDir' | 'add' | 'complete'>,
  count: number,
): Promise<readonly string[]> {
  const hashes: string[] = [];
  for (let from = 0; from < count; from += perRequest) {
    const batch: Buffer[] = [];
    for (let at = from; at < Math.min(from + perRequest, count); at++) {
      const name = `Show.${at}.S01E01.1080p.WEB.h264-GRP.mkv`;
      const data = mediaBytes(name, 64);
      writeFileSync(join(daemon.downloadsDir, name), data);
      const { torrent, infoHash } = makeTorrentOf(data, { name });
      batch.push(torrent);
      hashes.push(infoHash);
    }
    await daemon.add(batch, { isThere: true });
  }
  const deadline = Date.now() + 120_000;
  for (;;) {
    const complete = await daemon.complete();
    if (hashes.every((hash) => complete.has(hash))) return hashes;
    if (Date.now() > deadline) throw new Error(`not all of ${count} torrents became complete`);
    await sleep(count > 1_000 ? 1_000 : 50);
  }
}
