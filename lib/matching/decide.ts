import type { Evidence } from '../domain/evidence.ts';
import type { PathMapping } from '../domain/media-path.ts';
import { type Claim, readClaims } from './claims.ts';
import { type Conclusion, choose, open, openOrChoose } from './conclude.ts';
import { type Depth, depthOf, itemOf } from './depth.ts';
import { type FileHit, fileEvidence } from './file-evidence.ts';
import { filmItem } from './film-evidence.ts';
import { folderEvidence } from './folder-evidence.ts';
import type { LibraryIndex } from './library-index.ts';
import { type MatchTorrent, torrentMedia } from './match-torrent.ts';
import { musicEvidence } from './music-evidence.ts';
import { readMusicName } from './music-name.ts';
import { byNames, byTitle } from './name-evidence.ts';
import type { MatchedItem, Outcome } from './outcome.ts';
import type { FoundFiles } from './pack-truth.ts';
import { showById } from './show-evidence.ts';

/** What a decision rests on, besides the torrent. */
export interface MatchSources {
  readonly index: LibraryIndex;
  /** The person's mappings and those learned. */
  readonly mappings: readonly PathMapping[];
}

/**
 * Which item of the library a completed torrent is: the strongest evidence decides, and titles open something only
 * where they leave no doubt. Pure; asks nobody.
 */
export function decide(torrent: MatchTorrent, { index, mappings }: MatchSources): Outcome {
  const media = torrentMedia(torrent.files);
  if (media === 'none') return { kind: 'not-for-plex' };
  const claims = readClaims(torrent);
  const conclusion: Conclusion = { torrent, files: claims.files, index };
  const hits = fileEvidence(torrent, claims.files, index, mappings);
  const proved = hits.length > 0 ? byFiles(conclusion, hits) : null;
  const unpacked = proved ?? byFolder(conclusion);
  if (unpacked) return unpacked;
  const { whole } = claims;
  const known = byId(conclusion, whole);
  if (known) return known;
  return media === 'audio' ? byMusic(conclusion, whole) : byNames(conclusion, whole);
}

/** Opens what the files' hits have in common; what else the torrent holds says how deep. */
function byFiles(conclusion: Conclusion, hits: readonly FileHit[]): Outcome | null {
  const hit = new Set(hits.map(({ claimed }) => claimed.file.path));
  const others = conclusion.files.filter(({ file }) => !hit.has(file.path)).map(({ claim }) => claim);
  const evidence = [...new Set(hits.map((each) => each.evidence))];
  const sure = hits.filter((each) => !each.doubtful);
  const found = new Map(
    sure.flatMap(({ claimed, found: [first] }) => (first ? [[claimed.file.path, first.ratingKey]] : [])),
  );
  const leaves = sure.flatMap((each) => (hits.length === 1 ? each.found.slice(0, 1) : each.found));
  const depth = depthOf(leaves, others);
  const doubtful = hits.filter((each) => each.doubtful);
  const settled = depth?.kind === 'one' && doubtful.every((each) => fits(each, depth.item));
  if (doubtful.length > 0 && !settled) {
    const candidates = hits.flatMap((each) => each.found.map(itemOf));
    return choose(conclusion, candidates, evidence, found);
  }
  return conclude(conclusion, depth, evidence, found);
}

/** Whether one of the copies that fit lies inside the item that all other files agree on. */
const fits = ({ found }: FileHit, { ratingKey }: MatchedItem): boolean =>
  found.some((file) => [file.ratingKey, file.parentRatingKey, file.grandparentRatingKey].includes(ratingKey));

function conclude(
  conclusion: Conclusion,
  depth: Depth | null,
  evidence: readonly Evidence[],
  found: FoundFiles,
): Outcome | null {
  if (!depth) return null;
  return depth.kind === 'one'
    ? open(conclusion, depth.item, evidence, found)
    : choose(conclusion, depth.items, evidence, found);
}

function byFolder(conclusion: Conclusion): Outcome | null {
  const found = folderEvidence(conclusion.torrent, conclusion.index);
  return conclude(conclusion, depthOf(found, []), ['same-folder'], new Map());
}

function byId(conclusion: Conclusion, claim: Claim): Outcome | null {
  const { files, index } = conclusion;
  const titles = claim.ids.flatMap((id) => index.withId(id));
  const films = titles.filter(({ type }) => type === 'movie').map(filmItem);
  const shows = titles.filter(({ type }) => type === 'show');
  const parts = shows.flatMap((show) => showById(show, claim, files.length > 1, index));
  const items = [...films, ...parts];
  return items.length === 0 ? null : openOrChoose(conclusion, items, ['external-id']);
}

function byMusic(conclusion: Conclusion, whole: Claim): Outcome {
  const { torrent, files, index } = conclusion;
  const several = new Set(files.map(({ claim }) => claim.folder)).size > 1;
  const finding = musicEvidence(torrent.name, several, index);
  const music = finding.kind === 'nothing' ? readMusicName(torrent.name) : null;
  if (music) return { kind: 'unknown', title: `${music.artist} ${music.album}` };
  return byTitle(conclusion, whole, finding);
}
