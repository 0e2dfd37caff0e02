import { type Item, type ItemType, isLeaf, typeNumber } from './items.ts';
import { type JsonObject, present } from './json.ts';
import { asDetail, type Detail, inList, metadataOf } from './metadata.ts';
import { mayRead, type Pms, type PmsRequest, type Route, route } from './pms.ts';
import { filterItems, pageOf, sortItems } from './query.ts';
import { container, htmlError, type Reply } from './reply.ts';
import { listContainer } from './section-answers.ts';
import { itemList } from './section-routes.ts';

const visible = (pms: Pms, { access }: PmsRequest): Item[] =>
  pms.library.items.all().filter((item) => mayRead(access, item.section));

function itemFor(pms: Pms, request: PmsRequest): Item | undefined {
  const item = pms.library.items.get(request.params[0] ?? '');
  return item && mayRead(request.access, item.section) ? item : undefined;
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
      ...(isSame ? present({ librarySectionID, librarySectionTitle, librarySectionUUID }) : {}),
      Metadata: items.map((item) => withFiles(metadataOf(item, pms.library.items, asDetail), request)),
    }),
  );
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

/** Attributes of the parent stand around its children. */
function below(item: Item): JsonObject {
  const { title2: _, viewGroup: __, content: ___, ...section } = listContainer(item.section);
  const parent = item.parent;
  return present({
    ...section,
    key: String(item.ratingKey),
    grandparentRatingKey: item.type === 'season' || item.type === 'album' ? parent?.ratingKey : undefined,
    grandparentTitle: parent?.title,
    parentIndex: item.index,
    parentTitle: item.title,
    parentYear: item.year,
    title1: parent?.title ?? item.section.title,
    title2: item.title,
  });
}

function children(pms: Pms, request: PmsRequest, of: (item: Item) => Item[]): Reply {
  const item = itemFor(pms, request);
  if (!item) return htmlError(404);
  const { entries, paging } = pageOf(of(item), request.record);
  const detail: Detail = { ...inList, includeGuids: request.query.includeGuids === '1' };
  return container(
    present({
      size: entries.length,
      ...paging,
      ...below(item),
      viewGroup: entries[0]?.type,
      Metadata: entries.map((entry) => metadataOf(entry, pms.library.items, detail)),
    }),
  );
}

/** Newest first; a show's new episodes stand for themselves, an album for its tracks. */
function recentlyAdded(pms: Pms, request: PmsRequest): Reply {
  const wanted: readonly ItemType[] = ['movie', 'season', 'album'];
  const items = visible(pms, request).filter((item) => wanted.includes(item.type));
  return itemList(pms, request, sortItems(items, 'addedAt:desc'));
}

/** The home hub mixes movies, episodes and shows; `type=` keeps one kind of library. */
function homeRecentlyAdded(pms: Pms, request: PmsRequest): Reply {
  const kinds: Record<string, readonly ItemType[]> = { 1: ['movie'], 2: ['episode'], 8: ['album'] };
  const wanted = kinds[request.query.type ?? ''] ?? ['movie', 'episode', 'album'];
  const items = visible(pms, request).filter((item) => wanted.includes(item.type));
  return itemList(pms, request, sortItems(items, 'addedAt:desc'));
}

export const itemRoutes: readonly Route[] = [
  route('GET', /^\/library\/metadata\/([\d,]+)$/, 'any', metadata),
  route('GET', /^\/library\/metadata\/(\d+)\/children$/, 'any', (pms, request) =>
    children(pms, request, pms.library.items.childrenOf),
  ),
  route('GET', /^\/library\/metadata\/(\d+)\/(?:allLeaves|grandchildren)$/, 'any', (pms, request) =>
    children(pms, request, pms.library.items.leavesOf),
  ),
  route('GET', /^\/library\/all$/, 'any', (pms, request) => {
    const items = visible(pms, request);
    const type = typeNumber[items.find(isLeaf)?.type ?? 'movie'];
    return itemList(pms, request, filterItems(items, request.query, type, pms.clock));
  }),
  route('GET', /^\/library\/recentlyAdded$/, 'any', recentlyAdded),
  route('GET', /^\/hubs\/home\/recentlyAdded$/, 'any', homeRecentlyAdded),
];
