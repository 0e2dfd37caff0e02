import { beforeEach, describe, expect, it } from 'vitest';
import { type Asking, ask, type Loose, listOf } from './support/ask.ts';
import { recordedText } from './support/recordings.ts';
import { parseXml } from './support/shape.ts';
import { useWorld } from './support/world.ts';

const world = useWorld();
beforeEach(() => world.standIn.reset());

const read = (address: string, asking?: Asking) => ask(world.standIn, address, asking);
const send = (method: string, address: string, body: unknown, asking: Asking = {}) =>
  read(address, {
    ...asking,
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

async function sectionIds(): Promise<Record<string, number>> {
  const asked = await read(`/api/v2/servers/${world.standIn.machineIdentifier}`);
  const list = asked.json().librarySections as unknown as { key: number; id: number }[];
  return Object.fromEntries(list.map(({ key, id }) => [String(key), id]));
}

const old = () => `/api/servers/${world.standIn.machineIdentifier}/shared_servers`;
const inviteOld = (email: string, ids: readonly number[]) =>
  send('POST', old(), {
    server_id: world.standIn.machineIdentifier,
    shared_server: { library_section_ids: ids, invited_email: email },
    sharing_settings: { allowSync: '1', filterMovies: 'contentRating=G%2CPG' },
  });
const inviteNew = (more: Record<string, unknown>) =>
  send('POST', '/api/v2/shared_servers', { machineIdentifier: world.standIn.machineIdentifier, ...more });
const owned = async (state: string) =>
  (await read(`/api/v2/shared_servers/owned/${state}`)).json() as unknown as Loose[];

describe('library ids of plex.tv', () => {
  it('are not the keys of the server', async () => {
    const ids = await sectionIds();
    expect(Object.keys(ids)).toEqual(['1', '2', '3']);
    for (const id of Object.values(ids)) expect(id).toBeGreaterThanOrEqual(100_000);
    const xml = await read(`/api/servers/${world.standIn.machineIdentifier}`);
    for (const [key, id] of Object.entries(ids))
      expect(xml.text).toContain(`<Section id="${id}" key="${key}"`);
  });

  it('are for the owner of the server', async () => {
    const { token } = world.standIn.plexTv.addAccount({ username: 'guest' });
    expect((await read(`/api/v2/servers/${world.standIn.machineIdentifier}`, { token })).status).toBe(404);
  });
});

describe('an invitation', () => {
  it('made in the old way shows up in both lists, and opens exactly its libraries once accepted', async () => {
    const ids = await sectionIds();
    const { account, token } = world.standIn.plexTv.addAccount({
      username: 'guest',
      email: 'guest@example.org',
    });
    const made = await inviteOld('guest@example.org', [ids['2'] ?? 0]);
    expect([made.status, made.headers.get('content-type')]).toEqual([200, 'application/xml']);
    const [share] = await owned('pending');
    expect(share).toMatchObject({ accepted: false, invitedId: account.id, numLibraries: 1 });
    expect((await read(old())).text).toContain(`userID="${account.id}"`);

    const received = await read('/api/v2/shared_servers/invites/received/pending', { token });
    expect(received.json()).toMatchObject([
      { owner: { username: 'owner' }, sharedServers: [{ id: share?.id }] },
    ]);
    const accepted = await read(`/api/v2/shared_servers/${share?.id}/accept`, { method: 'POST', token });
    expect(accepted.status).toBe(200);
    expect(await owned('pending')).toEqual([]);
    expect(await owned('accepted')).toHaveLength(1);

    const visible = await read('/api/v2/resources', { token });
    const [server] = visible.json() as unknown as {
      owned: boolean;
      accessToken: string;
      sourceTitle: string;
    }[];
    expect(server).toMatchObject({ owned: false, sourceTitle: 'owner' });
    const sections = await read('/library/sections', { token: server?.accessToken ?? '' });
    expect(listOf(sections, 'Directory').map((section) => section.key)).toEqual(['2']);
  });

  it('does not show the server to the guest before it is accepted', async () => {
    const { token } = world.standIn.plexTv.addAccount({ username: 'guest' });
    await inviteOld('guest', []);
    expect((await read('/api/v2/resources', { token })).text).not.toContain('"provides":"server"');
  });

  it('shows up with the guest only after a while', async () => {
    const { token } = world.standIn.plexTv.addAccount({ username: 'guest' });
    world.standIn.plexTv.setInviteLag(3000);
    await inviteOld('guest', []);
    const pending = async () =>
      (
        await read('/api/v2/shared_servers/invites/received/pending', { token })
      ).json() as unknown as unknown[];
    expect(await pending()).toEqual([]);
    world.standIn.clock.advance(3000);
    expect(await pending()).toHaveLength(1);
    world.standIn.plexTv.setInviteLag(0);
  });

  it('made in the new way answers 201 with the share, and 422 the second time', async () => {
    const ids = await sectionIds();
    const { account } = world.standIn.plexTv.addAccount({ username: 'guest' });
    const wanted = {
      librarySectionIds: [ids['1'], 424242],
      invitedId: account.id,
      settings: { allowSync: true },
    };
    const made = await inviteNew(wanted);
    expect([made.status, made.json().sharingSettings]).toMatchObject([
      201,
      { allowSync: true, allowTuners: 0 },
    ]);
    expect(made.json().libraries).toMatchObject([{ id: ids['1'], key: 1, title: 'Movies' }]);
    const again = await inviteNew(wanted);
    expect([again.status, again.text]).toEqual([422, expect.stringContaining('already sharing')]);
  });

  it('to someone already there is refused in the recorded words', async () => {
    world.standIn.plexTv.addAccount({ username: 'plexFriend' });
    await inviteOld('plexFriend', []);
    const again = await inviteOld('plexFriend', []);
    expect(again.status).toBe(400);
    expect(again.text).toContain(recordedText('errors-quoted/plextv.400.already-sharing.xml').trim());
  });

  it('to an unknown address waits for whoever has it', async () => {
    const made = await inviteNew({ librarySectionIds: [], invitedEmail: 'new@example.org' });
    expect(made.json()).toMatchObject({ invited: null, invitedId: null, invitedEmail: 'new@example.org' });
    const { account, token } = world.standIn.plexTv.addAccount({ username: 'new', email: 'new@example.org' });
    await read(`/api/v2/shared_servers/${made.json().id}/accept`, { method: 'POST', token });
    expect(await owned('accepted')).toMatchObject([{ invitedId: account.id, invitedEmail: null }]);
  });

  it.each(['owner@example.org', 'not an address'])('to %s is refused', async (email) => {
    expect((await inviteOld(email, [])).status).toBe(400);
    expect((await inviteNew({ librarySectionIds: [], invitedEmail: email })).status).toBe(422);
  });

  it('can’t be made by a guest', async () => {
    const { token } = world.standIn.plexTv.addAccount({ username: 'guest' });
    const asked = await send(
      'POST',
      '/api/v2/shared_servers',
      {
        machineIdentifier: world.standIn.machineIdentifier,
        librarySectionIds: [],
        invitedEmail: 'x@example.org',
      },
      { token },
    );
    expect(asked.status).toBe(404);
  });
});

async function shared(): Promise<{
  share: number;
  user: number;
  token: string;
  ids: Record<string, number>;
}> {
  const ids = await sectionIds();
  const { account, token } = world.standIn.plexTv.addAccount({ username: 'guest' });
  const made = await inviteNew({
    librarySectionIds: [ids['1']],
    invitedId: account.id,
    settings: { allowSync: true, filterMovies: 'label=kids' },
  });
  const share = Number(made.json().id);
  await read(`/api/v2/shared_servers/${share}/accept`, { method: 'POST', token });
  return { share, user: account.id, token, ids };
}

const seen = async (): Promise<unknown[]> => {
  const [share] = world.standIn.plexTv.shares;
  const asked = await read('/library/sections', { token: share?.accessToken ?? '' });
  return asked.status === 200 ? listOf(asked, 'Directory').map((section) => section.key) : [asked.status];
};

describe('a share', () => {
  it('is replaced as a whole by the new route: what is left out is wiped', async () => {
    const { share, ids } = await shared();
    expect(await seen()).toEqual(['1']);
    await send('POST', `/api/v2/shared_servers/${share}`, {
      librarySectionIds: [ids['2'], ids['3']],
      settings: { allowChannels: true },
    });
    expect(await seen()).toEqual(['2', '3']);
    const [now] = await owned('accepted');
    expect(now?.sharingSettings).toMatchObject({ allowSync: false, allowChannels: true, filterMovies: '' });
  });

  it('has its libraries changed by the old route and its settings by the one per person', async () => {
    const { share, user, ids } = await shared();
    const changed = await send('PUT', `${old()}/${share}`, {
      server_id: world.standIn.machineIdentifier,
      shared_server: { library_section_ids: [ids['3']] },
    });
    expect([changed.status, changed.text]).toEqual([200, '']);
    expect(await seen()).toEqual(['3']);
    await read(`/api/v2/sharings/${user}?allowSync=0&allowCameraUpload=1`, { method: 'PUT' });
    const [now] = await owned('accepted');
    expect(now?.sharingSettings).toMatchObject({
      allowSync: false,
      allowCameraUpload: true,
      filterMovies: 'label=kids',
    });
  });

  it.each([
    ['the person', (user: number, _share: number) => `/api/v2/sharings/${user}`, 204],
    ['the server', (_user: number, share: number) => `${old()}/${share}`, 200],
  ])('ends by removing %s, and the guest’s token with it', async (_name, address, status) => {
    const { share, user } = await shared();
    const [before] = world.standIn.plexTv.shares;
    const removed = await read(address(user, share), { method: 'DELETE' });
    expect(removed.status).toBe(status);
    expect(await owned('accepted')).toEqual([]);
    expect((await read('/library/sections', { token: before?.accessToken ?? '' })).status).toBe(401);
    expect((await read(address(user, share), { method: 'DELETE' })).status).toBe(404);
  });

  it('leaves a friendship behind, which is listed and ended by itself', async () => {
    const { share, user } = await shared();
    const listed = async () => (await read('/api/users/')).text.includes(`<User id="${user}"`);
    await read(`${old()}/${share}`, { method: 'DELETE' });
    expect([await listed(), [...world.standIn.plexTv.friends]]).toEqual([true, [user]]);
    expect((await read(`/api/v2/sharings/${user}`, { method: 'DELETE' })).status).toBe(204);
    expect([await listed(), [...world.standIn.plexTv.friends]]).toEqual([false, []]);
    expect((await read(`/api/v2/sharings/${user}`, { method: 'DELETE' })).status).toBe(404);
  });

  it('can be read by itself, with what of the server is in it', async () => {
    const { share, ids } = await shared();
    const { text } = await read(`${old()}/${share}`);
    expect(text).toContain(`<Section id="${ids['1']}" key="1" title="Movies" type="movie" shared="1"/>`);
    expect(text).toContain(`<Section id="${ids['2']}" key="2" title="TV Shows" type="show" shared="0"/>`);
  });

  it('is told of in the list of people, without the owner', async () => {
    const { share, user } = await shared();
    const list = parseXml((await read('/api/users')).text) as unknown as {
      MediaContainer: [{ User: { id: string; Server: Record<string, string>[] }[] }];
    };
    expect(list.MediaContainer[0].User).toMatchObject([
      { id: String(user), home: '0', Server: [{ id: String(share), numLibraries: '1', pending: '0' }] },
    ]);
  });
});

describe('a home', () => {
  it('gets a managed user by either route, who is shared with at once', async () => {
    const byOld = await read('/api/home/users?title=Kid', { method: 'POST' });
    const [user] = (parseXml(byOld.text) as unknown as { User: { id: string; restricted: string }[] }).User;
    expect(user).toMatchObject({ title: 'Kid', restricted: '1', username: '' });
    const byNew = await send('POST', '/api/v2/home/users/restricted', { friendlyName: 'Teen' });
    expect(byNew.json()).toMatchObject({ title: 'Teen', username: null, restricted: true });
    const ids = await sectionIds();
    await inviteNew({ librarySectionIds: [ids['1']], invitedId: Number(user?.id) });
    expect(await owned('accepted')).toHaveLength(1);
    expect(await seen()).toEqual(['1']);
    const home = await read('/api/v2/home/users');
    expect((home.json().users as unknown as unknown[]).length).toBe(3);
    expect((await read(`/api/home/users/${user?.id}`, { method: 'DELETE' })).status).toBe(200);
    expect(await owned('accepted')).toEqual([]);
  });

  it('switches to a member with the right PIN only', async () => {
    const made = await send('POST', '/api/v2/home/users/restricted', { friendlyName: 'Kid' });
    const { id, uuid } = made.json();
    await read(`/api/v2/home/users/restricted/${id}?pin=1234`, { method: 'POST' });
    const wrong = await read(`/api/v2/home/users/${uuid}/switch?pin=1111`, { method: 'POST' });
    expect(wrong.status).toBe(401);
    const right = await read(`/api/v2/home/users/${uuid}/switch?pin=1234`, { method: 'POST' });
    expect([right.status, right.json()]).toMatchObject([201, { title: 'Kid', restricted: true }]);
    const token = String(right.json().authToken);
    expect((await read('/api/v2/user', { token })).json()).toMatchObject({ id });
  });

  it('is changed by its owner only', async () => {
    const { token } = world.standIn.plexTv.addAccount({ username: 'guest' });
    expect((await read('/api/home/users?title=Kid', { method: 'POST', token })).status).toBe(403);
  });
});

describe('routes that plex.tv has switched off', () => {
  it.each([
    ['GET', '/api/v2/friends'],
    ['PUT', '/api/friends/12'],
    ['DELETE', '/api/friends/12'],
    ['GET', '/api/invites/requested'],
    ['DELETE', '/api/invites/requested/12?friend=0'],
    ['GET', '/api/invites/requests'],
  ])('%s %s is gone: 410', async (method, address) => {
    expect((await read(address, { method })).status).toBe(410);
  });

  it('GET on the list of shares is a wrong method', async () => {
    const asked = await read('/api/v2/shared_servers');
    expect([asked.status, asked.headers.get('allow')]).toEqual([405, 'OPTIONS, POST']);
  });
});
