import { readFileSync } from 'node:fs';

const folder = new URL('../../fixtures/plex/', import.meta.url);

/** A recorded answer as its bytes. */
export const recording = (name: string): Buffer => readFileSync(new URL(name, folder));

export const recordedJson = (name: string): unknown => JSON.parse(recording(name).toString('utf8'));

/** Recordings by what they answer. */
export const recordings = {
  sections: ['sections/rubyplex.libraries.json', 'sections/spec.get-all-libraries.e2f85f7a.json'],
  root: ['providers/rs.providers_plexpass.json', 'providers/spec.media-providers.json'],
  items: [
    'encoding/plexkit.item_metadata_with_latin1_encoding.json',
    'folders-photos-collections/plexkit.collections2.json',
    'folders-photos-collections/rs.collection_161.json',
    'folders-photos-collections/rs.photo_library.json',
    'metadata-episode/rs.tv_episodes.json',
    'metadata-episode/rubyplex.show_1.allLeaves.json',
    'metadata-episode/spec.episode.3.json',
    'metadata-movie/rubyplex.movie_1.json',
    'metadata-movie/spec.movie.5.json',
    'metadata-movie/spec.movie.json',
    'metadata-show-season/rs.tv_seasons.json',
    'metadata-show-season/rubyplex.show_details.json',
    'metadata-show-season/spec.show.json',
    'music/plexkit.artists.json',
    'music/rs.music_tracks.json',
    'music/spec.library-all.4.albums.json',
    'recently-added/spec.recently-added.1.json',
    'section-all/rubyplex.library_1.json',
    'section-all/rubyplex.movies_total_count.json',
    'section-all/spec.library-all.1.movies-withMeta.json',
    'section-all/spec.library-all.3.episodes.json',
    'section-all/spec.library-items.1.json',
    'section-all/spec.library-items.3.json',
  ],
} as const;
