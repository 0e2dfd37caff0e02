import { join } from 'node:path';
import type { World } from './world.ts';

/** Downloads a film for real and resolves with its info hash when qBittorrent has all of it. */
export async function downloadFilm(
  world: World,
  name: string,
  { library = 'movies', files = { [`${name}.mkv`]: 1_000_000 } as Record<string, number>, wait = true } = {},
): Promise<string> {
  const { infoHash } = await world.swarm.addDownload({
    name,
    files,
    savepath: join(world.mediaDir, library),
    rateLimit: 8_000_000,
  });
  if (wait) await world.swarm.client.api.waitFor(infoHash, (torrent) => torrent.progress === 1, 60_000);
  return infoHash;
}

/** Folders that Plex was asked to scan, below this one, as `library: folder`. */
export const scansBelow = (world: World, folder: string): string[] =>
  world.plex.scans
    .filter((scan) => scan.path?.startsWith(folder))
    .map((scan) => `${world.plex.sections.find((one) => one.key === scan.sectionKey)?.title}: ${scan.path}`);
