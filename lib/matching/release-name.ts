import { type ExternalId, externalIds } from '../domain/external-id.ts';
import { capName } from './cap-name.ts';
import { type Draft, noEpisode, repairedReading } from './name-repairs.ts';
import { readable } from './release-text.ts';
import {
  betweenBrackets,
  bracketTitles,
  latinFirst,
  secondTitle,
  sideBySide,
  statedTitles,
  withoutBrackets,
  withoutTags,
} from './release-title.ts';
import { titleKey } from './title-key.ts';

/** What a name alone suggests. Whether it is a video at all, its files tell. */
export type ReleaseKind = 'movie' | 'episode' | 'season' | 'show';

/** What the name of a torrent, a folder or a file says of its content. Everything in it is a claim, not a fact. */
export interface ReleaseName {
  readonly kind: ReleaseKind;
  readonly title: string;
  /** Every reading of the title, the most literal first; `title` is among them. */
  readonly titles: readonly string[];
  readonly year: number | null;
  /** The year follows the title: of a show, its first. After the number of an episode it is the release's. */
  readonly yearOfTitle: boolean;
  readonly seasons: readonly number[];
  /** Numbers inside `seasons`; without a season, counted from the first episode of the show or from its season. */
  readonly episodes: readonly number[];
  /** `103` where `1x03` was read: some shows are counted through. */
  readonly absolute: readonly number[];
  /** `YYYY-MM-DD` */
  readonly date: string | null;
  readonly complete: boolean;
  readonly edition: string | null;
  readonly resolution: string | null;
  readonly group: string | null;
  readonly ids: readonly ExternalId[];
}

function kindOf({ seasons, episodes, date, complete, year }: Draft, name: string): ReleaseKind {
  if (episodes.length > 0 || date !== null) return seasons.length > 1 ? 'show' : 'episode';
  if (seasons.length > 0) return seasons.length > 1 ? 'show' : 'season';
  const film =
    year !== null || /complete[ ._](?:uhd[ ._])?(?:blu-?ray|bd|pal|ntsc|dvd)|saga|trilogy/i.test(name);
  return complete && !film ? 'show' : 'movie';
}

// A number of a season or an episode.
const numberMark = /(?<![a-z0-9])(?:s\d{1,4}|\d{1,2}x\d|e(?:p\.? ?)?\d|season|- \d{1,4}[ .)[(])/i;

const isYearOfTitle = (year: number | null, name: string): boolean =>
  year !== null &&
  bracketTitles(name).length === 0 &&
  name.includes(String(year)) &&
  !numberMark.test(name.slice(0, name.indexOf(String(year))));

function titlesOf(draft: Draft, name: string): readonly string[] {
  const raw = draft.title.trim();
  const parts = sideBySide(raw);
  const western = latinFirst(parts);
  const second = secondTitle(name);
  const ends = draft.year !== null || draft.seasons.length > 0 || !noEpisode(draft);
  const trim = (title: string) => withoutTags(title, name, ends);
  const main = parts.length > 1 ? western.join(' / ') : raw;
  const first = trim(main);
  const { year, country } = draft;
  const extras = [country, year, year === null || country === null ? null : `${year} ${country}`].flatMap(
    (extra) => (extra === null ? [] : [`${first} ${extra}`]),
  );
  const apart = [...western, ...parts].map(trim);
  const other = [
    ...(second ? [second] : []),
    ...apart,
    ...withoutBrackets(main),
    ...bracketTitles(name),
    ...betweenBrackets(name),
    ...statedTitles(name),
  ];
  const titles = [first, main, ...extras, ...other, withoutTags(main, name, false)];
  return [...new Set(titles)].filter((title) => titleKey(title) !== '');
}

/**
 * Reads the name of a torrent, a folder or a file. Never throws; some milliseconds at most for any text, since only its
 * beginning is read: see `capName`.
 */
export function readReleaseName(text: string): ReleaseName {
  const capped = capName(text);
  const name = readable(capped);
  const draft = repairedReading(name);
  const titles = titlesOf(draft, name);
  return {
    kind: kindOf(draft, name),
    title: titles[0] ?? '',
    titles,
    year: draft.year,
    yearOfTitle: isYearOfTitle(draft.year, name),
    seasons: draft.seasons,
    episodes: draft.episodes,
    absolute: draft.absolute,
    date: draft.date,
    complete: draft.complete,
    edition: draft.editions[0] ?? null,
    resolution: draft.resolution,
    group: draft.group,
    ids: externalIds(capped),
  };
}
