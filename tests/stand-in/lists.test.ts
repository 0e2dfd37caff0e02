import { describe, expect, it } from 'vitest';
import { ask, listOf } from './support/ask.ts';
import { useWorld } from './support/world.ts';

const world = useWorld();
const read = (address: string) => ask(world.standIn, address);
const titles = async (address: string) => listOf(await read(address)).map((item) => item.title);

describe('the items of a library', () => {
  it('come by title, without the article', async () => {
    expect(await titles('/library/sections/1/all')).toEqual(['The Abyss', 'Alien', 'Aliens', 'lone film']);
  });

  it.each([
    ['title=ALIEN', ['Alien', 'Aliens']],
    ['title==alien', ['Alien']],
    ['title%3D=alien', ['Alien']],
    ['year=1986', ['Aliens']],
    ['year>>=1986', ['The Abyss', 'lone film']],
    ['year%3C%3C=1986', ['Alien']],
    ['addedAt>>=1', ['The Abyss', 'Alien', 'Aliens', 'lone film']],
    ['addedAt%3E%3E=99999999999', []],
    ['addedAt%3E%3E=-1d', ['The Abyss', 'Alien', 'Aliens', 'lone film']],
    ['addedAt<<=-1d', []],
    ['sort=year', ['Alien', 'Aliens', 'The Abyss', 'lone film']],
    ['sort=titleSort:desc', ['lone film', 'Aliens', 'Alien', 'The Abyss']],
    ['sort=year:desc&limit=2', ['lone film', 'The Abyss']],
    ['sort=id:asc', ['Alien', 'Aliens', 'The Abyss', 'lone film']],
    ['nonsense=1&unheard>>=2', ['The Abyss', 'Alien', 'Aliens', 'lone film']],
  ])('%s gives %j', async (query, expected) => {
    expect(await titles(`/library/sections/1/all?${query}`)).toEqual(expected);
  });

  it('come without what is not wanted', async () => {
    const query = 'excludeElements=Genre,Part&excludeFields=summary';
    const [item] = listOf(await read(`/library/sections/1/all?${query}`));
    expect(item).toMatchObject({ title: 'The Abyss', Media: [{ container: 'mkv' }] });
    expect(JSON.stringify(item)).not.toMatch(/"(Genre|Part|summary)"/);
    const [single] = listOf(await read(`/library/metadata/${String(item?.ratingKey)}?${query}`));
    expect(JSON.stringify(single)).not.toMatch(/"(Genre|Part|summary)"/);
  });

  it.each([
    [2, 'show', 1],
    [2, 'season', 1],
    [2, 'episode', 2],
    [3, 'artist', 1],
    [3, 'album', 1],
    [3, 'track', 1],
  ])('of library %i are counted without being told, a %s: %i', async (section, type, total) => {
    const number = { show: 2, season: 3, episode: 4, artist: 8, album: 9, track: 10 }[type];
    const window = 'X-Plex-Container-Start=0&X-Plex-Container-Size=0';
    const asked = await read(`/library/sections/${section}/all?type=${number}&${window}`);
    expect(asked.json().MediaContainer).toMatchObject({ size: 0, totalSize: total });
    expect(listOf(asked)).toEqual([]);
  });

  it('come newest first for sort=addedAt:desc', async () => {
    world.standIn.clock.advance(10_000);
    await world.media.add('movies/New Film (2024).mkv');
    await read('/library/sections/1/refresh');
    await world.standIn.settled();
    expect((await titles('/library/sections/1/all?sort=addedAt:desc'))[0]).toBe('New Film');
    expect((await titles('/library/recentlyAdded'))[0]).toBe('New Film');
    expect((await titles('/library/sections/1/recentlyAdded'))[0]).toBe('New Film');
    const [old] = listOf(await read('/library/metadata/101'));
    expect(await titles(`/library/sections/1/all?addedAt%3E%3E=${old?.addedAt}`)).toEqual(['New Film']);
  });

  it('are shows without a type, and leaves with their files for type=4', async () => {
    const [show] = listOf(await read('/library/sections/2/all'));
    expect(show).toMatchObject({ type: 'show', leafCount: 2, childCount: 1 });
    expect(show).not.toHaveProperty('Media');
    const episodes = listOf(await read('/library/sections/2/all?type=4'));
    expect(JSON.stringify(episodes[0]?.Media)).toContain(
      '/data/tv/Some Show (2020)/Season 1/Some Show S01E01.mkv',
    );
  });

  it('carry external ids only when asked, a single item always', async () => {
    expect(listOf(await read('/library/sections/1/all'))[0]).not.toHaveProperty('Guid');
    expect(listOf(await read('/library/sections/1/all?includeGuids=1'))[0]).toHaveProperty('Guid');
    expect(listOf(await read('/library/metadata/101'))[0]).toHaveProperty('Guid');
  });
});

describe('what came last, for the home page', () => {
  it('is a movie as itself, and several episodes of one season as that season', async () => {
    const found = listOf(await read('/hubs/home/recentlyAdded'));
    expect(new Set(found.map((item) => item.type))).toEqual(new Set(['movie', 'season', 'album']));
    const shows = listOf(await read('/hubs/home/recentlyAdded?type=2'));
    expect(shows).toMatchObject([{ type: 'season', parentTitle: 'Some Show', librarySectionID: 2 }]);
  });

  it('can be had in pages', async () => {
    const asked = await read('/hubs/home/recentlyAdded?X-Plex-Container-Start=0&X-Plex-Container-Size=2');
    expect(listOf(asked)).toHaveLength(2);
  });
});

describe('one item', () => {
  it('has a key that ends in /children for what has children', async () => {
    const [show] = listOf(await read('/library/sections/2/all'));
    expect(show?.key).toBe(`/library/metadata/${show?.ratingKey}/children`);
    const seasons = listOf(await read(String(show?.key)));
    expect(seasons.map((season) => season.type)).toEqual(['season']);
    const leaves = listOf(await read(`/library/metadata/${show?.ratingKey}/allLeaves`));
    expect(leaves.map((leaf) => [leaf.type, leaf.index, leaf.grandparentRatingKey])).toEqual([
      ['episode', 1, show?.ratingKey],
      ['episode', 2, show?.ratingKey],
    ]);
    expect(listOf(await read(`/library/metadata/${leaves[0]?.ratingKey}/children`))).toEqual([]);
  });

  it('can be asked for together with others', async () => {
    const keys = listOf(await read('/library/sections/1/all')).map((item) => String(item.ratingKey));
    expect(await titles(`/library/metadata/${keys.slice(0, 2).join(',')}`)).toHaveLength(2);
    expect(await titles(`/library/metadata/${keys[0]},99999`)).toHaveLength(1);
  });

  it('says with checkFiles whether its file can be read', async () => {
    const [item] = listOf(await read('/library/metadata/101?checkFiles=1'));
    expect(JSON.stringify(item?.Media)).toContain('"accessible":true,"exists":true');
  });
});

describe('folders', () => {
  it('have a key and a title and nothing else, and lead down to items', async () => {
    const top = listOf(await read('/library/sections/1/folder'));
    const folder = top.find((entry) => entry.title === 'Alien (1979)');
    expect(Object.keys(folder ?? {})).toEqual(['key', 'title']);
    expect(top.find((entry) => entry.title === 'lone film')).toHaveProperty('Media');
    expect(await titles(String(folder?.key))).toEqual(['Alien']);
  });
});

describe('searches', () => {
  it('name every hub, also those without a result', async () => {
    const hubs = listOf(await read('/hubs/search?query=alien'), 'Hub');
    const movies = hubs.find((hub) => hub.type === 'movie');
    expect(movies).toMatchObject({ size: 2, more: false });
    const empty = hubs.find((hub) => hub.type === 'artist');
    expect(empty).toMatchObject({ size: 0 });
    expect(empty).not.toHaveProperty('Metadata');
  });

  it('stay within a section and a limit', async () => {
    const hubs = listOf(await read('/hubs/search?query=some&sectionId=2&limit=1'), 'Hub');
    expect(hubs.filter((hub) => hub.size !== 0).map((hub) => hub.type)).toEqual(['show']);
    const limited = listOf(await read('/hubs/search?query=alien&limit=1'), 'Hub');
    expect(limited.find((hub) => hub.type === 'movie')).toMatchObject({ size: 1, more: true });
  });

  it('of the library give one item and its score each', async () => {
    const found = listOf(await read('/library/search?query=alien&searchTypes=movies'), 'SearchResult');
    expect(found.map((result) => (result.Metadata as { title: string }).title)).toEqual(['Alien', 'Aliens']);
    expect(listOf(await read('/library/search?query=alien&searchTypes=tv'), 'SearchResult')).toEqual([]);
  });
});

describe('pictures', () => {
  it('are small PNGs, different for each item and the same every time', async () => {
    const items = listOf(await read('/library/sections/1/all'));
    const load = async (path: unknown) => {
      const asked = await fetch(
        `${world.standIn.plexUrl}/photo/:/transcode?width=40&height=60&url=${encodeURIComponent(String(path))}`,
        { headers: { 'X-Plex-Token': world.standIn.token } },
      );
      expect(asked.headers.get('content-type')).toBe('image/png');
      return Buffer.from(await asked.arrayBuffer());
    };
    const [first, again, second] = [
      await load(items[0]?.thumb),
      await load(items[0]?.thumb),
      await load(items[1]?.thumb),
    ];
    expect(first.subarray(1, 4).toString()).toBe('PNG');
    expect([first.readUInt32BE(16), first.readUInt32BE(20)]).toEqual([40, 60]);
    expect(first.equals(again)).toBe(true);
    expect(first.equals(second)).toBe(false);
  });

  it('can be had as they are, with a token only', async () => {
    const [item] = listOf(await read('/library/metadata/101'));
    expect((await read(String(item?.thumb))).headers.get('content-type')).toBe('image/png');
    expect((await ask(world.standIn, String(item?.thumb), { token: null })).status).toBe(401);
  });

  it.each([
    '/photo/:/transcode?width=10&height=10&url=http%3A%2F%2Fexample.org%2Fx.png',
    '/photo/:/transcode?width=10&height=10&url=%2Flibrary%2Fmetadata%2F9999%2Fthumb%2F1',
  ])('of elsewhere are not fetched: %s', async (address) => {
    expect((await read(address)).status).toBe(404);
  });
});

describe('what the server says of itself', () => {
  it('has its settings with values of their type, for the owner', async () => {
    const settings = listOf(await read('/:/prefs'), 'Setting');
    expect(settings.find((setting) => setting.id === 'FriendlyName')).toMatchObject({ value: 'Stand-in' });
    expect(settings.find((setting) => setting.id === 'autoEmptyTrash')).toMatchObject({ value: true });
  });

  it('has as many sessions as it was told', async () => {
    world.standIn.setSessions(2);
    expect(listOf(await read('/status/sessions'))).toHaveLength(2);
    world.standIn.setSessions(0);
  });

  it('has another identity once another server answers at its address', async () => {
    const { machineIdentifier } = world.standIn;
    world.standIn.becomeOther('f'.repeat(40));
    expect((await read('/identity')).text).toContain('f'.repeat(40));
    expect((await read('/')).text).toContain('f'.repeat(40));
    world.standIn.becomeOther(machineIdentifier);
  });

  it('has a wrong clock when it is given one', async () => {
    const before = Date.parse((await read('/identity')).headers.get('date') ?? '');
    world.standIn.clock.advance(3_600_000);
    const after = Date.parse((await read('/identity')).headers.get('date') ?? '');
    expect(after - before).toBeGreaterThanOrEqual(3_600_000);
  });
});
