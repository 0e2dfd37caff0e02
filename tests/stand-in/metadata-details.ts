import type { Item, Part, Version } from './items.ts';
import { type Json, type JsonObject, present } from './json.ts';
import { pick } from './matching.ts';

type Fields = Record<string, Json | undefined>;

const containerOf = (file: string): string => /\.([A-Za-z0-9]+)$/.exec(file)?.[1]?.toLowerCase() ?? 'mkv';

function resolutionOf(file: string): {
  readonly width: number;
  readonly height: number;
  readonly label: string;
} {
  if (/2160p|\b4k\b|uhd/i.test(file)) return { width: 3840, height: 2160, label: '4k' };
  if (/720p/i.test(file)) return { width: 1280, height: 720, label: '720' };
  if (/480p|dvd/i.test(file)) return { width: 720, height: 480, label: '480' };
  return { width: 1920, height: 1080, label: '1080' };
}

/** Known only after analysis. Milliseconds. */
export const durationOf = (item: Item): number | undefined => (item.isMatched ? timeOf(item) : undefined);

const timeOf = (item: Item): number =>
  item.type === 'track' ? 180_000 + pick(item, 'time', 120_000) : 2_400_000 + pick(item, 'time', 5_000_000);

const language = { language: 'English', languageTag: 'en', languageCode: 'eng' };

function streamsOf(item: Item, part: Part): JsonObject[] {
  const video = resolutionOf(part.file);
  const sound = {
    id: part.id * 10 + 1,
    streamType: 2,
    selected: true,
    default: true,
    codec: 'aac',
    index: item.type === 'track' ? 0 : 1,
    channels: 2,
    bitrate: 160,
    ...language,
    audioChannelLayout: 'stereo',
    profile: 'lc',
    samplingRate: 48_000,
    displayTitle: 'English (AAC Stereo)',
    extendedDisplayTitle: 'English (AAC Stereo)',
  };
  if (item.type === 'track') return [sound];
  const picture = {
    id: part.id * 10,
    streamType: 1,
    default: true,
    codec: 'h264',
    index: 0,
    bitrate: 4200,
    ...language,
    bitDepth: 8,
    chromaLocation: 'left',
    chromaSubsampling: '4:2:0',
    codedHeight: video.height,
    codedWidth: video.width,
    colorPrimaries: 'bt709',
    colorRange: 'tv',
    colorSpace: 'bt709',
    hasScalingMatrix: false,
    level: 40,
    original: true,
    profile: 'high',
    refFrames: 4,
    scanType: 'progressive',
    // An integer on some files and a fraction on others.
    frameRate: pick(item, 'rate', 2) === 0 ? 25 : 23.976,
    height: video.height,
    width: video.width,
    // A string, although it is a flag.
    streamIdentifier: '1',
    displayTitle: `${video.label} (H.264)`,
    extendedDisplayTitle: `${video.label} (H.264)`,
  };
  return [picture, sound];
}

/** Analysis runs with the match; before it Plex knows the file and nothing about its content. */
function analysed(item: Item, version: Version, duration: number): Fields {
  const [first] = version.parts;
  if (!item.isMatched || !first) return {};
  const common = { duration, bitrate: 4360, audioChannels: 2, audioCodec: 'aac', audioProfile: 'lc' };
  if (item.type === 'track') return common;
  const { width, height, label } = resolutionOf(first.file);
  return {
    ...common,
    width,
    height,
    aspectRatio: 1.78,
    videoCodec: 'h264',
    videoResolution: label,
    videoFrameRate: '24p',
    videoProfile: 'high',
    hasVoiceActivity: false,
    // A number here and a boolean on the part; both only where the container allows streaming.
    optimizedForStreaming: containerOf(first.file) === 'mp4' ? 1 : undefined,
    has64bitOffsets: containerOf(first.file) === 'mp4' ? false : undefined,
  };
}

function partOf(item: Item, part: Part, duration: number, withStreams: boolean): JsonObject {
  const container = containerOf(part.file);
  const isVideo = item.type !== 'track';
  return present({
    id: part.id,
    key: `/library/parts/${part.id}/${part.changedAt}/file.${container}`,
    duration: item.isMatched ? duration : undefined,
    file: part.file,
    size: part.size,
    container,
    audioProfile: item.isMatched ? 'lc' : undefined,
    videoProfile: item.isMatched && isVideo ? 'high' : undefined,
    indexes: item.isMatched && isVideo && pick(item, 'indexes', 2) === 0 ? 'sd' : undefined,
    hasThumbnail: item.isMatched && item.type === 'episode' ? '1' : undefined,
    optimizedForStreaming: item.isMatched && container === 'mp4' ? true : undefined,
    has64bitOffsets: item.isMatched && container === 'mp4' ? false : undefined,
    Stream: item.isMatched && withStreams ? streamsOf(item, part) : undefined,
  });
}

export function mediaOf(item: Item, withStreams: boolean): JsonObject[] {
  const duration = timeOf(item);
  return item.versions.map((version) =>
    present({
      id: version.id,
      ...analysed(item, version, duration),
      container: containerOf(version.parts[0]?.file ?? ''),
      Part: version.parts.map((part) => partOf(item, part, duration, withStreams)),
    }),
  );
}

/** Integers and fractions both occur: 7 is as good a rating as 6.8. */
export function ratingsOf(item: Item): Fields {
  if (!item.isMatched || !['movie', 'show', 'episode'].includes(item.type)) return {};
  return {
    rating: item.type === 'movie' ? (20 + pick(item, 'rating', 80)) / 10 : undefined,
    audienceRating: (40 + pick(item, 'audience', 60)) / 10,
    audienceRatingImage:
      item.type === 'movie' ? 'rottentomatoes://image.rating.upright' : 'themoviedb://image.rating',
    ratingImage: item.type === 'movie' ? 'rottentomatoes://image.rating.ripe' : undefined,
  };
}

export function imagesOf(item: Item): Fields {
  if (!item.isMatched || item.type === 'track') return {};
  const colour = (purpose: string): string => pick(item, purpose, 0x1000000).toString(16).padStart(6, '0');
  return {
    Image: [
      {
        alt: item.title,
        type: 'coverPoster',
        url: `/library/metadata/${item.ratingKey}/thumb/${item.updatedAt}`,
      },
    ],
    UltraBlurColors: {
      topLeft: colour('tl'),
      topRight: colour('tr'),
      bottomRight: colour('br'),
      bottomLeft: colour('bl'),
    },
  };
}

const genres = ['Comedy', 'Drama', 'Documentary', 'Western', 'Mystery', 'Animation'];

function tags(names: readonly string[], filter: string, full: boolean, more: Fields = {}): JsonObject[] {
  return names.map((tag, index) =>
    full ? present({ id: 22 + index, filter: `${filter}=${22 + index}`, tag, ...more }) : { tag },
  );
}

/** Only a single item has the ratings of others. */
export const otherRatings = (item: Item): Fields => ({
  Rating: [{ image: 'imdb://image.rating', value: (40 + pick(item, 'imdb', 60)) / 10, type: 'audience' }],
});

/** Lists carry only the tag; a single item has ids and filters too. */
export function genresOf(item: Item, full: boolean): Fields {
  const wanted = ['movie', 'show', 'artist', 'album'].includes(item.type) && item.isMatched;
  return wanted
    ? { Genre: tags([genres[pick(item, 'genre', genres.length)] ?? 'Drama'], 'genre', full) }
    : {};
}

export function peopleOf(item: Item, full: boolean): Fields {
  if (!item.isMatched || (item.type !== 'movie' && item.type !== 'show')) return {};
  const crew =
    item.type === 'movie'
      ? {
          Director: tags([`Director ${pick(item, 'director', 50)}`], 'director', full),
          Writer: tags([`Writer ${pick(item, 'writer', 50)}`], 'writer', full),
          Producer: full ? tags([`Producer ${pick(item, 'producer', 50)}`], 'producer', full) : undefined,
        }
      : {};
  return {
    Country: tags(['United States of America'], 'country', full),
    ...crew,
    Role: tags([`Actor ${pick(item, 'actor', 50)}`], 'actor', full, {
      tagKey: '5d776828880197001ec90e7e',
      role: 'Herself',
    }),
  };
}
