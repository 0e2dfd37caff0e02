import type { MediaKind } from './library-section.ts';
import type { TorrentFile } from './torrent.ts';

// Those of the endings in Plex's own scanners (VideoFiles.py, AudioFiles.py) that downloads have. No disc images: Plex
// does not open them, and most of them are software.
const video =
  'mkv mp4 m4v avi mov wmv mpg mpeg m2v ts m2t m2ts mts tp wtv webm flv ogm ogv divx xvid vob 3gp asf rm rmvb'.split(
    ' ',
  );
const audio = 'flac mp3 m4a m4b aac ogg oga opus wav wma alac ape aiff aif dsf wv'.split(' ');

/** What Plex would make of a file, by its ending; `null` for everything it ignores. */
export function mediaKindOf(path: string): MediaKind | null {
  const ending = /\.([a-z0-9]{2,4})$/i.exec(path)?.[1]?.toLowerCase();
  if (!ending) return null;
  if (video.includes(ending)) return 'video';
  return audio.includes(ending) ? 'audio' : null;
}

// What Plex's scanner passes over (VideoFiles.py: ignore_dirs, ignore_extras, ignore_samples), and their plurals.
const extraFolder =
  /^(?:samples?|extras?|featurettes?|trailers?|bonus|behind the scenes|deleted scenes|interviews?|scenes?|shorts?|other)$/i;
const extraEnding = /-(?:trailer|deleted|behindthescenes|interview|scene|featurette|short|other)\.[^.]+$/i;
const sampleName = /(?<![a-z0-9])(?:sample|trailer)(?![a-z0-9])/i;

const smallBytes = 50 * 1024 * 1024;
const tinyBytes = 10 * 1024 * 1024;

/**
 * The files that make a download "in Plex": wanted, playable, neither samples nor extras. When a download holds both
 * videos and music, its videos count. Empty when nothing in it is for Plex (archives, disc images, software).
 *
 * A file name with "sample" counts as one only beside something far larger, so that a film called "Trailer Park" is
 * not lost; a video of less than 10 MB and a hundredth of the largest is an advertisement. When nothing but extras is
 * left, they are what was wanted.
 */
export function mainFiles(files: readonly TorrentFile[]): readonly TorrentFile[] {
  const wanted = files.filter((file) => file.wanted);
  const videos = wanted.filter((file) => mediaKindOf(file.path) === 'video');
  if (videos.length === 0) return wanted.filter((file) => mediaKindOf(file.path) === 'audio');
  const largest = videos.reduce((most, file) => Math.max(most, file.sizeBytes), 0);
  const folders = commonFolders(files);
  const main = videos.filter((file) => !isExtra(file, folders, largest));
  return main.length > 0 ? main : videos;
}

/** How many of the first folders say nothing about a file: the torrent's own, if it has one. It may be "Extras". */
function commonFolders(files: readonly TorrentFile[]): 0 | 1 {
  const tops = new Set(files.map(({ path }) => path.slice(0, Math.max(0, path.indexOf('/')))));
  return tops.size === 1 && !tops.has('') ? 1 : 0;
}

function isExtra({ path, sizeBytes }: TorrentFile, folders: 0 | 1, largest: number): boolean {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  if (parts.slice(folders, -1).some((part) => extraFolder.test(part)) || extraEnding.test(name)) return true;
  if (sizeBytes < Math.min(tinyBytes, largest / 100)) return true;
  return sizeBytes < Math.min(smallBytes, largest / 10) && sampleName.test(name);
}
