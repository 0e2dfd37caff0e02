import { failureOf } from '../domain/errors.ts';
import { isByFiles } from '../domain/evidence.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import { chooseSections, type LibrarySection } from '../domain/library-section.ts';
import { mapPath } from '../domain/media-path.ts';
import type { ServerSettings, Settings } from '../domain/settings.ts';
import { decide } from '../matching/decide.ts';
import type { LibraryIndex } from '../matching/library-index.ts';
import { type MatchTorrent, torrentMedia } from '../matching/match-torrent.ts';
import type { Outcome } from '../matching/outcome.ts';
import type { Log } from '../ports/log.ts';
import type { Libraries } from './libraries.ts';

/** What one server's libraries say of a torrent. */
export interface Match {
  readonly server: ServerSettings;
  readonly index: LibraryIndex;
  readonly outcome: Outcome;
}

export interface AnsweredServer {
  readonly server: ServerSettings;
  readonly sections: readonly LibrarySection[];
}

interface Deps {
  readonly libraries: Libraries;
  readonly log: Log;
}

export interface Matches {
  readonly best: ReadonlyMap<InfoHash, Match>;
  /** Servers that have no index (yet). */
  readonly unread: readonly AnsweredServer[];
  /** Every server with an index could be asked for its news, where that was needed: what is not found is not there. */
  readonly isCurrent: boolean;
}

/**
 * Decides in the indexes of these servers which item each torrent is; Plex is asked only for its news, and only when
 * something is not found as a whole. Never throws.
 */
export async function matchInLibraries(
  deps: Deps,
  settings: Settings,
  torrents: ReadonlyMap<InfoHash, MatchTorrent>,
  answered: readonly AnsweredServer[],
  signal: AbortSignal,
): Promise<Matches> {
  const best = new Map<InfoHash, Match>();
  const take = (server: ServerSettings, index: LibraryIndex, hashes: Iterable<InfoHash>): void => {
    for (const hash of hashes) {
      const torrent = torrents.get(hash);
      if (!torrent) continue;
      const outcome = decide(torrent, { index, mappings: settings.mappings });
      const known = best.get(hash);
      if (known && known.server !== server && rankOf(outcome) <= rankOf(known.outcome)) continue;
      best.set(hash, { server, index, outcome });
    }
  };
  const unread: AnsweredServer[] = [];
  const indexed: AnsweredServer[] = [];
  for (const one of answered) {
    const index = await indexOf(deps, one.server);
    if (index) take(one.server, index, torrents.keys());
    (index ? indexed : unread).push(one);
  }
  let isCurrent = true;
  for (const { server, sections } of indexed) {
    const open = [...torrents].filter(([hash]) => rankOf(best.get(hash)?.outcome) < whole);
    const asked = sectionsFor(open, sections, settings);
    if (asked.length === 0) continue;
    const index = await refreshed(deps, server, asked, signal);
    if (!index) isCurrent = false;
    else
      take(
        server,
        index,
        open.map(([hash]) => hash),
      );
  }
  return { best, unread, isCurrent };
}

async function indexOf({ libraries, log }: Deps, server: ServerSettings): Promise<LibraryIndex | null> {
  try {
    return await libraries.index(server);
  } catch (error) {
    log('library.failed', { code: failureOf(error, 'library.index').code });
    return null;
  }
}

async function refreshed(
  { libraries, log }: Deps,
  server: ServerSettings,
  sections: readonly LibrarySection[],
  signal: AbortSignal,
): Promise<LibraryIndex | null> {
  try {
    return await libraries.refresh(server, sections, signal);
  } catch (error) {
    log('library.away', { code: failureOf(error, 'library.refresh').code });
    return null;
  }
}

/** What is found as a whole, file by file, needs no look at Plex's news. */
const whole = 5;

/** How much an outcome says. */
function rankOf(outcome: Outcome | undefined): number {
  switch (outcome?.kind) {
    case 'open':
      if (outcome.found === null) return 3;
      return outcome.found >= outcome.expected && isByFiles(outcome.evidence) ? whole : 4;
    case 'choose':
      return 2;
    case 'absent':
      return 1;
    case 'not-for-plex':
      return whole;
    default:
      return 0;
  }
}

/** Where news of these torrents would be: the libraries that cover their folders, else all of their kind. */
function sectionsFor(
  torrents: readonly (readonly [InfoHash, MatchTorrent])[],
  sections: readonly LibrarySection[],
  { mappings }: Settings,
): readonly LibrarySection[] {
  const wanted = new Set<LibrarySection>();
  for (const [, torrent] of torrents) {
    const media = torrentMedia(torrent.files);
    if (media === 'none') continue;
    const path = mapPath(torrent.savePath, torrent.clientId, mappings);
    const covering = chooseSections(path, sections, media === 'audio' ? 'audio' : 'video');
    const suiting = sections.filter(({ type }) => (type === 'artist') === (media === 'audio'));
    const own = covering.length > 0 ? covering.map(({ section }) => section) : suiting;
    for (const section of own) wanted.add(section);
  }
  return [...wanted].filter(({ type }) => type !== 'photo');
}
