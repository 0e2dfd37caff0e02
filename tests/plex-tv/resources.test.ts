import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { recordedText } from '../stand-in/support/recordings.ts';
import { useWorld } from '../stand-in/support/world.ts';
import { outcome, plexTvAt, signal } from './support/plex-tv.ts';

const world = useWorld();
afterEach(() => world.standIn.reset());

const start = (token = world.standIn.token) => plexTvAt({ url: world.standIn.plexTvUrl, token }).account;
const answering = (answer: unknown) =>
  plexTvAt({ token: 'a', fetch: async () => Response.json(answer) }).account;
const connection = (uri: string, fields: object = {}) => ({
  protocol: uri.split(':')[0],
  address: '192.168.1.20',
  port: 32400,
  uri,
  local: true,
  relay: false,
  IPv6: false,
  ...fields,
});
const server = (fields: object) => ({
  provides: 'server',
  clientIdentifier: 'attic',
  name: 'Attic',
  owned: true,
  presence: true,
  accessToken: 'secret-of-attic',
  connections: [],
  ...fields,
});

describe('the servers of an account', () => {
  it('come with every way to them, and their tokens apart', async () => {
    const { standIn } = world;
    const { servers, tokens } = await start().servers(signal);
    expect(servers).toHaveLength(1);
    expect(servers[0]).toMatchObject({
      machineIdentifier: standIn.machineIdentifier,
      name: 'Stand-in',
      owned: true,
      ownerName: null,
      isOnline: true,
    });
    const reaches = servers[0]?.addresses.map(({ address, reach }) => `${reach} ${address.split(':')[0]}`);
    expect(reaches).toEqual(['local https', 'local http', 'local https', 'local http', 'relay https']);
    expect(servers[0]?.addresses).toContainEqual({ address: standIn.plexUrl, reach: 'local' });
    const [token] = [...tokens.values()];
    expect(tokens.has(standIn.machineIdentifier)).toBe(true);
    expect(JSON.stringify(servers)).not.toContain(token);
    expect(standIn.requests[0]?.query).toMatchObject({
      includeHttps: '1',
      includeRelay: '1',
      includeIPv6: '1',
    });
  });

  it('include those of others, after the own ones, each with the guest\u2019s own token', async () => {
    const { plexTv } = world.standIn;
    const { account: other } = plexTv.addAccount({ username: 'other' });
    plexTv.addServer({ name: 'Foreign', machineIdentifier: 'foreign', ownerId: other.id, connections: [] });
    const answer = [
      server({ clientIdentifier: 'b', owned: false, sourceTitle: 'other', accessToken: 'guest' }),
      server({ clientIdentifier: 'a' }),
    ];
    const { servers, tokens } = await answering(answer).servers(signal);
    expect(
      servers.map(({ machineIdentifier, owned, ownerName }) => [machineIdentifier, owned, ownerName]),
    ).toEqual([
      ['a', true, null],
      ['b', false, 'other'],
    ]);
    expect([...tokens]).toEqual([
      ['b', 'guest'],
      ['a', 'secret-of-attic'],
    ]);
    expect((await start().servers(signal)).servers.map(({ name }) => name)).not.toContain('Foreign');
  });

  it('have their plain address at home tried where plex.tv left it out, unless they want https', async () => {
    const uri = 'https://192-168-1-20.0123456789abcdef0123456789abcdef.plex.direct:32400';
    const addresses = async (fields: object) =>
      (await answering([server(fields)]).servers(signal)).servers[0]?.addresses.map(({ address }) => address);
    expect(await addresses({ connections: [connection(uri)] })).toEqual([uri, 'http://192.168.1.20:32400']);
    expect(await addresses({ connections: [connection(uri)], httpsRequired: true })).toEqual([uri]);
    expect(await addresses({ connections: [connection(uri, { local: false })] })).toEqual([uri]);
    const v6 = connection('https://x.plex.direct:32400', { address: 'fd00::1', IPv6: true });
    expect(await addresses({ connections: [v6] })).toEqual([
      'https://x.plex.direct:32400',
      'http://[fd00::1]:32400',
    ]);
    const own = connection('https://plex.example.org:443/sub/', { local: false });
    expect(await addresses({ connections: [own] })).toEqual(['https://plex.example.org/sub']);
  });

  it('are read from what was recorded', async () => {
    const recorded: unknown = JSON.parse(recordedText('resources/rs.v2.resources.json'));
    const { servers } = await answering(recorded).servers(signal);
    expect(servers.length).toBeGreaterThan(0);
    for (const one of servers) expect(one.addresses.length).toBeGreaterThan(0);
  });

  it('hold only web addresses, whatever is listed', async () => {
    const uri = fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc.constantFrom('javascript:alert(1)', 'http://user:pass@host', 'file:///x', '//x', 'https://'),
    );
    const entry = fc.record({
      uri,
      local: fc.boolean(),
      relay: fc.boolean(),
      address: fc.string(),
      port: fc.integer(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(entry), async (connections) => {
        const { servers } = await answering([server({ connections })]).servers(signal);
        for (const { address } of servers[0]?.addresses ?? []) {
          const url = new URL(address);
          expect(['http:', 'https:']).toContain(url.protocol);
          expect([url.username, url.password, url.hash, url.search]).toEqual(['', '', '', '']);
          expect(address.endsWith('/')).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('leave out what is no server or has no name that could be one', async () => {
    const { servers, tokens } = await answering([
      server({ provides: 'client, player' }),
      server({ clientIdentifier: '../evil' }),
      server({ clientIdentifier: 'good', provides: 'client, server', accessToken: 'two\nlines' }),
    ]).servers(signal);
    expect(servers.map(({ machineIdentifier }) => machineIdentifier)).toEqual(['good']);
    expect(tokens.size).toBe(0);
  });

  it('that are no list are not "none"', async () => {
    expect(await outcome(answering({ errors: [] }).servers(signal))).toBe('UNEXPECTED_ANSWER');
  });
});

describe('the person behind an account', () => {
  it('is a name and a picture, and nothing else that plex.tv tells', async () => {
    const user = await start().user(signal);
    expect(user).toEqual({
      id: String(world.standIn.plexTv.owner.id),
      name: 'owner',
      thumb: expect.stringMatching(/^https:\/\/plex\.tv\/users\//),
    });
    expect(JSON.stringify(user)).not.toContain('@');
  });

  it('may be a managed user without a user name', async () => {
    expect(await answering({ id: 5, username: null, title: 'Kid', thumb: '' }).user(signal)).toEqual({
      id: '5',
      name: 'Kid',
      thumb: null,
    });
  });

  it('has no picture from anywhere but https', async () => {
    const thumb = 'javascript:alert(1)';
    expect((await answering({ id: 5, title: 'x', thumb }).user(signal)).thumb).toBeNull();
  });
});
