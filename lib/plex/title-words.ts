import { parsePath } from '../domain/media-path.ts';

/*
 * What to search for, from the names of a file and its folders. It need not be right, only near: whatever the search
 * finds is compared with the file itself.
 */

/** Names come from strangers; nothing that tells a title is this far back. */
const longestName = 255;

/** Where a title ends and what the release says about itself begins. */
const endOfTitle = [
  /\bs\d{1,4}(?: ?e\d{1,4})*\b/i,
  /\b\d{1,2}x\d{2,3}\b/,
  /\b(?:season|series|staffel|saison|temporada) \d{1,4}\b/i,
  /\b(?:480|576|720|1080|2160|4320)[ip]\b/i,
  /\b(?:4k|uhd|blu-?ray|b[dr]-?rip|web-?rip|web-?dl|hdtv|dvd-?rip|remux|x26[45]|h ?26[45]|hevc|xvid)\b/i,
  /\b(?:flac|mp3|aac|alac|320|v0|24bit)\b/i,
  / - \d{1,4}(?:v\d)?(?= |$)/,
  /\be\d{1,4}\b/i,
];

/** Ends a title too, but may begin one: "1917 (2019)". */
const year = /(?<=.)\b(?:19|20)\d\d\b/;

/** Folders that only sort: they say nothing about the title. */
const sortingFolder =
  /^(?:(?:season|series|staffel|saison|temporada|cd|dis[ck]|dvd|part|vol(?:ume)?)[ ._-]*\d{1,4}|s\d{1,4}|specials|extras|subs|video_ts|bdmv|stream)$/i;

interface Cut {
  readonly title: string;
  /** Something said where the title ends; without, it may be no title at all. */
  readonly certain: boolean;
}

/** The part of a name before its year, season, resolution and the like. */
export function cutTitle(name: string): Cut {
  const plain = name
    .slice(0, longestName)
    .replace(/^(?:\s*\[[^\]]*\])+/, ' ')
    .replace(/[()[\]{}._]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  let end = plain.length;
  for (const mark of [year, ...endOfTitle]) {
    const at = plain.search(mark);
    if (at >= 0 && at < end) end = at;
  }
  const title = plain.slice(0, end).replace(/[\s-]+$/, '');
  return { title: /\p{L}|\p{N}/u.test(title) ? title : '', certain: end < plain.length };
}

/**
 * Titles that a video file may belong to, best first, at most three. A name without any mark counts only when no name
 * has one: it may be a group's abbreviation, or the folder of all movies.
 */
export function videoTitles(path: string, type: 'movie' | 'show'): readonly string[] {
  const { stem, folders } = namesOf(path);
  const [file, ...above] = [stem, ...folders.slice(0, 2)].map((name) => cutTitle(name));
  // an episode's file may be named after the episode
  const cuts = type === 'movie' ? [file, ...above] : [...above, file];
  const named = cuts.flatMap((cut) => (cut && cut.title !== '' ? [cut] : []));
  const certain = named.filter((cut) => cut.certain);
  const chosen = certain.length > 0 ? certain : named;
  return distinct(chosen.map((cut) => cut.title)).slice(0, 3);
}

export interface MusicTitles {
  readonly albums: readonly string[];
  readonly artists: readonly string[];
}

/** `Artist/Album (Year)/01 Track` and `Artist - Album (Year) [FLAC]/01 Track`. */
export function musicTitles(path: string): MusicTitles {
  const { folders } = namesOf(path);
  const [nearest = '', above = ''] = folders;
  const parts = nearest
    .split(/\s+-\s+|_-_/)
    .map((part) => cutTitle(part).title)
    .filter((part) => part !== '' && !/^\d{4}$/.test(part));
  const [first, ...others] = parts;
  if (first === undefined) return { albums: [], artists: distinct([cutTitle(above).title]) };
  const last = others.at(-1);
  if (last !== undefined) return { albums: [last], artists: [first] };
  return { albums: [first], artists: distinct([cutTitle(above).title]) };
}

/**
 * Ever wider searches for one title, at most four: all its words, one less, half of them, its longest one. Plex finds
 * what contains the words in this order, so punctuation that the name lost ("Star Wars: Episode IV") hides an item
 * from the narrow ones.
 */
export function searchesFor(title: string): readonly string[] {
  const words = title.split(' ').filter((word) => /\p{L}|\p{N}/u.test(word));
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best), '');
  const first = (count: number) => words.slice(0, Math.max(count, 1)).join(' ');
  return distinct([
    first(words.length),
    first(words.length - 1),
    first(Math.ceil(words.length / 2)),
    longest,
  ]);
}

function namesOf(path: string): { stem: string; folders: readonly string[] } {
  const parts = parsePath(path)?.parts ?? [];
  const stem = (parts.at(-1) ?? '').replace(/\.[a-z0-9]{2,4}$/i, '').replace(/^\d{1,3} - /, '');
  const folders = parts.slice(0, -1).reverse();
  return { stem, folders: folders.filter((folder) => !sortingFolder.test(folder)) };
}

function distinct(titles: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const title of titles) {
    const key = title.toLowerCase();
    if (title !== '' && !seen.has(key)) seen.set(key, title);
  }
  return [...seen.values()];
}
