import { AlertListener, MyPlexAccount, MyPlexResource, PlexServer } from '@ctrl/plex';
import { afterEach, describe, expect, it } from 'vitest';
import { ask } from './support/ask.ts';
import { useWorld } from './support/world.ts';

/** A client that other people wrote, unchanged, against the stand-in: it knows nothing of our own. */
const world = useWorld();

async function connected(): Promise<PlexServer> {
  const server = new PlexServer(world.standIn.plexUrl, world.standIn.token);
  await server.connect();
  return server;
}

describe('@ctrl/plex with the media server', () => {
  it('connects and reads what the server says of itself', async () => {
    const server = await connected();
    expect(server.machineIdentifier).toBe(world.standIn.machineIdentifier);
    expect(server.friendlyName).toBe('Stand-in');
  });

  it('fails with a wrong token', async () => {
    const server = new PlexServer(world.standIn.plexUrl, 'wrong');
    await expect(server.connect()).rejects.toThrow('401');
  });

  it('lists the libraries, what is in them, and how much', async () => {
    const library = await (await connected()).library();
    const sections = await library.sections();
    expect(sections.map((section) => [section.key, section.type, section.title])).toEqual([
      ['1', 'movie', 'Movies'],
      ['2', 'show', 'TV Shows'],
      ['3', 'artist', 'Music'],
    ]);
    const movies = await sections[0]?.all();
    expect(movies?.map((movie) => movie.title)).toEqual(['The Abyss', 'Alien', 'Aliens', 'lone film']);
    const shows = await sections[1]?.all();
    expect(shows?.map((show) => show.title)).toEqual(['Some Show']);
  });

  it('reads one movie with its files and streams', async () => {
    const [section] = await (await (await connected()).library()).sections();
    const [movie] = (await section?.search({ title: 'aliens' })) ?? [];
    await movie?.reload();
    expect(
      JSON.stringify(movie && 'media' in movie ? movie.media?.map((one) => one.parts?.[0]?.file) : null),
    ).toBe('["/data/movies/Aliens (1986)/Aliens (1986).mp4"]');
  });

  it('walks down from a show to its episodes', async () => {
    const sections = await (await (await connected()).library()).sections();
    const [show] = (await sections[1]?.all()) ?? [];
    const episodes = show && 'episodes' in show ? await show.episodes() : [];
    expect(episodes.map((episode) => episode.title)).toEqual(['Episode 1', 'Episode 2']);
  });

  it('scans', async () => {
    const [section] = await (await (await connected()).library()).sections();
    await world.media.add('movies/Fresh (2024)/Fresh (2024).mkv');
    await section?.update();
    await world.standIn.settled();
    expect(world.standIn.items().map((item) => item.title)).toContain('Fresh');
    await section?.cancelUpdate();
  });

  it('searches by hubs', async () => {
    const hubs = await (await connected()).search('alien');
    const found = hubs.filter((hub) => hub.size > 0);
    expect(found.map((hub) => [hub.type, hub.size])).toEqual([['movie', 2]]);
  });

  it('reads the settings', async () => {
    const settings = await (await connected()).settings();
    expect(settings.get('FriendlyName').value).toBe('Stand-in');
  });

  it('hears of a scan', async () => {
    const events: string[] = [];
    const over = Promise.withResolvers<void>();
    const listener = new AlertListener(await connected(), (data) => {
      events.push(data.type);
      if (data.type === 'status') over.resolve();
    });
    await listener.run();
    await ask(world.standIn, '/library/sections/2/refresh');
    await over.promise;
    listener.stop();
    expect(events).toContain('activity');
  });
});

describe('@ctrl/plex with plex.tv', () => {
  const keys = { account: MyPlexAccount.key, resource: MyPlexResource.key };
  afterEach(() => {
    MyPlexAccount.key = keys.account;
    MyPlexResource.key = keys.resource;
  });

  it('signs in with a token, finds the server among its addresses and connects to it', async () => {
    const here = (url: string) => url.replace('https://plex.tv', world.standIn.plexTvUrl);
    MyPlexAccount.key = here(keys.account);
    MyPlexResource.key = here(keys.resource);
    const account = await new MyPlexAccount(null, '', '', world.standIn.token).connect();
    expect(account.username).toBe('owner');
    const resource = await account.resource('Stand-in');
    expect(resource.connections.length).toBeGreaterThan(2);
    const server = await resource.connect();
    expect(server.machineIdentifier).toBe(world.standIn.machineIdentifier);
  });
});
