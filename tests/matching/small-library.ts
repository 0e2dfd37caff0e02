import type { FileEntry, TitleEntry } from '../../lib/domain/library-entry.ts';
import { LibraryIndex } from '../../lib/matching/library-index.ts';
import type { MatchTorrent } from '../../lib/matching/match-torrent.ts';
import type { Segment } from '../../lib/matching/segment.ts';
import { SegmentBuilder } from '../../lib/matching/segment-builder.ts';

export const giga = 1_000_000_000;
const completedAtMs = Date.UTC(2026, 4, 1, 12);

/** One film of a library; what is left out is plain. */
export interface Film {
  readonly key: string;
  readonly title: string;
  readonly year: number;
  readonly section?: string;
  readonly path?: string | null;
  readonly size?: number;
  readonly resolution?: string;
  readonly edition?: string;
  readonly original?: string;
  readonly addedAtMs?: number;
  readonly tmdb?: number;
}

/** One show: `episodes` by season; a file of each at `sizeOf`, or at `path`. */
export interface Show {
  readonly key: string;
  readonly title: string;
  readonly year?: number;
  readonly section?: string;
  readonly seasons: Readonly<Record<number, readonly number[]>>;
  readonly dates?: Readonly<Record<string, string>>;
  readonly pathOf?: (season: number, episode: number) => string | null;
  readonly sizeOf?: (season: number, episode: number) => number;
  readonly addedAtMs?: number;
}

export interface Album {
  readonly key: string;
  readonly artistKey: string;
  readonly artist: string;
  readonly title: string;
  readonly tracks: readonly { readonly path: string; readonly size: number }[];
}

const none = { originalTitle: null, edition: null, year: null, parentRatingKey: null, ids: [] } as const;
const two = (number: number): string => String(number).padStart(2, '0');

function addFilm(builder: SegmentBuilder, film: Film): void {
  const { key, title, year, section = '1', size = 0, resolution = '1080' } = film;
  const path = film.path === undefined ? `/plex/films/${title} (${year})/${title} (${year}).mkv` : film.path;
  const entry: TitleEntry = {
    ...none,
    ratingKey: key,
    type: 'movie',
    sectionKey: section,
    title,
    year,
    originalTitle: film.original ?? null,
    edition: film.edition ?? null,
    ids: film.tmdb === undefined ? [] : [{ source: 'tmdb', number: film.tmdb }],
  };
  const file: FileEntry = {
    ratingKey: key,
    type: 'movie',
    sectionKey: section,
    parentRatingKey: null,
    grandparentRatingKey: null,
    parentIndex: null,
    index: null,
    date: null,
    addedAtMs: film.addedAtMs ?? 0,
    files: [{ path, sizeBytes: size, resolution }],
  };
  builder.addTitles([entry]);
  builder.addFiles([file]);
}

/** Keys: of a season the show's and its number, of an episode also its own: `20` → `2001` → `200105`. */
function addShow(builder: SegmentBuilder, show: Show): void {
  const { key, title, section = '2', seasons } = show;
  builder.addTitles([
    { ...none, ratingKey: key, type: 'show', sectionKey: section, title, year: show.year ?? null },
  ]);
  for (const [season, episodes] of Object.entries(seasons)) {
    const number = Number(season);
    for (const episode of episodes) {
      const path = show.pathOf
        ? show.pathOf(number, episode)
        : `/plex/series/${title}/Season ${season}/${title} - S${two(number)}E${two(episode)} - Name.mkv`;
      builder.addFiles([
        {
          ratingKey: `${key}${two(number)}${two(episode)}`,
          type: 'episode',
          sectionKey: section,
          parentRatingKey: `${key}${two(number)}`,
          grandparentRatingKey: key,
          parentIndex: number,
          index: episode,
          date: show.dates?.[`${season}x${episode}`] ?? null,
          addedAtMs: show.addedAtMs ?? 0,
          files: [{ path, sizeBytes: show.sizeOf?.(number, episode) ?? 0, resolution: '1080' }],
        },
      ]);
    }
  }
}

function addAlbum(builder: SegmentBuilder, { key, artistKey, artist, title, tracks }: Album): void {
  builder.addTitles([
    { ...none, ratingKey: artistKey, type: 'artist', sectionKey: '3', title: artist },
    { ...none, ratingKey: key, type: 'album', sectionKey: '3', title, parentRatingKey: artistKey },
  ]);
  const files = tracks.map(
    ({ path, size }, at): FileEntry => ({
      ratingKey: `${key}${two(at + 1)}`,
      type: 'track',
      sectionKey: '3',
      parentRatingKey: key,
      grandparentRatingKey: artistKey,
      parentIndex: 1,
      index: at + 1,
      date: null,
      addedAtMs: 0,
      files: [{ path, sizeBytes: size, resolution: null }],
    }),
  );
  builder.addFiles(files);
}

export interface SmallLibrary {
  readonly films?: readonly Film[];
  readonly shows?: readonly Show[];
  readonly albums?: readonly Album[];
}

export function segmentOf({ films = [], shows = [], albums = [] }: SmallLibrary): Segment {
  const builder = new SegmentBuilder();
  for (const film of films) addFilm(builder, film);
  for (const show of shows) addShow(builder, show);
  for (const album of albums) addAlbum(builder, album);
  return finished(builder);
}

export function finished(builder: SegmentBuilder): Segment {
  const steps = builder.finish();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

export const indexOf = (library: SmallLibrary): LibraryIndex => LibraryIndex.of(segmentOf(library));

/** A completed torrent with these files, by path and size. */
export const torrentOf = (
  name: string,
  files: Readonly<Record<string, number>>,
  more: Partial<MatchTorrent> = {},
): MatchTorrent => ({
  name,
  clientId: 'client',
  savePath: '/downloads',
  category: null,
  completedAtMs,
  files: Object.entries(files).map(([path, sizeBytes]) => ({ path, sizeBytes, wanted: true })),
  ...more,
});

/** A torrent of one file that is called like it. */
export const single = (name: string, size = 2 * giga, more: Partial<MatchTorrent> = {}): MatchTorrent =>
  torrentOf(name, { [`${name}.mkv`]: size }, more);

export const soonAfter = completedAtMs + 20 * 60_000;
