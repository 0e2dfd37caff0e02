import {
  chooseSections,
  type LibrarySection,
  type MediaKind,
  type SectionChoice,
} from '../domain/library-section.ts';
import { mainFiles } from '../domain/media-file.ts';
import { joinPath, mapPath, type PathMapping } from '../domain/media-path.ts';
import { type Claim, readClaims } from './claims.ts';
import { type MatchTorrent, type TorrentMedia, torrentMedia } from './match-torrent.ts';
import { type SectionVotes, votedSection } from './section-votes.ts';

/** Where a completed torrent is to be scanned, and how that is known. */
export type ScanChoice =
  /** Libraries whose location holds the folder. Several only when all of them would see it. */
  | {
      readonly kind: 'folder';
      readonly targets: readonly { readonly sectionKey: string; readonly folder: string }[];
    }
  /** The library is known, not the folder: others of its category went there, or it is the only one of its kind. */
  | { readonly kind: 'library'; readonly sectionKey: string; readonly why: 'category' | 'only-one' }
  /** No library covers the path and nothing tells which it is. */
  | { readonly kind: 'ask'; readonly sectionKeys: readonly string[] }
  | { readonly kind: 'not-for-plex' };

export interface ScanSources {
  readonly sections: readonly LibrarySection[];
  readonly mappings: readonly PathMapping[];
  readonly votes: SectionVotes;
}

const uhdName = /(?<![a-z0-9])(?:4k|uhd|2160p?|ultra ?hd)(?![a-z0-9])/i;
const isUhd = ({ title, locations }: LibrarySection): boolean =>
  uhdName.test(title) || locations.some((location) => uhdName.test(location));

const suits = ({ type }: LibrarySection, media: TorrentMedia): boolean =>
  media === 'audio' ? type === 'artist' : type === 'movie' || type === 'show';

/** Pure: asks nobody. */
export function chooseScan(torrent: MatchTorrent, { sections, mappings, votes }: ScanSources): ScanChoice {
  const media = torrentMedia(torrent.files);
  if (media === 'none') return { kind: 'not-for-plex' };
  const folder = folderOf(torrent, mappings);
  const kind: MediaKind = media === 'audio' ? 'audio' : 'video';
  const covering = folder === undefined ? [] : chooseSections(folder, sections, kind);
  const voted = votedSection(torrent, votes);
  if (covering.length > 0) {
    const targets = narrow(covering, torrent, media, voted).map(({ section, path }) => ({
      sectionKey: section.key,
      folder: path,
    }));
    return { kind: 'folder', targets };
  }
  const suiting = sections.filter((section) => suits(section, media));
  if (voted !== null && suiting.some(({ key }) => key === voted)) {
    return { kind: 'library', sectionKey: voted, why: 'category' };
  }
  const [only] = suiting;
  if (only && suiting.length === 1) return { kind: 'library', sectionKey: only.key, why: 'only-one' };
  return { kind: 'ask', sectionKeys: suiting.map(({ key }) => key) };
}

/** The folder to scan, as Plex sees it: the torrent's own, or the one that a lone file lies in. */
function folderOf(torrent: MatchTorrent, mappings: readonly PathMapping[]): string | undefined {
  const main = mainFiles(torrent.files);
  const tops = new Set((main.length > 0 ? main : torrent.files).map(({ path }) => topFolder(path)));
  const [top] = tops;
  const path = joinPath(torrent.savePath, tops.size === 1 && top ? [top] : []);
  return path === undefined ? undefined : mapPath(path, torrent.clientId, mappings);
}

const topFolder = (path: string): string => path.slice(0, Math.max(0, path.indexOf('/')));

/** Of several libraries over one folder, those that earlier torrents, the kind and the resolution speak for. */
function narrow(
  covering: readonly SectionChoice[],
  torrent: MatchTorrent,
  media: TorrentMedia,
  voted: string | null,
): readonly SectionChoice[] {
  if (covering.length < 2) return covering;
  const chosen = covering.filter(({ section }) => section.key === voted);
  if (chosen.length > 0 || media !== 'video') return chosen.length > 0 ? chosen : covering;
  const claim = readClaims(torrent).whole;
  const wanted = isShow(claim) ? 'show' : 'movie';
  const ofType = covering.filter(({ section }) => section.type === wanted);
  const pool = ofType.length > 0 ? ofType : covering;
  const sharp = pool.filter(({ section }) => isUhd(section) === (claim.uhd ?? false));
  return sharp.length > 0 ? sharp : pool;
}

const isShow = ({ seasons, episodes, date }: Claim): boolean =>
  seasons.length > 0 || episodes.length > 0 || date !== null;
