import { type Item, type ItemType, isLeaf, typeNumber } from './items.ts';
import { present } from './json.ts';
import { asDetail, type Detail, metadataOf } from './metadata.ts';
import { mayRead, type Pms, type PmsRequest, type Route, route } from './pms.ts';
import { filterItems, pageOf, sortItems } from './query.ts';
import { container, type Reply } from './reply.ts';
import { itemList } from './section-routes.ts';

const visible = (pms: Pms, { access }: PmsRequest): Item[] =>
  pms.library.items.all().filter((item) => mayRead(access, item.section));

/** Newest first: movies, seasons and albums. */
function recentlyAdded(pms: Pms, request: PmsRequest): Reply {
  const wanted: readonly ItemType[] = ['movie', 'season', 'album'];
  const items = visible(pms, request).filter((item) => wanted.includes(item.type));
  return itemList(pms, request, sortItems(items, 'addedAt:desc'));
}

/** How new episodes show up: one alone as itself, several of one season as it, more as the show. */
function grouped(items: readonly Item[]): Item[] {
  const byShow = new Map<Item, Item[]>();
  for (const episode of items.filter((item) => item.type === 'episode')) {
    const show = episode.parent?.parent ?? episode;
    byShow.set(show, [...(byShow.get(show) ?? []), episode]);
  }
  return [...byShow].flatMap(([show, episodes]) => {
    const newest = Math.max(...episodes.map((episode) => episode.addedAt));
    const fresh = episodes.filter((episode) => episode.addedAt > newest - 3600);
    const seasons = new Set(fresh.map((episode) => episode.parent));
    const [season] = seasons;
    if (fresh.length === 1) return fresh;
    return seasons.size === 1 && season ? [season] : [show];
  });
}

/** The home hub mixes movies, episodes, seasons and shows; `type=` keeps one kind of library. */
function homeRecentlyAdded(pms: Pms, request: PmsRequest): Reply {
  const items = visible(pms, request);
  const kinds: Record<string, readonly Item[]> = {
    1: items.filter((item) => item.type === 'movie'),
    2: grouped(items),
    8: items.filter((item) => item.type === 'album'),
  };
  const wanted = kinds[request.query.type ?? ''] ?? Object.values(kinds).flat();
  const { entries, paging } = pageOf(sortItems(wanted, 'addedAt:desc'), request.record);
  // The entries of this hub are as detailed as single items.
  const detail: Detail = { ...asDetail, includeGuids: request.query.includeGuids === '1' };
  return container(
    present({
      size: entries.length,
      ...paging,
      allowSync: true,
      identifier: 'com.plexapp.plugins.library',
      Meta: { Type: [{ key: request.record.path, type: 'mixed', title: 'Recently Added', active: false }] },
      Metadata: entries.map((item) => metadataOf(item, pms.library.items, detail)),
    }),
  );
}

export const recentRoutes: readonly Route[] = [
  route('GET', /^\/library\/all$/, 'any', (pms, request) => {
    const items = visible(pms, request);
    const type = typeNumber[items.find(isLeaf)?.type ?? 'movie'];
    return itemList(pms, request, filterItems(items, request.query, type, pms.clock));
  }),
  route('GET', /^\/library\/recentlyAdded$/, 'any', recentlyAdded),
  route('GET', /^\/hubs\/home\/recentlyAdded$/, 'any', homeRecentlyAdded),
];
