import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../lib/http/status.ts';

const now = Date.parse('2026-11-21T12:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    [' 7 ', 7000],
    ['0', 0],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
    ['Saturday, 21-Nov-26 12:00:30 GMT', 30_000],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['999999999999999999999', 3_600_000],
    ['Sat, 21 Nov 2099 12:00:00 GMT', 3_600_000],
    ['soon', null],
    ['-5', null],
    ['1e3', null],
    ['2026', 2_026_000],
    ['', null],
    [null, null],
  ])('of %j is %j ms', (header, expected) => expect(retryAfterMs(header, now)).toBe(expected));

  it('is never negative, never above an hour, never not a number', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const wait = retryAfterMs(text, now);
        expect(wait === null || (wait >= 0 && wait <= 3_600_000)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
