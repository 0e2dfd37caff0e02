import type { LibrarySection, SectionType } from '../domain/library-section.ts';
import type { PlexItemType, PlexLeaf, RecentItem } from '../domain/plex-item.ts';
import { displayName } from '../domain/text.ts';
import type { PlexActivity, PlexEvent } from '../ports/plex-server.ts';
import type { WireActivity, WireItem, WireNotification, WireSection } from './schemas.ts';

const sectionTypes: readonly string[] = ['movie', 'show', 'artist', 'photo'] satisfies SectionType[];
const isSectionType = (type: string): type is SectionType => sectionTypes.includes(type);

const itemTypes: readonly string[] = [
  'movie',
  'show',
  'season',
  'episode',
  'artist',
  'album',
  'track',
  'clip',
] satisfies PlexItemType[];
const isItemType = (type: string): type is PlexItemType => itemTypes.includes(type);

const nameOrNull = (text: string | null): string | null => (text === null ? null : displayName(text));

/** Libraries of a kind that we don't know are left out: they can't be scanned for what torrents hold. */
export function toSections(sections: readonly WireSection[]): LibrarySection[] {
  return sections.flatMap(({ key, type, title, refreshing, Location }) => {
    if (!isSectionType(type)) return [];
    const locations = Location.map((location) => location.path);
    return [{ key, type, title: displayName(title), locations, refreshing }];
  });
}

/** Items of a kind that can't be opened (photos, collections, playlists) are left out. */
export function toLeaves(items: readonly WireItem[]): PlexLeaf[] {
  return items.flatMap((item) => {
    if (!isItemType(item.type)) return [];
    const { ratingKey, type, year, index, parentRatingKey, parentIndex, grandparentRatingKey } = item;
    const parts = item.Media.flatMap((media) => media.Part);
    return [
      {
        ratingKey,
        type,
        title: displayName(item.title),
        year,
        index,
        parentRatingKey,
        parentTitle: nameOrNull(item.parentTitle),
        parentIndex,
        grandparentRatingKey,
        grandparentTitle: nameOrNull(item.grandparentTitle),
        files: parts.flatMap(({ file, size }) => (file ? [{ path: file, sizeBytes: size }] : [])),
      },
    ];
  });
}

export function toRecentItems(items: readonly WireItem[]): RecentItem[] {
  return items.flatMap((item) => {
    if (!isItemType(item.type)) return [];
    return [
      {
        ratingKey: item.ratingKey,
        type: item.type,
        title: displayName(item.title),
        parentTitle: nameOrNull(item.parentTitle),
        grandparentTitle: nameOrNull(item.grandparentTitle),
        year: item.year,
        addedAtMs: (item.addedAt ?? 0) * 1000,
        thumb: posterPath(item),
        sectionTitle: nameOrNull(item.librarySectionTitle),
      },
    ];
  });
}

/** An episode's own picture is a still; its show has a poster. */
function posterPath({ type, thumb, parentThumb, grandparentThumb }: WireItem): string | null {
  const inOrder =
    type === 'episode' ? [grandparentThumb, parentThumb, thumb] : [thumb, parentThumb, grandparentThumb];
  return inOrder.find((path) => path !== null && isServerPath(path)) ?? null;
}

/** A path on the server that gave it; never an address of another one (`//host`, `http://`). */
export const isServerPath = (path: string): boolean => /^\/(?![/\\])[\x21-\x7e]{0,2000}$/.test(path);

/** Plex says -1 when it does not know how far it is. */
export function toActivity({ uuid, type, title, subtitle, progress, Context }: WireActivity): PlexActivity {
  const known = progress !== null && progress >= 0;
  return {
    id: uuid,
    type,
    title: displayName(title),
    subtitle: displayName(subtitle),
    progress: known ? Math.min(progress, 100) : null,
    sectionKey: Context?.librarySectionID ?? null,
  };
}

const scan = 'library.update.section';
const timeline = { created: 0, done: 5, deleted: 9 } as const;

/** The hints in one notification, if any. Steps on an item's way (matching, downloading pictures) are none. */
export function toEvents(notification: WireNotification): PlexEvent[] {
  const events: PlexEvent[] = [];
  for (const { event, Activity } of notification.ActivityNotification) {
    if (event !== 'ended' || Activity.type !== scan) continue;
    events.push({ kind: 'scan-ended', sectionKey: Activity.Context?.librarySectionID ?? null });
  }
  for (const { itemID, sectionID, state } of notification.TimelineEntry) {
    if (state !== timeline.created && state !== timeline.done && state !== timeline.deleted) continue;
    const isGone = state === timeline.deleted && { isGone: true as const };
    events.push({ kind: 'item-changed', ratingKey: itemID, sectionKey: sectionID, ...isGone });
  }
  for (const { title, notificationName } of notification.StatusNotification) {
    if (notificationName !== 'LIBRARY_UPDATE' || !/complete/i.test(title)) continue;
    events.push({ kind: 'scan-ended', sectionKey: null });
  }
  return events;
}
