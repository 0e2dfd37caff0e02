import { filesOf, type Item, isLeaf } from './items.ts';
import { type JsonObject, present } from './json.ts';
import { inList, metadataOf } from './metadata.ts';
import { below, joinPlex } from './plex-path.ts';
import type { Pms } from './pms.ts';
import type { Section } from './section.ts';
import { agentOf, scannerOf } from './server-routes.ts';

const typeName = { movie: 'Movies', show: 'Shows', artist: 'Artists' } as const;
const tagVersion = { mediaTagPrefix: '/system/bundle/media/flags/', mediaTagVersion: 1_737_563_967 };

/** One entry of `/library/sections`. `hidden` is a number here, whatever the specification says. */
export const sectionJson = (section: Section): JsonObject => ({
  allowSync: true,
  art: `/:/resources/${section.type}-fanart.jpg`,
  composite: `/library/sections/${section.key}/composite/${section.scannedAt}`,
  filters: true,
  refreshing: section.scans > 0,
  thumb: `/:/resources/${section.type}.png`,
  key: section.key,
  type: section.type,
  title: section.title,
  agent: agentOf(section.type),
  scanner: scannerOf(section.type),
  language: 'en-US',
  uuid: section.uuid,
  updatedAt: section.updatedAt,
  createdAt: section.createdAt,
  scannedAt: section.scannedAt,
  content: true,
  directory: true,
  contentChangedAt: section.contentChangedAt,
  hidden: 0,
  Location: section.locations.map(({ id, plexPath }) => ({ id, path: plexPath })),
});

/** Attributes around a list of items; without a section, of a list across libraries. */
export function listContainer(section: Section | undefined): JsonObject {
  if (!section) return { allowSync: true, identifier: 'com.plexapp.plugins.library', ...tagVersion };
  return present({
    allowSync: true,
    art: `/:/resources/${section.type}-fanart.jpg`,
    content: 'secondary',
    identifier: 'com.plexapp.plugins.library',
    librarySectionID: Number(section.key),
    librarySectionTitle: section.title,
    librarySectionUUID: section.uuid,
    ...tagVersion,
    nocache: section.type === 'movie' ? undefined : true,
    thumb: `/:/resources/${section.type}.png`,
    title1: section.title,
    title2: `All ${typeName[section.type]}`,
    viewGroup: section.type,
  });
}

const entries: readonly [string, string, boolean][] = [
  ['unwatched', 'Unwatched', false],
  ['newest', 'Recently Released', false],
  ['recentlyAdded', 'Recently Added', false],
  ['recentlyViewed', 'Recently Viewed', false],
  ['onDeck', 'Continue Watching', false],
  ['collection', 'By Collection', true],
  ['genre', 'By Genre', true],
  ['year', 'By Year', true],
  ['folder', 'By Folder', false],
];

/** `GET /library/sections/{id}`: the ways to look into a library. */
export function interstitial(section: Section): JsonObject {
  const all: JsonObject = { key: 'all', title: `All ${typeName[section.type]}` };
  const ways = entries.map(([key, title, secondary]) =>
    present({ secondary: secondary || undefined, key, title }),
  );
  const search: JsonObject = {
    prompt: `Search ${typeName[section.type]}`,
    search: true,
    key: 'search?type=1',
    title: 'Search...',
  };
  const {
    librarySectionTitle: _,
    librarySectionUUID: __,
    title2: ___,
    ...attributes
  } = listContainer(section);
  return {
    size: entries.length + 2,
    ...attributes,
    allowSync: false,
    viewGroup: 'secondary',
    Directory: [all, ...ways, search],
  };
}

/** Filters, sorts and fields of a library, as far as the stand-in has them. */
export function listMeta(section: Section): JsonObject {
  const base = `/library/sections/${section.key}`;
  return {
    Type: [
      {
        key: `${base}/all?type=1`,
        type: section.type,
        title: typeName[section.type],
        active: true,
        Filter: [
          { filter: 'genre', filterType: 'string', key: `${base}/genre`, title: 'Genre', type: 'filter' },
        ],
        Sort: [
          {
            default: 'asc',
            defaultDirection: 'asc',
            descKey: 'titleSort:desc',
            firstCharacterKey: `${base}/firstCharacter`,
            key: 'titleSort',
            title: 'Title',
          },
          { defaultDirection: 'desc', descKey: 'addedAt:desc', key: 'addedAt', title: 'Date Added' },
        ],
        Field: [
          { key: 'title', title: 'Title', type: 'string' },
          { key: 'addedAt', title: 'Date Added', type: 'date' },
        ],
      },
    ],
    FieldType: [
      {
        type: 'string',
        Operator: [
          { key: '=', title: 'contains' },
          { key: '==', title: 'is' },
        ],
      },
      {
        type: 'date',
        Operator: [
          { key: '<<=', title: 'is before' },
          { key: '>>=', title: 'is after' },
        ],
      },
    ],
  };
}

export function sectionDetails(section: Section): JsonObject {
  const { Directory, ...rest } = interstitial(section);
  return present({ ...rest, ...listMeta(section), Directory });
}

/** Folder numbers of a server, given out as folders are first listed. */
const numbers = new WeakMap<Section, string[]>();

function numberOf(section: Section, path: string): number {
  const known = numbers.get(section) ?? [];
  numbers.set(section, known);
  if (!known.includes(path)) known.push(path);
  return known.indexOf(path) + 1;
}

const folderEntry = (section: Section, path: string, title: string): JsonObject => ({
  key: `/library/sections/${section.key}/folder?parent=${numberOf(section, path)}`,
  title,
});

/**
 * `GET /library/sections/{id}/folder`: what lies in one folder. Folders have a key and a title and nothing else. With
 * several locations the top level lists them; with one it lists what is in it.
 */
export function folderJson(
  pms: Pms,
  section: Section,
  items: readonly Item[],
  parent: string | undefined,
): JsonObject {
  const [only, ...others] = section.locations;
  const path = parent === undefined ? only?.plexPath : numbers.get(section)?.[Number(parent) - 1];
  const base = listContainer(section);
  if (path === undefined) return present({ size: 0, ...base });
  if (parent === undefined && others.length > 0) {
    const roots = section.locations.map((at) => folderEntry(section, at.plexPath, at.plexPath));
    return { size: roots.length, ...base, Metadata: roots };
  }
  const folders = new Set<string>();
  const here: Item[] = [];
  for (const item of items.filter(isLeaf)) {
    for (const parts of filesOf(item).map((file) => below(path, file))) {
      if (!parts || parts.length === 0) continue;
      if (parts.length > 1) folders.add(parts[0] ?? '');
      else if (!here.includes(item)) here.push(item);
    }
  }
  const list = [
    ...[...folders].sort().map((name) => folderEntry(section, joinPlex(path, [name]), name)),
    ...here.map((item) => metadataOf(item, pms.library.items, inList)),
  ];
  return present({ size: list.length, ...base, Metadata: list });
}
