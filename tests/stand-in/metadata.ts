import { filesOf, type Item, type Items, isLeaf } from './items.ts';
import { type Json, type JsonObject, present } from './json.ts';
import { externalIds, guidOf, pick } from './matching.ts';
import {
  durationOf,
  genresOf,
  imagesOf,
  mediaOf,
  otherRatings,
  peopleOf,
  ratingsOf,
} from './metadata-details.ts';

import { below, joinPlex } from './plex-path.ts';

/** How much is told of an item: lists leave out what a single item shows. */
export interface Detail {
  readonly isDetail: boolean;
  /** Lists have external ids only when asked. */
  readonly includeGuids: boolean;
  /** Lists across libraries say which one each item is in. */
  readonly withSection: boolean;
}

export const inList: Detail = { isDetail: false, includeGuids: false, withSection: false };
export const asDetail: Detail = { isDetail: true, includeGuids: true, withSection: true };

const keyOf = (item: Item): string =>
  isLeaf(item) ? `/library/metadata/${item.ratingKey}` : `/library/metadata/${item.ratingKey}/children`;

const picture = (item: Item | undefined, kind: 'thumb' | 'art'): string | undefined =>
  item?.isMatched ? `/library/metadata/${item.ratingKey}/${kind}/${item.updatedAt}` : undefined;

const slug = (item: Item): string =>
  item.title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

const studio = (item: Item): string => `Studio ${pick(item, 'studio', 40)}`;

function ancestry(item: Item): Record<string, Json | undefined> {
  const parent = item.parent;
  const grandparent = parent?.parent;
  return {
    parentRatingKey: parent && String(parent.ratingKey),
    grandparentRatingKey: grandparent && String(grandparent.ratingKey),
    parentGuid: parent && guidOf(parent),
    grandparentGuid: grandparent && guidOf(grandparent),
    parentKey: parent && `/library/metadata/${parent.ratingKey}`,
    grandparentKey: grandparent && `/library/metadata/${grandparent.ratingKey}`,
    grandparentSlug: grandparent?.isMatched && item.type === 'episode' ? slug(grandparent) : undefined,
    parentTitle: parent?.title,
    grandparentTitle: grandparent?.title,
    parentSlug: parent?.isMatched && item.type === 'season' ? slug(parent) : undefined,
    parentStudio: parent?.isMatched && item.type === 'season' ? studio(parent) : undefined,
    parentIndex: item.type === 'album' ? undefined : parent?.index,
    parentYear: item.type === 'season' ? parent?.year : undefined,
    parentThumb: picture(parent, 'thumb'),
    grandparentThumb: picture(grandparent, 'thumb'),
    grandparentArt: item.type === 'track' ? undefined : picture(grandparent, 'art'),
  };
}

function counts(item: Item, items: Items): Record<string, Json | undefined> {
  if (item.type === 'show' || item.type === 'season') {
    const children = items.childrenOf(item);
    return {
      leafCount: items.leavesOf(item).length,
      viewedLeafCount: 0,
      childCount: item.type === 'show' ? children.length : undefined,
    };
  }
  return {};
}

const root = (item: Item): Item => (item.parent ? root(item.parent) : item);

/** What matching adds. Before, Plex knows little more than the file. */
function matchedFields(item: Item): Record<string, Json | undefined> {
  if (!item.isMatched) return {};
  const hasRelease = item.type === 'movie' || item.type === 'show' || item.type === 'episode';
  const month = String(1 + pick(item, 'month', 12)).padStart(2, '0');
  return {
    slug: item.type === 'movie' || item.type === 'show' ? slug(item) : undefined,
    studio: item.type === 'movie' || item.type === 'show' ? studio(item) : undefined,
    contentRating: hasRelease ? 'PG-13' : undefined,
    tagline: item.type === 'movie' ? `The story of ${item.title}.` : undefined,
    thumb: picture(item, 'thumb'),
    art: item.type === 'track' ? undefined : picture(root(item), 'art'),
    originallyAvailableAt:
      (hasRelease || item.type === 'album') && item.year !== undefined
        ? `${item.year}-${month}-15`
        : undefined,
    ...ratingsOf(item),
  };
}

/** The folders of a show: below its location, the first part of the path of each file. */
function foldersOf(item: Item, items: Items): string[] {
  const found = items.leavesOf(item).flatMap((leaf) =>
    filesOf(leaf).flatMap((file) =>
      item.section.locations.flatMap(({ plexPath }) => {
        const parts = below(plexPath, file);
        return parts && parts.length > 1 ? [joinPlex(plexPath, parts.slice(0, 1))] : [];
      }),
    ),
  );
  return [...new Set(found)];
}

/** One item as it stands in an answer: its attributes first, then its lists. */
export function metadataOf(item: Item, items: Items, detail: Detail): JsonObject {
  const { section } = item;
  const isContainer = !isLeaf(item);
  return present({
    ratingKey: String(item.ratingKey),
    key: keyOf(item),
    guid: guidOf(item),
    type: item.type,
    title: item.title,
    librarySectionTitle: detail.withSection ? section.title : undefined,
    librarySectionID: detail.withSection ? Number(section.key) : undefined,
    librarySectionKey: detail.withSection ? `/library/sections/${section.key}` : undefined,
    ...ancestry(item),
    summary: item.isMatched && item.type !== 'season' && item.type !== 'track' ? `About ${item.title}.` : '',
    index: item.index,
    year: item.type === 'season' ? undefined : item.year,
    ...matchedFields(item),
    duration: item.type === 'show' && item.isMatched ? 2_640_000 : isContainer ? undefined : durationOf(item),
    ...counts(item, items),
    addedAt: item.addedAt,
    updatedAt: item.updatedAt,
    Media: isContainer ? undefined : mediaOf(item, detail.isDetail),
    ...imagesOf(item),
    Guid: detail.includeGuids ? externalIds(item).map((id) => ({ id })) : undefined,
    ...genresOf(item, detail.isDetail),
    ...(detail.isDetail && item.isMatched && item.section.type !== 'artist' && item.type !== 'season'
      ? otherRatings(item)
      : {}),
    ...peopleOf(item, detail.isDetail),
    Location: item.type === 'show' ? foldersOf(item, items).map((path) => ({ path })) : undefined,
  });
}
