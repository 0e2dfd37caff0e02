import { join } from 'node:path';
import { linkFile, writeHollow } from './finished-torrents.ts';
import type { TorrentDaemon } from './torrent-daemon.ts';
import { plexMedia, usualDelays, type World } from './world.ts';

/** What is to stand in a library: a path below the media folder, and its size in bytes or the file it is a link to. */
export type Shelved = Readonly<Record<string, number | string>>;

/**
 * Puts files into the libraries without Marquee, as a person or another program does, and has Plex scan their folders.
 * Resolves when Plex has them all, at once: this is what was there before the test begins.
 */
export async function shelve({ plex, mediaDir }: World<TorrentDaemon>, files: Shelved): Promise<void> {
  const folders = new Set<string>();
  for (const [path, content] of Object.entries(files)) {
    const file = join(mediaDir, path);
    if (typeof content === 'number') writeHollow(file, content);
    else linkFile(content, file);
    folders.add(`${plexMedia}/${path.slice(0, path.lastIndexOf('/'))}`);
  }
  plex.setDelays({ scanMs: 0, appearMs: 0, matchMs: 0, contextMs: 0 });
  for (const folder of folders) {
    const section = plex.sections
      .flatMap(({ key, locations }) => locations.map(({ plexPath }) => ({ key, plexPath })))
      .filter(({ plexPath }) => folder.startsWith(`${plexPath}/`))
      .sort((a, b) => b.plexPath.length - a.plexPath.length)[0];
    if (!section) throw new Error(`no library covers ${folder}`);
    await fetch(
      `${plex.plexUrl}/library/sections/${section.key}/refresh?path=${encodeURIComponent(folder)}`,
      {
        headers: { 'X-Plex-Token': plex.token },
      },
    );
  }
  await plex.settled();
  plex.setDelays(usualDelays);
}
