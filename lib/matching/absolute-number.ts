import type { LibrarySeason } from './library-index.ts';

export interface EpisodePlace {
  readonly season: number;
  readonly episode: number;
}

/** No gap from the first episode on. */
const isUnbroken = ({ episodes }: LibrarySeason): boolean =>
  episodes.every((episode, at) => episode === at + 1);

/**
 * Where an episode is that is counted through all seasons: in the first season when that has the number; in a later
 * one that goes on counting; else after as many as the seasons before it hold, if each of these is there from its
 * first episode on without a gap. `null` when it can't be told.
 *
 * @param seasons In their order, without the specials.
 */
export function placeOfAbsolute(number: number, seasons: readonly LibrarySeason[]): EpisodePlace | null {
  const [first] = seasons;
  if (!first) return null;
  if (first.season === 1 && first.episodes.includes(number)) return { season: 1, episode: number };
  const counting = seasons.filter(
    ({ season, episodes }, at) =>
      season > 1 &&
      episodes.includes(number) &&
      (episodes[0] ?? 0) > (seasons[at - 1]?.episodes.at(-1) ?? 0) &&
      at > 0,
  );
  const [only] = counting;
  if (only && counting.length === 1) return { season: only.season, episode: number };
  let before = 0;
  for (const [at, season] of seasons.entries()) {
    if (season.season !== at + 1) return null;
    if (season.episodes.includes(number - before)) {
      return at === 0 ? null : { season: season.season, episode: number - before };
    }
    if (!isUnbroken(season)) return null;
    before += season.episodes.length;
  }
  return null;
}
