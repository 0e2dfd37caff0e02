import { coincidencesOf } from '../../lib/matching/coincidences.ts';
import { decide } from '../../lib/matching/decide.ts';
import type { MatchTorrent } from '../../lib/matching/match-torrent.ts';
import type { Outcome } from '../../lib/matching/outcome.ts';
import { proposeMappings } from '../../lib/matching/path-map.ts';
import { chooseScan, type ScanChoice } from '../../lib/matching/scan-choice.ts';
import { countSections } from '../../lib/matching/section-votes.ts';
import { indexOf, type WorldPlex } from './matching-world.ts';

/** A torrent as the benchmark tells of it. */
interface WorldTorrent {
  readonly hash: string;
  readonly name: string;
  readonly savePath: string;
  readonly completedOn: number;
  readonly category: string;
  readonly files: readonly { readonly name: string; readonly size: number; readonly priority: number }[];
}

type Decision =
  | { readonly action: 'open'; readonly ratingKey: string }
  | { readonly action: 'choose'; readonly ratingKeys: readonly string[] }
  | { readonly action: 'search'; readonly query: string }
  | { readonly action: 'none'; readonly reason: string };

interface ScanPlan {
  readonly sectionKey: string;
  readonly path?: string;
}

/** Asking counts as no plan. */
function toPlan(choice: ScanChoice): readonly ScanPlan[] {
  if (choice.kind === 'library') return [{ sectionKey: choice.sectionKey }];
  if (choice.kind !== 'folder') return [];
  return choice.targets.map(({ sectionKey, folder }) => ({ sectionKey, path: folder }));
}

export const toMatchTorrent = (torrent: WorldTorrent): MatchTorrent => ({
  name: torrent.name,
  clientId: 'client',
  savePath: torrent.savePath,
  category: torrent.category,
  completedAtMs: torrent.completedOn * 1000,
  files: torrent.files.map(({ name, size, priority }) => ({
    path: name,
    sizeBytes: size,
    wanted: priority > 0,
  })),
});

function toDecision(outcome: Outcome): Decision {
  switch (outcome.kind) {
    case 'open':
      return { action: 'open', ratingKey: outcome.item.ratingKey };
    case 'choose':
      return {
        action: 'choose',
        ratingKeys: outcome.candidates.slice(0, 6).map(({ ratingKey }) => ratingKey),
      };
    case 'unknown':
      return { action: 'search', query: outcome.title };
    case 'absent':
    case 'not-for-plex':
      return { action: 'none', reason: outcome.kind };
  }
}

/** Our matcher, as the benchmark asks for one: it learns from all torrents first, as it would over the first days. */
export default async function create(
  plex: WorldPlex,
  { torrents }: { readonly torrents: readonly WorldTorrent[] },
) {
  const { index, sections: listed } = await indexOf(plex);
  const sections = listed.map(({ key, type, title, Location }) => ({
    key,
    type,
    title,
    locations: Location.map(({ path }) => path),
    refreshing: false,
  }));
  const learned = torrents.map((torrent) =>
    coincidencesOf(toMatchTorrent(torrent), torrent.hash, index, sections),
  );
  const mappings = proposeMappings(learned.flatMap(({ paths }) => paths));
  const votes = countSections(learned.flatMap((each) => each.sections));
  const match = async (torrent: WorldTorrent): Promise<Decision> =>
    toDecision(decide(toMatchTorrent(torrent), { index, mappings }));
  const planScan = async (torrent: WorldTorrent): Promise<readonly ScanPlan[]> =>
    toPlan(chooseScan(toMatchTorrent(torrent), { sections, mappings, votes }));
  return Object.assign(match, { planScan });
}
