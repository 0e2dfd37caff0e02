import { expect, it } from 'vitest';
import { guessMapping } from '../../components/options/guess-mapping.ts';

const locations = [
  { path: '/data/media/Films' },
  { path: '/data/media/series' },
  { path: 'D:\\Plex\\Music' },
];

it.each([
  ['/downloads/films', '/downloads/films', '/data/media/Films'],
  ['/downloads/films/4k', '/downloads/films', '/data/media/Films'],
  ['/films/old/series/new', '/films/old/series', '/data/media/series'],
  ['C:\\torrents\\music', 'C:\\torrents\\music', 'D:\\Plex\\Music'],
  ['\\\\nas\\share\\Films', '\\\\nas\\share\\Films', '/data/media/Films'],
  ['/downloads/books', '/downloads/books', ''],
  ['relative/films', 'relative/films', ''],
])('begins a mapping for %s with %s and %o', (path, from, to) => {
  expect(guessMapping(path, 'client-1', locations)).toEqual({ clientId: 'client-1', from, to });
});
