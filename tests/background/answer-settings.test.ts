import { describe, expect, it } from 'vitest';
import type { ClientSettings, ServerSettings, Settings } from '../../lib/domain/settings.ts';
import { clientSecretKey, plexTokenKey } from '../../lib/ports/vault.ts';
import { writeBackup } from '../../lib/settings/backup.ts';
import { startAnswering } from '../fakes/answering.ts';
import { standardSettings } from '../fakes/background.ts';
import { downloadOf } from '../fakes/download.ts';
import { FakeWorld, machineIdentifier } from '../fakes/world.ts';

const [qb] = standardSettings.clients as [ClientSettings];
const [attic] = standardSettings.servers as [ServerSettings];
const tokenKey = plexTokenKey(machineIdentifier);
const qbKey = clientSecretKey(qb.id);
const secrets = { [tokenKey]: 'canary-token', [qbKey]: 'canary-password' };
const file = (part: Partial<Settings> = {}): string => writeBackup({ ...standardSettings, ...part }, 0);

describe('settings.change', () => {
  it('stores what is said and leaves the rest', async () => {
    const { ask, settings } = startAnswering();
    const view = await ask('settings.change', { change: { theme: 'dark', waitWhileWatched: true } });
    expect(settings.value).toEqual({ ...standardSettings, theme: 'dark', waitWhileWatched: true });
    expect(view).toMatchObject({ theme: 'dark', openIn: standardSettings.openIn });
    await ask('settings.change', { change: { quietHours: { fromMinute: 1, toMinute: 2 } } });
    expect((await ask('settings.change', { change: { quietHours: null } })).quietHours).toBeNull();
  });
});

describe('settings.export', () => {
  it('gives a file with the day in its name and no secret in it', async () => {
    const { ask } = startAnswering({ secrets });
    const { fileName, text } = await ask('settings.export', {});
    expect(fileName).toMatch(/^marquee-\d{4}-\d\d-\d\d\.json$/);
    expect(JSON.parse(text)).toMatchObject({ app: 'marquee', settings: { servers: [attic] } });
    expect(text).not.toContain('canary');
  });
});

describe('settings.preview', () => {
  it('says what would change, and changes nothing', async () => {
    const { ask, settings, vault, hostsChanged } = startAnswering({ secrets });
    const text = file({ servers: [{ ...attic, address: 'http://evil:32400' }], theme: 'dark' });
    expect(await ask('settings.preview', { text, mode: 'merge' })).toEqual({
      ok: true,
      differences: [
        {
          ...{ part: 'servers', kind: 'changed', name: attic.name },
          ...{ before: attic.address, after: 'http://evil:32400' },
        },
        { part: 'theme', kind: 'changed', name: null, before: null, after: null },
      ],
    });
    expect(settings.value).toEqual(standardSettings);
    expect(vault.secrets.size).toBe(2);
    expect(hostsChanged).toEqual([]);
  });

  it('says why a file can not be taken', async () => {
    const world = new FakeWorld();
    const { ask } = startAnswering({
      world,
      deps: {
        clientCheck: {
          allowed: async () => true,
          allowPosts: async () => async () => undefined,
          connect: ({ kind }) => (kind === 'qbittorrent' ? world.client : undefined),
        },
      },
    });
    const problem = async (text: string) => ask('settings.preview', { text, mode: 'replace' });
    expect(await problem('{')).toEqual({ ok: false, problem: { kind: 'not-json' } });
    expect(await problem(file({ clients: [{ ...qb, kind: 'nobody' }] }))).toMatchObject({
      problem: { kind: 'unknown-client', clientKind: 'nobody' },
    });
  });
});

describe('settings.import', () => {
  it('of a file that can not be taken changes nothing', async () => {
    const { ask, settings, vault, hostsChanged } = startAnswering({ secrets });
    for (const text of ['', '{}', file({ theme: 'pink' as never })]) {
      expect(await ask('settings.import', { text, mode: 'replace' })).toMatchObject({ ok: false });
    }
    expect(settings.value).toEqual(standardSettings);
    expect(vault.secrets.size).toBe(2);
    expect(hostsChanged).toEqual([]);
  });

  it('keeps sign-ins that are the same, and asks for nothing then', async () => {
    const { ask, settings, vault, hostsChanged } = startAnswering({ secrets });
    const result = await ask('settings.import', { text: file({ language: 'fr' }), mode: 'replace' });
    expect(result).toMatchObject({ ok: true, missing: { permissions: [], servers: [], clients: [] } });
    expect(settings.value).toEqual({ ...standardSettings, language: 'fr' });
    expect(vault.secrets.size).toBe(2);
    expect(hostsChanged).toHaveLength(1);
  });

  it('deletes the token of a server that the file moves, before the new address is stored', async () => {
    const { ask, settings, vault } = startAnswering({ secrets });
    let atWrite: boolean | undefined;
    const update = settings.update.bind(settings);
    settings.update = (change) => {
      atWrite = vault.secrets.has(tokenKey);
      return update(change);
    };
    const moved = { ...attic, address: 'http://evil:32400' };
    const result = await ask('settings.import', { text: file({ servers: [moved] }), mode: 'merge' });
    expect(atWrite).toBe(false);
    expect([...vault.secrets.keys()]).toEqual([qbKey]);
    expect(result).toMatchObject({ ok: true, missing: { servers: [moved], clients: [] } });
  });

  it('that replaces everything forgets what is gone, with its downloads', async () => {
    const { ask, vault, book, settings } = startAnswering({ secrets });
    await book.open();
    const download = downloadOf(1);
    await book.commit({ put: [download] });
    const text = file({ servers: [], clients: [], mappings: [] });
    await ask('settings.import', { text, mode: 'replace' });
    expect(settings.value).toMatchObject({ servers: [], clients: [] });
    expect(vault.secrets.size).toBe(0);
    expect(book.get(download.id)).toBeUndefined();
  });

  it('tells which addresses the browser has not allowed and which sign-ins are missing', async () => {
    const { ask, allowedHosts } = startAnswering({
      settings: { ...standardSettings, servers: [], clients: [] },
      secrets: {},
    });
    allowedHosts.value = false;
    const client = { ...qb, access: 'password', username: 'me' } as const;
    const result = await ask('settings.import', { text: file({ clients: [client] }), mode: 'merge' });
    expect(result).toMatchObject({
      ok: true,
      missing: { permissions: [attic.address, qb.address], servers: [attic], clients: [client] },
    });
  });
});

describe('rules.choices', () => {
  it('offers the libraries and the labels in use, the most used first', async () => {
    const { ask, world } = startAnswering();
    const torrent = (category: string | null, ...tags: string[]) => ({ category, tags });
    const torrents = [torrent('tv', 'old'), torrent('tv'), torrent('', ' films '), torrent(null)];
    world.client.listCompleted = async () => torrents as never;
    const { labels, libraries, failures } = await ask('rules.choices', {});
    expect(labels.map(({ label }) => label)).toEqual(['tv', 'old', 'films']);
    expect(libraries.length).toBeGreaterThan(0);
    expect(libraries[0]).toMatchObject({ machineIdentifier, serverName: 'Attic' });
    expect(failures).toEqual([]);
  });

  it('offers what it has when somebody does not answer', async () => {
    const { ask, world } = startAnswering();
    world.client.listCompleted = () => Promise.reject(new TypeError('Failed to fetch'));
    const { libraries, labels, failures } = await ask('rules.choices', {});
    expect([libraries.length > 0, labels, failures.length]).toEqual([true, [], 1]);
  });
});
