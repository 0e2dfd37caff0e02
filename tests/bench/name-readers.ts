import { readMusicName } from '../../lib/matching/music-name.ts';
import { readReleaseName } from '../../lib/matching/release-name.ts';
import { parseName } from '../../lib/matching/release-parser.ts';
import type { Reading } from './names-score.ts';

/** Our wrapper's reading, as the scorer asks for it. */
export function readOurs(name: string): Reading {
  const music = readMusicName(name);
  if (music)
    return { kind: 'music', title: music.album, year: music.year, seasons: [], episodes: [], date: null };
  const { kind, title, year, seasons, episodes, date } = readReleaseName(name);
  return { kind, title, year, seasons, episodes, date };
}

/** The parser alone, with the plainest idea of a kind. */
export function readBare(name: string): Reading {
  const { title, year, seasons, episodes, date, complete } = parseName(name);
  const numbered = episodes.length > 0 || date !== null;
  const wide = seasons.length > 1 || (complete && seasons.length === 0);
  const kind = numbered ? 'episode' : wide ? 'show' : seasons.length > 0 ? 'season' : 'movie';
  return { kind, title, year, seasons, episodes, date };
}
