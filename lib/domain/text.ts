/** Names come from strangers: what must never reach a screen as it is, and how much of it may. */
const longest = 200;

// controls, format characters (bidirectional overrides, zero-width), line and paragraph separators
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A name as it may be shown: no control or direction-changing characters, no lone surrogates, at most 200 characters. */
export function displayName(text: string): string {
  const clean = text
    .slice(0, 4 * longest)
    .toWellFormed()
    .replace(unprintable, '')
    .replace(/\s+/g, ' ')
    .trim();
  return clean.length > longest ? `${clean.slice(0, longest - 1).toWellFormed()}…` : clean;
}
