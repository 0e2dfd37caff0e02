import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInfoHash } from '../../lib/domain/info-hash.ts';

const hex = '0123456789abcdef';
const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-fA-F]{${length}}$`));

describe('parseInfoHash', () => {
  it('has one form for every case', () => {
    fc.assert(
      fc.property(digits(40), (text) => {
        expect(parseInfoHash(text)).toBe(text.toLowerCase());
        expect(parseInfoHash(text.toUpperCase())).toBe(parseInfoHash(text));
      }),
    );
  });

  it('names a v2 torrent by its first 40 digits, as qBittorrent does', () => {
    fc.assert(
      fc.property(digits(64), (text) => {
        expect(parseInfoHash(text)).toBe(text.slice(0, 40).toLowerCase());
      }),
    );
  });

  it('reads its own form back', () => {
    fc.assert(
      fc.property(digits(64), (text) => {
        expect(parseInfoHash(parseInfoHash(text))).toBe(parseInfoHash(text));
      }),
    );
  });

  it.each([
    ['too short', hex.repeat(3).slice(0, 39)],
    ['too long', hex.repeat(3).slice(0, 41)],
    ['between v1 and v2', hex.repeat(3)],
    ['not hexadecimal', 'g'.repeat(40)],
    ['followed by a line end', `${'a'.repeat(40)}\n`],
    ['with a path behind it', `${'a'.repeat(40)}/../..`],
    ['empty', ''],
    ['a number', 1e39],
    ['nothing', null],
    ['a list of one hash', ['a'.repeat(40)]],
    ['full-width digits', '１'.repeat(40)],
  ])('refuses what is %s', (_, text) => {
    expect(parseInfoHash(text)).toBeUndefined();
  });

  it('takes nothing else for a hash', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.anything()), (value) => {
        const hash = parseInfoHash(value);
        expect(hash === undefined || /^[0-9a-f]{40}$/.test(hash)).toBe(true);
      }),
    );
  });
});
