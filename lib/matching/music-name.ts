import { capName } from './cap-name.ts';

/** Artist and album as the name of a music release states them. */
export interface MusicName {
  readonly artist: string;
  readonly album: string;
  readonly year: number | null;
}

const audio =
  /(?<![a-z0-9])(?:flac|mp3|aac|alac|ogg|opus|lossless|(?:\d{2,3} ?k(?:bps|bit)?)|320|v0|24[ -]?bit|\d?cd|vinyl|discography|album|single|web)(?![a-z0-9])/i;
const video =
  /(?<![a-z0-9])(?:\d{3,4}[pi]|x26[45]|h[ .]?26[45]|hevc|xvid|divx|bluray|blu-ray|b[dr]rip|hdtv|web-?(?:dl|rip)|dvdrip|s\d{1,3}(?:e\d+)?|mkv|mp4|avi)(?![a-z0-9])/i;
const start = /^(?:\s*(?:\([^()]{0,60}\)|\[[^[\]]{0,60}\]))+\s*/;
// What follows the album: brackets, a year, the medium, the quality.
const tail =
  /\s*(?:[[({].*|-\s*(?:(?:19|20)\d\d|\d?cd|web|flac|mp3|vinyl|lossless|deluxe|nmr)(?![a-z0-9]).*|,\s*(?:flac|mp3|lossless|\d{2,3} ?kbps).*|\s(?:(?:19|20)\d\d|\d?cd|flac|mp3|\d{2,3} ?kbps)(?![a-z0-9]).*)$/i;
const sceneGroup = /-[a-z0-9]{2,20}$/i;

/**
 * Artist and album of `Artist - Album (Year) [FLAC]` and `Artist_Name-Album-WEB-2017-GROUP`; `null` for a name that
 * does not look like music. Only the beginning of a long name is read.
 */
export function readMusicName(text: string): MusicName | null {
  const name = capName(text);
  const plain = name.replaceAll('_', ' ');
  if (!audio.test(plain) || video.test(plain)) return null;
  const body = plain.replace(start, '');
  const spaced = body.indexOf(' - ');
  const dash = spaced >= 0 ? spaced : body.indexOf('-');
  if (dash <= 0) return null;
  const artist = body.slice(0, dash).trim();
  const rest = body.slice(dash + (spaced >= 0 ? 3 : 1)).replace(/^(?:19|20)\d\d ?- ?/, '');
  const cut = rest.replace(tail, '');
  const album = (cut === rest ? rest.replace(sceneGroup, '') : cut).trim();
  const year = /(?<!\d)(?:19|20)\d\d(?!\d)/.exec(body.slice(dash))?.[0];
  return album === '' ? null : { artist, album, year: year === undefined ? null : Number(year) };
}
