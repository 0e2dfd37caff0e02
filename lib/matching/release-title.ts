import { titleWords } from './title-key.ts';

/** Titles as a name states them: what the parser leaves in is taken off, and other readings are kept beside. */

// What a title ends with when the parser did not know it.
const tag =
  /(?:[ ._-]|^)(?:dl|hsbs|extended(?: cut)?|final cut|(?:\d+(?:th|st|nd|rd) )?anniversary(?: edition)?|director'?s cut|international cut|theatrical(?: cut)?|(?:the )?uncut(?: version)?|dsr|ncop|nced|v\d|\(album\)|unknown[ _]release[ _]type|remastered|the)$/i;
// Also words of titles ("Body Cam", "The Good German"): tags only where no year follows at once.
const word = /(?:[ ._-]|^)(?:german|deutsch|french|italian|3d|cut|cam|web|bd|dc)$/i;
const genre =
  /(?:\(| - ) *(?:(?:drama|western|west\.?|comedy|action|thriller|horror|sci-fi|adventure|crime|romance|war) ?)+ (?:19|20)\d\d/i;
const genreEnd =
  /(?: -)?(?: *\b(?:drama|western|west\.?|comedy|action|thriller|horror|sci-fi|adventure|crime|romance|war))+ *$/i;

const trimEnd = (text: string): string => text.replace(/[ ._(-]+$/, '');

/**
 * Without tags at its end, one after another; the same when nothing would be left.
 *
 * @param ends Whether a year or a season follows the title at once.
 */
export function withoutTags(title: string, name: string, ends: boolean): string {
  const stereo = /half[ ._-](?:over|sbs)|h-?sbs|h-?ou/i.test(name);
  let text = genre.test(name) ? trimEnd(title.replace(genreEnd, '')) : title.trim();
  for (let taken = 0; taken < 6; taken++) {
    const yearNext = ends && taken === 0 && !(stereo && /3d$/i.test(text));
    const next = trimEnd(text.replace(tag, ''));
    const last = next === text && !yearNext ? trimEnd(text.replace(word, '')) : next;
    if (last === text || last === '') break;
    text = last;
  }
  return text === '' ? title.trim() : text;
}

/** The title with the number of an episode cut off that stands at its end. */
export const withoutNumber = (title: string, number: number): string => {
  const cut = title.replace(new RegExp(`[ ._#-]+0*${number}(?:\\.5)?(?:v\\d)?(?:[ ._-].*)?$`), '').trim();
  return cut === '' ? title : cut;
};

const latin = /\p{Script=Latin}/u;

/** Titles that a release gives side by side: `Друзья / Friends`, `Title AKA Other`. One when there are no others. */
export function sideBySide(title: string): readonly string[] {
  return title
    .split(/ \/ | \| |[ .]a\.?k\.?a\.?[ .](?=\S)|(?<=\p{L}{2})\/(?=\p{L}{2})/iu)
    .map((part) => part.trim())
    .filter((part) => titleWords(part) !== '');
}

/** Those in Latin letters where there are any: by them a Western Plex calls it. */
export function latinFirst(parts: readonly string[]): readonly string[] {
  const western = parts.filter((part) => latin.test(part));
  return western.length > 0 ? western : parts;
}

/** `Босх: Спадок (S2E1) / Legacy (S2E1) (2023)`: the title that follows the first number; `null` without one. */
export function secondTitle(name: string): string | null {
  const after = /\(S\d[^)]{0,12}\) ?\/ ?([^()[\]/]{2,80})\(/i.exec(name)?.[1]?.trim();
  return after && titleWords(after) !== '' ? after : null;
}

/** What stands in brackets inside a title is another title, or nothing: both readings. */
export function withoutBrackets(title: string): readonly string[] {
  const inner = [...title.matchAll(/[([]([^()[\]]{3,60})[)\]]/g)].map((match) => match[1]?.trim() ?? '');
  const outer = title
    .replace(/[([][^()[\]]*[)\]]?/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return [outer, ...inner].filter((text) => titleWords(text) !== '' && text !== title);
}

/** What stands in brackets one after another, `[Group][标题][Title][12]`: any of it may be the title. */
export function bracketTitles(name: string): readonly string[] {
  if (!/^\[[^\]]*\] ?\[[^\]]*\] ?\[/.test(name)) return [];
  const texts = [...name.matchAll(/\[([^[\]]{2,80})\]/g)].map((match) => match[1] ?? '');
  return texts.slice(1).filter((text) => /\p{L}{3}/u.test(text));
}

/** What stands between the group and the number in brackets: `[Group]标题·Title[12]`. */
export function betweenBrackets(name: string): readonly string[] {
  const text = /^\[[^\]]*\] ?([^[\]]{3,80})\[\d{1,4}\]/.exec(name)?.[1] ?? '';
  const parts = text.split(/[·/|]/).map((part) => part.trim());
  return parts.filter((part) => /\p{L}{3}/u.test(part));
}

// Where a title is over at the latest.
const end = /[ ._]*(?:[([{]|(?<!\d)(?:19|20)\d\d(?!\d)|s\d{1,3}[ ._]?e\d|\d{1,2}x\d\d|\d{3,4}p)/i;
const letter = /[\p{L}\p{N}]/u;
const wordEnd = /^[\p{L}\p{M}’']+(?![\p{L}\p{M}\p{N}])/u;

/** The title anew when the parser has cut it inside a word: some tags and letters make it lose count. */
export function wholeTitle(title: string, name: string): string {
  const text = name.replace(/[._]/g, ' ');
  const at = text.toLowerCase().indexOf(title.toLowerCase());
  if (title === '' || at < 0) return title;
  const cutBefore = at > 0 && letter.test(text[at - 1] ?? '') && letter.test(text[at] ?? '');
  const next = at + title.length;
  const cutAfter = letter.test(text[next - 1] ?? '') && wordEnd.test(text.slice(next));
  if (!cutBefore && !cutAfter) return title;
  const start = /^\s*\[[^\]]*\]\s*/.exec(text)?.[0].length ?? 0;
  const stop = text.slice(start).search(end);
  const whole = (stop > 0 ? text.slice(start, start + stop) : text.slice(start)).trim();
  return whole === '' ? title : whole;
}

/** All titles that stand side by side at the start of a name: the parser keeps only those in Latin letters. */
export function statedTitles(name: string): readonly string[] {
  const text = name.replace(/^\s*\[[^\]]*\]\s*/, '');
  const stop = text.search(end);
  const parts = sideBySide(stop > 0 ? text.slice(0, stop) : text);
  return parts.length > 1 && parts.length < 6 ? parts : [];
}
