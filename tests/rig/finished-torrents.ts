import { closeSync, ftruncateSync, linkSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mediaBytes } from './media-file.ts';
import { type TorrentDaemon, waitUntilComplete } from './torrent-daemon.ts';
import { makeTorrent } from './torrent-file.ts';

const pieceLength = 4 * 2 ** 20;

/**
 * A file as large as a real one that takes no room on the disk: a few bytes of its own, the rest is a hole. No test
 * reads it; a film of 100 MB is made in no time.
 */
export function writeHollow(path: string, sizeBytes: number): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'w');
  try {
    writeSync(file, mediaBytes(path, Math.min(sizeBytes, 64)));
    ftruncateSync(file, sizeBytes);
  } finally {
    closeSync(file);
  }
}

/** Another name for the same bytes, as Sonarr and Radarr give them when they can. */
export function linkFile(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  linkSync(from, to);
}

/** Adds a torrent of a file or folder that is there already, and resolves with its info hash when it is complete. */
export async function addFinished(client: TorrentDaemon, path: string): Promise<string> {
  const { torrent, infoHash } = makeTorrent(path, { pieceLength });
  await sleep(20); // a connection that was closed while the pieces were hashed is noticed now, and not written to
  await client.add([torrent], { savePath: dirname(path), isThere: true });
  await waitUntilComplete(client, infoHash);
  return infoHash;
}

/** A lone file that was downloaded long ago: its torrent has the name of the file. */
export async function addFinishedFile(
  client: TorrentDaemon,
  folder: string,
  name: string,
  sizeBytes: number,
): Promise<string> {
  const path = join(folder, basename(name));
  writeHollow(path, sizeBytes);
  return addFinished(client, path);
}
