import fc from 'fast-check';
import { hostileTexts } from './hostile-strings.ts';

const junkValues: readonly string[] = [
  'null',
  'true',
  'false',
  '0',
  '-1',
  '1',
  '1e308',
  '-1e308',
  '1e999',
  '0.1',
  '9007199254740993',
  '4294967295',
  '""',
  '" "',
  '"0"',
  '"-1"',
  '"null"',
  '"<b>"',
  '"../.."',
  '"__proto__"',
  '"constructor"',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '[{}]',
  '{"__proto__":{"polluted":1}}',
  '{"length":-1}',
  '{"then":1}',
  '{"toString":1,"valueOf":2}',
  '"\\ud800"',
  '"\\u0000"',
  '{"a":{"a":{"a":{}}}}',
  `"${'x'.repeat(3_000)}"`,
  `[${'0,'.repeat(300)}0]`,
  ...hostileTexts.filter((text) => text.length < 300).map((text) => JSON.stringify(text)),
];
const junkText: readonly string[] = [
  '',
  '0',
  '-1',
  '1e308',
  '99999999999999999999',
  '&lt;',
  '&#0;',
  '&#x110000;',
  '&amp',
  '&a;',
  '<![CDATA[x]]>',
  '<!--',
  '<i8>',
  '</value>',
  '<array><data></data></array>',
  '<struct></struct>',
  '<nil/>',
  '__proto__',
  'x'.repeat(3_000),
  ...hostileTexts.filter((text) => text.length < 300),
];

/** A value in JSON, or a tag or text in XML and everything else. */
const tokensOf = (text: string): readonly string[] =>
  /^\s*[[{]/.test(text)
    ? (text.match(/"(?:[^"\\]|\\.)*"|[^\s"[\]{}:,]+|[[\]{}:,]|\s+/g) ?? [])
    : (text.match(/<[^>]*>|[^<]{1,40}/g) ?? []);

type Step = readonly [kind: number, where: number, by: number];

/**
 * An answer as fuzzing makes it: most often still JSON (or XML-RPC), with other values in some places; at times with
 * keys or tags lost, doubled or exchanged, cut off, or with other bytes. Fast enough for ten thousand of each endpoint.
 */
export function fuzzed(text: string): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const tokens = tokensOf(text);
  const isJson = /^\s*[[{]/.test(text);
  const isValue = (at: number): boolean => {
    const token = tokens[at] ?? '';
    if (!isJson) return !token.startsWith('<');
    if (/^[\s[\]{}:,]/.test(token)) return false;
    return !token.startsWith('"') || tokens[at + 1] !== ':';
  };
  const values = tokens.flatMap((_, at) => (isValue(at) ? [at] : []));
  const step: fc.Arbitrary<Step> = fc.tuple(fc.nat(99), fc.nat(0xffff), fc.nat(0xffff));
  return fc.array(step, { minLength: 1, maxLength: 6 }).map((steps) => {
    const copy = [...tokens];
    let [end, flip] = [Number.POSITIVE_INFINITY, -1];
    for (const [kind, where, by] of steps) {
      const at = where % Math.max(1, tokens.length);
      if (kind < 75) {
        const value = values[where % Math.max(1, values.length)] ?? 0;
        copy[value] = (isJson ? junkValues[by % junkValues.length] : junkText[by % junkText.length]) ?? '';
      } else if (kind < 82) copy[at] = '';
      else if (kind < 88) copy[at] = `${copy[at]}${copy[at]}`;
      else if (kind < 94) copy[at] = tokens[by % Math.max(1, tokens.length)] ?? '';
      else if (kind < 97) end = where;
      else flip = where;
    }
    const bytes = new TextEncoder().encode(copy.join(''));
    if (flip >= 0 && bytes.length > 0) bytes[flip % bytes.length] = flip & 0xff;
    return end < bytes.length ? bytes.slice(0, end) : bytes;
  });
}
