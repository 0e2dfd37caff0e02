import { formatPath, joinPath, mapPath, type PathMapping, parsePath } from '../domain/media-path.ts';
import { foldFolder, hashText } from './hash.ts';
import type { LibraryFile } from './library-entry.ts';

/** One file that the client and Plex both have: where each sees its folder. */
export interface PathPair {
  readonly clientId: string;
  /** The torrent that shows it: many files of one torrent say it once. */
  readonly hash: string;
  /** The client's save path, above the torrent's own folders. */
  readonly savePath: string;
  /** What Plex calls the save path. */
  readonly plexPath: string;
}

/** A mapping that coincidences speak for; shown to the person before it is used. */
export interface MappingProposal extends PathMapping {
  readonly clientId: string;
  /** Torrents that show it, and their share of those that say anything of this folder. */
  readonly votes: number;
  readonly share: number;
}

const fewestVotes = 2;
const leastShare = 0.8;

/**
 * What Plex calls the save path of a torrent, told by one of its files that Plex has: the library's locations are
 * tried as beginnings of it, and the hash of the file's folder says which one is right. `undefined` when none is.
 *
 * @param below The folders of the file inside the torrent.
 * @param locations The root folders of the file's library.
 */
export function plexPathOf(
  savePath: string,
  below: readonly string[],
  file: LibraryFile,
  locations: readonly string[],
): string | undefined {
  const parsed = parsePath(savePath);
  if (!parsed || file.folderHash === 0) return undefined;
  for (const location of locations) {
    for (let kept = 0; kept <= parsed.parts.length; kept++) {
      const base = joinPath(location, parsed.parts.slice(parsed.parts.length - kept));
      const folder = base === undefined ? undefined : joinPath(base, below);
      if (folder !== undefined && hashText(foldFolder(folder)) === file.folderHash) return base;
    }
  }
  return undefined;
}

interface Votes {
  readonly from: string;
  readonly depth: number;
  /** Torrents by what they map to. */
  readonly to: Map<string, Set<string>>;
}

/**
 * Mappings for each client, by votes: a pair of folders counts when at least two torrents show it and four fifths of
 * those below the folder agree. The widest that holds is proposed, and deeper ones only where they differ from it.
 */
export function proposeMappings(pairs: Iterable<PathPair>): readonly MappingProposal[] {
  const clients = Map.groupBy(pairs, ({ clientId }) => clientId);
  return [...clients].flatMap(([clientId, own]) => proposeFor(clientId, own));
}

function proposeFor(clientId: string, pairs: readonly PathPair[]): readonly MappingProposal[] {
  const all = [...votesOf(pairs).values()].sort((a, b) => a.depth - b.depth || a.from.localeCompare(b.from));
  const kept: MappingProposal[] = [];
  for (const { from, to } of all) {
    const total = new Set([...to.values()].flatMap((voters) => [...voters])).size;
    const [best] = [...to].sort(([, a], [, b]) => b.size - a.size);
    if (!best) continue;
    const [target, voters] = best;
    const share = voters.size / total;
    if (voters.size < fewestVotes || share < leastShare || mapPath(from, clientId, kept) === target) continue;
    kept.push({ clientId, from, to: target, votes: voters.size, share });
  }
  return kept.filter(({ from, to }) => from !== to || kept.length > 1);
}

/** Every pair of folders above a save path that end in the same parts below them. */
function votesOf(pairs: readonly PathPair[]): ReadonlyMap<string, Votes> {
  const votes = new Map<string, Votes>();
  for (const { savePath, plexPath, hash } of pairs) {
    const [client, plex] = [parsePath(savePath), parsePath(plexPath)];
    if (!client || !plex) continue;
    for (let cut = 0; cut <= Math.min(client.parts.length, plex.parts.length); cut++) {
      if (cut > 0 && fold(client.parts.at(-cut)) !== fold(plex.parts.at(-cut))) break;
      const up = <P extends typeof client>(path: P): string =>
        formatPath({ ...path, parts: path.parts.slice(0, path.parts.length - cut) });
      const [from, to] = [up(client), up(plex)];
      const vote = votes.get(from) ?? { from, depth: client.parts.length - cut, to: new Map() };
      votes.set(from, vote);
      vote.to.set(to, (vote.to.get(to) ?? new Set()).add(hash));
    }
  }
  return votes;
}

const fold = (part: string | undefined): string => (part ?? '').normalize('NFC').toLowerCase();
