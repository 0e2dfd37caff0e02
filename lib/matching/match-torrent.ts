import { mainFiles, mediaKindOf } from '../domain/media-file.ts';
import type { TorrentFile } from '../domain/torrent.ts';

/** A completed torrent as the matching sees it. Paths are the client's; times epoch milliseconds, sizes bytes. */
export interface MatchTorrent {
  readonly name: string;
  readonly clientId: string;
  readonly savePath: string;
  readonly category: string | null;
  readonly completedAtMs: number | null;
  readonly files: readonly TorrentFile[];
}

export type TorrentMedia = 'video' | 'audio' | 'packed' | 'none';

const archive = /\.(?:rar|r\d\d|zip|7z|001|tar(?:\.gz)?)$/i;

/** What a torrent is made of, as far as Plex is concerned. `packed`: archives that may hold something for it. */
export function torrentMedia(files: readonly TorrentFile[]): TorrentMedia {
  const [first] = mainFiles(files);
  if (first) return mediaKindOf(first.path) === 'audio' ? 'audio' : 'video';
  return files.some(({ path, wanted }) => wanted && archive.test(path)) ? 'packed' : 'none';
}

export const isArchive = (path: string): boolean => archive.test(path);
