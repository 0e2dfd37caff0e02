import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mediaBytes } from './media-file.ts';
import type { Qbittorrent } from './qbittorrent.ts';
import { makeTorrentOf } from './torrent-file.ts';

const perRequest = 500;

/**
 * Adds that many complete single-file torrents of 64 bytes each, and resolves with their info hashes when qBittorrent
 * shows all as complete. 10,000 take some seconds.
 */
export async function addManyTorrents(daemon: Qbittorrent, count: number): Promise<readonly string[]> {
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
    await daemon.api.addTorrent(batch, { skipChecking: true });
  }
  const deadline = Date.now() + 120_000;
  while ((await daemon.api.info('filter=completed')).filter((one) => one.completion_on > 0).length < count) {
    if (Date.now() > deadline) throw new Error(`not all of ${count} torrents became complete`);
    await sleep(count > 1_000 ? 1_000 : 50);
  }
  return hashes;
}
