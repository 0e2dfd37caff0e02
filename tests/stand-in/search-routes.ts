import { type Item, type ItemType, isLeaf } from './items.ts';
import { type JsonObject, present } from './json.ts';
import { inList, metadataOf } from './metadata.ts';
import { mayRead, type Pms, type PmsRequest, type Route, route } from './pms.ts';
import { container, htmlError, type Reply } from './reply.ts';

/** Every hub of a search, in its order. Empty ones are there too, without a list. */
const hubs: readonly [string, string][] = [
  ['movie', 'Movies'],
  ['show', 'Shows'],
  ['episode', 'Episodes'],
  ['artist', 'Artists'],
  ['album', 'Albums'],
  ['track', 'Tracks'],
  ['photo', 'Photos'],
  ['actor', 'Actors'],
  ['director', 'Directors'],
  ['genre', 'Genres'],
  ['collection', 'Collections'],
  ['playlist', 'Playlists'],
];

const words = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** 0: no match. Every word asked for must begin a word of the title. */
function score(item: Item, query: string): number {
  const asked = words(query);
  const have = words(item.title);
  if (asked.length === 0 || !asked.every((word) => have.some((other) => other.startsWith(word)))) return 0;
  return Math.max(0.3, asked.join(' ').length / Math.max(have.join(' ').length, 1));
}

interface Found {
  readonly item: Item;
  readonly score: number;
}

function find(pms: Pms, { query, access }: PmsRequest): Found[] {
  const wanted = query.sectionId;
  return pms.library.items
    .all()
    .filter((item) => mayRead(access, item.section) && item.type !== 'season')
    .filter((item) => wanted === undefined || item.section.key === wanted)
    .map((item) => ({ item, score: score(item, query.query ?? '') }))
    .filter((found) => found.score > 0)
    .sort((a, b) => b.score - a.score || a.item.ratingKey - b.item.ratingKey);
}

const describe = (pms: Pms, item: Item, includeGuids: boolean): JsonObject =>
  metadataOf(item, pms.library.items, { ...inList, includeGuids, withSection: true });

function hubSearch(pms: Pms, request: PmsRequest): Reply {
  if (!request.query.query) return htmlError(400);
  const limit = Number(request.query.limit ?? 3);
  const all = find(pms, request);
  const list = hubs.map(([type, title]) => {
    const found = all.filter(({ item }) => item.type === type);
    const shown = found.slice(0, limit);
    return present({
      title,
      type,
      hubIdentifier: type,
      context: '',
      size: shown.length,
      more: found.length > shown.length,
      style: 'shelf',
      Metadata: shown.map((entry) => ({
        // A string inside the item, a number around it in /library/search.
        score: entry.score.toFixed(5),
        ...describe(pms, entry.item, request.query.includeGuids === '1'),
      })),
    });
  });
  return container({ size: list.length, Hub: list });
}

const searchTypes: Record<string, readonly ItemType[]> = {
  movies: ['movie'],
  tv: ['show', 'episode'],
  music: ['artist', 'album', 'track'],
};

function librarySearch(pms: Pms, request: PmsRequest): Reply {
  if (!request.query.query) return htmlError(400);
  const asked = (request.query.searchTypes ?? 'movies,tv,music').split(',');
  const types = asked.flatMap((name) => searchTypes[name] ?? []);
  const found = find(pms, request)
    .filter(({ item }) => types.includes(item.type) && (isLeaf(item) || item.type !== 'album'))
    .slice(0, Number(request.query.limit ?? 100));
  const results = found.map((entry) => ({
    score: Number(entry.score.toFixed(5)),
    Metadata: describe(pms, entry.item, request.query.includeGuids === '1'),
  }));
  return container(present({ size: results.length, SearchResult: results }));
}

export const searchRoutes: readonly Route[] = [
  route('GET', /^\/hubs\/search$/, 'any', hubSearch),
  route('GET', /^\/library\/search$/, 'any', librarySearch),
];
