/** Names come from strangers: what must never reach a screen as it is, and how much of it may. */
const longest = 200;

// controls and format characters (bidirectional overrides, zero-width)
const unprintable = /[\p{Cc}\p{Cf}]/gu;

// No language puts that many marks on a letter, or begins a syllable of Hangul with so many consonants: marks reach over
// what is above and below, and browsers find no place to break a line in there.
const piledUp = /(\p{M}{6})\p{M}+|([\u1100-\u115f\ua960-\ua97c]{6})[\u1100-\u115f\ua960-\ua97c]+/gu;
/** What may be joined into one character that is as long as a line, as consonants of Devanagari are. */
const perhapsJoined = /(?:\p{L}\p{M}+){8}/u;
/** The longest that languages have is some ten UTF-16 units. */
const longestCharacter = 16;

function withoutEndlessCharacters(text: string): string {
  const few = text.replace(piledUp, '$1$2');
  if (!perhapsJoined.test(few)) return few;
  const characters = [...new Intl.Segmenter().segment(few)].map(({ segment }) => segment);
  return characters.map((one) => one.slice(0, longestCharacter).toWellFormed()).join('');
}

/**
 * A name as it may be shown: one line without control or direction-changing characters and with at most six marks on a
 * letter, well-formed, at most 200 UTF-16 units, the last of them an ellipsis when something was cut off. Empty when
 * nothing of it can be shown.
 */
export function displayName(text: string): string {
  const plain = text
    .slice(0, 4 * longest)
    .toWellFormed()
    .replace(/\s+/g, ' ') // before the controls go: tabs and line ends part words
    .replace(unprintable, '')
    .replace(/ +/g, ' ')
    .trim();
  const clean = withoutEndlessCharacters(plain);
  if (clean.length <= longest) return clean;
  return `${clean.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
