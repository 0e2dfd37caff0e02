import type { SectionType } from '../domain/library-section.ts';
import { musicTitles, videoTitles } from './title-words.ts';

/** Numbers that Plex gives to kinds of item in its queries. */
const typeNumber = { movie: '1', show: '2', episode: '4', artist: '8', album: '9', track: '10' } as const;

/** The kind of item in a library that has files. */
export const leafType: Partial<Record<SectionType, string>> = {
  movie: typeNumber.movie,
  show: typeNumber.episode,
  artist: typeNumber.track,
};

/** Something whose title a file's name suggests. */
export interface Guess {
  readonly type: string;
  readonly title: string;
  /** What its files are listed under; `null` when it has them itself. */
  readonly leaves: 'allLeaves' | 'children' | null;
}

export const mostGuesses = 3;

/** What to search for to find this file in a library of this kind, best first; at most `mostGuesses`. */
export function guessesOf(file: string, section: SectionType): readonly Guess[] {
  switch (section) {
    case 'movie':
      return videoTitles(file, 'movie').map((title) => ({ type: typeNumber.movie, title, leaves: null }));
    case 'show':
      return videoTitles(file, 'show').map((title) => ({
        type: typeNumber.show,
        title,
        leaves: 'allLeaves',
      }));
    case 'artist': {
      const { albums, artists } = musicTitles(file);
      return [
        ...albums.map((title) => ({ type: typeNumber.album, title, leaves: 'children' }) as const),
        ...artists.map((title) => ({ type: typeNumber.artist, title, leaves: 'allLeaves' }) as const),
      ];
    }
    case 'photo':
      return [];
  }
}
