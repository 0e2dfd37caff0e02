import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDeviceKeyStore } from '../../lib/browser/device-key-store.ts';
import type { DeviceKey } from '../../lib/ports/device-key-store.ts';
import { MemoryDatabases } from '../fakes/databases.ts';

let memory = new MemoryDatabases();
beforeEach(() => {
  memory = new MemoryDatabases();
  vi.stubGlobal('indexedDB', memory);
});
afterEach(() => vi.unstubAllGlobals());

const pair = async (extractable = false): Promise<CryptoKeyPair> =>
  (await crypto.subtle.generateKey('Ed25519', extractable, ['sign', 'verify'])) as CryptoKeyPair;
const keyOf = ({ privateKey }: CryptoKeyPair): DeviceKey => ({ kid: 'thumb', x: 'half', privateKey });
const put = (value: unknown): void => {
  memory.databases.get('device-key')?.get('keys')?.set('device', value);
};

describe('the key of this installation', () => {
  it('is there for every worker, signs, and can be read out by none', async () => {
    const made = await pair();
    await openDeviceKeyStore().save(keyOf(made));
    const found = await openDeviceKeyStore().load();
    expect(found).toMatchObject({ kid: 'thumb', x: 'half' });
    const { privateKey } = found ?? keyOf(made);
    expect(privateKey).not.toBe(made.privateKey); // it went through a structured clone
    const text = new TextEncoder().encode('text');
    const signature = await crypto.subtle.sign('Ed25519', privateKey, text);
    expect(await crypto.subtle.verify('Ed25519', made.publicKey, signature, text)).toBe(true);
    for (const format of ['jwk', 'pkcs8', 'raw'] as const) {
      await expect(crypto.subtle.exportKey(format as 'jwk', privateKey), format).rejects.toThrow();
    }
    expect(memory.connections).toBe(0);
  });

  it('is none before one is made, and after it was removed', async () => {
    const store = openDeviceKeyStore();
    expect(await store.load()).toBeNull();
    await store.remove();
    await store.save(keyOf(await pair()));
    await store.remove();
    expect(await store.load()).toBeNull();
  });

  it('is none of ours if it could be read out, is the public half, or is no key at all', async () => {
    const store = openDeviceKeyStore();
    const good = keyOf(await pair());
    await store.save(good);
    const { publicKey } = await pair();
    const secret = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    const others: unknown[] = [
      { ...good, privateKey: secret },
      keyOf(await pair(true)),
      { ...good, privateKey: publicKey },
      { ...good, kid: '' },
      { ...good, x: 7 },
      { kid: 'thumb', x: 'half' },
      { ...good, privateKey: { type: 'private', extractable: false } },
      'key',
      null,
    ];
    for (const value of others) {
      put(value);
      expect(await store.load(), JSON.stringify(value)).toBeNull();
    }
    put(good);
    expect(await store.load()).not.toBeNull();
  });

  it.each(['open', 'request', 'commit'] as const)(
    'is not said to be kept when it is not: %s',
    async (what) => {
      const store = openDeviceKeyStore();
      memory.failing = what;
      await expect(store.save(keyOf(await pair()))).rejects.toThrow(`${what} failed`);
      expect(await store.load()).toBeNull();
    },
  );
});
