/** What a file name says, in the manner of Plex's scanners. Deliberately not the project's own parser. */
export interface MovieName {
  readonly title: string;
  readonly year: number | undefined;
}
export interface EpisodeName {
  readonly show: string;
  readonly year: number | undefined;
  readonly season: number;
  readonly episodes: readonly number[];
  /** Text after the episode number, when it reads like a title. */
  readonly title: string | undefined;
}
export interface TrackName {
  readonly artist: string;
  readonly album: string;
  readonly year: number | undefined;
  readonly index: number | undefined;
  readonly title: string;
}

const video = /\.(mkv|mp4|m4v|avi|mov|wmv|ts|m2ts|mpg|mpeg|webm)$/i;
const audio = /\.(flac|mp3|m4a|aac|ogg|opus|wav)$/i;
const extras =
  /(^|\/)(sample|samples|extras?|featurettes?|trailers?|behind the scenes|deleted scenes|interviews?|scenes|shorts|other)\//i;
const extraFile =
  /(^|[-._ ])sample\.[^.]+$|-(trailer|featurette|deleted|interview|scene|short|other)\.[^.]+$/i;
const noise =
  /[. _([-]+(2160p|1080p|720p|576p|480p|4k|uhd|web([-. ]?dl|rip)?|blu-?ray|bdrip|brrip|dvdrip|hdtv|remux|x26[45]|h[. ]?26[45]|hevc|proper|repack|multi|internal|flac|mp3)\b.*$/i;

/** Whether Plex would make an item of this file; `relative` uses `/` and starts below the library's location. */
export function isMediaFile(relative: string, kind: 'video' | 'audio'): boolean {
  if (/(^|\/)\./.test(relative) || !(kind === 'video' ? video : audio).test(relative)) return false;
  return kind === 'audio' || !(extras.test(relative) || extraFile.test(relative));
}

export const withoutExtension = (name: string): string => name.replace(/\.[A-Za-z0-9]{1,5}$/, '');

const tidy = (text: string): string =>
  text
    .replaceAll(/[._]+/g, ' ')
    .replace(/\[[^\]]*\]|\{[^}]*\}/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[\s-]+|[\s(-]+$/g, '');

/** `Some.Film.2019.1080p.WEB-GRP` → Some Film, 2019. The last plausible year that is not the whole title counts. */
export function titleAndYear(name: string): MovieName {
  const years = [...name.matchAll(/(?<=.)[.\s_([]+((?:19|20)\d\d)(?=[\s._)\]-]|$)/g)];
  const year = years.at(-1);
  const head = year ? name.slice(0, year.index) : name.replace(noise, '');
  return { title: tidy(head) || tidy(name) || name, year: year ? Number(year[1]) : undefined };
}

export function movieName(relative: string): MovieName {
  const parts = relative.split('/');
  const file = titleAndYear(withoutExtension(parts.at(-1) ?? relative));
  const folder = parts.length > 1 ? titleAndYear(parts.at(-2) ?? '') : undefined;
  return file.year === undefined && folder?.year !== undefined ? folder : file;
}

const numbered = [
  /[. _[(-]*\bs(\d{1,2})[. _-]?e(\d{1,3})((?:[-. _]?e?\d{1,3}(?![\dp]))*)/i,
  /[. _[(-]*\b(\d{1,2})x(\d{2,3})((?:-(?:\d{1,2}x)?\d{2,3}(?![\dp]))*)/i,
];

function episodeRange(first: number, tail: string): number[] {
  if (!/^[-. _]?e|^-\d/i.test(tail)) return [first];
  const last = Number(/(\d{1,3})$/.exec(tail)?.[1] ?? first);
  if (last <= first || last - first > 20) return [first];
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
}

export function episodeName(relative: string): EpisodeName | undefined {
  const parts = relative.split('/');
  const base = withoutExtension(parts.at(-1) ?? relative);
  const top = parts.length > 1 ? (parts[0] ?? '') : '';
  for (const pattern of numbered) {
    const found = pattern.exec(base);
    if (!found) continue;
    const named = base.slice(0, found.index);
    const source = named.trim() === '' ? top.replace(/[. _-]+s(eason )?\d{1,2}\b.*$/i, '') : named;
    const rest = tidy(base.slice(found.index + found[0].length).replace(noise, ''));
    const show = titleAndYear(source);
    return {
      show: show.title,
      year: show.year ?? titleAndYear(top).year,
      season: Number(found[1]),
      episodes: episodeRange(Number(found[2]), found[3] ?? ''),
      title: rest === '' ? undefined : rest,
    };
  }
  const season = /(?:^|\/)season[ ._]?(\d{1,2})\//i.exec(relative);
  const lone = /(?:^|[. _-])(?:e|ep|episode[ ._]?)?(\d{1,3})(?=$|[. _-])/i.exec(base);
  if (!season || !lone) return undefined;
  const show = titleAndYear(top);
  return {
    show: show.title,
    year: show.year,
    season: Number(season[1]),
    episodes: [Number(lone[1])],
    title: undefined,
  };
}

export function trackName(relative: string): TrackName {
  const parts = relative.split('/');
  const base = withoutExtension(parts.at(-1) ?? relative);
  const numberedTitle = /^(\d{1,3})[\s.-]+(.+)$/.exec(base);
  const folder = titleAndYear(parts.at(-2) ?? 'Unknown Album');
  const [left, ...right] = folder.title.split(' - ');
  const isRelease = parts.length < 3 && right.length > 0;
  return {
    artist: isRelease ? (left ?? '') : parts.length > 2 ? tidy(parts.at(-3) ?? '') : 'Unknown Artist',
    album: isRelease ? right.join(' - ') : folder.title,
    year: folder.year,
    index: numberedTitle ? Number(numberedTitle[1]) : undefined,
    title: tidy(numberedTitle?.[2] ?? base),
  };
}
