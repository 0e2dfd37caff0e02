/** What a person may see, by rating and label; `not…` is what they may not. What else Plex says is kept as it is. */
export interface ShareFilter {
  readonly contentRating: readonly string[];
  readonly label: readonly string[];
  readonly notContentRating: readonly string[];
  readonly notLabel: readonly string[];
  readonly other: readonly string[];
}

const fields = [
  ['contentRating', 'contentRating'],
  ['label', 'label'],
  ['contentRating!', 'notContentRating'],
  ['label!', 'notLabel'],
] as const;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Reads Plex's writing: `contentRating=G%2CPG|label=kids`, values joined by `%2C` or a comma. */
export function readFilter(text: string): ShareFilter {
  const parts = text.split('|').filter((part) => part !== '');
  const valuesOf = (name: string): string[] =>
    parts
      .filter((part) => part.startsWith(`${name}=`))
      .flatMap((part) => part.slice(name.length + 1).split(/%2C|,/i))
      .filter((value) => value !== '')
      .map(decoded);
  const known = fields.map(([name]) => `${name}=`);
  return {
    contentRating: valuesOf('contentRating'),
    label: valuesOf('label'),
    notContentRating: valuesOf('contentRating!'),
    notLabel: valuesOf('label!'),
    other: parts.filter((part) => !known.some((name) => part.startsWith(name))),
  };
}

const encoded = (value: string): string => value.toWellFormed().replace(/[%|,&=?#]/g, encodeURIComponent);

/** The reverse of `readFilter`; empty when nothing is filtered. A comma parts values, so no value can hold one. */
export function writeFilter(filter: ShareFilter): string {
  const written = fields.flatMap(([name, field]) => {
    const values = filter[field].filter((value) => value !== '');
    return values.length === 0 ? [] : [`${name}=${values.map(encoded).join('%2C')}`];
  });
  return [...written, ...filter.other].join('|');
}
