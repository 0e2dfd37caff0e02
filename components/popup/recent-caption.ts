import type { RecentItem } from '../../lib/domain/plex-item.ts';

/** The two lines under a poster: what it is filed under, and which part of that was added. */
export interface Caption {
  readonly main: string;
  readonly detail: string | null;
}

export function captionOf(item: RecentItem): Caption {
  const { type, title, parentTitle, grandparentTitle, year } = item;
  switch (type) {
    case 'episode':
      return { main: grandparentTitle ?? parentTitle ?? title, detail: title };
    case 'season':
      return { main: parentTitle ?? title, detail: parentTitle ? title : null };
    case 'album':
    case 'track':
      return { main: title, detail: grandparentTitle ?? parentTitle };
    default:
      return { main: title, detail: year === null ? null : String(year) };
  }
}
