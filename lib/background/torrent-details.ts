import { failureOf } from '../domain/errors.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import { baseName } from '../domain/media-path.ts';
import type { PlexLeaf } from '../domain/plex-item.ts';
import { plexLink } from '../domain/plex-link.ts';
import type { ClientSettings, ServerSettings, Settings } from '../domain/settings.ts';
import type { DetailFile, DetailItem, TorrentDetails } from '../domain/torrent-details.ts';
import type { LibraryIndex } from '../matching/library-index.ts';
import type { FileTruth, MatchedItem, Outcome } from '../matching/outcome.ts';
import { titleOf } from '../matching/title-of.ts';
import { requireClient } from './connections.ts';
import { answeringServers, type FindDeps, matchTorrent, sectionTitle } from './find-torrents.ts';
import { linkBase } from './link-base.ts';
import { type AnsweredServer, type Match, matchInLibraries } from './match-in-libraries.ts';

const detailsMs = 20_000;
const mostFiles = 500;
const mostItems = 20;

/**
 * Everything that can be told of one torrent: what it opens or may open, how that is known, and which of its files
 * are in Plex. `null` when nothing is known of it. Decided anew, so that it is true now; one request for the titles.
 */
export async function torrentDetails(
  deps: FindDeps,
  settings: Settings,
  client: ClientSettings,
  hash: InfoHash,
): Promise<TorrentDetails | null> {
  const signal = AbortSignal.timeout(detailsMs);
  const torrentClient = await requireClient(deps.connections, client, deps.now());
  const [torrent] = await torrentClient.listByHash([hash], signal);
  const wanted = torrent && (await matchTorrent(torrentClient, client.id, torrent, signal));
  if (!wanted) return null;
  const answered = await answeringServers(deps, settings, signal);
  const { best } = await matchInLibraries(deps, settings, new Map([[hash, wanted]]), answered, signal);
  const match = best.get(hash);
  return match ? detailsOf(deps, settings, match, answered, signal) : null;
}

async function detailsOf(
  deps: FindDeps,
  settings: Settings,
  match: Match,
  answered: readonly AnsweredServer[],
  signal: AbortSignal,
): Promise<TorrentDetails | null> {
  const { outcome, server } = match;
  if (outcome.kind !== 'open' && outcome.kind !== 'choose') return null;
  const link = (ratingKey: string): string | null => linkOf(settings, server, ratingKey);
  const candidates = itemsOf(outcome);
  const leaves = await leavesOf(deps, server, candidates, signal);
  const items = candidates.flatMap((item): DetailItem[] => {
    const { ratingKey, type, sectionKey } = item;
    const href = link(ratingKey);
    const title = nameOf(leaves.get(ratingKey)) ?? nameInIndex(item, match.index);
    return href ? [{ href, type, title, library: sectionTitle(answered, server, sectionKey) }] : [];
  });
  const found = outcome.kind === 'open' ? outcome.found : null;
  const main = outcome.files.filter((file) => file.state !== 'missing' || file.why === 'not-in-plex').length;
  const expected = outcome.kind === 'open' ? outcome.expected : main;
  const files = outcome.files.slice(0, mostFiles).map((file) => fileOf(file, link));
  return { items, evidence: evidenceOf(outcome), found, expected, files };
}

/** Of several films of one title none is the only one. */
const evidenceOf = ({
  kind,
  evidence,
}: Extract<Outcome, { kind: 'open' | 'choose' }>): readonly Evidence[] =>
  kind === 'choose' ? evidence.filter((one) => one !== 'unique-title') : evidence;

const itemsOf = (outcome: Extract<Outcome, { kind: 'open' | 'choose' }>): readonly MatchedItem[] =>
  outcome.kind === 'open' ? [outcome.item] : outcome.candidates.slice(0, mostItems);

function linkOf(settings: Settings, { machineIdentifier }: ServerSettings, ratingKey: string): string | null {
  return plexLink({ machineIdentifier, ratingKey }, linkBase(settings, machineIdentifier)) ?? null;
}

/** What Plex calls these items; nothing when it can't be asked: the index knows titles too. */
async function leavesOf(
  { servers, log }: FindDeps,
  server: ServerSettings,
  items: readonly MatchedItem[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, PlexLeaf>> {
  try {
    const keys = items.map(({ ratingKey }) => ratingKey);
    const leaves = await servers.use(server, 'details', (plex) => plex.items(keys, signal));
    return new Map(leaves.map((leaf) => [leaf.ratingKey, leaf]));
  } catch (error) {
    log('details.failed', { code: failureOf(error, 'details').code });
    return new Map();
  }
}

/** As well as the index can tell: a film with its year, since the choice may be between two of one title. */
function nameInIndex(item: MatchedItem, index: LibraryIndex): string {
  const { title = '', year = null } = titleOf(item, index) ?? {};
  return item.type === 'movie' && year !== null ? `${title} (${year})` : title;
}

/** "Dune (2021)", "Foundation – Season 2", "Foundation – S02E07 – Long Ago". */
function nameOf(leaf: PlexLeaf | undefined): string | null {
  if (!leaf) return null;
  const { type, title, year, index, parentIndex, parentTitle, grandparentTitle } = leaf;
  const parts: readonly (string | null)[] =
    type === 'episode'
      ? [grandparentTitle, numberOf(parentIndex, index), title]
      : type === 'season' || type === 'album'
        ? [parentTitle, title]
        : [year === null ? title : `${title} (${year})`];
  return parts.filter((part) => part !== null && part !== '').join(' – ');
}

const two = (number: number): string => String(number).padStart(2, '0');
const numberOf = (season: number | null, episode: number | null): string | null =>
  season === null || episode === null ? null : `S${two(season)}E${two(episode)}`;

function fileOf(file: FileTruth, link: (ratingKey: string) => string | null): DetailFile {
  const name = baseName(file.path);
  const [, season, episode] = /(?<![a-z0-9])s(\d{1,2})[ ._-]?e(\d{1,3})(?!\d)/i.exec(name) ?? [];
  return {
    name,
    number: season && episode ? numberOf(Number(season), Number(episode)) : null,
    state: file.state,
    why: file.state === 'missing' ? file.why : null,
    href: file.state === 'in-plex' ? link(file.ratingKey) : null,
  };
}
