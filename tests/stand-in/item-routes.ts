import type { Item } from './items.ts';
import { type JsonObject, present } from './json.ts';
import { asDetail, type Detail, inList, metadataOf } from './metadata.ts';
import { mayRead, type Pms, type PmsRequest, type Route, route } from './pms.ts';
import { leaner, pageOf } from './query.ts';
import { container, htmlError, type Reply } from './reply.ts';
import { listContainer } from './section-answers.ts';

function itemFor(pms: Pms, { params, access }: PmsRequest): Item | undefined {
  const item = pms.library.items.get(params[0] ?? '');
  return item && mayRead(access, item.section) ? item : undefined;
}

/** `checkFiles=1` says of each part whether its file can be read. The stand-in's files can. */
function withFiles(item: JsonObject, { query }: PmsRequest): JsonObject {
  if (query.checkFiles !== '1' || !Array.isArray(item.Media)) return item;
  const media = (item.Media as JsonObject[]).map((version) => ({
    ...version,
    Part: (version.Part as JsonObject[]).map((part) => ({ ...part, accessible: true, exists: true })),
  }));
  return { ...item, Media: media };
}

function metadata(pms: Pms, request: PmsRequest): Reply {
  const items = (request.params[0] ?? '')
    .split(',')
    .map((key) => itemFor(pms, { ...request, params: [key] }))
    .filter((item) => item !== undefined);
  const [first] = items;
  if (!first) return htmlError(404);
  const isSame = items.every((item) => item.section === first.section);
  const { librarySectionID, librarySectionTitle, librarySectionUUID } = listContainer(first.section);
  return container(
    present({
      size: items.length,
      ...listContainer(undefined),
      ...(isSame ? { librarySectionID, librarySectionTitle, librarySectionUUID } : {}),
      Metadata: items.map((item) =>
        leaner(withFiles(metadataOf(item, pms.library.items, asDetail), request), request.query),
      ),
    }),
  );
}

/** Attributes of the parent (and its parent) stand around its children. */
function around(pms: Pms, item: Item): JsonObject {
  const { title2: _, viewGroup: __, content: ___, ...section } = listContainer(item.section);
  const self = metadataOf(item, pms.library.items, inList);
  const parent = item.parent && metadataOf(item.parent, pms.library.items, inList);
  return present({
    ...section,
    art: self.art ?? section.art,
    thumb: self.thumb ?? section.thumb,
    key: String(item.ratingKey),
    // A number here, a string in the items.
    grandparentRatingKey: item.parent?.ratingKey,
    grandparentTitle: item.parent?.title,
    grandparentThumb: parent?.thumb,
    grandparentContentRating: parent?.contentRating,
    grandparentStudio: parent?.studio,
    parentIndex: item.index,
    parentTitle: item.title,
    parentYear: item.type === 'show' ? item.year : undefined,
    summary: item.type === 'show' ? self.summary : undefined,
    title1: item.parent?.title ?? item.section.title,
    title2: item.title,
  });
}

/** A show with several seasons offers all its episodes as a first entry. */
function allEpisodes(pms: Pms, item: Item, seasons: readonly Item[]): JsonObject[] {
  if (item.type !== 'show' || seasons.length < 2) return [];
  const { leafCount, viewedLeafCount, thumb } = metadataOf(item, pms.library.items, inList);
  const key = `/library/metadata/${item.ratingKey}/allLeaves`;
  return [present({ leafCount, thumb, viewedLeafCount, key, title: 'All episodes' })];
}

function list(pms: Pms, request: PmsRequest, items: readonly Item[], more: JsonObject): Reply {
  const { entries, paging } = pageOf(items, request.record);
  const detail: Detail = { ...inList, includeGuids: request.query.includeGuids === '1' };
  return container(
    present({
      size: entries.length,
      ...paging,
      ...more,
      viewGroup: entries[0]?.type,
      Metadata: entries.map((entry) => metadataOf(entry, pms.library.items, detail)),
    }),
  );
}

function children(pms: Pms, request: PmsRequest): Reply {
  const item = itemFor(pms, request);
  if (!item) return htmlError(404);
  const found = pms.library.items.childrenOf(item);
  return list(pms, request, found, { ...around(pms, item), Directory: allEpisodes(pms, item, found) });
}

function allLeaves(pms: Pms, request: PmsRequest): Reply {
  const item = itemFor(pms, request);
  if (!item) return htmlError(404);
  const { thumb: _, summary: __, ...attributes } = around(pms, item);
  return list(pms, request, pms.library.items.leavesOf(item), { ...attributes, mixedParents: true });
}

export const itemRoutes: readonly Route[] = [
  route('GET', /^\/library\/metadata\/([\d,]+)$/, 'any', metadata),
  route('GET', /^\/library\/metadata\/(\d+)\/children$/, 'any', children),
  route('GET', /^\/library\/metadata\/(\d+)\/(?:allLeaves|grandchildren)$/, 'any', allLeaves),
];
