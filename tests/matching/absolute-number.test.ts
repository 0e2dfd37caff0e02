import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOfAbsolute } from '../../lib/matching/absolute-number.ts';

const season = (number: number, episodes: readonly number[]) => ({
  ratingKey: String(number),
  season: number,
  episodes,
});
const upTo = (count: number, from = 1) => Array.from({ length: count }, (_, at) => from + at);

describe('a number that is counted through', () => {
  it('is where as many episodes lie before it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 26 }), { minLength: 1, maxLength: 6 }),
        fc.nat(200),
        (lengths, at) => {
          const seasons = lengths.map((length, number) => season(number + 1, upTo(length)));
          const all = seasons.flatMap((each) =>
            each.episodes.map((episode) => ({ season: each.season, episode })),
          );
          expect(placeOfAbsolute(at + 1, seasons)).toEqual(all[at] ?? null);
        },
      ),
    );
  });

  it('is itself where a later season goes on counting', () => {
    expect(placeOfAbsolute(14, [season(1, upTo(12)), season(2, upTo(12, 13))])).toEqual({
      season: 2,
      episode: 14,
    });
  });

  it('is not told when a season before has a gap, or is missing', () => {
    expect(placeOfAbsolute(14, [season(1, [1, 2, 4]), season(2, upTo(12))])).toBeNull();
    expect(placeOfAbsolute(30, [season(1, upTo(12)), season(3, upTo(12))])).toBeNull();
  });
});
