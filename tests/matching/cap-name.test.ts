import { describe, expect, it } from 'vitest';
import { capName } from '../../lib/matching/cap-name.ts';

describe('a capped name', () => {
  it('is what it was when it is short', () =>
    expect(capName('Quiet.Harbour.第01話')).toBe('Quiet.Harbour.第01話'));

  it.each([
    ['a', 255],
    ['é', 255],
    ['Я', 255],
    ['話', 133],
  ])('of 64 kB of %s has %i characters', (letter, length) => {
    expect(capName(letter.repeat(65_536))).toHaveLength(length);
  });
});
