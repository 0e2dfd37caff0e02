import { titleKey } from './title-key.ts';

// What ends the title at the start of a file's name in a tidy library: `Title (2004)`, `Title - S01E02`, `Title - 1x02`.
const end = /[([{]| - |[ ._]S\d\d?E\d|[ ._]\d\d?x\d\d/i;
/** The last year: "Crown 2010 2002" is of 2002. */
const year = /^(.+)[ ._](?:19|20)\d\d[ ._]/;
const resolution = /[ ._](?:480|720|1080|2160)p/i;
/** A group or a site in front. */
const group = /^\[[^\]]{0,60}\](?: ?-)? ?/;

/**
 * The key of the title that a library's file is named after; empty when the name does not show where it ends.
 * Cheap: this runs for every file of a library, a real parser is forty times slower.
 */
export function leadingTitle(fileName: string): string {
  const start = group.exec(fileName)?.[0].length ?? 0;
  const name = start === 0 ? fileName : fileName.slice(start);
  const at = name.search(end);
  if (at > 0) return titleKey(name.slice(0, at));
  const stop = name.search(resolution);
  const text = stop > 0 ? name.slice(0, stop + 1) : name;
  const dated = year.exec(text)?.[1];
  return dated === undefined && stop <= 0 ? '' : titleKey(dated ?? text);
}
