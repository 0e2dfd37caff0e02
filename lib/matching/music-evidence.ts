import type { TitleFinding } from './film-evidence.ts';
import type { LibraryTitle } from './library-entry.ts';
import type { LibraryIndex } from './library-index.ts';
import type { MatchedItem } from './outcome.ts';
import { titleForms, titleWords } from './title-key.ts';

/** What may follow the title of an album in a release's name. */
const boundary =
  /^(?:(?:19|20)\d\d|\d?cd|cds|web|flac|mp3|aac|320|256|192|kbps|v0|24bit|16bit|24|16|vinyl|lp|ep|deluxe|remaster(?:ed)?|expanded|limited|anniversary|special|edition|reissue|lossless|album|single|ost|bonus|nmr|promo)$/;
const wholeWork = /(?<![a-z])(?:discography|anthology|complete|collection|diskography)(?![a-z])/i;
const mostWords = 16;

const albumItem = ({ ratingKey, sectionKey }: LibraryTitle): MatchedItem => ({
  ratingKey,
  type: 'album',
  sectionKey,
});
const artistItem = ({ ratingKey, sectionKey }: LibraryTitle): MatchedItem => ({
  ratingKey,
  type: 'artist',
  sectionKey,
});

/** What stands in brackets before the artist: genre, medium. */
const startOf = (name: string): string => name.replace(/^(?:\s*(?:\([^()]{0,60}\)|\[[^[\]]{0,60}\]))+/, '');

interface Credit {
  readonly artist: LibraryTitle;
  /** Words that follow the artist's name. */
  readonly rest: readonly string[];
}

/**
 * The album, or the artist of a discography, that a name means. No parser knows music; so the name is held against
 * the artists that are there: `Artist - Album (2010)`, `Artist_Name-Album-WEB-2010-GROUP`.
 *
 * @param several Whether the download holds several albums.
 */
export function musicEvidence(name: string, several: boolean, index: LibraryIndex): TitleFinding {
  const words = titleWords(startOf(name).slice(0, 255)).split(' ').slice(0, 40);
  const near: MatchedItem[] = [];
  for (const { artist, rest } of creditsOf(words, index)) {
    near.push(artistItem(artist));
    if (several || wholeWork.test(rest.slice(0, 4).join(' '))) {
      return { kind: 'fits', items: [artistItem(artist)], evidence: 'artist-and-album' };
    }
    const ungrouped = /\S-[a-z0-9]{2,20}$/i.test(name) ? rest.slice(0, -1) : rest;
    const known = index.albumsOf(artist.ratingKey);
    const byGroup = albumsIn(ungrouped, known);
    const albums = byGroup.length > 0 ? byGroup : albumsIn(rest, known);
    if (albums.length > 0)
      return { kind: 'fits', items: albums.map(albumItem), evidence: 'artist-and-album' };
  }
  return near.length > 0 ? { kind: 'absent', near } : { kind: 'nothing' };
}

/** Known artists that the name begins with, the longest name first. */
function* creditsOf(words: readonly string[], index: LibraryIndex): Generator<Credit, void> {
  for (let count = Math.min(words.length, mostWords); count > 0; count--) {
    const key = words.slice(0, count).join('');
    const artists = index.titled(key).filter(({ type }) => type === 'artist');
    for (const artist of artists) yield { artist, rest: words.slice(count) };
  }
}

/** The albums of the longest title that follows the artist, if nothing of a title comes after it; or after a year. */
function albumsIn(rest: readonly string[], albums: readonly LibraryTitle[]): readonly LibraryTitle[] {
  const start = /^(?:19|20)\d\d$/.test(rest[0] ?? '') && rest.length > 1 ? [rest.slice(1), rest] : [rest];
  for (const words of start) {
    for (let count = Math.min(words.length, mostWords); count > 0; count--) {
      const next = words[count];
      if (next !== undefined && !boundary.test(next)) continue;
      const key = words.slice(0, count).join('');
      const found = albums.filter(({ title }) => titleForms(title).whole.includes(key));
      if (found.length > 0) return found;
    }
  }
  return [];
}
