import { createHash } from 'node:crypto';
import type { Item, Items } from './items.ts';

/** A steady number from 0 to `below - 1` for this item and purpose: the same title always looks the same. */
export function pick(item: Item, purpose: string, below: number): number {
  const seed = `${item.type}|${item.matchedTitle}|${item.year ?? ''}|${item.index ?? ''}|${item.parent?.matchedTitle ?? ''}`;
  return createHash('sha1').update(`${purpose}|${seed}`).digest().readUInt32BE(0) % below;
}

/** The global id of what this is, the same on every server: `plex://movie/` and 24 hex digits. */
export function guidOf(item: Item): string {
  if (!item.isMatched) return `local://${item.ratingKey}`;
  const path: string[] = [];
  for (let at: Item | undefined = item; at; at = at.parent) {
    path.unshift(`${at.matchedTitle.toLowerCase()}|${at.year ?? ''}|${at.index ?? ''}`);
  }
  const hex = createHash('sha1').update(path.join('/')).digest('hex').slice(0, 24);
  return `plex://${item.type}/${hex}`;
}

/** External ids, as a matched item carries them. */
export function externalIds(item: Item): string[] {
  if (!item.isMatched || item.type === 'track' || item.type === 'artist' || item.type === 'album') return [];
  const number = (purpose: string): string => String(pick(item, purpose, 9_000_000) + 1_000_000);
  const imdb = item.type === 'season' ? [] : [`imdb://tt${number('imdb')}`];
  return [...imdb, `tmdb://${number('tmdb')}`, `tvdb://${number('tvdb')}`];
}

/** A year that the file did not tell: metadata has one for everything that was released. */
function yearOf(item: Item): number | undefined {
  if (item.type === 'movie' || item.type === 'show' || item.type === 'album') {
    return 1970 + pick(item, 'year', 50);
  }
  const show = item.type === 'episode' ? item.parent?.parent : undefined;
  return show?.year === undefined ? undefined : show.year + Math.max(0, (item.parent?.index ?? 1) - 1);
}

/** The same guid, without the price of computing it for every item of a library. */
const isSameFilm = (a: Item, b: Item): boolean =>
  a.section === b.section &&
  a.isMatched &&
  a.year === b.year &&
  a.matchedTitle.toLowerCase() === b.matchedTitle.toLowerCase();

/**
 * Gives an item its real title. With `merge`, a movie that turns out to be one the library already has becomes another
 * version of it; the returned item is then the older one and the given one is gone.
 */
export function matchItem(items: Items, item: Item, seconds: number, merge: boolean): Item {
  item.isMatched = true;
  item.year ??= yearOf(item);
  item.title = item.matchedTitle;
  item.updatedAt = seconds;
  if (!merge || item.type !== 'movie') return item;
  const older = items.all().find((other) => other !== item && isSameFilm(other, item));
  if (!older) return item;
  older.versions.push(...item.versions);
  older.updatedAt = seconds;
  items.delete(item);
  return older;
}
