import type { Section } from './section.ts';

export type ItemType = 'movie' | 'show' | 'season' | 'episode' | 'artist' | 'album' | 'track';

export interface Part {
  readonly id: number;
  readonly file: string;
  size: number;
  changedAt: number;
}

/** One version of an item. */
export interface Version {
  readonly id: number;
  readonly parts: Part[];
}

export interface Item {
  readonly ratingKey: number;
  readonly type: ItemType;
  readonly section: Section;
  readonly parent: Item | undefined;
  /** What makes it this item within its library: its file, or its place in a show. */
  readonly identity: string;
  title: string;
  /** What the title becomes when matched. */
  readonly matchedTitle: string;
  year: number | undefined;
  readonly index: number | undefined;
  /** Epoch seconds. */
  readonly addedAt: number;
  updatedAt: number;
  isMatched: boolean;
  readonly versions: Version[];
}

/** Plex's numbers for `type=`. */
export const typeNumber: Record<ItemType, number> = {
  movie: 1,
  show: 2,
  season: 3,
  episode: 4,
  artist: 8,
  album: 9,
  track: 10,
};

export const isLeaf = (item: Item): boolean =>
  item.type === 'movie' || item.type === 'episode' || item.type === 'track';

export const filesOf = (item: Item): string[] =>
  item.versions.flatMap((version) => version.parts.map((part) => part.file));

type NewItem = Omit<Item, 'ratingKey' | 'versions' | 'isMatched' | 'addedAt' | 'updatedAt'>;

/** Everything a server's libraries hold, in the order in which it came in. */
export interface Items {
  all(): Item[];
  get(ratingKey: string | number): Item | undefined;
  childrenOf(item: Item): Item[];
  leavesOf(item: Item): Item[];
  /** The item with this identity, made when there is none. */
  obtain(fields: NewItem, seconds: number): { item: Item; isNew: boolean };
  newId(): number;
  delete(item: Item): void;
}

export function createItems(): Items {
  const byKey = new Map<number, Item>();
  const byIdentity = new Map<string, Item>();
  let lastKey = 100;
  const all = (): Item[] => [...byKey.values()];
  const childrenOf = (item: Item): Item[] =>
    all()
      .filter((other) => other.parent === item)
      .sort((a, b) => (a.index ?? 0) - (b.index ?? 0) || a.ratingKey - b.ratingKey);
  const identityIn = (section: Section, type: string, identity: string): string =>
    JSON.stringify([section.key, type, identity]);
  const newId = (): number => {
    lastKey += 1;
    return lastKey;
  };
  return {
    all,
    get: (ratingKey) => byKey.get(Number(ratingKey)),
    childrenOf,
    leavesOf: (item) =>
      childrenOf(item).flatMap((child) => (isLeaf(child) ? [child] : childrenOf(child).filter(isLeaf))),
    obtain(fields, seconds) {
      const identity = identityIn(fields.section, fields.type, fields.identity);
      const known = byIdentity.get(identity);
      if (known) return { item: known, isNew: false };
      const item: Item = {
        ...fields,
        ratingKey: newId(),
        versions: [],
        isMatched: false,
        addedAt: seconds,
        updatedAt: seconds,
      };
      byKey.set(item.ratingKey, item);
      byIdentity.set(identity, item);
      return { item, isNew: true };
    },
    newId,
    delete(item) {
      byKey.delete(item.ratingKey);
      byIdentity.delete(identityIn(item.section, item.type, item.identity));
    },
  };
}
