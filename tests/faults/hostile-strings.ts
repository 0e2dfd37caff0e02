/** What a payload would set if it ever ran. */
export const executedMark = '__marqueeExecuted';
const run = `globalThis.${executedMark}=1`;

const markup = [
  `<script>${run}</script>`,
  `<img src=x onerror=${run}>`,
  `"><svg onload=${run}>`,
  `'><iframe srcdoc="<script>parent.${executedMark}=1</script>">`,
  `<a href="javascript:${run}">x</a>`,
  `<style>*{display:none!important}</style>`,
  '<base href="http://evil.test/">',
  '<meta http-equiv="refresh" content="0;url=http://evil.test/">',
  '</bdi></div></body><h1>free</h1>',
  '<!-- ',
  ']]>',
  '&lt;b&gt;&amp;&#x202e;&#0;',
  `javascript:${run}`,
  `data:text/html,<script>${run}</script>`,
  '<math><mtext><table><mglyph><style><img src=x onerror=1>',
  `<details open ontoggle=${run}>`,
  `<input autofocus onfocus=${run}>`,
];
const bidi = [
  'Movie\u202Egpj.exe',
  '\u2066hidden\u2069',
  '\u202A\u202B\u202D\u202E\u202C',
  '\u200E\u200F\u061C',
  '\u05E9\u05DC\u05D5\u05DD abc \u0645\u0631\u062D\u0628\u0627',
];
const invisible = [
  '\u200B\u200C\u200D\u2060\uFEFF',
  '\u00AD\u034F\u180E',
  '\u{E0041}\u{E0042}\u{E007F}',
  '\u115F\u1160\u3164\uFFA0',
  '   ',
  '\u00A0\u2003\u3000',
];
const control = [
  '\u0000',
  '\u001b[31mred\u001b[0m',
  '\r\nSet-Cookie: a=b',
  'a\tb\nc\rd',
  '\u0007\u0008\u007f',
  '\u0085\u2028\u2029',
  '\u009b1m',
];
const brokenUnicode = ['\uD800', '\uDFFF', '\uDC00\uD800', 'a\uD83D', '\uFFFE\uFFFF', '\uFFFD'];
const template = [
  "$1 $2 $& $` $' $$",
  '{0} {server} {path} {{x}} #{x}',
  '%s %d %n %x %00 %',
  `\${${run}} \`x\``,
  '__MSG_extName__ @@extension_id',
  '\\u003cscript\\u003e \\x3c',
  "'; DROP TABLE x; --",
  '$(touch x) `id` | & ; > <',
  '../../../etc/passwd',
  '..\\..\\windows',
  'C:\\con\\nul',
];
const names = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  '[object Object]',
  '-1',
  '',
];
const long = [
  'x'.repeat(65_536),
  'W'.repeat(400),
  'A very long name with words '.repeat(3_000),
  '\u0301'.repeat(20_000),
  `a${'\u0489'.repeat(5_000)}`,
  '\u{1F469}\u200D'.repeat(8_000),
  '\uFDFD'.repeat(300),
  '\u12031'.repeat(200),
  '\u202E'.repeat(65_536),
  '<b>'.repeat(20_000),
  '\u4e2d'.repeat(500),
  '\u1100'.repeat(300),
  '\u0915\u094d'.repeat(200),
  '\u{1F1E6}'.repeat(300),
  '\u0e14\u0e49\u0e49\u0e49\u0e49\u0e49\u0e49\u0e49\u0e49\u0e49'.repeat(100),
];

/** One of each: the list that every view is shown in full. */
export const hostileTexts: readonly string[] = [
  ...markup,
  ...bidi,
  ...invisible,
  ...control,
  ...brokenUnicode,
  ...template,
  ...names,
  ...long,
];

const short = hostileTexts.filter((text) => text.length < 200);

/** Numbers below 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** The list first, then mixtures of its parts with characters of any kind; the same for the same seed. */
export function hostileStrings(count: number, seed = 1): readonly string[] {
  const random = randomFrom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const character = (): string => String.fromCharCode(Math.floor(random() * 0x1_0000));
  const word = (): string => pick(['Dune', 'S01E02', '1080p', ' ', '.', '-', '(2021)', '\u00e9', '\u5c71']);
  const made: string[] = hostileTexts.slice(0, count);
  while (made.length < count) {
    const parts = Array.from({ length: 1 + Math.floor(random() * 5) }, () => {
      const kind = random();
      if (kind < 0.5) return pick(short);
      if (kind < 0.75) return word();
      return Array.from({ length: 1 + Math.floor(random() * 12) }, character).join('');
    });
    made.push(random() < 0.002 ? parts.join('').repeat(2_000) : parts.join(''));
  }
  return made;
}
