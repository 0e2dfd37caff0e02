import type { Item } from './items.ts';
import { present } from './json.ts';
import { type Detail, inList, metadataOf } from './metadata.ts';
import { type Pms, type PmsRequest, type Route, route, sectionFor, sectionsFor } from './pms.ts';
import { filterItems, leaner, pageOf } from './query.ts';
import { container, empty, htmlError, type Reply } from './reply.ts';
import type { Section } from './section.ts';
import {
  folderJson,
  interstitial,
  listContainer,
  listMeta,
  sectionDetails,
  sectionJson,
} from './section-answers.ts';

const topLevel = { movie: 1, show: 2, artist: 8 } as const;
const newestType = { movie: 1, show: 4, artist: 9 } as const;

const itemsOf = (pms: Pms, section: Section): Item[] =>
  pms.library.items.all().filter((item) => item.section === section);

/** A list of items with its container and, when asked for, its page. */
export function itemList(pms: Pms, request: PmsRequest, items: readonly Item[], section?: Section): Reply {
  const { entries, paging } = pageOf(items, request.record);
  const detail: Detail = {
    ...inList,
    includeGuids: request.query.includeGuids === '1',
    withSection: section === undefined,
  };
  const headers: Record<string, string> = paging
    ? {
        'X-Plex-Container-Start': String(paging.offset),
        'X-Plex-Container-Total-Size': String(paging.totalSize),
      }
    : {};
  return container(
    present({
      size: entries.length,
      ...paging,
      ...listContainer(section),
      Meta: section && request.query.includeMeta === '1' ? listMeta(section) : undefined,
      Metadata: entries.map((item) => leaner(metadataOf(item, pms.library.items, detail), request.query)),
    }),
    headers,
  );
}

type SectionHandler = (pms: Pms, request: PmsRequest, section: Section) => Reply;

function sectionRoute(methods: string, tail: string, access: Route['access'], handle: SectionHandler): Route {
  const pattern = new RegExp(`^/library/sections/(\\d+)${tail}$`);
  return route(methods, pattern, access, (pms, request) => {
    const section = sectionFor(pms, request);
    return section ? handle(pms, request, section) : htmlError(404);
  });
}

/** Answers 200 at once and scans later, whatever the path: an answer proves nothing. */
const refresh: SectionHandler = (pms, { record, query }, section) => {
  if (record.method === 'DELETE') pms.library.scans.cancel(section);
  else {
    pms.library.scans.request(section, {
      path: query.path ?? null,
      force: query.force === '1',
      method: record.method,
    });
  }
  return empty();
};

const refreshAll = (pms: Pms, { record, query }: PmsRequest): Reply => {
  if (record.method === 'DELETE') pms.library.scans.cancel();
  else {
    for (const section of pms.library.sections) {
      const force = query.force === '1';
      pms.library.scans.request(section, { path: null, force, method: record.method });
    }
  }
  return empty();
};

export const sectionRoutes: readonly Route[] = [
  // Shared users are refused here although the list of sections is theirs to read.
  route('GET', /^\/library$/, 'owner', () =>
    container({
      size: 3,
      allowSync: false,
      art: '/:/resources/library-art.png',
      content: '',
      identifier: 'com.plexapp.plugins.library',
      mediaTagPrefix: '/system/bundle/media/flags/',
      mediaTagVersion: 1_737_563_967,
      title1: 'Plex Library',
      title2: '',
      Directory: [
        { key: 'sections', title: 'Library Sections' },
        { key: 'recentlyAdded', title: 'Recently Added Content' },
        { key: 'onDeck', title: 'On Deck Content' },
      ],
    }),
  ),
  route('GET', /^\/library\/sections(?:\/all)?$/, 'any', (pms, { access }) => {
    const sections = sectionsFor(pms, access);
    return container(
      present({
        size: sections.length,
        allowSync: false,
        title1: 'Plex Library',
        Directory: sections.map(sectionJson),
      }),
    );
  }),
  route('GET POST DELETE', /^\/library\/sections\/all\/refresh$/, 'owner', refreshAll),
  route('POST', /^\/library\/sections\/refresh$/, 'owner', refreshAll),
  sectionRoute('GET POST DELETE', '/refresh', 'owner', refresh),
  sectionRoute('GET', '', 'any', (_pms, { query }, section) =>
    container(query.includeDetails === '1' ? sectionDetails(section) : interstitial(section)),
  ),
  sectionRoute('GET', '/all', 'any', (pms, request, section) => {
    const items = filterItems(itemsOf(pms, section), request.query, topLevel[section.type], pms.clock);
    return itemList(pms, request, items, section);
  }),
  sectionRoute('GET', '/(?:recentlyAdded|newest)', 'any', (pms, request, section) => {
    const query = { sort: 'addedAt:desc', ...request.query };
    const items = filterItems(itemsOf(pms, section), query, newestType[section.type], pms.clock);
    return itemList(pms, request, items, section);
  }),
  sectionRoute('GET', '/(?:collections|onDeck|unwatched)', 'any', (pms, request, section) =>
    itemList(pms, request, [], section),
  ),
  sectionRoute('GET', '/folder', 'any', (pms, { query }, section) =>
    container(folderJson(pms, section, itemsOf(pms, section), query.parent)),
  ),
];
