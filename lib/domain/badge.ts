import type { Download, DownloadStage } from './download.ts';
import type { ErrorCode } from './errors.ts';
import type { PlexTarget } from './plex-item.ts';
import { type LinkBase, plexLink } from './plex-link.ts';

/**
 * What a torrent page is told about one torrent: enough to draw, nothing that the page could misuse. No path, no
 * name of a server or library, no token. The link holds a machine identifier and a rating key.
 */
export type BadgeView =
  | { readonly state: 'working'; readonly stage: Exclude<DownloadStage, 'available' | 'ignored'> }
  /** Waiting for Plex or the client to come back; it goes on by itself. */
  | { readonly state: 'waiting'; readonly code: ErrorCode }
  | { readonly state: 'attention'; readonly code: ErrorCode }
  | { readonly state: 'available'; readonly href: string; readonly found: number; readonly expected: number }
  /** Asked, and Plex does not have it. */
  | { readonly state: 'absent' }
  /** Not asked yet, or Plex can't be asked now. */
  | { readonly state: 'unknown' };

/** The badge of a download Marquee follows; `null` when it shows none. */
export function badgeOf(download: Download, link?: LinkBase): BadgeView | null {
  if (download.stage === 'ignored') return null;
  if (download.stage === 'available') return download.target ? badgeOfTarget(download.target, link) : null;
  if (download.problem) {
    const { code, retryAtMs } = download.problem;
    return { state: retryAtMs === null ? 'attention' : 'waiting', code };
  }
  return { state: 'working', stage: download.stage };
}

/** The badge of something that is in Plex; `unknown` when no link can be made of what the server said. */
export function badgeOfTarget(target: PlexTarget, link?: LinkBase): BadgeView {
  const href = plexLink(target, link);
  if (!href) return { state: 'unknown' };
  return { state: 'available', href, found: target.found, expected: target.expected };
}
