import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonItem, type PlexLeaf } from '../../lib/domain/plex-item.ts';
import { exampleLeaf } from './examples.ts';

const episode = (ratingKey: string, season = '20', show = '10', change: Partial<PlexLeaf> = {}): PlexLeaf =>
  exampleLeaf({
    ratingKey,
    type: 'episode',
    title: `Episode ${ratingKey}`,
    parentRatingKey: season,
    parentTitle: `Season ${season}`,
    grandparentRatingKey: show,
    grandparentTitle: `Show ${show}`,
    ...change,
  });
const track = (ratingKey: string, album = '40', artist = '30'): PlexLeaf =>
  episode(ratingKey, album, artist, { type: 'track', parentTitle: 'Album', grandparentTitle: 'Artist' });
const movie = (ratingKey: string): PlexLeaf => exampleLeaf({ ratingKey, title: `Film ${ratingKey}` });

describe('commonItem', () => {
  it.each<[string, readonly PlexLeaf[], ReturnType<typeof commonItem>]>([
    ['one film is the film', [movie('1')], { ratingKey: '1', type: 'movie', title: 'Film 1' }],
    [
      'two parts of one film are the film',
      [movie('1'), movie('1')],
      { ratingKey: '1', type: 'movie', title: 'Film 1' },
    ],
    ['one episode is the episode', [episode('1')], { ratingKey: '1', type: 'episode', title: 'Episode 1' }],
    [
      'episodes of one season are the season',
      [episode('1'), episode('2'), episode('3')],
      { ratingKey: '20', type: 'season', title: 'Season 20' },
    ],
    [
      'episodes of several seasons are the show',
      [episode('1', '20'), episode('2', '20'), episode('3', '21')],
      { ratingKey: '10', type: 'show', title: 'Show 10' },
    ],
    ['one track is its album', [track('1')], { ratingKey: '40', type: 'album', title: 'Album' }],
    [
      'tracks of one album are the album',
      [track('1'), track('2')],
      { ratingKey: '40', type: 'album', title: 'Album' },
    ],
    [
      'tracks of several albums are the artist',
      [track('1', '40'), track('2', '41')],
      { ratingKey: '30', type: 'artist', title: 'Artist' },
    ],
    [
      'a home video is itself',
      [exampleLeaf({ type: 'clip' })],
      { ratingKey: '1234', type: 'clip', title: 'Dune' },
    ],
    [
      'a season without a title takes that of its episode',
      [episode('1', '20', '10', { parentTitle: null }), episode('2')],
      { ratingKey: '20', type: 'season', title: 'Episode 1' },
    ],
  ])('%s', (_, leaves, item) => expect(commonItem(leaves)).toEqual(item));

  it.each<[string, readonly PlexLeaf[]]>([
    ['nothing', []],
    ['several films', [movie('1'), movie('2')]],
    ['episodes of several shows', [episode('1', '20', '10'), episode('2', '21', '11')]],
    ['a film and an episode', [movie('1'), episode('2')]],
    ['an episode and a track that share a key by chance', [episode('1', '20'), track('2', '20')]],
    ['tracks of several artists', [track('1', '40', '30'), track('2', '41', '31')]],
    [
      'episodes whose parents are not known',
      [
        episode('1', '20', '10', { parentRatingKey: null, grandparentRatingKey: null }),
        episode('2', '20', '10', { parentRatingKey: null, grandparentRatingKey: null }),
      ],
    ],
    [
      'episodes of which one has a parent',
      [episode('1'), episode('2', '20', '10', { parentRatingKey: null, grandparentRatingKey: null })],
    ],
    ['episodes whose parents have empty keys', [episode('1', '', ''), episode('2', '', '')]],
    [
      'films that a collection claims as parent',
      [
        exampleLeaf({ ratingKey: '1', parentRatingKey: '9' }),
        exampleLeaf({ ratingKey: '2', parentRatingKey: '9' }),
      ],
    ],
    ['a track of no album', [exampleLeaf({ type: 'track' })]],
  ])('has none for %s', (_, leaves) => expect(commonItem(leaves)).toBeNull());

  it('is an item of every leaf, and the same in whatever order they come', () => {
    const key = fc.constantFrom('1', '2', '3');
    const leaf = fc.oneof(
      fc.tuple(key, key, key).map(([own, season, show]) => episode(`5${own}`, `2${season}`, `1${show}`)),
      fc.tuple(key, key, key).map(([own, album, artist]) => track(`6${own}`, `4${album}`, `3${artist}`)),
      key.map((own) => movie(`9${own}`)),
    );
    fc.assert(
      fc.property(fc.array(leaf, { minLength: 1, maxLength: 5 }), (leaves) => {
        const item = commonItem(leaves);
        expect(commonItem(leaves.toReversed())?.ratingKey).toBe(item?.ratingKey);
        if (!item) return;
        for (const one of leaves) {
          expect([one.ratingKey, one.parentRatingKey, one.grandparentRatingKey]).toContain(item.ratingKey);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
