import { describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { createSettingsStore } from '../../lib/browser/settings-store.ts';
import { emptySettings, type Settings } from '../../lib/domain/settings.ts';

const { local } = fakeBrowser.storage;
const full: Settings = {
  ...emptySettings,
  servers: [{ machineIdentifier: 'abc', name: 'Attic', address: 'http://plex:32400', version: '1.41' }],
  clients: [
    {
      id: 'qb',
      kind: 'qbittorrent',
      address: 'http://nas:8080/',
      access: 'password',
      username: 'me',
      refusal: { code: 'CLIENT_BANNED', untilMs: 5 },
    },
  ],
  mappings: [{ clientId: null, from: '/a', to: '/b' }],
  openIn: 'server',
};

const garbage: [string, unknown][] = [
  ['a text', 'garbage'],
  ['a number', 7],
  ['a list', []],
  ['an empty object', {}],
  ['no version', { ...full }],
  ['a client with a number for an id', { schema: 1, ...full, clients: [{ ...full.clients[0], id: 7 }] }],
  ['a word that is none of ours', { schema: 1, ...full, openIn: 'elsewhere' }],
  [
    'a code that is none of ours',
    { schema: 1, ...full, clients: [{ ...full.clients[0], refusal: { code: 'X' } }] },
  ],
];

describe('the settings', () => {
  it('are empty at first, and nothing is written for reading them', async () => {
    expect(await createSettingsStore().read()).toEqual(emptySettings);
    expect(await local.get(null)).toEqual({});
  });

  it('come back as they were stored, for every worker', async () => {
    await createSettingsStore().update(() => full);
    expect(await createSettingsStore().read()).toEqual(full);
  });

  it('hold nothing that is no setting', async () => {
    await createSettingsStore().update(() => ({ ...full, token: 'canary' }));
    expect(JSON.stringify(await local.get(null))).not.toContain('canary');
  });

  it('lose no change when many are made at once', async () => {
    const store = createSettingsStore();
    const set = local.set.bind(local);
    vi.spyOn(local, 'set').mockImplementation(async (items) => {
      await new Promise((resolve) => setImmediate(resolve));
      await set(items as Record<string, unknown>);
    });
    await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        store.update((before) => ({
          ...before,
          mappings: [...before.mappings, { clientId: null, from: `/${at}`, to: '/x' }],
        })),
      ),
    );
    expect((await store.read()).mappings).toHaveLength(50);
  });

  it('go on to be changed after a change that failed', async () => {
    const store = createSettingsStore();
    const failed = store.update(() => {
      throw new Error('no');
    });
    const next = store.update((before) => ({ ...before, openIn: 'server' }));
    await expect(failed).rejects.toThrow('no');
    expect((await next).openIn).toBe('server');
  });
});

describe('settings that can not be read', () => {
  it.each(garbage)('are never taken for none, nor written over: %s', async (_, raw) => {
    const store = createSettingsStore();
    await local.set({ settings: raw });
    await expect(store.read()).rejects.toMatchObject({ code: 'STORAGE_BROKEN', retryable: false });
    await expect(store.update(() => full)).rejects.toMatchObject({ code: 'STORAGE_BROKEN' });
    expect(await local.get(null)).toEqual({ settings: raw });
    expect(await store.condition()).toBe('unreadable');
  });

  it('are told from those of a newer version', async () => {
    await local.set({ settings: { schema: 99, anything: true } });
    const store = createSettingsStore();
    expect(await store.condition()).toBe('newer');
    await expect(store.read()).rejects.toMatchObject({ code: 'STORAGE_BROKEN' });
  });

  it('are set aside when the person says so, each time beside what was set aside before', async () => {
    const store = createSettingsStore();
    for (const raw of ['first', { schema: 99 }]) {
      await local.set({ settings: raw });
      expect(await store.startAfresh()).toEqual(emptySettings);
    }
    expect(await store.condition()).toBe('fine');
    await store.update((before) => ({ ...before, openIn: 'server' }));
    expect(await local.get(null)).toMatchObject({
      'broken:settings:1': 'first',
      'broken:settings:2': { schema: 99 },
      settings: { openIn: 'server' },
    });
  });

  it('stay as they are when there is no room for the copy', async () => {
    const store = createSettingsStore();
    await local.set({ settings: 'garbage' });
    vi.spyOn(local, 'set').mockRejectedValue(new Error('QUOTA_BYTES quota exceeded'));
    await expect(store.startAfresh()).rejects.toMatchObject({ code: 'STORAGE_BROKEN' });
    expect(await local.get(null)).toEqual({ settings: 'garbage' });
  });
});

describe('settings that can be read', () => {
  it('are not set aside', async () => {
    const store = createSettingsStore();
    await store.update(() => full);
    expect(await store.startAfresh()).toEqual(full);
    expect(await store.condition()).toBe('fine');
    expect(Object.keys(await local.get(null))).toEqual(['settings']);
  });

  it('of an older version are brought up to date when something is changed, and not before', async () => {
    const { theme, language, rules, quietHours, waitWhileWatched, notifications, ...old } = full;
    await local.set({ settings: { schema: 1, ...old } });
    const store = createSettingsStore();
    expect(await store.read()).toEqual(full);
    expect(await local.get('settings')).toEqual({ settings: { schema: 1, ...old } });
    await store.update((before) => ({ ...before, theme: 'dark' }));
    expect(await local.get('settings')).toMatchObject({ settings: { schema: 2, ...old, theme: 'dark' } });
  });
});

describe('a storage that fails', () => {
  it('is never taken for empty settings', async () => {
    const store = createSettingsStore();
    await store.update(() => full);
    const get = vi.spyOn(local, 'get').mockRejectedValue(new Error('IO error'));
    await expect(store.read()).rejects.toMatchObject({ code: 'STORAGE_BROKEN', retryable: true });
    await expect(store.update((before) => before)).rejects.toMatchObject({ code: 'STORAGE_BROKEN' });
    get.mockRestore();
    expect(await store.read()).toEqual(full);
  });

  it('keeps the old settings when it is full', async () => {
    const store = createSettingsStore();
    await store.update(() => full);
    const set = vi.spyOn(local, 'set').mockRejectedValue(new Error('QUOTA_BYTES quota exceeded'));
    await expect(store.update(() => emptySettings)).rejects.toMatchObject({ code: 'STORAGE_BROKEN' });
    set.mockRestore();
    expect(await store.read()).toEqual(full);
  });
});
