import type { Evidence } from '../domain/evidence.ts';
import { joinPath, mapPath, type PathMapping } from '../domain/media-path.ts';
import type { Claim, ClaimedFile } from './claims.ts';
import { foldFolder, foldName, hashText, splitPath } from './hash.ts';
import type { LibraryFile } from './library-entry.ts';
import type { LibraryIndex } from './library-index.ts';
import type { MatchTorrent } from './match-torrent.ts';
import { type Agreement, agreementOf } from './size-agreement.ts';

/** The items behind a file of the torrent, and how that is known. Several items: one file with several episodes. */
export interface FileHit {
  readonly claimed: ClaimedFile;
  readonly found: readonly LibraryFile[];
  readonly evidence: Evidence;
  /** Two different files fit as well as each other. */
  readonly doubtful: boolean;
}

interface SizeOnly {
  readonly claimed: ClaimedFile;
  readonly candidates: readonly LibraryFile[];
  readonly agreements: readonly Agreement[];
}

const sameFile = (a: LibraryFile, b: LibraryFile): boolean =>
  a.nameHash === b.nameHash && a.folderHash === b.folderHash && a.sizeBytes === b.sizeBytes;
/** Whether all rows tell of one file: of one item, or of episodes of a season that share it. */
const oneFile = (files: readonly LibraryFile[]): boolean =>
  files.every((file) => {
    const [first] = files;
    if (first === undefined || file.ratingKey === first.ratingKey) return true;
    const together = file.parentRatingKey !== null && file.parentRatingKey === first.parentRatingKey;
    return together && sameFile(file, first);
  });

/** Looks for every main file of a torrent by its path, its name and its size: the first four rungs of the ladder. */
export function fileEvidence(
  torrent: MatchTorrent,
  files: readonly ClaimedFile[],
  index: LibraryIndex,
  mappings: readonly PathMapping[],
): readonly FileHit[] {
  const hits: FileHit[] = [];
  const open: SizeOnly[] = [];
  for (const claimed of files) {
    const sized = index.ofSize(claimed.file.sizeBytes);
    const hit = namedHit(torrent, claimed, sized, index, mappings);
    if (hit) hits.push(hit);
    else if (sized.length > 0) open.push(sizeOnly(torrent, claimed, sized, index));
  }
  for (const each of open) {
    const hit = sizeHit(each) ?? companyHit(each, open);
    if (hit) hits.push(hit);
  }
  return hits;
}

function namedHit(
  torrent: MatchTorrent,
  claimed: ClaimedFile,
  sized: readonly LibraryFile[],
  index: LibraryIndex,
  mappings: readonly PathMapping[],
): FileHit | null {
  const client = joinPath(torrent.savePath, claimed.file.path.split('/')) ?? '';
  const { folder, name } = splitPath(client === '' ? '' : mapPath(client, torrent.clientId, mappings));
  const [path, base] = [hashText(foldFolder(folder)), hashText(foldName(name))];
  const hit = (found: readonly LibraryFile[], evidence: Evidence): FileHit => {
    const sorted = found.toSorted(
      (a, b) => (a.season ?? 0) - (b.season ?? 0) || (a.episode ?? 0) - (b.episode ?? 0),
    );
    return { claimed, found: sorted, evidence, doubtful: !oneFile(sorted) };
  };
  const named = name === '' ? [] : sized.filter((file) => file.nameHash === base);
  const pool = named.length > 0 ? named : name === '' ? [] : index.named(name);
  const here = pool.filter((file) => file.folderHash === path);
  if (here.length > 0) return hit(here, 'same-file');
  const folderName = hashText(foldName(splitPath(folder).name));
  const beside = claimed.file.path.includes('/')
    ? named.filter((file) => file.folderNameHash === folderName)
    : [];
  if (beside.length > 0) return hit(beside, 'same-name-folder-and-size');
  return named.length > 0 ? hit(named, 'same-name-and-size') : null;
}

function sizeOnly(
  { completedAtMs }: MatchTorrent,
  claimed: ClaimedFile,
  candidates: readonly LibraryFile[],
  index: LibraryIndex,
): SizeOnly {
  const { claim, file } = claimed;
  const agreements = candidates.map((candidate) => agreementOf(claim, file, candidate, index, completedAtMs));
  return { claimed, candidates, agreements };
}

/** Same size, other name: believed when the names agree, or when nothing contradicts and something else confirms. */
function sizeHit({ claimed, candidates, agreements }: SizeOnly): FileHit | null {
  for (const wanted of ['title', 'other'] as const) {
    const found = candidates.filter((_file, at) => agreements[at]?.verdict === wanted);
    if (found.length === 0) continue;
    if (!oneFile(found) || (wanted === 'other' && found.length < candidates.length)) return null;
    const evidence = wanted === 'other' ? 'same-size' : evidenceOf(claimed.claim);
    return { claimed, found, evidence, doubtful: false };
  }
  return null;
}

const evidenceOf = (claim: Claim): Evidence =>
  claim.episodes.length > 0 ? 'same-size-and-episode' : 'same-size-and-title';

/** One size may be chance; several of one season or album, each its own, are not. */
function companyHit({ claimed, candidates, agreements }: SizeOnly, all: readonly SizeOnly[]): FileHit | null {
  const [candidate] = candidates;
  if (!candidate || candidates.length > 1 || candidate.parentRatingKey === null) return null;
  if (agreements[0]?.verdict === 'no' || agreements[0]?.weak) return null;
  const company = all.filter(
    (other) =>
      other.candidates.length === 1 &&
      other.candidates[0]?.parentRatingKey === candidate.parentRatingKey &&
      other.candidates[0].ratingKey !== candidate.ratingKey &&
      other.agreements[0]?.verdict !== 'no' &&
      !other.agreements[0]?.weak,
  );
  if (company.length === 0) return null;
  return { claimed, found: candidates, evidence: 'same-sizes', doubtful: false };
}
