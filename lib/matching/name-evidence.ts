import type { Claim, ClaimedFile } from './claims.ts';
import { type Conclusion, choose, openOrChoose } from './conclude.ts';
import { distinct } from './depth.ts';
import { filmEvidence, type TitleFinding } from './film-evidence.ts';
import type { Outcome } from './outcome.ts';
import { showEvidence } from './show-evidence.ts';

/** What names alone tell: shows where numbers are claimed, else films. */
export function byNames(conclusion: Conclusion, whole: Claim): Outcome {
  const { files, index } = conclusion;
  const numbered = files.filter(({ claim }) => claim.episodes.length > 0 || claim.date !== null);
  const several = files.length > 1;
  // "Trilogy 1-3" over files that each have a year: films, not episodes.
  const counted = several && whole.seasons.length === 0 && files.every(({ claim }) => claim.year !== null);
  const numbers = (whole.episodes.length > 0 && !counted) || whole.seasons.length > 0 || whole.date !== null;
  if (!numbers && numbered.length === 0) {
    if (several) return filmPack(conclusion, whole);
    return byTitle(conclusion, whole, filmEvidence(whole, index));
  }
  const claim = several && numbered.length > 1 ? packClaim(whole, numbered) : whole;
  const shows = showEvidence(claim, several, index);
  const sequel = shows.kind === 'nothing' ? asSeason(claim) : null;
  if (sequel) {
    const season = showEvidence(sequel, several, index);
    if (season.kind === 'fits') return byTitle(conclusion, sequel, season);
  }
  if (shows.kind !== 'nothing' || claim.stated) return byTitle(conclusion, claim, shows);
  // The numbers may be part of a film's title: "Beacon 437", "2012".
  const film = filmEvidence(claim, index);
  return byTitle(conclusion, claim, film.kind === 'fits' && claim.year !== null ? film : shows);
}

/** `Title 2 - 11`: the second season of what is called "Title". */
function asSeason(claim: Claim): Claim | null {
  if (claim.seasons.length > 0 || claim.episodes.length === 0) return null;
  const [, title, season] = /^(.{3,}\D) ([2-9])$/.exec(claim.titles[0] ?? '') ?? [];
  return title === undefined ? null : { ...claim, names: [], titles: [title], seasons: [Number(season)] };
}

/** The seasons of all files together; the number of one of many says nothing. */
function packClaim(whole: Claim, numbered: readonly ClaimedFile[]): Claim {
  const seasons = [...new Set([...whole.seasons, ...numbered.flatMap(({ claim }) => claim.seasons)])];
  if (seasons.length > 0) return { ...whole, seasons, episodes: [], absolute: [], date: null };
  const episodes = [...new Set(numbered.flatMap(({ claim }) => claim.episodes))];
  return { ...whole, episodes, date: null };
}

/** Several films: each is looked for by itself, and the person chooses; the discs of one film are that film. */
function filmPack(conclusion: Conclusion, whole: Claim): Outcome {
  const { files, index } = conclusion;
  const findings = files.map(({ claim }) => filmEvidence(claim, index));
  const items = findings.flatMap((each) =>
    each.kind === 'fits' && each.items.length === 1 ? each.items : [],
  );
  if (items.length === 0) return byTitle(conclusion, whole, filmEvidence(whole, index));
  const all = findings.every((each) => each.kind === 'fits');
  return all
    ? openOrChoose(conclusion, items, ['title-and-year'])
    : choose(conclusion, items, ['title-and-year']);
}

/** The outcome of what titles tell. */
export function byTitle(conclusion: Conclusion, claim: Claim, finding: TitleFinding): Outcome {
  if (finding.kind === 'absent') return { kind: 'absent', near: distinct(finding.near) };
  if (finding.kind === 'nothing') return { kind: 'unknown', title: claim.titles[0] ?? '' };
  return openOrChoose(conclusion, finding.items, [finding.evidence]);
}
