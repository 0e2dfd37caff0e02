import { join } from 'node:path';
import { type TorrentDaemon, waitUntilComplete } from './torrent-daemon.ts';
import type { World } from './world.ts';

/** Downloads a film for real and resolves with its info hash when the torrent client has all of it. */
export async function downloadFilm(
  world: World<TorrentDaemon>,
  name: string,
  { library = 'movies', files = { [`${name}.mkv`]: 1_000_000 } as Record<string, number>, wait = true } = {},
): Promise<string> {
  const { infoHash } = await world.swarm.addDownload({
    name,
    files,
    savePath: join(world.mediaDir, library),
    rateLimit: 8_000_000,
  });
  if (wait) await waitUntilComplete(world.swarm.client, infoHash);
  return infoHash;
}

/** Folders that Plex was asked to scan, below this one, as `library: folder`. */
export const scansBelow = (world: World<TorrentDaemon>, folder: string): string[] =>
  world.plex.scans
    .filter((scan) => scan.path?.startsWith(folder))
    .map((scan) => `${world.plex.sections.find((one) => one.key === scan.sectionKey)?.title}: ${scan.path}`);
