import {
  capEpisode,
  type EpisodeNumbers,
  longestRange,
  looseEpisode,
  statedEpisodes,
  togetherEpisodes,
} from './episode-numbers.ts';
import { type ParsedName, parseName } from './release-parser.ts';
import { wholeTitle, withoutNumber } from './release-title.ts';
import { titleKey } from './title-key.ts';

/** A reading on its way through the repairs. */
export interface Draft extends ParsedName {
  readonly absolute: readonly number[];
}

/** Mends one thing that the parser is known to get wrong; `name` is what the parser read. */
type Repair = (draft: Draft, name: string) => Draft;

export const noEpisode = (draft: Draft): boolean => draft.episodes.length === 0 && draft.date === null;

/** `[HorribleSubs] Series 100 - 07` gives the group as the title: read what follows the bracket. */
const groupAsTitle: Repair = (draft, name) => {
  const group = /^\[([^\]]{1,80})\][ _]*/.exec(name);
  const lost = draft.title === '' || (group && titleKey(group[1] ?? '') === titleKey(draft.title));
  if (!group || !lost) return draft;
  const rest = parseName(name.slice(group[0].length));
  if (titleKey(rest.title) === '') return draft;
  const numbered = rest.seasons.length > 0 || rest.episodes.length > 0 || rest.date !== null;
  const old = { seasons: draft.seasons, episodes: draft.episodes };
  return { ...draft, ...rest, ...(numbered ? {} : old), group: group[1] ?? null };
};

// Nothing that ends a title stands between the two years.
const twoYears =
  /^(.{1,120}?[. _(]((?:18|19|20)\d\d(?:-(?:19|20)\d\d)?)(?:[. _](?!s\d|\d{3,4}[pi]|x26|h26|bluray|web|hdtv|dvd|season|complete)[\p{L}\d']{1,12}){0,2})[. _)(]{1,2}((?:19|20)\d\d)(?=[. _)]|$)/iu;

/** `The.Legend.of.1900.1998`, `Crown 2010 Returns 2002`: of two years in front, the last is the year. */
const lastYear: Repair = (draft, name) => {
  const match = twoYears.exec(name);
  const numbered =
    draft.seasons.length > 0 || draft.date !== null || draft.episodes.some((each) => each < 1900);
  if (!match || numbered) return draft;
  const [, title = '', before, year] = match;
  const text = title.replace(/[._]/g, ' ').replace(/^\[[^\]]*\] */, '');
  if (before === year) return { ...draft, title: text.replace(/[ (]+\d{4}$/, '') };
  return { ...draft, title: text, year: Number(year), episodes: [], complete: false };
};

/** A title that begins or ends inside a word. */
const cutShort: Repair = (draft, name) => ({ ...draft, title: wholeTitle(draft.title, name) });

/** `(1897)` is a year; `x264-1920` and `FAN1990` are groups. */
const oddYears: Repair = (draft, name) => {
  const old = /[([]((?:18[89]|190)\d)[)\]]/.exec(name);
  if (old) {
    const year = Number(old[1]);
    const episodes = draft.episodes.filter((episode) => episode !== year);
    return { ...draft, year, episodes, title: draft.title.replace(/ *[([]?\d{4}[)\]]?$/, '') };
  }
  const stray = draft.year !== null && !new RegExp(`(?<![a-z\\d])${draft.year}(?!\\d)`, 'i').test(name);
  const asGroup = draft.year !== null && name.endsWith(`-${draft.year}`) && draft.resolution !== null;
  return stray || asGroup ? { ...draft, year: null } : draft;
};

/** More than a believable range: the first number counts. */
const shortRanges: Repair = (draft, name) => {
  const apart = /[ _]-[ _]\d{1,4}[ _]-[ _]\d/.test(name);
  if (draft.episodes.length <= longestRange || !apart || /batch/i.test(name)) return draft;
  return { ...draft, episodes: draft.episodes.slice(0, 1) };
};

const takeNumbers = (draft: Draft, numbers: EpisodeNumbers): Draft => ({
  ...draft,
  seasons: numbers.season === null ? draft.seasons : [numbers.season],
  episodes: numbers.episodes,
});

/** Where season and episode are stated, all that are stated. */
const stated: Repair = (draft, name) => {
  const numbers = statedEpisodes(name);
  if (!numbers || draft.seasons.length > 1 || /\d ?of ?\d/i.test(name)) return draft;
  const known = draft.episodes.every((episode) => numbers.episodes.includes(episode));
  if (!known && draft.seasons.length > 0) return draft;
  const at = name.search(/(?<![a-z0-9])(?:s\d{1,4}[ ._-]{0,3}e|\d{1,4}x\d)/i);
  const title = draft.title === '' && at > 0 ? name.slice(0, at).replace(/[._]/g, ' ') : draft.title;
  return { ...takeNumbers(draft, numbers), title };
};

/** Season and episode as one number. */
const together: Repair = (draft, name) => {
  const cap = capEpisode(name);
  if (cap) {
    const title = draft.title === '' ? name.slice(0, Math.max(0, name.indexOf('['))) : draft.title;
    return { ...takeNumbers(draft, cap), title };
  }
  if (
    draft.date !== null ||
    statedEpisodes(name) ||
    draft.seasons.some((season) => name.includes(`S${season}`))
  ) {
    return draft;
  }
  const numbers = togetherEpisodes(name);
  if (!numbers || numbers.season === null || numbers.episodes.length === 0) return draft;
  const number = numbers.season * 100 + (numbers.episodes[0] ?? 0);
  const read = draft.episodes.some((each) => each === number || numbers.episodes.includes(each % 100));
  if (draft.episodes.length > 0 && !read && draft.seasons.length === 0) return draft;
  const at = name.search(new RegExp(`[._ ]0*${numbers.season}${String(number % 100).padStart(2, '0')}`));
  const title = at > 0 ? name.slice(0, at).replace(/[._]/g, ' ') : draft.title;
  const cut = draft.year === null ? title : title.replace(new RegExp(` ${draft.year}$`), '');
  return { ...takeNumbers(draft, numbers), title: cut, absolute: [number] };
};

/** A group's number without a dash. */
const loose: Repair = (draft, name) => {
  if (!noEpisode(draft) || draft.seasons.length > 0) return draft;
  const number = looseEpisode(name);
  if (number === null || number === draft.year) return draft;
  return { ...draft, episodes: [number], title: withoutNumber(draft.title, number) };
};

/** `Title - 05.5 - S00E01`, `[K-F] Title 214 10x14`: the number of the show, before the one of the season. */
const doubleNumber: Repair = (draft, name) => {
  if (draft.seasons.length === 0 || draft.episodes.length === 0) return draft;
  const number = name.startsWith('[') ? /(?: - \d{2,4}(?:\.5)?| \d{3,4})$/ : / - \d{2,4}(?:\.5)?$/;
  const title = draft.title.replace(number, '');
  return title === '' ? draft : { ...draft, title };
};

// Titles first, then numbers: a lost title hides them.
const repairs: readonly Repair[] = [
  groupAsTitle,
  cutShort,
  lastYear,
  oddYears,
  shortRanges,
  stated,
  together,
  loose,
  doubleNumber,
];

/** Reads a name with the parser and mends what it is known to get wrong. */
export const repairedReading = (name: string): Draft =>
  repairs.reduce<Draft>((draft, repair) => repair(draft, name), { ...parseName(name), absolute: [] });
