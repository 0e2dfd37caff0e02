import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayName } from '../../lib/domain/text.ts';

/** Any UTF-16 at all, lone surrogates too, with much of what makes trouble. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.constantFrom(
        '\u202e',
        '\u2066',
        '\u200b',
        '\u2028',
        '\u2029',
        '\ufeff',
        '\u0000',
        '\u0085',
        '\n',
        '\t',
      ),
      fc.constantFrom('\ud83d', '\ude00', '😀'.repeat(150), ' '.repeat(30), '\u{e0041}'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('displayName', () => {
  it('shows one well-formed line of at most 200 characters, whatever the name', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = displayName(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(shown.isWellFormed()).toBe(true);
        expect(shown.length).toBeLessThanOrEqual(200);
        expect(shown).toBe(shown.trim());
        expect(shown).not.toContain('  ');
      }),
      { numRuns: 1_000 },
    );
  });

  it('has no more than six marks on a letter, and leaves what languages write', () => {
    expect(displayName(`a${'\u0489'.repeat(300)}b`)).toBe(`a${'\u0489'.repeat(6)}b`);
    expect(displayName('\u1100'.repeat(100))).toBe('\u1100'.repeat(6));
    expect(displayName('\u0915\u094d'.repeat(200))).toBe('\u0915\u094d'.repeat(8));
    for (const name of [
      'का\u0930\u094d\u0924\u094d\u0938\u094d\u0928\u094d\u092f',
      'Tiê\u0323\u0302n',
      'שָׁ֔לוֹם',
      '한국',
      'ཧཱུྃ',
      'কৃষ্ণ',
      'ดี้',
      '\u1112\u1161\u11ab',
    ])
      expect(displayName(name)).toBe(name);
  });

  it('leaves what it has made as it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(displayName(displayName(text))).toBe(displayName(text));
      }),
    );
  });

  it.each([
    ['an ordinary name', 'Dune (2021) [1080p]', 'Dune (2021) [1080p]'],
    ['scripts other than Latin', '千と千尋の神隠し · Čeština · عربي', '千と千尋の神隠し · Čeština · عربي'],
    ['a turned-round ending', 'film\u202egpj.exe', 'filmgpj.exe'],
    ['zero-width characters', 'Du\u200bne', 'Dune'],
    ['line ends and tabs, which part words', 'one\r\ntwo\tthree\u2028four', 'one two three four'],
    ['terminal commands', '\u001b[31mred', '[31mred'],
    ['half a character', 'a\ud83d', 'a\ufffd'],
    ['markup, which stays text', '<b>&amp;', '<b>&amp;'],
    ['nothing that can be shown', '\u200b\u0000\u202e', ''],
  ])('of %s', (_, text, shown) => {
    expect(displayName(text)).toBe(shown);
  });

  it('marks what it cuts off, and never cuts a character in two', () => {
    expect(displayName('x'.repeat(200))).toBe('x'.repeat(200));
    expect(displayName('x'.repeat(201))).toBe(`${'x'.repeat(199)}…`);
    expect(displayName(`x${'😀'.repeat(150)}`)).toBe(`x${'😀'.repeat(99)}…`);
    expect(displayName('😀'.repeat(150))).toBe(`${'😀'.repeat(99)}…`);
  });

  it('looks only at the beginning of a name of 64 kB', () => {
    expect(displayName(`${'\u200b'.repeat(65_000)}name`)).toBe('');
    expect(displayName(`${'\u200b'.repeat(500)}name`)).toBe('name');
  });

  it('takes no longer for 64 kB of anything', () => {
    const names = [' ', '\n', '\u200b', 'a ', '\ud800', '😀'].map((part) =>
      part.repeat(65_536 / part.length),
    );
    const startMs = performance.now();
    for (let at = 0; at < 100; at++) names.forEach(displayName);
    expect(performance.now() - startMs).toBeLessThan(1_000); // some 10 ms on an idle machine
  });
});
