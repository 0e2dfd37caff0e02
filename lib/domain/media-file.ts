import type { MediaKind } from './library-section.ts';
import type { TorrentFile } from './torrent.ts';

const video = 'mkv mp4 m4v avi mov wmv mpg mpeg ts m2ts mts webm flv ogm ogv divx vob 3gp asf rmvb iso'.split(
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

const extraFolder =
  /^(?:sample|samples|extras?|featurettes?|trailers?|bonus|behind the scenes|deleted scenes|interviews|scenes|shorts|other)$/i;
const extraName = /(?:^|[ ._-])(?:sample|trailer)(?:[ ._-]|$)/i;
const smallBytes = 50 * 1024 * 1024;

/**
 * The files that make a download "in Plex": wanted, playable, neither samples nor extras. When a download holds both
 * videos and music, its videos count. A file name with "sample" counts as one only beside something far larger, so
 * that a film called "Trailer Park" is not lost.
 */
export function mainFiles(files: readonly TorrentFile[]): readonly TorrentFile[] {
  const wanted = files.filter((file) => file.wanted);
  const videos = wanted.filter((file) => mediaKindOf(file.path) === 'video');
  if (videos.length === 0) return wanted.filter((file) => mediaKindOf(file.path) === 'audio');
  const largest = Math.max(...videos.map((file) => file.sizeBytes));
  const extra = (file: TorrentFile): boolean => {
    const parts = file.path.split('/');
    const small = file.sizeBytes < Math.min(smallBytes, largest / 10);
    return (
      parts.slice(1, -1).some((part) => extraFolder.test(part)) ||
      (small && extraName.test(parts.at(-1) ?? ''))
    );
  };
  const main = videos.filter((file) => !extra(file));
  return main.length > 0 ? main : videos;
}
