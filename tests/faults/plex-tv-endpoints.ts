import { createGuestAccount } from '../../lib/plex-tv/people/guest.ts';
import { createPlexPeople } from '../../lib/plex-tv/people/index.ts';
import { recording } from '../plex/support/recordings.ts';
import { memoryKeys, plexTvAt } from '../plex-tv/support/plex-tv.ts';
import { type Endpoint, endpointsOf, type Operation } from './endpoint.ts';

const text = (name: string): string => recording(name).toString('utf8');
const listOf = (name: string): string => `[${text(name)}]`;
/** As plex.tv's documentation says: of these there is no recording that may be copied. */
const deviceToken = `a.${btoa('{"exp":1900000000}')}.b`.replaceAll('=', '');
const invites = '[{"id":1,"owner":{"id":2},"sharedServers":[{"id":3,"machineIdentifier":"machine_id"}]}]';
const newMember = '<User id="77" title="Kid" restricted="1"/>';

/** What plex.tv answers where; the first that fits. */
const answers: readonly (readonly [request: RegExp, body: () => string])[] = [
  [/^POST \/api\/v2\/pins$/, () => text('pins/rs.pins_new.json')],
  [/^GET \/api\/v2\/pins\//, () => text('pins/plexkit.pin.json')],
  [/^GET \/api\/v2\/user$/, () => text('user/rs.user_info_free.json')],
  [/^GET \/api\/v2\/resources$/, () => text('resources/rs.v2.resources.json')],
  [/^GET \/api\/v2\/auth\/nonce$/, () => '{"nonce":"n0nce"}'],
  [/^POST \/api\/v2\/auth\/token$/, () => JSON.stringify({ auth_token: deviceToken })],
  [/^GET \/api\/v2\/servers\//, () => text('friends-shares/rs.servers_machine_id.json')],
  [/^GET .*\/owned\/accepted$/, () => listOf('friends-shares/rs.shared_server_create.json')],
  [/^GET .*\/owned\/pending$/, () => '[]'],
  [/^GET .*\/received\/pending$/, () => invites],
  [/^GET \/api\/users$/, () => text('xml/ha.plextv_shared_users.xml')],
  [/^GET \/api\/v2\/home\/users$/, () => text('home/plexkit.home_users.json')],
  [/^POST \/api\/home\/users$/, () => newMember],
  [/^(?:POST|PUT|DELETE) /, () => ''],
];

const recorded: typeof fetch = async (input) => {
  const { method, url } = input as Request;
  const { pathname } = new URL(url);
  const [, body] = answers.find(([request]) => request.test(`${method} ${pathname}`)) ?? [];
  if (!body) throw new Error(`nothing was recorded for ${method} ${pathname}`);
  const type = body().startsWith('<') ? 'text/xml' : 'application/json';
  return new Response(body(), { headers: { 'content-type': type } });
};

type PlexTv = ReturnType<typeof plexTvAt>;
type Use = (plexTv: PlexTv, signal: AbortSignal) => Promise<unknown>;

const peopleOf = ({ connection }: PlexTv) =>
  createPlexPeople({ connection, log: () => undefined, pause: async () => undefined });

/** What is asked about the own account, other people, and in the name of a guest. */
const uses: Readonly<Record<string, Use>> = {
  'a new code': ({ account }, signal) => account.createPin(signal),
  'a look at a code': async ({ account }, signal) => {
    const answer = await account.checkPin({ id: '12345' }, signal);
    return answer.kind; // the token comes out by `keep` only
  },
  user: ({ account }, signal) => account.user(signal),
  servers: async ({ account }, signal) => (await account.servers(signal)).servers,
  'another kind of token': ({ account }, signal) => account.upgrade(signal),
  'sign out': ({ account }, signal) => account.signOut(signal),
  owner: (plexTv, signal) => peopleOf(plexTv).owner(signal),
  libraries: (plexTv, signal) => peopleOf(plexTv).getLibraries('machine_id', signal),
  'list of people': (plexTv, signal) => peopleOf(plexTv).listUsers(signal),
  'end of a share': (plexTv, signal) =>
    peopleOf(plexTv).deleteUser({ kind: 'share', machineIdentifier: 'machine_id', shareId: 1 }, signal),
  'a guest': ({ connection }, signal) => createGuestAccount(connection).identity('guest-token', signal),
  'a guest who accepts': ({ connection }, signal) =>
    createGuestAccount(connection).accept(
      'guest-token',
      { ownerId: 2, machineIdentifiers: ['machine_id'] },
      signal,
    ),
};

/** Everything that is asked of plex.tv. */
export function plexTvEndpoints(): Promise<readonly Endpoint[]> {
  const operations = Object.entries(uses).map(
    ([name, use]): Operation => ({
      name,
      run: (through, signal) =>
        use(plexTvAt({ fetch: through(recorded), token: 'account-token', deviceKeys: memoryKeys() }), signal),
    }),
  );
  return endpointsOf(operations);
}
