import type { ExternalId } from '../domain/external-id.ts';
import type { Columns } from './columns.ts';

/** The columns of one built part of the index. All of it survives a structured clone. */

/** One row for each file of each item. */
export const fileLayout = {
  key: Uint32Array,
  /** Row in the groups. */
  group: Uint32Array,
  /** Row in the folders. */
  folder: Uint32Array,
  name: Uint32Array,
  size: Float64Array,
  /** Seconds since 1970. */
  added: Uint32Array,
  /** Plus one; 0: none. */
  episode: Uint16Array,
  /** Days since 1900; 0: none. */
  date: Uint16Array,
  /** Half a hash of the title that the file is named after; 0: its name does not show one. */
  title: Uint16Array,
  section: Uint8Array,
  uhd: Uint8Array,
} as const;

/** What files lie in: a season, an album; of a film, the film. */
export const groupLayout = {
  /** Season, album, or the film itself. */
  parent: Uint32Array,
  /** Show or artist; 0: none. */
  grandparent: Uint32Array,
  /** Plus one; 0: none. */
  season: Uint16Array,
  type: Uint8Array,
} as const;

export const folderLayout = {
  /** Hash of the folder's path. */
  path: Uint32Array,
  /** Hash of the folder's own name. */
  name: Uint32Array,
} as const;

export const titleLayout = {
  key: Uint32Array,
  /** The artist of an album; 0: none. */
  parent: Uint32Array,
  /** 0: none. */
  year: Uint16Array,
  type: Uint8Array,
  section: Uint8Array,
  /** Where its text starts. */
  text: Uint32Array,
} as const;

/** Sorted by their first column. */
export const spellingLayout = { hash: Uint32Array, title: Uint32Array } as const;

export interface Segment {
  readonly files: Columns<typeof fileLayout>;
  readonly groups: Columns<typeof groupLayout>;
  readonly folders: Columns<typeof folderLayout>;
  readonly titles: Columns<typeof titleLayout>;
  /** Keys of titles, by hash. */
  readonly spellings: Columns<typeof spellingLayout>;
  /** External ids, by code. */
  readonly ids: Columns<typeof spellingLayout>;
  /** Title, original title and edition of each, every one ended by a NUL. */
  readonly text: string;
  readonly sections: readonly string[];
  readonly orders: {
    readonly size: Uint32Array;
    readonly name: Uint32Array;
    readonly group: Uint32Array;
    readonly groupParent: Uint32Array;
    readonly groupGrandparent: Uint32Array;
    readonly titleKey: Uint32Array;
  };
}

export const fileTypes = ['movie', 'episode', 'track'] as const;
export const titleTypes = ['movie', 'show', 'artist', 'album'] as const;

const sourceNumber = { imdb: 0, tmdb: 1, tvdb: 2 } as const;

/** An external id as a whole number below 2^32; 0 for numbers no catalogue has. */
export const idCode = ({ source, number }: ExternalId): number =>
  number > 0 && number < 2 ** 30 ? number * 4 + sourceNumber[source] : 0;

const dayMs = 86_400_000;
const firstDay = Date.UTC(1900, 0, 1);

/** Days since 1900 as they are kept; 0 for no date, or one before 1900 or after 2079. */
export function dayOf(date: string | null): number {
  const match = date === null ? null : /^(\d{4})-(\d\d)-(\d\d)/.exec(date);
  if (!match) return 0;
  const day = (Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) - firstDay) / dayMs;
  return day > 0 && day <= 0xffff ? day : 0;
}

export const dateOf = (day: number): string | null =>
  day === 0 ? null : new Date(firstDay + day * dayMs).toISOString().slice(0, 10);

/** A rating key as it is kept; `undefined` for one that is no whole number below 2^32. */
export function keyNumber(ratingKey: string | null): number | undefined {
  if (ratingKey === null || !/^\d{1,10}$/.test(ratingKey)) return undefined;
  const number = Number(ratingKey);
  return number > 0 && number < 2 ** 32 ? number : undefined;
}
