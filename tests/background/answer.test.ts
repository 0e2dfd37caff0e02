import { describe, expect, it } from 'vitest';
import type { Download } from '../../lib/domain/download.ts';
import { type ErrorCode, OperationError } from '../../lib/domain/errors.ts';
import { held, isHeld } from '../../lib/domain/held-batch.ts';
import type { ClientSettings, ServerSettings } from '../../lib/domain/settings.ts';
import { clientSecretKey, plexTokenKey } from '../../lib/ports/vault.ts';
import { startAnswering } from '../fakes/answering.ts';
import { standardSettings } from '../fakes/background.ts';
import { settled } from '../fakes/clock.ts';
import { downloadOf } from '../fakes/download.ts';
import { machineIdentifier } from '../fakes/world.ts';

const [qb] = standardSettings.clients as [ClientSettings];
const [attic] = standardSettings.servers as [ServerSettings];
const plex = { address: 'nas:32400', token: 'new-token', machineIdentifier: null };
const client = {
  kind: 'qbittorrent',
  address: 'http://nas.test:8080',
  access: 'password',
  username: 'me',
} as const;
const tokenKey = plexTokenKey(machineIdentifier);
const failing = (code: ErrorCode) => async () => {
  throw new OperationError(code, { operation: 'test' });
};

/** With one download that waits for a person because of this. */
async function withProblem(code: ErrorCode, change: Partial<Download> = {}) {
  const background = startAnswering();
  await background.book.open();
  const download = downloadOf(1, {
    nextAtMs: Number.MAX_SAFE_INTEGER,
    problem: { code, sinceMs: 1, retryAtMs: null },
    ...change,
  });
  await background.book.commit({ put: [download] });
  const problem = () => background.book.get(download.id)?.problem ?? null;
  return { ...background, download, problem };
}

describe('a message', () => {
  it.each([
    undefined,
    null,
    'scan.now',
    {},
    { name: 'vault.get', request: {} },
    { name: 'scan.now', request: { extra: 1 } },
    { name: 'poster.read', request: { machineIdentifier } },
  ])('that is no request is refused: %j', async (message) => {
    const { answer, world } = startAnswering();
    await expect(answer(message)).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' });
    expect(world.requests).toBe(0);
  });
});

describe('settings.read', () => {
  it('tells whether there are secrets, and not what they are', async () => {
    const { ask } = startAnswering({ secrets: { [tokenKey]: 'a', [clientSecretKey('qb')]: 'b' } });
    const view = await ask('settings.read', {});
    expect(view).toEqual({
      ...standardSettings,
      secrets: { servers: [machineIdentifier], clients: ['qb'] },
    });
    expect((await startAnswering({ secrets: {} }).ask('settings.read', {})).secrets).toEqual({
      servers: [],
      clients: [],
    });
  });
});

describe('settings.openIn', () => {
  it('is stored and shows in the links', async () => {
    const { ask, settings, overviewStore } = startAnswering();
    expect((await ask('settings.openIn', { openIn: 'server' })).openIn).toBe('server');
    expect(settings.value.openIn).toBe('server');
    expect(overviewStore.writes).toBe(1);
  });
});

describe('plex.test', () => {
  it('stores nothing', async () => {
    const { ask, settings, vault, hostsChanged } = startAnswering({ secrets: {} });
    expect((await ask('plex.test', plex)).server).not.toBeNull();
    expect(settings.value).toEqual(standardSettings);
    expect(vault.secrets.size).toBe(0);
    expect(hostsChanged).toEqual([]);
  });
});

describe('plex.save', () => {
  it('stores the server in the settings, the token in the vault, and asks how the server is', async () => {
    const { ask, settings, vault, hostsChanged, overviewStore } = startAnswering({
      settings: { ...standardSettings, servers: [] },
      secrets: {},
    });
    const check = await ask('plex.save', plex);
    expect(settings.value.servers).toEqual([
      { machineIdentifier, address: 'http://nas:32400', name: 'Attic', version: '1.41.0' },
    ]);
    expect(settings.value.servers[0]).toEqual(check.server);
    expect(vault.secrets.get(tokenKey)).toBe('new-token');
    expect(hostsChanged).toHaveLength(1);
    expect(overviewStore.value.servers[0]?.state).toBe('online');
  });

  it('stores nothing when a step fails', async () => {
    const { ask, settings, vault, world } = startAnswering({ secrets: {} });
    world.server.sections = failing('TOKEN_INVALID');
    expect((await ask('plex.save', plex)).server).toBeNull();
    expect(settings.value).toEqual(standardSettings);
    expect(vault.secrets.size).toBe(0);
  });

  it('keeps the stored token when none is typed', async () => {
    const { ask, vault, tokensSent } = startAnswering();
    await ask('plex.save', { ...plex, token: null, machineIdentifier });
    expect(tokensSent).toEqual(['stored-token']);
    expect(vault.secrets.get(tokenKey)).toBe('stored-token');
  });

  it('keeps the place of a server among others: the first that covers a path is asked', async () => {
    const cellar = { ...attic, machineIdentifier: 'cellar', name: 'Cellar' };
    const { ask, settings } = startAnswering({
      settings: { ...standardSettings, servers: [attic, cellar] },
    });
    await ask('plex.save', plex);
    expect(settings.value.servers.map((server) => server.name)).toEqual(['Attic', 'Cellar']);
  });

  it.each([
    'TOKEN_INVALID',
    'TOKEN_MISSING',
    'WRONG_SERVER',
    'NOT_PLEX',
    'REDIRECTED',
    'PERMISSION_MISSING',
    'NO_LIBRARY_RIGHT',
    'UNMAPPED',
  ] as const)('lets downloads go on that waited because of %s', async (code) => {
    const { ask, problem } = await withProblem(code, { stage: 'ready' });
    await ask('plex.save', plex);
    await settled();
    expect(problem()?.code).not.toBe(code);
  });

  it('does not let those go on that wait for something else', async () => {
    const { ask, problem } = await withProblem('CLIENT_PASSWORD_WRONG');
    await ask('plex.save', plex);
    expect(problem()?.code).toBe('CLIENT_PASSWORD_WRONG');
  });
});

describe('plex.remove', () => {
  it('takes the token out of the vault and the server out of everything', async () => {
    const { ask, settings, vault, overview, overviewStore, servers } = startAnswering();
    await overview.refresh();
    const view = await ask('plex.remove', { machineIdentifier });
    expect(view.servers).toEqual([]);
    expect(view.secrets.servers).toEqual([]);
    expect(settings.value.servers).toEqual([]);
    expect(vault.secrets.size).toBe(0);
    expect(overviewStore.value.servers).toEqual([]);
    expect(servers.stateOf(machineIdentifier).state).toBe('unknown');
  });

  it('of one that is not there changes nothing', async () => {
    const { ask, settings } = startAnswering();
    await ask('plex.remove', { machineIdentifier: 'nobody' });
    expect(settings.value).toEqual(standardSettings);
  });
});

describe('client.test', () => {
  it('stores nothing', async () => {
    const { ask, settings, vault } = startAnswering({ secrets: {} });
    expect((await ask('client.test', { client, secret: 'pass' })).ok).toBe(true);
    expect(settings.value).toEqual(standardSettings);
    expect(vault.secrets.size).toBe(0);
  });
});

describe('client.save', () => {
  const none = { settings: { ...standardSettings, clients: [] }, secrets: {} };

  it('stores the client in the settings, the password in the vault, and polls it', async () => {
    const { ask, settings, vault, hostsChanged, world } = startAnswering(none);
    expect((await ask('client.save', { client, secret: 'pass' })).ok).toBe(true);
    expect(settings.value.clients).toEqual([
      { ...client, id: 'new-id', address: 'http://nas.test:8080/', refusal: null },
    ]);
    expect([...vault.secrets]).toEqual([[clientSecretKey('new-id'), 'pass']]);
    expect(hostsChanged).toEqual([{ settings: settings.value, added: 'http://nas.test:8080/' }]);
    await settled();
    expect(world.memories.has('new-id')).toBe(true);
  });

  it('stores nothing when a step fails', async () => {
    const { ask, settings, vault, world } = startAnswering(none);
    world.client.identify = failing('CLIENT_PASSWORD_WRONG');
    expect((await ask('client.save', { client, secret: 'pass' })).ok).toBe(false);
    expect(settings.value.clients).toEqual([]);
    expect(vault.secrets.size).toBe(0);
  });

  it('takes the same address for the same client: its memory and its place are kept', async () => {
    const other = { ...qb, id: 'other', address: 'http://other.test/' };
    const { ask, settings, vault, book } = startAnswering({
      settings: { ...standardSettings, clients: [qb, other] },
    });
    await book.open();
    await book.commit({
      remember: [{ clientId: 'qb', baselineAtMs: 5, listedAllAtMs: 5, seen: new Map([['x', '1']]) }],
    });
    await ask('client.save', { client, secret: 'pass' });
    expect(settings.value.clients.map((one) => one.id)).toEqual(['qb', 'other']);
    expect(vault.secrets.get(clientSecretKey('qb'))).toBe('pass');
    expect(book.memory('qb')?.baselineAtMs).toBe(5);
  });

  it('clears a refusal, so that it is asked again', async () => {
    const refusal = { code: 'CLIENT_PASSWORD_WRONG', untilMs: null } as const;
    const { ask, settings, manager, clients } = startAnswering({
      settings: { ...standardSettings, clients: [{ ...qb, refusal }] },
    });
    await manager.tick();
    expect(clients.stateOf('qb').code).toBe('CLIENT_PASSWORD_WRONG');
    await ask('client.save', { client, secret: 'right' });
    expect(settings.value.clients[0]?.refusal).toBeNull();
    await manager.tick();
    expect(clients.stateOf('qb').state).toBe('online');
  });

  it('forgets the password when the session of the browser is used instead', async () => {
    const { ask, vault } = startAnswering({ secrets: { [clientSecretKey('qb')]: 'old' } });
    await ask('client.save', { client: { ...client, access: 'browser-session' }, secret: null });
    expect(vault.secrets.size).toBe(0);
  });

  it.each(['CLIENT_LOGIN', 'CLIENT_PASSWORD_WRONG', 'CLIENT_BANNED', 'PERMISSION_MISSING'] as const)(
    'lets downloads go on that waited because of %s',
    async (code) => {
      const { ask, problem } = await withProblem(code);
      await ask('client.save', { client, secret: 'pass' });
      await settled();
      expect(problem()?.code).not.toBe(code);
    },
  );
});

describe('client.remove', () => {
  const ignoring = { label: 'tv', ignore: true, delayMinutes: 0, library: null };

  it('takes everything of the client away', async () => {
    const { ask, settings, vault, book, world, hostsChanged, overviewStore } = startAnswering({
      settings: {
        ...standardSettings,
        mappings: [
          { clientId: 'qb', from: '/a', to: '/b' },
          { clientId: null, from: '/c', to: '/d' },
        ],
        rules: ['qb', null].map((clientId) => ({ ...ignoring, clientId })),
      },
      secrets: { [clientSecretKey('qb')]: 'pass' },
    });
    await book.open();
    await book.commit({
      put: [downloadOf(1)],
      remember: [{ clientId: 'qb', baselineAtMs: 5, listedAllAtMs: 5, seen: new Map([['x', '1']]) }],
    });
    const view = await ask('client.remove', { clientId: 'qb' });
    expect(view.clients).toEqual([]);
    expect(view.mappings).toEqual([{ clientId: null, from: '/c', to: '/d' }]);
    expect(view.rules).toEqual([{ ...ignoring, clientId: null }]);
    expect(settings.value.clients).toEqual([]);
    expect(vault.secrets.size).toBe(0);
    expect(book.all()).toEqual([]);
    expect(world.stored.size + world.memories.size).toBe(0);
    expect(hostsChanged.map((one) => one.settings.clients)).toEqual([[]]);
    expect(overviewStore.value).toMatchObject({ clients: [], downloads: [] });
  });

  it('while a poll of it is under way leaves nothing behind', async () => {
    const { ask, book, world, manager } = startAnswering();
    await manager.tick();
    world.complete(1, ['Dune/Dune.mkv'], '/media/movies', 5_000);
    let release = (): void => undefined;
    world.wait = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    const ticking = manager.tick();
    await settled();
    await ask('client.remove', { clientId: 'qb' });
    world.wait = undefined;
    release();
    await ticking;
    expect(book.all()).toEqual([]);
    expect(world.stored.size + world.memories.size).toBe(0);
  });
});

describe('mappings and paths', () => {
  it('are checked without being stored', async () => {
    const { ask, settings, world } = startAnswering();
    world.complete(1, ['a/a.mkv'], '/downloads', 1);
    const mappings = [{ clientId: null, from: '/downloads', to: '/media/tv' }];
    expect((await ask('paths.check', { mappings })).paths).toMatchObject([{ sectionTitle: 'Series' }]);
    expect(settings.value).toEqual(standardSettings);
  });

  it('are stored, and let downloads go on that no library covered', async () => {
    const { ask, settings, problem } = await withProblem('UNMAPPED', { stage: 'ready' });
    const mappings = [{ clientId: null, from: '/downloads', to: '/media/tv' }];
    expect((await ask('mappings.save', { mappings })).mappings).toEqual(mappings);
    expect(settings.value.mappings).toEqual(mappings);
    expect(problem()).toBeNull();
  });
});

describe('scan.now', () => {
  it('polls, takes what is due, and shows how it went', async () => {
    const { ask, world, clock, manager } = startAnswering();
    await manager.tick();
    world.complete(1, ['Dune/Dune.mkv'], '/media/movies', clock.nowMs);
    const overview = await ask('scan.now', {});
    expect(overview.downloads).toMatchObject([{ stage: 'settling' }]);
    expect(overview.servers).toMatchObject([{ state: 'online' }]);
  });
});

describe('overview.refresh', () => {
  it('asks the servers', async () => {
    const { ask } = startAnswering();
    expect((await ask('overview.refresh', {})).servers).toMatchObject([{ state: 'online' }]);
  });
});

describe('a decision about a download', () => {
  it('retry starts it over', async () => {
    const { ask, download, problem } = await withProblem('NOT_APPEARED', { stage: 'verifying', sends: 2 });
    const overview = await ask('download.retry', { id: download.id });
    expect(problem()).toBeNull();
    expect(overview.downloads).toHaveLength(1);
  });

  it('ignore takes it off the list', async () => {
    const { ask, download, book } = await withProblem('NOT_APPEARED', { stage: 'verifying', sends: 2 });
    expect((await ask('download.ignore', { id: download.id })).downloads).toEqual([]);
    expect(book.get(download.id)?.stage).toBe('ignored');
  });

  it('about many that completed at once follows them, or forgets them', async () => {
    const { ask, book } = startAnswering();
    await book.open();
    await book.commit({ put: [1, 2, 3].map((number) => held(downloadOf(number), 5)) });
    const [untilMs, last] = [2, 3].map((number) => book.all()[number - 1]?.detectedAtMs ?? 0);
    const left = await ask('batch.answer', { clientId: 'qb', untilMs: untilMs ?? 0, isWanted: false });
    expect(left.held).toMatchObject([{ count: 1 }]);
    await ask('batch.answer', { clientId: 'other', untilMs: last ?? 0, isWanted: true });
    expect(book.all().filter(isHeld)).toHaveLength(1);
    const after = await ask('batch.answer', { clientId: 'qb', untilMs: last ?? 0, isWanted: true });
    expect(after).not.toHaveProperty('held');
    expect(book.all().map(({ name }) => name)).toEqual(['torrent 3']);
  });

  it('about one that is not there changes nothing', async () => {
    const { ask, book } = startAnswering();
    await ask('download.retry', { id: 'qb:none:1' });
    await ask('download.ignore', { id: '__proto__' });
    expect(book.all()).toEqual([]);
  });
});

describe('poster.read', () => {
  it('reads the picture from the server that has it', async () => {
    const { ask, world } = startAnswering();
    const asked: string[] = [];
    world.server.poster = async (thumb) => {
      asked.push(thumb);
      return new Blob(['x'], { type: 'image/jpeg' });
    };
    const thumb = '/library/metadata/1/thumb/2';
    expect(await ask('poster.read', { machineIdentifier, thumb })).toEqual({
      url: 'data:image/jpeg;base64,',
    });
    expect(asked).toEqual([thumb]);
  });

  it('asks nobody for one of a server that is not set up', async () => {
    const { ask, world } = startAnswering();
    await expect(ask('poster.read', { machineIdentifier: 'nobody', thumb: '/x' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(world.requests).toBe(0);
  });

  it('takes note when the server is away', async () => {
    const { ask, world, servers } = startAnswering();
    world.server.poster = failing('UNREACHABLE');
    await expect(ask('poster.read', { machineIdentifier, thumb: '/x' })).rejects.toMatchObject({
      code: 'UNREACHABLE',
    });
    expect(servers.stateOf(machineIdentifier).state).toBe('offline');
  });
});
