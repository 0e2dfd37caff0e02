import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFilter, writeFilter } from '../../lib/domain/share-filter.ts';

const values = fc.uniqueArray(
  fc.string({ minLength: 1 }).map((text) => text.toWellFormed().replaceAll(',', ';')),
  { maxLength: 4 },
);
const filter = fc.record({
  contentRating: values,
  label: values,
  notContentRating: values,
  notLabel: values,
  other: fc.constantFrom([], ['genre=12'], ['a', 'b=c']),
});

describe('a filter of a share', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(filter, (one) => {
        expect(readFilter(writeFilter(one))).toEqual(one);
      }),
      { numRuns: 200 },
    );
  });

  it('is written as Plex writes it', () => {
    const one = readFilter('contentRating=G%2CPG|label!=private|year=1999');
    expect(one).toMatchObject({ contentRating: ['G', 'PG'], notLabel: ['private'], other: ['year=1999'] });
    expect(writeFilter({ ...one, label: ['kids'] })).toBe(
      'contentRating=G%2CPG|label=kids|label!=private|year=1999',
    );
  });

  it('of nothing is empty', () => expect(writeFilter(readFilter(''))).toBe(''));
});
