import type { TitleType } from '../domain/library-entry.ts';
import type { Claim } from './claims.ts';
import type { LibraryTitle } from './library-entry.ts';
import type { LibraryIndex } from './library-index.ts';
import { sideBySide } from './release-title.ts';
import { titleForms, titleKey, titleWords } from './title-key.ts';

/** What may follow a title in a release name. "Wolf" is no match for "Wolf 2", nor for "Wolf Part Two". */
const boundary =
  /^(?:(?:18|19|20)\d\d|\d{3,4}[pi]|s\d{1,4}(?:e\d.*)?|ep?\d{1,5}|\d{1,2}x\d{1,3}|season|episode|series|saison|staffel|temporada|4k|uhd|blu|bluray|bdrip|brrip|bdremux|bd|remux|web|webrip|webdl|hdtv|pdtv|dvd|dvdrip|dvdr|hdrip|x26[45]|h26[45]|hevc|avc|xvid|divx|av1|proper|repack|internal|extended|unrated|uncut|theatrical|remastered|imax|criterion|multi|dual|dubbed|subbed|amzn|nf|dsnp|hmax|10bit|hdr|hdr10|flac|mp3)$/;

/** Words of a title that are looked up at most: longer ones are found by their parsed title. */
const mostWords = 16;
/** A shorter title is no evidence by itself. */
const shortestKey = 3;

/** Titles that are called so, and the key that they were found by. */
export interface Found {
  readonly titles: readonly LibraryTitle[];
  readonly key: string;
  /** `false`: only without the article, "Wolf" for "The Wolf". These may be two works. */
  readonly exact: boolean;
}

const nothing: Found = { titles: [], key: '', exact: true };

const bracketed = /^\s*\[[^\]]{0,80}\]/;

/** A name from where its title may begin: without a group or a site in brackets. */
const startOf = (name: string): string => {
  let text = name;
  for (let taken = 0; taken < 3 && bracketed.test(text); taken++) text = text.replace(bracketed, '');
  return text;
};

/**
 * The titles of these kinds that a claim can mean: those of the longest reading that any title has, whether the parser
 * found it or the name just begins with it. Names leave out an article that the title has; they don't add one.
 */
export function titlesOf(claim: Claim, types: readonly TitleType[], index: LibraryIndex): Found {
  const prefix = claim.names
    .map((name) => longestPrefix(name, claim.episodes, types, index))
    .reduce((best, each) => (each.key.length > best.key.length ? each : best), nothing);
  const keys = new Set(claim.titles.flatMap((title) => titleForms(title).whole));
  for (const key of [...keys].sort((a, b) => b.length - a.length)) {
    if (key.length < prefix.key.length) break;
    const found = find(key, types, index);
    if (found.titles.length > 0) return found;
  }
  return prefix;
}

function find(key: string, types: readonly TitleType[], index: LibraryIndex): Found {
  const all = index.titled(key).filter(({ type }) => types.includes(type));
  const whole = all.filter(({ title, originalTitle }) =>
    [title, originalTitle ?? ''].some((text) => titleForms(text).whole.includes(key)),
  );
  const exact = whole.length > 0;
  return { titles: exact ? whole : all, key, exact };
}

/** The longest known title that the name begins with, when something follows that can't be part of a title. */
function longestPrefix(
  name: string,
  numbers: readonly number[],
  types: readonly TitleType[],
  index: LibraryIndex,
): Found {
  const words = titleWords(startOf(name).slice(0, 255)).split(' ').slice(0, mostWords);
  for (let count = words.length - 1; count > 0; count--) {
    const next = words[count] ?? '';
    if (!boundary.test(next) && !(/^\d{1,4}$/.test(next) && numbers.includes(Number(next)))) continue;
    const key = words.slice(0, count).join('');
    if (key.length < shortestKey) continue;
    const found = find(key, types, index);
    if (found.titles.length > 0) return found;
  }
  return nothing;
}

/** Whether one of the names begins with the title, and what follows it can't be part of a longer title. */
export function endsThere(claim: Claim, key: string): boolean {
  return claim.names
    .flatMap((name) => sideBySide(name))
    .some((name) => {
      const words = titleWords(startOf(name).slice(0, 255)).split(' ').slice(0, 40);
      let text = '';
      for (const [at, word] of words.entries()) {
        text += word;
        if (text.length < key.length) continue;
        const next = words[at + 1];
        const same = text === key || titleForms(words.slice(0, at + 1).join(' ')).bare.includes(key);
        return same && (next === undefined || boundary.test(next));
      }
      return false;
    });
}

/** Whether a title's own words include this year: "Title (2005)". */
export const namesYear = ({ title }: LibraryTitle, year: number): boolean =>
  titleKey(title).endsWith(String(year)) && /[([]\s*\d{4}\s*[)\]]\s*$/.test(title);
