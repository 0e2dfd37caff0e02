import { beforeEach, describe, expect, it } from 'vitest';
import { ask } from './support/ask.ts';
import { useWorld } from './support/world.ts';

const world = useWorld();
beforeEach(() => world.standIn.reset());
const noToken = { token: null };
const read = (...asking: Parameters<typeof ask> extends [unknown, ...infer Rest] ? Rest : never) =>
  ask(world.standIn, ...asking);

async function newPin(query = '?strong=true') {
  const asked = await read(`/api/v2/pins${query}`, { method: 'POST', ...noToken });
  expect(asked.status).toBe(201);
  return asked.json() as unknown as { id: number; code: string; expiresIn: number; authToken: string | null };
}
const poll = (id: number, client = 'test-client') =>
  read(`/api/v2/pins/${id}`, { ...noToken, headers: { 'X-Plex-Client-Identifier': client } });

describe('a sign-in code', () => {
  it('is long and lasts half an hour when it is strong, else four characters for a quarter', async () => {
    const strong = await newPin();
    expect([strong.code.length, strong.expiresIn, strong.authToken]).toEqual([25, 1800, null]);
    const short = await newPin('');
    expect([short.code.length, short.expiresIn]).toEqual([4, 900]);
  });

  it.each([
    ['application/x-www-form-urlencoded', 'strong=True'],
    ['application/json', '{"strong":true}'],
  ])('can be asked to be strong by a body of %s', async (type, body) => {
    const asked = await read('/api/v2/pins', {
      method: 'POST',
      ...noToken,
      headers: { 'Content-Type': type },
      body,
    });
    expect(asked.json().expiresIn).toBe(1800);
  });

  it('becomes a token when the person agrees, and the token opens both servers', async () => {
    const pin = await newPin();
    expect((await poll(pin.id)).json().authToken).toBeNull();
    const token = world.standIn.plexTv.pins.approve(pin.code);
    expect((await poll(pin.id)).json()).toMatchObject({ authToken: token, newRegistration: false });
    expect((await read('/api/v2/user', { token })).status).toBe(200);
    expect((await read('/library/sections', { token })).status).toBe(200);
  });

  it('is not told to another client, nor to one without a name', async () => {
    const pin = await newPin();
    const other = await poll(pin.id, 'other-client');
    expect(other.status).toBe(404);
    expect(other.json()).toEqual({ errors: [{ code: 1020, message: 'Code not found or expired' }] });
    expect((await poll(pin.id, '')).json()).toMatchObject({ errors: [{ code: 1000, status: 400 }] });
  });

  it('is gone after its time, approved or not', async () => {
    const pin = await newPin('');
    world.standIn.plexTv.pins.approve(pin.id);
    world.standIn.clock.advance(899_000);
    expect((await poll(pin.id)).status).toBe(200);
    world.standIn.clock.advance(2000);
    expect((await poll(pin.id)).status).toBe(404);
    expect(() => world.standIn.plexTv.pins.approve(pin.id)).toThrow('No such sign-in code');
  });

  it('is gone when the person refuses', async () => {
    const pin = await newPin();
    world.standIn.plexTv.pins.deny(pin.code);
    expect((await poll(pin.id)).status).toBe(404);
  });

  it('can be typed in by someone signed in, if it is a short one', async () => {
    const link = (code: string) =>
      read('/api/v2/pins/link', {
        method: 'PUT',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: `code=${code}`,
      });
    const [short, strong] = [await newPin(''), await newPin()];
    expect([(await link(short.code)).status, (await link(strong.code)).status]).toEqual([204, 404]);
    expect((await poll(short.id)).json().authToken).toEqual(expect.any(String));
  });
});

describe('an account', () => {
  it('is told to its token only', async () => {
    expect((await read('/api/v2/user')).json()).toMatchObject({
      username: 'owner',
      authToken: world.standIn.token,
    });
    const refused = await read('/api/v2/user', { token: 'wrong' });
    expect([refused.status, refused.json()]).toEqual([
      401,
      { errors: [{ code: 1001, message: 'User could not be authenticated', status: 401 }] },
    ]);
  });

  it('says its errors in XML when XML is due', async () => {
    const refused = await read('/api/v2/user', { token: null, accept: '*/*' });
    expect(refused.text).toContain('<errors><error code="1001" message="User could not be authenticated"');
  });

  it('pings, and signs out for good on both servers', async () => {
    const token = world.standIn.plexTv.pins.approve((await newPin()).id);
    expect((await read('/api/v2/ping', { token })).json()).toEqual({ pong: true });
    expect((await read('/api/v2/users/signout', { method: 'DELETE', token })).status).toBe(204);
    expect((await read('/api/v2/ping', { token })).status).toBe(401);
    expect((await read('/library/sections', { token })).status).toBe(401);
  });

  it('may be read by any page, unlike a media server', async () => {
    expect((await read('/api/v2/user')).headers.get('access-control-allow-origin')).toBe('*');
  });
});

interface Resource {
  readonly name: string;
  readonly provides: string;
  readonly owned: boolean;
  readonly accessToken: string;
  readonly connections: readonly { uri: string; local: boolean; relay: boolean; protocol: string }[];
}
const resources = async (query: string, token?: string): Promise<readonly Resource[]> => {
  const asked = await read(`/api/v2/resources${query}`, token ? { token } : {});
  return asked.json() as unknown as Resource[];
};

describe('the servers of an account', () => {
  it('can be reached by one address, and not by the others', async () => {
    const all = await resources('?includeHttps=1&includeRelay=1');
    const server = all.find((entry) => entry.provides.split(',').includes('server'));
    expect(server).toMatchObject({ owned: true, clientIdentifier: world.standIn.machineIdentifier });
    const uris = server?.connections.map((entry) => entry.uri) ?? [];
    expect(uris).toContain(world.standIn.plexUrl);
    expect(uris.filter((uri) => uri.includes('.plex.direct'))).toHaveLength(3);
    expect(server?.connections.filter((entry) => entry.relay)).toHaveLength(1);
    const opened = await read('/library/sections', { token: server?.accessToken ?? '' });
    expect(opened.status).toBe(200);
  });

  it('leave relays and certificates out when not asked for', async () => {
    const [server] = await resources('');
    expect(server?.connections.map((entry) => entry.protocol)).toEqual(['http', 'http']);
  });

  it('are not all servers', async () => {
    const all = await resources('');
    expect(all.map((entry) => entry.provides)).toEqual(['server', 'client,player,pubsub-player']);
  });

  it('come in the old form too, as XML even when JSON is wanted', async () => {
    const asked = await read('/api/resources?includeHttps=1');
    expect(asked.headers.get('content-type')).toBe('application/xml');
    expect(asked.text).toMatch(/<MediaContainer size="1"><Device name="Stand-in" [^>]*><Connection /);
  });

  it('can be joined by one that is off', async () => {
    const { servers } = world.standIn.plexTv;
    world.standIn.plexTv.addServer({
      name: 'Attic',
      machineIdentifier: 'attic',
      connections: [],
      presence: false,
    });
    expect((await resources('')).find((entry) => entry.name === 'Attic')).toMatchObject({
      presence: false,
      connections: [],
    });
    expect(servers).toHaveLength(2);
  });
});

describe('too many requests', () => {
  it('are counted per client and answered 429 until time has passed', async () => {
    const { rateLimit } = world.standIn.plexTv;
    rateLimit.set({ requests: 2, perMs: 1000 });
    const ping = (client: string) =>
      read('/api/v2/ping', { headers: { 'X-Plex-Client-Identifier': client } }).then((asked) => asked.status);
    const before = rateLimit.count('greedy');
    expect([await ping('greedy'), await ping('greedy'), await ping('greedy')]).toEqual([200, 200, 429]);
    expect(rateLimit.count('greedy') - before).toBe(3);
    expect(await ping('modest')).toBe(200);
    world.standIn.clock.advance(1001);
    expect(await ping('greedy')).toBe(200);
  });
});

describe('all tokens', () => {
  it('can die at once', async () => {
    const other = world.standIn.plexTv.pins.approve((await newPin()).id);
    const [server] = await resources('');
    world.standIn.plexTv.revokeAllTokens();
    for (const token of [world.standIn.token, other]) {
      expect((await read('/api/v2/user', { token })).status).toBe(401);
      expect((await read('/library/sections', { token })).status).toBe(401);
    }
    expect((await read('/library/sections', { token: server?.accessToken ?? '' })).status).toBe(401);
    world.standIn.reset();
    expect((await read('/library/sections')).status).toBe(200);
  });
});
