import type { Evidence } from '../domain/evidence.ts';
import type { Claim } from './claims.ts';
import type { LibraryTitle } from './library-entry.ts';
import type { LibraryIndex } from './library-index.ts';
import type { MatchedItem } from './outcome.ts';
import { titleKey } from './title-key.ts';
import { endsThere, titlesOf } from './title-search.ts';

/** What titles tell: items that fit, or that the title is known and this of it is not there. */
export type TitleFinding =
  | { readonly kind: 'fits'; readonly items: readonly MatchedItem[]; readonly evidence: Evidence }
  | { readonly kind: 'absent'; readonly near: readonly MatchedItem[] }
  | { readonly kind: 'nothing' };

/** A title as short as this is no evidence without a year. */
const shortestAlone = 5;

export const filmItem = ({ ratingKey, sectionKey }: LibraryTitle): MatchedItem => ({
  ratingKey,
  type: 'movie',
  sectionKey,
});

/** The film that a claim means, by title and year; without a year only when nothing else is called so. */
export function filmEvidence(claim: Claim, index: LibraryIndex): TitleFinding {
  const { titles: namesakes, key, exact } = titlesOf(claim, ['movie', 'show'], index);
  const films = namesakes.filter(({ type }) => type === 'movie');
  if (films.length === 0) return { kind: 'nothing' };
  const absent: TitleFinding = { kind: 'absent', near: films.map(filmItem) };
  // "Mirror 1984" without a year: the number is the title's own.
  const inTitle =
    claim.year !== null && key.endsWith(String(claim.year)) && !films.some(({ year }) => year === claim.year);
  if (claim.year !== null && !inTitle) {
    const ofYear = filmsOf(films, claim.year, exact ? 1 : 0);
    if (ofYear.length === 0) return absent;
    return {
      kind: 'fits',
      items: pickVersion(claim, ofYear, index).map(filmItem),
      evidence: 'title-and-year',
    };
  }
  const years = new Set(films.map(({ year }) => year));
  const alone = namesakes.length === films.length && years.size === 1;
  const long = films.every(({ title }) => titleKey(title).length >= shortestAlone);
  if (!alone) return choice(namesakes);
  if (!exact || !long || !endsThere(claim, key)) return absent;
  return { kind: 'fits', items: pickVersion(claim, films, index).map(filmItem), evidence: 'unique-title' };
}

const choice = (namesakes: readonly LibraryTitle[]): TitleFinding => ({
  kind: 'fits',
  items: namesakes.map((title) =>
    title.type === 'movie' ? filmItem(title) : { ...filmItem(title), type: 'show' },
  ),
  evidence: 'unique-title',
});

/** Films of this year; when the title is unique, of the year before or after: releases and catalogues differ by one. */
function filmsOf(films: readonly LibraryTitle[], year: number, off: 0 | 1): readonly LibraryTitle[] {
  const exact = films.filter((film) => film.year === year);
  if (exact.length > 0) return exact;
  const years = new Set(films.map((film) => film.year));
  const [only] = years;
  return years.size === 1 && only && Math.abs(only - year) <= off ? films : [];
}

/** Of one film in several libraries or editions, those that fit what the name says of them. */
function pickVersion(
  claim: Claim,
  films: readonly LibraryTitle[],
  index: LibraryIndex,
): readonly LibraryTitle[] {
  if (films.length < 2) return films;
  const edition = editionKey(claim.edition);
  const sameEdition = films.filter((film) => editionKey(film.edition) === edition);
  const pool = sameEdition.length > 0 ? sameEdition : films;
  // Two of one library are two films of one title and year; HD and 4K are kept in two.
  if (new Set(pool.map(({ sectionKey }) => sectionKey)).size < pool.length) return pool;
  const sameSize = pool.filter(({ ratingKey }) =>
    index.filesIn(ratingKey).some(({ uhd }) => uhd === (claim.uhd ?? false)),
  );
  return sameSize.length > 0 ? sameSize : pool;
}

/** "Director's Cut", "Directors Cut", "Extended Edition": by the word that tells. */
const editionKey = (edition: string | null): string =>
  titleKey(edition ?? '').replace(/(?:edition|cut|version)$/, '');
