import type { StandIn } from './index.ts';
import { type Asking, ask } from './support/ask.ts';
import { recordedText } from './support/recordings.ts';
import { differences, parseXml, shapeOf } from './support/shape.ts';

/** An answer of the stand-in, and the recordings it has to look like. */
export interface Case {
  readonly name: string;
  readonly address: (standIn: StandIn) => string;
  readonly asking?: Asking;
  readonly recordings: readonly string[];
  /** Picks what to compare out of either side. */
  readonly pick?: (answer: unknown) => unknown;
}

const at = (address: string) => () => address;
const keyOf = (standIn: StandIn, type: string, isMatched = true): string =>
  standIn.items().find((item) => item.type === type && item.isMatched === isMatched)?.ratingKey ?? '0';
const item =
  (type: string, tail = '', isMatched = true) =>
  (standIn: StandIn) =>
    `/library/metadata/${keyOf(standIn, type, isMatched)}${tail}`;

const part =
  (...names: readonly string[]) =>
  (answer: unknown): unknown =>
    names.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], answer);

export const cases: readonly Case[] = [
  {
    name: 'the libraries',
    address: at('/library/sections'),
    recordings: ['sections/rubyplex.libraries.json', 'sections/spec.get-all-libraries.e2f85f7a.json'],
  },
  {
    name: 'the ways into a library',
    address: at('/library/sections/1'),
    recordings: ['section-details/spec.library-details.no-includeDetails.json'],
  },
  {
    name: 'the server and its providers',
    address: at('/media/providers'),
    recordings: ['providers/rs.providers_plexpass.json', 'providers/spec.media-providers.json'],
  },
  {
    name: 'a page of movies',
    address: at('/library/sections/1/all?X-Plex-Container-Start=0&X-Plex-Container-Size=50'),
    recordings: [
      'section-all/spec.library-items.1.json',
      'section-all/rubyplex.library_1.json',
      'section-all/spec.library-all.1.movies-withMeta.json',
    ],
  },
  {
    name: 'movies with the description of the list',
    address: at('/library/sections/1/all?includeMeta=1&X-Plex-Container-Start=0&X-Plex-Container-Size=50'),
    recordings: ['section-all/spec.library-all.1.movies-withMeta.json'],
    pick: part('MediaContainer', 'Meta'),
  },
  {
    name: 'how many movies there are',
    address: at('/library/sections/1/all?X-Plex-Container-Start=0&X-Plex-Container-Size=0'),
    recordings: ['section-all/rubyplex.movies_total_count.json'],
  },
  {
    name: 'a page of episodes',
    address: at('/library/sections/2/all?type=4&X-Plex-Container-Start=0&X-Plex-Container-Size=50'),
    recordings: ['section-all/spec.library-all.3.episodes.json', 'section-all/spec.library-items.3.json'],
  },
  {
    name: 'artists',
    address: at('/library/sections/3/all?X-Plex-Container-Start=0&X-Plex-Container-Size=50'),
    recordings: ['music/plexkit.artists.json'],
  },
  {
    name: 'albums',
    address: at('/library/sections/3/all?type=9'),
    recordings: ['music/spec.library-all.4.albums.json'],
  },
  {
    name: 'the tracks of an album',
    address: item('album', '/children'),
    recordings: ['music/rs.music_tracks.json'],
  },
  {
    name: 'a movie',
    address: item('movie'),
    recordings: ['metadata-movie/rubyplex.movie_1.json', 'metadata-movie/spec.movie.json'],
  },
  {
    name: 'a movie that is not matched',
    address: item('movie', '', false),
    recordings: ['metadata-movie/spec.movie.5.json'],
  },
  {
    name: 'a show',
    address: item('show'),
    recordings: ['metadata-show-season/rubyplex.show_details.json', 'metadata-show-season/spec.show.json'],
  },
  {
    name: 'the seasons of a show',
    address: item('show', '/children'),
    recordings: ['metadata-show-season/rs.tv_seasons.json'],
  },
  {
    name: 'the episodes of a season',
    address: item('season', '/children'),
    recordings: ['metadata-episode/rs.tv_episodes.json'],
  },
  {
    name: 'all episodes of a show',
    address: item('show', '/allLeaves'),
    recordings: ['metadata-episode/rubyplex.show_1.allLeaves.json'],
  },
  {
    name: 'an episode',
    address: item('episode'),
    recordings: ['metadata-episode/spec.episode.3.json'],
  },
  {
    name: 'what came last',
    address: at('/hubs/home/recentlyAdded?includeGuids=1&type=2'),
    recordings: ['recently-added/spec.recently-added.1.json'],
  },
  {
    name: 'a search by hubs',
    address: at('/hubs/search?query=some%20film&limit=5'),
    recordings: ['search/spec.hubs-search.json'],
  },
  {
    name: 'a search of the library',
    address: at('/library/search?query=some&searchTypes=movies,tv'),
    recordings: ['search/spec.library-search.1.trimmed.json'],
  },
  { name: 'the settings', address: at('/:/prefs'), recordings: ['prefs/rs.prefs.json'] },
  {
    name: 'a sign-in code',
    address: at('/api/v2/pins'),
    asking: { method: 'POST', token: null },
    recordings: ['pins/plexkit.pin.json', 'pins/rs.pins_new.json'],
  },
  { name: 'the account', address: at('/api/v2/user'), recordings: ['user/rs.user_info_free.json'] },
  {
    name: 'the servers of the account',
    address: at('/api/v2/resources?includeHttps=1&includeRelay=1'),
    recordings: ['resources/rs.v2.resources.json'],
  },
  {
    name: 'the libraries by the ids of plex.tv',
    address: ({ machineIdentifier }) => `/api/v2/servers/${machineIdentifier}`,
    recordings: ['friends-shares/rs.servers_machine_id.json'],
  },
  { name: 'the home', address: at('/api/v2/home/users'), recordings: ['home/plexkit.home_users.json'] },
  {
    name: 'a share',
    address: at('/api/v2/shared_servers/owned/accepted'),
    recordings: ['friends-shares/rs.shared_server_create.json'],
    pick: (answer) => (Array.isArray(answer) ? answer[0] : answer),
  },
];

export const xmlCases: readonly Case[] = [
  { name: 'the server (XML)', address: at('/'), recordings: ['xml/ha.plex_server_base.xml'] },
  { name: 'the account (XML)', address: at('/api/v2/user'), recordings: ['xml/plexapi.ACCOUNT_XML.xml'] },
  { name: 'the people (XML)', address: at('/api/users'), recordings: ['xml/ha.plextv_shared_users.xml'] },
  {
    name: 'the servers of the account, v1 (XML)',
    address: at('/api/resources'),
    recordings: ['resources/rs.v1.resources.xml'],
  },
];

/** Where the stand-in's answer differs from the recordings, in the words of `differences`. */
export async function compare(standIn: StandIn, one: Case): Promise<string[]> {
  const isXml = xmlCases.includes(one);
  const parse = isXml ? parseXml : (text: string): unknown => JSON.parse(text);
  const pick = one.pick ?? ((answer: unknown) => answer);
  const accept = isXml ? 'text/xml' : 'application/json';
  const asked = await ask(standIn, one.address(standIn), { ...one.asking, accept });
  if (asked.status >= 300) throw new Error(`${one.name}: ${asked.status} ${asked.text}`);
  const theirs = one.recordings.map((name) => pick(parse(recordedText(name))));
  return differences(shapeOf(pick(parse(asked.text))), shapeOf(...theirs));
}
