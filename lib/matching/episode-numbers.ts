/** Numbers of episodes that the parser overlooks or misreads, each read by its own rule. */

export interface EpisodeNumbers {
  readonly season: number | null;
  readonly episodes: readonly number[];
}

/** A longer "range" is something else: `Monster - 11 - 511 Kinderheim` is episode 11. */
export const longestRange = 60;

/** All numbers from the first to the last; only the first when that is no believable range. */
export function numberRange(from: number, to: number): readonly number[] {
  if (to <= from || to - from > longestRange) return [from];
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

// One episode after another: `S03E01.S03E02`, `S22E5363-E5366`, `2x04.2x05`, `1x01-x03`, `S01E01-02-03`, `8x01_02`.
const seasonEpisode =
  /(?<![a-z0-9])s(\d{1,4})[ ._]?(?:-? ?)e(?:p ?)?(\d{1,5})((?:[ ._-]{0,3}(?:s\d{1,4}[ ._]?)?ep?\d{1,5}|-\d{1,4}(?![\da-z]))*)(?![\dpi])/i;
const crossed =
  /(?<![a-z0-9])(?<!(?<!\d)\d[.])((?!1920)(?:19|20)\d\d|\d{1,2})x(\d{1,3})((?:[ ._-]{0,3}(?:\d{1,4})?x\d{1,3}|[-_]\d{2,3}(?![\dpi]))*)(?![\dpix])/i;

/** Season and episodes where a name states both, with all that follow. */
export function statedEpisodes(name: string): EpisodeNumbers | null {
  for (const pattern of [seasonEpisode, crossed]) {
    const match = pattern.exec(name);
    if (!match) continue;
    const [, season = '', first = '', rest = ''] = match;
    const more = rest.matchAll(/(-?)[ ._]*(?:s?\d{1,4}[ ._]?(?=[ex]))?(?:ep?|x)?(\d{1,5})/gi);
    const episodes = [Number(first)];
    for (const [, dash, text] of more) {
      const [last, next] = [episodes.at(-1) ?? 0, Number(text)];
      if (next <= last) continue;
      if (dash === '-') episodes.push(...numberRange(last, next).slice(1));
      else episodes.push(next);
    }
    return { season: Number(season), episodes };
  }
  return null;
}

const bracketed = /^\[[^\]]{0,80}\]/;
// `[K-F] Some Show 214`, `[HatSubs] Title 1004`, `[Raws] Title #957 (…)`, `[A]Fate_Zero-01[1280x720]`, `[F] Title - 05 …`.
const looseNumber = /(?:[ ._]#?|-)(\d{1,4})(?:\.5)?(?:v\d)?(?=[ _]*(?:[[(]|$|\.[a-z0-9]{2,4}$)|[ _]VOSTFR)/i;
const beforeVostfr = /(?<=\p{L} )(\d{1,4})(?= VOSTFR)/iu;

// `[ACX]Hack Sign 01 Role Play [Kosaka] [9C57891E]`: a checksum is what only such groups write.
const beforeChecksum = /[ _](\d{2,3})[ _](?=.*\[[0-9a-f]{8}\])/i;

/** The number of an episode that a group in brackets writes without a dash; `null` for a year or a resolution. */
export function looseEpisode(name: string): number | null {
  const start = bracketed.exec(name)?.[0].length;
  if (start === undefined) {
    const number = (/#(\d{1,4})(?![\d\p{L}])/u.exec(name) ?? beforeVostfr.exec(name))?.[1];
    return number === undefined ? null : Number(number);
  }
  const rest = name.slice(start);
  const match = looseNumber.exec(rest) ?? beforeChecksum.exec(rest);
  if (!match || match.index === 0) return null;
  const number = Number(match[1]);
  return number >= 1900 && number <= 2100 ? null : number;
}

// `Series.Title.103.720p`, `series.2009.416.hdtv`, `the.Series.110.hdtv-lol`, `Series.Title.103.104.720p`.
const together =
  /(?<=[\p{L}\d][._])(?!(?:480|540|576|720|1080|2160))(\d{1,2})(\d\d)(?:[._]\1(\d\d)|(\d\d))?(?=[._ ](?:\d{3,4}p|hdtv|pdtv|dvdrip|webrip|web|x264))/iu;

/** Season and episode written as one number, as the scene once did; not for names of anime groups. */
export function togetherEpisodes(name: string): EpisodeNumbers | null {
  if (name.startsWith('[') || /(?<![a-z])ep?\d/i.test(name)) return null;
  const match = together.exec(name);
  if (!match) return null;
  const [, season = '', first = '', second, glued] = match;
  const number = Number(season + first);
  if (number >= 1900 && number <= 2100) return null;
  const last = glued ?? second;
  const episodes = last === undefined ? [Number(first)] : numberRange(Number(first), Number(last));
  return { season: Number(season), episodes };
}

/** `[Cap.1901]`, `[Cap. 101]`: season 19, episode 1. */
export function capEpisode(name: string): EpisodeNumbers | null {
  const match = /\[Cap\. ?(\d{1,2})(\d\d)(?:_(?:\d{1,2})(\d\d))?\]/i.exec(name);
  if (!match) return null;
  const [, season, first, last] = match;
  return { season: Number(season), episodes: numberRange(Number(first), Number(last ?? first)) };
}
