import type { TorrentFile } from '../domain/torrent.ts';
import type { Claim } from './claims.ts';
import { titleHash } from './hash.ts';
import type { LibraryFile } from './library-entry.ts';
import type { LibraryIndex } from './library-index.ts';
import { titleKeys } from './title-key.ts';

/** Whether a file of the same size is the same file under another name. */
export interface Agreement {
  /** `title`: the names agree. `other`: they don't speak of it, and something else confirms. `open`: neither. */
  readonly verdict: 'title' | 'other' | 'open' | 'no';
  /** A size that many files have: cut to the size of a disc. */
  readonly weak: boolean;
}

type Fit = 'same' | 'differs' | 'unknown';

const mebibyte = 2 ** 20;
/** Smaller files are of one size by chance, or are the same trailer. */
const smallest = { movie: 100 * mebibyte, episode: 50 * mebibyte, track: 3 * mebibyte } as const;
/** Films were cut to fit discs (175, 350, 700 MiB) once, in whole sectors. */
const isDiscSize = (bytes: number): boolean =>
  bytes < 800_000_000 && bytes > 100_000_000 && bytes % 2048 === 0;
/** After a completed download, its item comes within hours; beside another year it has to come at once. */
const soonMs = { before: 10 * 60_000, after: 6 * 3_600_000, atOnce: 2 * 3_600_000 } as const;

export function agreementOf(
  claim: Claim,
  file: TorrentFile,
  candidate: LibraryFile,
  index: LibraryIndex,
  completedAtMs: number | null,
): Agreement {
  const weak = isDiscSize(file.sizeBytes);
  const numbers = numbersFit(claim, candidate);
  const year = yearFit(claim, candidate, index);
  if (numbers === 'differs' || file.sizeBytes < smallest[candidate.type]) return { verdict: 'no', weak };
  const keys = new Set(claim.titles.flatMap((text) => titleKeys(text)));
  const own = itemTitle(candidate, keys, index);
  // A film that Plex took for another one still has a file that is named right.
  const byFile = [...keys].some((key) => titleHash(key) === candidate.titleHash);
  if (own !== undefined || byFile) {
    const inTitle = claim.year !== null && own?.endsWith(String(claim.year)) === true;
    return { verdict: year === 'differs' && !inTitle && !byFile ? 'no' : 'title', weak };
  }
  // The library's file is named after another title: the same size is chance, unless others of its season agree.
  if (candidate.titleHash !== 0 && !claim.nameless) return { verdict: 'open', weak };
  const delay = completedAtMs === null ? Number.NaN : candidate.addedAtMs - completedAtMs;
  const latest = year === 'differs' ? soonMs.atOnce : soonMs.after;
  const soon = delay >= -soonMs.before && delay <= latest;
  const confirmed = soon && (candidate.type === 'movie' || numbers === 'same');
  return { verdict: !weak && (claim.nameless || confirmed) ? 'other' : 'open', weak };
}

/** The longest of these keys by which the item is called, or its show. */
function itemTitle(
  candidate: LibraryFile,
  keys: ReadonlySet<string>,
  index: LibraryIndex,
): string | undefined {
  const owner = candidate.type === 'movie' ? candidate.ratingKey : candidate.grandparentRatingKey;
  const title = owner === null ? undefined : index.title(owner);
  const known = [...titleKeys(title?.title ?? ''), ...titleKeys(title?.originalTitle ?? '')];
  return known.filter((key) => keys.has(key)).sort((a, b) => b.length - a.length)[0];
}

function numbersFit({ seasons, episodes, absolute, stated, date }: Claim, candidate: LibraryFile): Fit {
  if (candidate.type === 'track') return 'unknown';
  if (candidate.type === 'movie') return stated ? 'differs' : 'unknown';
  if (date !== null)
    return candidate.date === null ? 'unknown' : candidate.date === date ? 'same' : 'differs';
  if (episodes.length === 0 || candidate.episode === null) return 'unknown';
  const listed = episodes.includes(candidate.episode);
  // Counted through or from the season: only a number that is the same says something.
  if (seasons.length === 0 || absolute.length > 0) return listed ? 'same' : 'unknown';
  if (candidate.season !== null && !seasons.includes(candidate.season)) return 'differs';
  return listed ? 'same' : 'differs';
}

function yearFit(claim: Claim, candidate: LibraryFile, index: LibraryIndex): Fit {
  if (candidate.type !== 'movie' || claim.year === null) return 'unknown';
  const year = index.title(candidate.ratingKey)?.year ?? null;
  if (year === null) return 'unknown';
  if (year === claim.year) return 'same';
  return Math.abs(year - claim.year) <= 1 ? 'unknown' : 'differs';
}
