import type { FileEntry, TitleEntry } from '../../lib/domain/library-entry.ts';
import type { MatchTorrent } from '../../lib/matching/match-torrent.ts';

/** A made-up library of the size that figures are given for: 20,000 films and 100,000 episodes in 2,000 shows. */
export const films = 20_000;
const shows = 2_000;
const perShow = 50;
const pageSize = 1_000;

const words = 'amber river silent gate winter crown hollow tower iron field lost harbour paper moon'.split(
  ' ',
);
const titleOf = (number: number): string => {
  const chosen = [number % 14, (number * 7) % 13, (number * 3) % 11].map((at) => words[at] ?? '');
  return `${chosen.join(' ')} ${number}`;
};
/** Sizes that spread over sixteen gigabytes and are none twice. */
const sizeOf = (number: number): number => 400_000_000 + ((number * 2_654_435_761) % 16_000_000_000);

const film = (number: number): { title: TitleEntry; file: FileEntry } => {
  const [ratingKey, title, year] = [String(1_000 + number), titleOf(number), 1950 + (number % 75)];
  const path = `/data/films/${title} (${year})/${title} (${year}) Bluray-1080p.mkv`;
  return {
    title: {
      ratingKey,
      type: 'movie',
      sectionKey: '1',
      title,
      originalTitle: null,
      edition: null,
      year,
      parentRatingKey: null,
      ids: [
        { source: 'imdb', number: 100_000 + number },
        { source: 'tmdb', number: 1 + number },
      ],
    },
    file: {
      ratingKey,
      type: 'movie',
      sectionKey: '1',
      parentRatingKey: null,
      grandparentRatingKey: null,
      parentIndex: null,
      index: null,
      date: `${year}-05-05`,
      addedAtMs: 1_700_000_000_000 + number * 1_000,
      files: [{ path, sizeBytes: sizeOf(number), resolution: '1080' }],
    },
  };
};

const show = (number: number): TitleEntry => ({
  ratingKey: String(50_000 + number * 100),
  type: 'show',
  sectionKey: '2',
  title: `The ${titleOf(number + 30_000)}`,
  originalTitle: null,
  edition: null,
  year: 1990 + (number % 34),
  parentRatingKey: null,
  ids: [{ source: 'tvdb', number: 70_000 + number }],
});

const episode = (number: number): FileEntry => {
  const at = Math.floor(number / perShow);
  const { ratingKey: grandparentRatingKey, title } = show(at);
  const season = 1 + (Math.floor(number / 10) % (perShow / 10));
  const index = 1 + (number % 10);
  const tag = `S${String(season).padStart(2, '0')}E${String(index).padStart(2, '0')}`;
  return {
    ratingKey: String(1_000_000 + number),
    type: 'episode',
    sectionKey: '2',
    parentRatingKey: String(50_000 + at * 100 + season),
    grandparentRatingKey,
    parentIndex: season,
    index,
    date: `20${String(10 + season)}-0${1 + (index % 9)}-11`,
    addedAtMs: 1_700_000_000_000 + number * 1_000,
    files: [
      {
        path: `/data/series/${title}/Season ${season}/${title} - ${tag} - Part WEBDL-1080p.mkv`,
        sizeBytes: sizeOf(films + number),
        resolution: '1080',
      },
    ],
  };
};

const pages = <T>(count: number, make: (number: number) => T): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(count / pageSize) }, (_, page) =>
    Array.from({ length: Math.min(pageSize, count - page * pageSize) }, (_each, at) =>
      make(page * pageSize + at),
    ),
  );

export interface MadeLibrary {
  readonly titles: readonly (readonly TitleEntry[])[];
  readonly files: readonly (readonly FileEntry[])[];
}

export function makeLibrary(): MadeLibrary {
  return {
    titles: [...pages(films, (at) => film(at).title), ...pages(shows, show)],
    files: [...pages(films, (at) => film(at).file), ...pages(shows * perShow, episode)],
  };
}

/** Finished torrents: renamed hard links, files of another size with a telling name, and some that are not in Plex. */
export function makeTorrents(count: number): readonly MatchTorrent[] {
  return Array.from({ length: count }, (_, at): MatchTorrent => {
    const kind = at % 4;
    const number = (at * 131) % (kind < 2 ? films : shows * perShow);
    const title = kind < 2 ? titleOf(number) : show(Math.floor(number / perShow)).title;
    const season = 1 + (Math.floor(number / 10) % (perShow / 10));
    const tag =
      kind < 2 ? String(1950 + (number % 75)) : `S0${season}E${String(1 + (number % 10)).padStart(2, '0')}`;
    const name = `${title.replaceAll(' ', '.')}.${tag}.1080p.WEB-DL.x264-${at % 7 === 0 ? 'NONE' : 'SOME'}`;
    const size = sizeOf(kind < 2 ? number : films + number);
    return {
      name,
      clientId: 'client',
      savePath: '/downloads',
      category: null,
      completedAtMs: 1_700_000_000_000,
      files: [{ path: `${name}/${name}.mkv`, sizeBytes: kind % 2 === 0 ? size : size + 1, wanted: true }],
    };
  });
}
