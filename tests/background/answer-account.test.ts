import { describe, expect, it } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import type { ServerSettings } from '../../lib/domain/settings.ts';
import { accountTokenKey, plexTokenKey } from '../../lib/ports/vault.ts';
import { startAnswering } from '../fakes/answering.ts';
import { standardSettings } from '../fakes/background.ts';
import { downloadOf } from '../fakes/download.ts';
import { attic, user } from '../fakes/plex-account.ts';
import { machineIdentifier } from '../fakes/world.ts';

const nobodysServers = { settings: { ...standardSettings, servers: [] }, secrets: {} };
const home = 'http://192.168.1.20:32400';
const secure = 'https://192-168-1-20.0123456789abcdef0123456789abcdef.plex.direct:32400';
const ofAccount = {
  ...attic,
  machineIdentifier,
  addresses: [
    { address: secure, reach: 'local' },
    { address: home, reach: 'local' },
    { address: 'http://203.0.113.7:32400', reach: 'remote' },
  ],
} as const;

/** Signed in, with one server in the account. */
async function signedIn(options: Parameters<typeof startAnswering>[0] = nobodysServers, server = ofAccount) {
  const background = startAnswering(options);
  const { ask, plexTv } = background;
  plexTv.servers = [server];
  plexTv.tokens = new Map([[machineIdentifier, 'token-of-account']]);
  await ask('account.start', {});
  plexTv.agree();
  await background.job.tick();
  return background;
}

const useHome = { machineIdentifier, address: home, ownAddress: null, allowHttp: true };

describe('the account', () => {
  it('is nobody’s at first, and nobody is asked for that', async () => {
    const { ask, plexTv } = startAnswering();
    expect(await ask('account.read', {})).toEqual({ state: { kind: 'idle' }, account: null, isLost: false });
    expect(plexTv.asked).toEqual([]);
  });

  it('tells a page the code and until when, and not what the token could be fetched with', async () => {
    const { ask, plexTv } = startAnswering();
    const view = await ask('account.start', {});
    expect(view.state).toMatchObject({ kind: 'waiting', code: 'code-1' });
    expect(view.state).not.toHaveProperty('id');
    expect(plexTv.tabs).toHaveLength(1);
  });

  it('is asked for every two seconds while a page looks, and no longer when it is closed', async () => {
    const { ask, plexTv, clock } = startAnswering();
    const checks = () => plexTv.asked.filter((what) => what === 'check').length;
    await ask('account.start', {});
    for (let second = 0; second < 10; second++) {
      await ask('account.watch', {});
      await clock.pass(1_000);
    }
    expect(checks()).toBe(6);
    await clock.pass(60_000);
    const after = checks();
    expect(after).toBeLessThanOrEqual(10); // the lease, and once more at its end
    await clock.pass(600_000);
    expect(checks()).toBe(after);
  });

  it('can be given up while it is under way', async () => {
    const { ask } = startAnswering();
    await ask('account.start', {});
    expect((await ask('account.cancel', {})).state).toEqual({ kind: 'cancelled' });
  });

  it('is signed in to, and tells who it is and which servers there are', async () => {
    const { ask } = await signedIn();
    expect(await ask('account.read', {})).toEqual({
      state: { kind: 'done', user, servers: [ofAccount] },
      account: { user, servers: [ofAccount] },
      isLost: false,
    });
  });

  it('asks plex.tv again for its servers when the person does', async () => {
    const { ask, plexTv } = await signedIn();
    plexTv.servers = [ofAccount, { ...ofAccount, machineIdentifier: 'new-one', name: 'Cellar' }];
    expect((await ask('account.list', {})).account?.servers).toHaveLength(2);
    expect((await ask('account.read', {})).account?.servers).toHaveLength(2);
  });

  it('is signed out of, and what was connected stays', async () => {
    const { ask, vault, settings } = await signedIn({ secrets: {} });
    const { revoked, view } = await ask('account.signOut', {});
    expect([revoked, view.account]).toEqual([true, null]);
    expect(vault.secrets.has(accountTokenKey)).toBe(false);
    expect(vault.secrets.get(plexTokenKey(machineIdentifier))).toBe('token-of-account');
    expect(settings.value).toEqual(standardSettings);
  });

  it('stays known when plex.tv takes its token no longer, until the person signs in again', async () => {
    const { ask, job, plexTv, overview } = await signedIn();
    await job.lost();
    expect(await ask('account.read', {})).toMatchObject({ account: { user }, isLost: true });
    await overview.update();
    await ask('account.start', {});
    expect((await ask('account.read', {})).isLost).toBe(true);
    plexTv.agree();
    await job.tick();
    expect(await ask('account.read', {})).toMatchObject({ account: { user }, isLost: false });
  });
});

describe('account.probe', () => {
  it('tries every way, tells of each, and leaves out http that nobody has agreed to', async () => {
    const { ask, tokensSent } = await signedIn();
    const { probed, usable, withHttp } = await ask('account.probe', { machineIdentifier, ownAddress: null });
    expect(probed.map(({ address, code }) => [address, code])).toEqual([
      [secure, null],
      [home, null],
      ['http://203.0.113.7:32400', null],
    ]);
    expect(usable).toEqual([secure]);
    expect(withHttp).toEqual([home]); // never over the internet
    expect(tokensSent).toEqual([]);
  });

  it('tries an address that was typed first', async () => {
    const { ask } = await signedIn();
    const ownAddress = 'https://home.example.com/plex/web/index.html';
    const { probed, usable } = await ask('account.probe', { machineIdentifier, ownAddress });
    expect(probed[0]).toMatchObject({ address: 'https://home.example.com/plex', reach: 'own' });
    expect(usable[0]).toBe('https://home.example.com/plex');
  });

  it('is refused for a server that is not of the account', async () => {
    const { ask } = await signedIn();
    const request = { machineIdentifier: 'somebody-elses', ownAddress: null };
    await expect(ask('account.probe', request)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('account.use', () => {
  it('connects the server with its own token, never that of the account', async () => {
    const { ask, settings, vault, tokensSent } = await signedIn();
    const check = await ask('account.use', { ...useHome, address: secure, allowHttp: false });
    expect(check.server).toMatchObject({ machineIdentifier, address: secure, isShared: false });
    expect(settings.value.servers).toEqual([check.server]);
    expect(vault.secrets.get(plexTokenKey(machineIdentifier))).toBe('token-of-account');
    expect(tokensSent).toEqual(['token-of-account']);
  });

  it.each([
    ['http at home without consent', { ...useHome, allowHttp: false }],
    ['http over the internet', { ...useHome, address: 'http://203.0.113.7:32400' }],
    ['an address that is none of its own', { ...useHome, address: 'https://evil.example' }],
    ['a server of another account', { ...useHome, machineIdentifier: 'other' }],
  ])('sends no token to %s', async (_, request) => {
    const { ask, tokensSent, settings } = await signedIn();
    await expect(ask('account.use', request)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(tokensSent).toEqual([]);
    expect(settings.value.servers).toEqual([]);
  });

  it('keeps that the person agreed to http, and the address they typed', async () => {
    const { ask, settings } = await signedIn();
    await ask('account.use', useHome);
    expect(settings.value.servers[0]).toMatchObject({ address: home, allowHttp: true });
    const own = 'https://plex.example.com';
    await ask('account.use', { ...useHome, address: own, ownAddress: own, allowHttp: false });
    expect(settings.value.servers[0]).toMatchObject({ address: own, ownAddress: own, allowHttp: true });
  });

  it('stores nothing when the server does not take the token', async () => {
    const { ask, settings, vault, world } = await signedIn();
    world.server.sections = async () => {
      throw new OperationError('TOKEN_INVALID', { operation: 'test' });
    };
    expect((await ask('account.use', useHome)).server).toBeNull();
    expect(settings.value.servers).toEqual([]);
    expect(vault.secrets.has(plexTokenKey(machineIdentifier))).toBe(false);
  });

  it.each([
    ['one’s own is scanned', true, ['1']],
    ['somebody else’s is not', false, []],
  ])('%s', async (_, owned, scanned) => {
    const server = { ...ofAccount, owned: owned as true };
    const { ask, settings, book, clock, world, manager } = await signedIn(nobodysServers, server);
    await ask('account.use', useHome);
    expect(settings.value.servers[0]?.isShared).toBe(!owned);
    world.complete(1, ['Film 1/film.mkv'], '/media/movies', clock.nowMs);
    await book.open();
    await book.commit({ put: [downloadOf(1, { stage: 'ready', nextAtMs: 0 })] });
    for (let minute = 0; minute < 3; minute++) {
      await manager.tick();
      await clock.pass(60_000);
    }
    expect(world.scans.map(({ sectionKey }) => sectionKey)).toEqual(scanned);
  });
});

describe('several servers', () => {
  const colours = (all: readonly ServerSettings[]) => all.map(({ colour }) => colour);

  it('get a colour each, which stays and can be changed', async () => {
    const { ask, settings } = await signedIn({
      settings: {
        ...standardSettings,
        servers: ['a', 'b'].map((id) => ({
          machineIdentifier: id,
          name: id,
          address: `http://${id}`,
          version: '1',
        })),
      },
    });
    await ask('plex.colour', { machineIdentifier: 'b', colour: 1 });
    await ask('account.use', useHome);
    expect(colours(settings.value.servers)).toEqual([undefined, 1, 2]);
    await ask('plex.colour', { machineIdentifier, colour: 7 });
    await ask('account.use', useHome);
    expect(colours(settings.value.servers)).toEqual([undefined, 1, 7]);
  });
});

describe('a torrent page that is offered', () => {
  const client = {
    kind: 'qbittorrent',
    address: 'http://192.168.1.9:8080/',
    access: 'browser-session',
    username: null,
  } as const;
  const noClients = { settings: { ...standardSettings, clients: [] } };

  it('is connected once, whoever comes first with the news of its permission', async () => {
    const { ask, settings } = startAnswering(noClients);
    await ask('client.offer', { client });
    const taken = await Promise.all([ask('client.take', {}), ask('client.take', {})]);
    expect(taken.map((one) => one?.ok)).toEqual([true, undefined]);
    expect(settings.value.clients.map(({ address }) => address)).toEqual([client.address]);
  });

  it('waits for the permission, and is not connected without', async () => {
    const { ask, settings, allowedHosts } = startAnswering(noClients);
    allowedHosts.value = false;
    await ask('client.offer', { client });
    expect(await ask('client.take', {})).toBeNull();
    expect(settings.value.clients).toEqual([]);
    allowedHosts.value = true;
    expect((await ask('client.take', {}))?.ok).toBe(true);
  });

  it('stays offered when its sign-in is missing, and tells that', async () => {
    const { ask, world } = startAnswering(noClients);
    world.client.identify = async () => {
      throw new OperationError('CLIENT_LOGIN', { operation: 'test' });
    };
    await ask('client.offer', { client });
    for (let time = 0; time < 2; time++) {
      expect((await ask('client.take', {}))?.steps.at(-1)).toMatchObject({ code: 'CLIENT_LOGIN' });
    }
  });

  it('is none when nothing was offered', async () => {
    expect(await startAnswering(noClients).ask('client.take', {})).toBeNull();
  });
});
