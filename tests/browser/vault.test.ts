import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { openVault } from '../../lib/browser/vault.ts';
import { MemoryDatabases } from '../fakes/databases.ts';

let memory = new MemoryDatabases();
beforeEach(() => {
  memory = new MemoryDatabases();
  vi.stubGlobal('indexedDB', memory);
});
afterEach(() => vi.unstubAllGlobals());

describe('the vault', () => {
  it('keeps a secret for every worker, until it is removed', async () => {
    await openVault().set('plex:abc', 'secret');
    expect(await openVault().get('plex:abc')).toBe('secret');
    await openVault().set('plex:abc', 'newer');
    expect(await openVault().get('plex:abc')).toBe('newer');
    expect(await openVault().get('plex:other')).toBeNull();
    await openVault().remove('plex:abc');
    await openVault().remove('plex:abc');
    expect(await openVault().get('plex:abc')).toBeNull();
  });

  it('keeps nothing where content scripts of Firefox can read', async () => {
    await openVault().set('plex:abc', 'canary');
    const areas = await Promise.all(
      (['local', 'session', 'sync'] as const).map((area) => fakeBrowser.storage[area].get(null)),
    );
    expect(areas).toEqual([{}, {}, {}]);
  });

  it('answers many at once and leaves nothing open', async () => {
    const vault = openVault();
    await Promise.all(Array.from({ length: 20 }, (_, at) => vault.set(`k${at}`, `v${at}`)));
    const values = await Promise.all(Array.from({ length: 20 }, (_, at) => vault.get(`k${at}`)));
    expect(values).toEqual(Array.from({ length: 20 }, (_, at) => `v${at}`));
    expect(memory.connections).toBe(0);
  });

  it.each(['open', 'request', 'commit'] as const)(
    'says when a secret could not be stored, keeps the old one, and works the next time: %s',
    async (what) => {
      const vault = openVault();
      await vault.set('k', 'old');
      memory.failing = what;
      await expect(vault.set('k', 'new')).rejects.toThrow(`${what} failed`);
      expect(memory.connections).toBe(0);
      expect(await vault.get('k')).toBe('old');
      await vault.set('k', 'new');
      expect(await vault.get('k')).toBe('new');
    },
  );

  it('gives nothing that is no text', async () => {
    await openVault().set('k', 'v');
    memory.databases.get('vault')?.get('secrets')?.set('k', { not: 'a text' });
    expect(await openVault().get('k')).toBeNull();
  });
});
