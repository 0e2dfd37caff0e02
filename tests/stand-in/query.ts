import type { Clock } from './clock.ts';
import { type Item, typeNumber } from './items.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { RequestRecord } from './request-log.ts';

type Query = RequestRecord['query'];
type Operator = '=' | '==' | '!=' | '>>=' | '<<=' | '>=' | '<=';

interface Filter {
  readonly field: string;
  readonly operator: Operator;
  readonly value: string;
}

/**
 * Plex puts the operator between name and value: `addedAt>>=5` arrives as the name `addedAt>>`, and `title==X` either
 * as the name `title=` (encoded) or as the value `=X` (raw).
 */
function filterOf(name: string, value: string): Filter {
  const found = /^([^=!<>]+)(>>|<<|[=!<>])?$/.exec(name);
  const field = (found?.[1] ?? name).replace(/^(movie|show|season|episode|artist|album|track)\./, '');
  const mark = found?.[2] ?? '';
  if (mark === '' && value.startsWith('=')) return { field, operator: '==', value: value.slice(1) };
  return { field, operator: `${mark}=` as Operator, value };
}

const ages: Record<string, number> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  mon: 2_592_000,
  y: 31_536_000,
};

/** Epoch seconds, or `-3d` and its like: so long ago. */
function moment(value: string, clock: Clock): number {
  const ago = /^-(\d+)(mon|[smhdwy])$/.exec(value);
  return ago ? clock.seconds() - Number(ago[1]) * (ages[ago[2] ?? 's'] ?? 1) : Number(value);
}

function matchesText(text: string, { operator, value }: Filter): boolean {
  const have = text.toLowerCase();
  const want = value.toLowerCase();
  if (operator === '==') return have === want;
  if (operator === '!=') return !have.includes(want);
  return operator === '=' ? have.includes(want) : true;
}

function matchesNumber(have: number | undefined, filter: Filter, want: number): boolean {
  if (have === undefined) return false;
  switch (filter.operator) {
    case '=':
    case '==':
      return have === want;
    case '!=':
      return have !== want;
    case '>>=':
      return have > want;
    case '<<=':
      return have < want;
    case '>=':
      return have >= want;
    case '<=':
      return have <= want;
  }
}

/** Unknown parameters are ignored, as Plex does. */
function passes(item: Item, filter: Filter, clock: Clock): boolean {
  switch (filter.field) {
    case 'title':
      return matchesText(item.title, filter);
    case 'year':
      return matchesNumber(item.year, filter, Number(filter.value));
    case 'index':
      return matchesNumber(item.index, filter, Number(filter.value));
    case 'addedAt':
    case 'updatedAt':
      return matchesNumber(item[filter.field], filter, moment(filter.value, clock));
    default:
      return true;
  }
}

export const sortTitle = (item: Item): string => item.title.toLowerCase().replace(/^(the|an?) /, '');

function compareBy(field: string, a: Item, b: Item): number {
  if (field === 'addedAt' || field === 'updatedAt') return a[field] - b[field];
  if (field === 'year' || field === 'originallyAvailableAt') return (a.year ?? 0) - (b.year ?? 0);
  if (field === 'index') return (a.index ?? 0) - (b.index ?? 0);
  // Not advertised, and known all the same: python-plexapi offers it as "Rating Key".
  if (field === 'id') return a.ratingKey - b.ratingKey;
  return sortTitle(a).localeCompare(sortTitle(b));
}

/** `addedAt:desc`; without a sort, by title. Ties go by the order in which items came in. */
export function sortItems(items: readonly Item[], sort: string | undefined): Item[] {
  const [name = 'titleSort', direction] = (sort ?? 'titleSort').split(',')[0]?.split(':') ?? [];
  const field = name.replace(/^[a-z]+\./, '');
  const sign = direction === 'desc' ? -1 : 1;
  return items.toSorted((a, b) => sign * (compareBy(field, a, b) || a.ratingKey - b.ratingKey));
}

/** The items of a library that a query asks for; `type` defaults to the library's own top level. */
export function filterItems(items: readonly Item[], query: Query, type: number, clock: Clock): Item[] {
  const filters = Object.entries(query).map(([name, value]) => filterOf(name, value));
  const wanted = Number(query.type ?? type);
  const chosen = items.filter(
    (item) => typeNumber[item.type] === wanted && filters.every((filter) => passes(item, filter, clock)),
  );
  const sorted = sortItems(chosen, query.sort);
  const limit = Number(query.limit);
  return Number.isInteger(limit) && limit > 0 ? sorted.slice(0, limit) : sorted;
}

/** `excludeElements` names lists and `excludeFields` attributes that an answer can do without, at any depth. */
export function leaner(entry: JsonObject, query: Query): JsonObject {
  if (!query.excludeElements && !query.excludeFields) return entry;
  const [elements, fields] = [
    new Set(query.excludeElements?.split(',')),
    new Set(query.excludeFields?.split(',')),
  ];
  const strip = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(strip);
    if (!isObject(value)) return value;
    const kept = Object.entries(value).filter(
      ([name, inner]) => !(typeof inner === 'object' ? elements : fields).has(name),
    );
    return Object.fromEntries(kept.map(([name, inner]) => [name, strip(inner)]));
  };
  return strip(entry) as JsonObject;
}

export interface Page<T> {
  readonly entries: readonly T[];
  /** Only when paging was asked for. */
  readonly paging: { readonly totalSize: number; readonly offset: number } | undefined;
}

/** `X-Plex-Container-Start` and `-Size`, in the headers or the query. Size 0 only counts. */
export function pageOf<T>(all: readonly T[], request: Pick<RequestRecord, 'query' | 'headers'>): Page<T> {
  const read = (name: string): number | undefined => {
    const text = request.headers[name.toLowerCase()] ?? request.query[name];
    return typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : undefined;
  };
  const start = read('X-Plex-Container-Start');
  const size = read('X-Plex-Container-Size');
  if (start === undefined && size === undefined) return { entries: all, paging: undefined };
  const offset = start ?? 0;
  const entries = all.slice(offset, size === undefined ? undefined : offset + size);
  return { entries, paging: { totalSize: all.length, offset } };
}
