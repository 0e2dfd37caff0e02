/** Names come from strangers: what must never reach a screen as it is, and how much of it may. */
const longest = 200;

// controls and format characters (bidirectional overrides, zero-width)
const unprintable = /[\p{Cc}\p{Cf}]/gu;

/**
 * A name as it may be shown: one line without control or direction-changing characters, well-formed, at most 200 UTF-16
 * units, the last of them an ellipsis when something was cut off. Empty when nothing of it can be shown.
 */
export function displayName(text: string): string {
  const clean = text
    .slice(0, 4 * longest)
    .toWellFormed()
    .replace(/\s+/g, ' ') // before the controls go: tabs and line ends part words
    .replace(unprintable, '')
    .replace(/ +/g, ' ')
    .trim();
  if (clean.length <= longest) return clean;
  return `${clean.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
