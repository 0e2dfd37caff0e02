import {
  formatPath,
  isSamePath,
  mapPath,
  type PathMapping,
  parsePath,
  partsBelow,
} from '../domain/media-path.ts';
import { withMapping } from '../domain/with-mapping.ts';
import { type MappingProposal, type PathPair, proposeMappings } from '../matching/path-map.ts';

const fewestVotes = 2;
const leastShare = 0.8;

/** Whether these mappings lead from where the client sees a folder to where Plex does. */
export const explains = (
  mappings: readonly PathMapping[],
  { clientId, savePath, plexPath }: PathPair,
): boolean => isSamePath(mapPath(savePath, clientId, mappings), plexPath);

/** Pairs of one torrent of one client: several when several servers have it. */
export const torrentsOf = (pairs: readonly PathPair[]): readonly (readonly PathPair[])[] => [
  ...Map.groupBy(pairs, ({ clientId, hash }) => `${clientId}:${hash}`).values(),
];

/**
 * What the pairs speak for and the stored mappings do not say yet. Each is needed by a torrent that would otherwise be
 * looked for in the wrong place; a stored mapping that is wrong is proposed anew under its own folder.
 */
export function neededMappings(
  pairs: readonly PathPair[],
  stored: readonly PathMapping[],
): readonly MappingProposal[] {
  const torrents = torrentsOf(pairs);
  const all = proposeMappings(pairs).flatMap((proposal) => belowRoot(proposal, pairs));
  const needed: MappingProposal[] = [];
  let merged = stored;
  const consider = (proposal: MappingProposal): void => {
    const helps = torrents.some(
      (own) => !own.some((pair) => explains(merged, pair)) && own.some((pair) => speaksFor(pair, proposal)),
    );
    if (!helps) return;
    needed.push(proposal);
    merged = withMapping(merged, proposal);
  };
  for (const proposal of all) consider(proposal); // wide ones first: they may make a deeper one needed
  for (const wrong of corrections(pairs, stored, all)) consider(wrong);
  return needed;
}

/** Whether a pair is one of those that speak for a mapping of their client. */
export const speaksFor = (pair: PathPair, mapping: PathMapping): boolean =>
  pair.clientId === mapping.clientId &&
  partsBelow(pair.savePath, mapping.from) !== undefined &&
  explains([mapping], pair);

/** Stored mappings that lie below a proposal and say something else, as the proposal would have them. */
function corrections(
  pairs: readonly PathPair[],
  stored: readonly PathMapping[],
  all: readonly MappingProposal[],
): readonly MappingProposal[] {
  const clients = new Set(all.map(({ clientId }) => clientId));
  return [...clients].flatMap((client) =>
    stored
      .filter(({ clientId }) => clientId === null || clientId === client)
      .flatMap(({ from, to: before }) => {
        const to = mapPath(from, client, all);
        return isSamePath(to, before) ? [] : voted({ clientId: client, from, to }, pairs);
      }),
  );
}

/** A root would claim every folder there is: in its place, the folders below it that torrents are in. */
function belowRoot(proposal: MappingProposal, pairs: readonly PathPair[]): readonly MappingProposal[] {
  const { clientId, from: root } = proposal;
  if (parsePath(root)?.parts.length !== 0) return [proposal];
  const speaking = pairs.filter((pair) => speaksFor(pair, proposal));
  const folders = new Set(speaking.map(({ savePath }) => topFolder(savePath)));
  return [...folders].flatMap((from) =>
    voted({ clientId, from, to: mapPath(from, clientId, [proposal]) }, pairs),
  );
}

function topFolder(path: string): string {
  const parsed = parsePath(path);
  return parsed ? formatPath({ ...parsed, parts: parsed.parts.slice(0, 1) }) : path;
}

/** The mapping with its votes, if they suffice. */
function voted(
  mapping: PathMapping & { readonly clientId: string },
  pairs: readonly PathPair[],
): readonly MappingProposal[] {
  const { clientId, from } = mapping;
  const below = pairs.filter((pair) => pair.clientId === clientId && partsBelow(pair.savePath, from));
  const votes = countTorrents(below.filter((pair) => explains([mapping], pair)));
  const share = votes / countTorrents(below);
  return votes >= fewestVotes && share >= leastShare ? [{ ...mapping, votes, share }] : [];
}

const countTorrents = (pairs: readonly PathPair[]): number => new Set(pairs.map(({ hash }) => hash)).size;
