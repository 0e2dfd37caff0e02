import { chooseSections, type LibrarySection } from '../domain/library-section.ts';
import { mapPath, type PathMapping } from '../domain/media-path.ts';
import type { Settings } from '../domain/settings.ts';
import { withMapping } from '../domain/with-mapping.ts';
import type { MappingProposal } from '../matching/path-map.ts';
import type { MappingProposals, MappingProposalView } from '../messages/contract.ts';
import { type Connections, requireClient } from './connections.ts';
import { type Looked, lookAtTorrents } from './look-at-torrents.ts';
import { explains, neededMappings, speaksFor } from './needed-mappings.ts';
import { type LibraryAccess, readLibraries } from './read-libraries.ts';

const sectionsMs = 15_000;
const torrentsMs = 15_000;
const shownTorrents = 3;
const shownFolders = 50;
const shownProposals = 50;

export interface ProposeDeps extends LibraryAccess {
  readonly connections: Connections;
  readonly now: () => number;
}

/**
 * Which mappings the completed torrents speak for that are in Plex already, beyond those that are stored. Asks every
 * client and server at once; one that fails hides nothing of the others. Ends within half a minute and never throws.
 */
export async function proposeMappingsFor(deps: ProposeDeps, settings: Settings): Promise<MappingProposals> {
  const { servers, clients, mappings } = settings;
  const libraries = await readLibraries(deps, servers, AbortSignal.timeout(sectionsMs));
  const { known, reading } = libraries;
  const signal = AbortSignal.timeout(torrentsMs);
  const isTold = known.some(({ index }) => index !== null);
  const seen = await Promise.all(
    (isTold ? clients : []).map((client) =>
      lookAtTorrents(
        client,
        () => requireClient(deps.connections, client, deps.now()),
        known,
        mappings,
        signal,
      ),
    ),
  );
  const looked = seen.flatMap((one) => one.looked);
  const proposals = neededMappings(
    looked.flatMap(({ pairs }) => pairs),
    mappings,
  ).slice(0, shownProposals);
  const merged = proposals.reduce<readonly PathMapping[]>(withMapping, mappings);
  const sections = known.flatMap((one) => one.sections);
  return {
    proposals: proposals.map((proposal) => shown(proposal, looked)),
    lookedAt: looked.length,
    unexplained: reading === null ? unexplainedFolders(looked, merged, sections) : [],
    reading,
    failures: [...libraries.failures, ...seen.flatMap((one) => one.failures)],
  };
}

function shown(proposal: MappingProposal, looked: readonly Looked[]): MappingProposalView {
  const shownBy = looked.flatMap(({ name, folder, pairs }) => {
    const pair = pairs.find((one) => speaksFor(one, proposal));
    return pair ? [{ name, clientPath: folder, plexPath: pair.plexPath }] : [];
  });
  return { ...proposal, shownBy: shownBy.slice(0, shownTorrents) };
}

/** Folders that no library covers with these mappings, and those whose torrents are somewhere else in Plex. */
function unexplainedFolders(
  looked: readonly Looked[],
  mappings: readonly PathMapping[],
  sections: readonly LibrarySection[],
): MappingProposals['unexplained'] {
  if (sections.length === 0) return [];
  const own = looked.filter(({ isForeign }) => !isForeign);
  const folders = Map.groupBy(own, ({ clientId, folder }) => `${clientId}:${folder}`);
  return [...folders.values()]
    .flatMap((all) => {
      const [first] = all;
      if (!first) return [];
      const { clientId, folder: clientPath } = first;
      const plexPath = mapPath(clientPath, clientId, mappings);
      const isCovered = chooseSections(plexPath, sections, null).length > 0;
      return isCovered && !isContradicted(all, mappings) ? [] : [{ clientId, clientPath }];
    })
    .slice(0, shownFolders);
}

/** Whether at least two torrents of a folder are elsewhere in Plex, and fewer are where the mappings say. */
function isContradicted(looked: readonly Looked[], mappings: readonly PathMapping[]): boolean {
  const telling = looked.filter(({ pairs }) => pairs.length > 0);
  const fitting = telling.filter(({ pairs }) => pairs.some((pair) => explains(mappings, pair)));
  const elsewhere = telling.length - fitting.length;
  return elsewhere >= 2 && elsewhere > fitting.length;
}
