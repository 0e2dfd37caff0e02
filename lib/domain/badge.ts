import type { Download, DownloadStage } from './download.ts';
import type { ErrorCode } from './errors.ts';
import type { Evidence } from './evidence.ts';
import type { PlexTarget } from './plex-item.ts';
import { type LinkBase, plexLink } from './plex-link.ts';

/**
 * What a torrent page is told about one torrent: enough to draw, nothing that the page could misuse. No path, no
 * name of a server, no token. The link holds a machine identifier and a rating key.
 */
export type BadgeView =
  | { readonly state: 'working'; readonly stage: Exclude<DownloadStage, 'available' | 'ignored'> }
  /** Waiting for Plex or the client to come back; it goes on by itself. */
  | { readonly state: 'waiting'; readonly code: ErrorCode }
  | { readonly state: 'attention'; readonly code: ErrorCode }
  | {
      readonly state: 'available';
      readonly href: string;
      /** `null`: names tell which item it is, nothing tells of its files. */
      readonly found: number | null;
      readonly expected: number;
      /** How it is known, strongest first. */
      readonly evidence: readonly Evidence[];
      /** The library it opens in, where another library has the same; else `null`. */
      readonly library: string | null;
    }
  /** Several items fit as well, or it holds several: the person chooses (`TorrentDetails`). */
  | { readonly state: 'choose'; readonly count: number }
  /** Asked, and Plex does not have it. */
  | { readonly state: 'absent' }
  /** Not asked yet, or Plex can't be asked now. */
  | { readonly state: 'unknown' };

/** The badge of a download Marquee follows; `null` when it shows none. */
export function badgeOf(
  download: Download,
  link?: LinkBase,
  library: string | null = null,
): BadgeView | null {
  if (download.stage === 'ignored') return null;
  if (download.stage === 'available')
    return download.target ? badgeOfTarget(download.target, link, library) : null;
  if (download.problem) {
    const { code, retryAtMs } = download.problem;
    return { state: retryAtMs === null ? 'attention' : 'waiting', code };
  }
  return { state: 'working', stage: download.stage };
}

/** The badge of something that is in Plex; `unknown` when no link can be made of what the server said. */
export function badgeOfTarget(target: PlexTarget, link?: LinkBase, library: string | null = null): BadgeView {
  const href = plexLink(target, link);
  if (!href) return { state: 'unknown' };
  const { found, expected, evidence = ['same-file'] } = target;
  return { state: 'available', href, found, expected, evidence, library };
}
