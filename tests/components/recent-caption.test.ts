import { expect, it } from 'vitest';
import { captionOf } from '../../components/popup/recent-caption.ts';
import type { RecentItem } from '../../lib/domain/plex-item.ts';

const item = (about: Partial<RecentItem>): RecentItem => ({
  ratingKey: '1',
  type: 'movie',
  title: 'Title',
  parentTitle: null,
  grandparentTitle: null,
  year: null,
  addedAtMs: 0,
  thumb: null,
  sectionTitle: null,
  ...about,
});

it.each<[Partial<RecentItem>, string, string | null]>([
  [{ title: 'Metropolis', year: 1927 }, 'Metropolis', '1927'],
  [{ title: 'Metropolis' }, 'Metropolis', null],
  [{ type: 'episode', title: 'Pilot', parentTitle: 'Season 1', grandparentTitle: 'Show' }, 'Show', 'Pilot'],
  [{ type: 'season', title: 'Season 1', parentTitle: 'Show' }, 'Show', 'Season 1'],
  [{ type: 'season', title: 'Season 1' }, 'Season 1', null],
  [{ type: 'album', title: 'Album', parentTitle: 'Artist' }, 'Album', 'Artist'],
  [{ type: 'track', title: 'Track', parentTitle: 'Album', grandparentTitle: 'Artist' }, 'Track', 'Artist'],
])('%o is filed under "%s"', (about, main, detail) => {
  expect(captionOf(item(about))).toEqual({ main, detail });
});
