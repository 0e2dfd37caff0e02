/**
 * Titles as keys: two titles with one key are the same title, however a release, a person or Plex spells it.
 */

const marks = /\p{M}+/gu;
const notLetters = /[^\p{L}\p{N}]+/gu;
// Letters that have no decomposition, as release names write them.
const plainLetters: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ß: 'ss',
};
const oddLetters = /[æœøđðłþß]/g;
const ascii = /^[\0-\x7f]*$/;

/** Lower case, without accents, `&` as "and"; words apart by one space. Linear in the length of the text. */
export function titleWords(text: string): string {
  const bare = text.includes("'") || text.includes('’') ? text.replace(/['’]/g, '') : text;
  let plain = bare.toLowerCase();
  if (!ascii.test(plain)) {
    plain = plain
      .normalize('NFKD')
      .replace(marks, '')
      .replace(oddLetters, (letter) => plainLetters[letter] ?? letter);
  }
  if (plain.includes('&')) plain = plain.replaceAll('&', ' and ');
  return plain.replace(notLetters, ' ').trim();
}

/** The same without the spaces: `Spider-Man`, `Spider Man` and `Spiderman` are one title. */
export const titleKey = (text: string): string => titleWords(text).replaceAll(' ', '');

const article = /^(?:the|an?|der|die|das|les?|la|el|los|las|il) (?=\S)/;
const suffix = / (?:(?:19|20)\d\d|us|uk|au|nz|ca|ie)$/;

/** The keys of a title: as it stands or without "(2005)" or "(US)" at its end; and all of them without the article. */
export interface TitleForms {
  readonly whole: readonly string[];
  readonly bare: readonly string[];
}

export function titleForms(title: string): TitleForms {
  const words = titleWords(title);
  const suffixed = /[([]\s*[^()[\]]{2,4}\s*[)\]]\s*$/.test(title);
  const texts = suffixed ? [words, words.replace(suffix, '')] : [words];
  const keys = (list: readonly string[]) => {
    const joined = list.map((text) => text.replaceAll(' ', ''));
    return [...new Set(joined)].filter((key) => key !== '');
  };
  return { whole: keys(texts), bare: keys(texts.map((text) => text.replace(article, ''))) };
}

/** Every key under which an item is found; the full title comes first. */
export function titleKeys(title: string): readonly string[] {
  const { whole, bare } = titleForms(title);
  return [...new Set([...whole, ...bare])];
}
