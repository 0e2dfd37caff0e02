/** What is done to a name before the parser reads it: each step rewrites text that it is known to misread. */

type Rewrite = (name: string) => string;

/** Full-width digits, and the brackets and stars that Chinese groups use. */
const plainWidth: Rewrite = (name) =>
  name
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replaceAll('【', '[')
    .replaceAll('】', ']')
    .replace(/[★☆]/g, ' ');

/** `★10月新番` ("new in October") and the like say nothing. */
const noSeasonNotice: Rewrite = (name) => name.replace(/\[? ?\d{1,2}月新番 ?\]?/g, ' ');

const site =
  /^(?:\[ ?(?:www\.)?[\w-]{1,40}\.(?:xn--[a-z0-9]{2,12}|[a-z]{2,12}) ?\]|\((?:www\.)?[\w-]{1,40}\.(?:xn--[a-z0-9]{2,12}|[a-z]{2,12})\)|www\.[\w-]{1,40}\.[a-z]{2,12}|[\w-]{1,40}\.(?:com|org|net|to|cc|me|tv|in|io|eu|info|xyz))(?: ?[-–] ?| )/i;
const noSite: Rewrite = (name) => name.replace(site, '');

/** `[YTS.MX]` at the end: for such a tag the parser takes letters off the title. */
const noUploader: Rewrite = (name) =>
  name.replace(/(?<=\S) *\[[\w-]{1,30}\.[a-z]{2,4}\](?=\.[a-z0-9]{2,4}$|$)/i, '');

/** `A _ B`: the slash between two titles, as file systems keep it. */
const sideBySide: Rewrite = (name) => name.replaceAll(' _ ', ' / ');

/** `2012.16.02`: year, day, month. */
const dayBeforeMonth: Rewrite = (name) =>
  name.replace(
    /(?<!\d)((?:19|20)\d\d)([. _-])(1[3-9]|2\d|3[01])\2(0[1-9]|1[0-2])(?!\d)/,
    (_all, year, _mark, day, month) => `${year}.${month}.${day}`,
  );

/** `.140722.`: a date when nothing else in the name is a number of an episode. */
const shortDate: Rewrite = (name) =>
  /s\d{1,3}[ ._-]?e\d|\d{1,2}x\d|(?<![a-z])ep?\d/i.test(name)
    ? name
    : name.replace(
        /(?<=\p{L}[. _])([012]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[. _])/u,
        (_all, year, month, day) => `20${year}.${month}.${day}`,
      );

/** `221208 Title ep11`: the broadcast date in front. */
const noBroadcastDate: Rewrite = (name) =>
  name.replace(/^[12]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]) (?=.*(?:\bep\d|#\d))/, '');

/** `2of9`, `5 of 9`: episode 2 of 9, but not the end of a range `1-8 of 8`. */
const countOf: Rewrite = (name) =>
  name.replace(
    /(?<![\d\p{L}])(?<![-–x] ?)(?<!season )(\d{1,2}) ?of ?(\d{1,2})(?![\d\p{L}])/iu,
    (all, number: string, count: string) =>
      Number(number) <= Number(count) ? `E${number.padStart(2, '0')}` : all,
  );

/** `S 01`, `Se.3 afl.3 en 4`. */
const apartSeason: Rewrite = (name) =>
  name
    .replace(/(?<=[ ._])S (\d\d)(?=[ ._]|$)/, 'S$1')
    .replace(/(?<=[ ._])Se\.(\d{1,2}) afl\.(\d{1,3})/i, 'S$1E$2')
    .replace(/(?<=S\d{1,2}E\d{1,3}) en (\d{1,3})(?=$|[ .])/, '-E$1');

/** `[第1008話]`, `第05话`, `[12END]`, `[01-24完]`, `79. BLM`: numbers as Chinese, Japanese and Turkish groups write them. */
const foreign: Rewrite = (name) =>
  name
    .replace(/\[?第(\d{1,4})(?:-(\d{1,4}))?[话話集]\]?/g, (_all, from, to) =>
      to ? `[${from}-${to}]` : `[${from}]`,
    )
    .replace(/(?<=\D)(\d{1,4})\.? ?BLM(?!\p{L})/iu, ' - $1 - ')
    .replace(/(?<=\[)(\d{1,4}(?:-\d{1,4})?) ?(?:END|完)(?=\])/gi, '$1');

const rewrites: readonly Rewrite[] = [
  plainWidth,
  noSeasonNotice,
  noSite,
  noUploader,
  sideBySide,
  dayBeforeMonth,
  shortDate,
  noBroadcastDate,
  countOf,
  apartSeason,
  foreign,
];

/** The name as the parser reads it well. Linear; the name is capped before. */
export const readable = (name: string): string =>
  rewrites.reduce((text, rewrite) => rewrite(text), name).trim();
