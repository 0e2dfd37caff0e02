import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { infoHashOf } from './info-hash-of.ts';
import { bencode } from './torrent-file.ts';

/**
 * Writes complete torrents into the profile of a Transmission that does not run, as it would have written them itself.
 * 3.00 reads all data of a torrent that is added and waits a tenth of a second after each: 2,000 would take minutes.
 */
export function writeAsAdded(profileDir: string, torrents: readonly Uint8Array[], savePath: string): void {
  const [torrentDir, resumeDir] = [join(profileDir, 'torrents'), join(profileDir, 'resume')];
  for (const folder of [torrentDir, resumeDir]) mkdirSync(folder, { recursive: true });
  const now = Math.floor(Date.now() / 1000);
  const resume = bencode({
    'added-date': now,
    'done-date': now,
    destination: savePath,
    paused: 0,
    progress: { blocks: 'all' },
  });
  for (const torrent of torrents) {
    const hash = infoHashOf(torrent, false);
    writeFileSync(join(torrentDir, `${hash}.torrent`), torrent);
    writeFileSync(join(resumeDir, `${hash}.resume`), resume);
  }
}
