import type { Evidence } from '../domain/evidence.ts';
import { placeOfAbsolute } from './absolute-number.ts';
import type { Claim } from './claims.ts';
import type { TitleFinding } from './film-evidence.ts';
import type { LibraryFile, LibraryTitle } from './library-entry.ts';
import type { LibraryIndex } from './library-index.ts';
import type { MatchedItem } from './outcome.ts';
import { namesYear, titlesOf } from './title-search.ts';

const showItem = ({ ratingKey, sectionKey }: LibraryTitle): MatchedItem => ({
  ratingKey,
  type: 'show',
  sectionKey,
});

interface Part {
  readonly item: MatchedItem;
  readonly evidence: Evidence;
}

/**
 * The episode, season or show that a claim means: the title says which shows, and only those count that have what is
 * claimed of them.
 *
 * @param several Whether the download holds several episodes: then its season is meant.
 */
export function showEvidence(claim: Claim, several: boolean, index: LibraryIndex): TitleFinding {
  const { titles: shows, key, exact } = titlesOf(claim, ['show'], index);
  if (shows.length === 0) return { kind: 'nothing' };
  const inTitle = claim.year !== null && key.endsWith(String(claim.year));
  const dated = claim.year !== null && claim.yearOfTitle && !inTitle;
  const fitting = dated ? showsOf(shows, claim, index) : exact ? shows : [];
  const parts = fitting.flatMap((show) => partOf(show, claim, several, index));
  const [first] = parts;
  if (!first) return { kind: 'absent', near: shows.map(showItem) };
  return { kind: 'fits', items: parts.map(({ item }) => item), evidence: first.evidence };
}

/** What a claim means of a show that is known by its id; the show itself when nothing more is claimed. */
export function showById(
  show: LibraryTitle,
  claim: Claim,
  several: boolean,
  index: LibraryIndex,
): readonly MatchedItem[] {
  const silent = claim.seasons.length === 0 && claim.episodes.length === 0 && claim.date === null;
  return silent ? [showItem(show)] : partOf(show, claim, several, index).map(({ item }) => item);
}

/** A year in a release's name is the show's first, seldom the episode's; a show of another year is another show. */
function showsOf(shows: readonly LibraryTitle[], { year, seasons, episodes }: Claim, index: LibraryIndex) {
  if (year === null) return shows;
  const exact = shows.filter((show) => show.year === year || namesYear(show, year));
  if (exact.length > 0) return exact;
  const [only] = shows;
  if (shows.length > 1 || !only) return [];
  if (only.year === null || Math.abs(only.year - year) <= 1) return shows;
  const [season, episode] = [seasons[0], episodes[0]];
  if (season === undefined || episode === undefined) return [];
  const aired = index
    .episode(only.ratingKey, season, episode)
    .some(({ date }) => date?.startsWith(`${year}-`));
  return aired ? shows : [];
}

/** What of this show is claimed, if it is there; several when two readings of a number both exist. */
function partOf(show: LibraryTitle, claim: Claim, several: boolean, index: LibraryIndex): readonly Part[] {
  const { date, seasons, episodes, absolute } = claim;
  if (date !== null && !(claim.stated && episodes.length > 0)) {
    const aired = onlyItem(index.aired(show.ratingKey, date), several);
    if (aired.length > 0 || episodes.length === 0) return aired; // else the date is the release's
  }
  if (seasons.length > 1) return wholeShow(show, seasons, index);
  const [season] = seasons;
  if (season === undefined) return absolutePart(show, episodes, several, claim, index);
  if (episodes.length === 0) return seasonPart(show, season, index);
  const files = firstEpisode(show, season, episodes, index);
  const stated = files.length === 0 ? [] : depth(files, several, 'title-and-episode');
  const through = absolute.length > 0 ? absolutePart(show, absolute, several, claim, index) : [];
  const other = through.filter(({ item }) => stated.every((part) => part.item.ratingKey !== item.ratingKey));
  return [...stated, ...other];
}

const firstEpisode = (
  show: LibraryTitle,
  season: number,
  [episode]: readonly number[],
  index: LibraryIndex,
): readonly LibraryFile[] => (episode === undefined ? [] : index.episode(show.ratingKey, season, episode));

/** An episode; or the season it is in, when the download holds more of it. */
function depth(files: readonly LibraryFile[], several: boolean, evidence: Evidence): readonly Part[] {
  const [first] = files;
  if (!first) return [];
  const { sectionKey, parentRatingKey } = first;
  if (several && parentRatingKey !== null) {
    return [{ item: { ratingKey: parentRatingKey, type: 'season', sectionKey }, evidence }];
  }
  const keys = new Set(files.map(({ ratingKey }) => ratingKey));
  return [...keys].map((ratingKey) => ({ item: { ratingKey, type: 'episode', sectionKey }, evidence }));
}

const onlyItem = (files: readonly LibraryFile[], several: boolean): readonly Part[] =>
  new Set(files.map(({ ratingKey }) => ratingKey)).size === 1
    ? depth(files, several, 'title-and-episode')
    : [];

function seasonPart(show: LibraryTitle, season: number, index: LibraryIndex): readonly Part[] {
  const found = index.seasons(show.ratingKey).find((each) => each.season === season);
  if (!found) return [];
  const item: MatchedItem = { ratingKey: found.ratingKey, type: 'season', sectionKey: show.sectionKey };
  return [{ item, evidence: 'title-and-season' }];
}

const wholeShow = (show: LibraryTitle, seasons: readonly number[], index: LibraryIndex): readonly Part[] =>
  index.seasons(show.ratingKey).some(({ season }) => seasons.includes(season))
    ? [{ item: showItem(show), evidence: 'title-and-season' }]
    : [];

/** Numbers without a season: of the first season, or counted through all of them. */
function absolutePart(
  show: LibraryTitle,
  numbers: readonly number[],
  several: boolean,
  { complete }: Claim,
  index: LibraryIndex,
): readonly Part[] {
  const seasons = index.seasons(show.ratingKey);
  const regular = seasons.filter(({ season }) => season > 0);
  const [first] = numbers;
  if (first === undefined) {
    return (complete || several) && regular.length > 0
      ? [{ item: showItem(show), evidence: 'title-and-season' }]
      : [];
  }
  const places = numbers.flatMap((number) => placeOfAbsolute(number, regular) ?? []);
  const [start] = places;
  if (!start) return [];
  if (places.some(({ season }) => season !== start.season)) {
    return [{ item: showItem(show), evidence: 'title-and-episode' }];
  }
  const wide = several || numbers.length > 6;
  return depth(index.episode(show.ratingKey, start.season, start.episode), wide, 'title-and-episode');
}
