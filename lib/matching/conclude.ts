import type { Evidence } from '../domain/evidence.ts';
import type { ClaimedFile } from './claims.ts';
import { distinct } from './depth.ts';
import type { LibraryIndex } from './library-index.ts';
import type { MatchTorrent } from './match-torrent.ts';
import type { MatchedItem, Outcome } from './outcome.ts';
import { type FoundFiles, foundByNumbers, packTruth } from './pack-truth.ts';

/** What an outcome is made of, besides the item. */
export interface Conclusion {
  readonly torrent: MatchTorrent;
  readonly files: readonly ClaimedFile[];
  readonly index: LibraryIndex;
}

/** Opens an item, and says which of the download's files are in Plex. */
export function open(
  { torrent, files, index }: Conclusion,
  item: MatchedItem,
  evidence: readonly Evidence[],
  byFiles: FoundFiles = new Map(),
): Outcome {
  const found = foundByNumbers(files, item, byFiles, index);
  const told = found.size > 0;
  const truth = packTruth(torrent.files, found, told);
  const count = told ? found.size : null;
  return { kind: 'open', item, evidence, found: count, expected: files.length, files: truth };
}

/** Opens the only item; leaves the choice when there are several. */
export function openOrChoose(
  conclusion: Conclusion,
  items: readonly MatchedItem[],
  evidence: readonly Evidence[],
  byFiles: FoundFiles = new Map(),
): Outcome {
  const candidates = distinct(items);
  const [item] = candidates;
  if (item && candidates.length === 1) return open(conclusion, item, evidence, byFiles);
  return choose(conclusion, candidates, evidence, byFiles);
}

export function choose(
  { torrent }: Conclusion,
  candidates: readonly MatchedItem[],
  evidence: readonly Evidence[],
  byFiles: FoundFiles = new Map(),
): Outcome {
  const files = packTruth(torrent.files, byFiles, byFiles.size > 0);
  return { kind: 'choose', candidates: distinct(candidates), evidence, files };
}
