import { afterAll, beforeAll } from 'vitest';
import { type StandIn, type StandInOptions, startStandIn } from '../index.ts';
import { type MediaFolder, mediaFolder } from './media-folder.ts';

/** A stand-in with three small libraries that were scanned at the start, for the tests of one file. */
export function useWorld(options: StandInOptions = {}): {
  readonly standIn: StandIn;
  readonly media: MediaFolder;
} {
  const world: { standIn?: StandIn; media?: MediaFolder } = {};
  beforeAll(async () => {
    const media = await mediaFolder(
      'movies/Alien (1979)/Alien (1979).mkv',
      'movies/Aliens (1986)/Aliens (1986).mp4',
      'movies/The Abyss (1989)/The Abyss (1989).mkv',
      'movies/lone.film.2001.mkv',
      'tv/Some Show (2020)/Season 1/Some Show S01E01.mkv',
      'tv/Some Show (2020)/Season 1/Some Show S01E02.mkv',
      'music/Some Band/Some Album (1999)/01 - First.flac',
    );
    const at = (name: string) => [{ plexPath: `/data/${name}`, diskPath: `${media.path}/${name}` }];
    world.media = media;
    world.standIn = await startStandIn({
      sections: [
        { type: 'movie', title: 'Movies', locations: at('movies') },
        { type: 'show', title: 'TV Shows', locations: at('tv') },
        { type: 'artist', title: 'Music', locations: at('music') },
      ],
      scanAtStart: true,
      delays: { scanMs: 1, appearMs: 0, matchMs: 0, contextMs: 0 },
      ...options,
    });
  });
  afterAll(async () => {
    await world.standIn?.close();
    await world.media?.[Symbol.asyncDispose]();
  });
  const started = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('The world starts with the first test.');
    return part;
  };
  return {
    get standIn() {
      return started(world.standIn);
    },
    get media() {
      return started(world.media);
    },
  };
}
