import { afterEach, describe, expect, it } from 'vitest';
import { SignInJob } from '../../lib/background/sign-in-job.ts';
import { createSignInStore } from '../../lib/browser/sign-in-store.ts';
import { plexTokenKey } from '../../lib/ports/vault.ts';
import { memorySettings } from '../fakes/background.ts';
import { FakeClock } from '../fakes/clock.ts';
import { memoryVault } from '../fakes/vault.ts';
import { useWorld } from '../stand-in/support/world.ts';
import { memoryKeys, plexTvAt } from './support/plex-tv.ts';

const clock = new FakeClock(Date.now());
const world = useWorld({ now: clock.now });
afterEach(() => world.standIn.reset());

describe.each([false, true])('a whole sign-in at plex.tv, device keys: %s', (withKeys) => {
  it('ends with the token in the vault and a server that it opens, and no token in an address', async () => {
    const { standIn } = world;
    const vault = memoryVault();
    const settings = memorySettings({
      ...memorySettings().value,
      servers: [
        { machineIdentifier: standIn.machineIdentifier, name: 'a', address: standIn.plexUrl, version: '1' },
      ],
    });
    const options = { url: standIn.plexTvUrl, now: clock.now, vault };
    const { account, tokenInVault } = plexTvAt({ ...options, ...(withKeys && { deviceKeys: memoryKeys() }) });
    const tabs: string[] = [];
    const job = new SignInJob({
      account,
      store: createSignInStore(vault),
      vault,
      settings,
      openTab: async (url) => void tabs.push(url),
      now: clock.now,
      later: clock.later,
      changed: () => undefined,
    });
    await job.start();
    await job.tick();
    const code = new URLSearchParams(new URL(tabs[0] ?? '').hash.slice(2)).get('code') ?? '';
    const granted = standIn.plexTv.pins.approve(code);
    await job.tick();
    const { state } = await job.read();
    expect(state).toMatchObject({
      kind: 'done',
      user: { name: 'owner' },
      servers: [{ machineIdentifier: standIn.machineIdentifier, owned: true }],
    });
    expect(tokenInVault()?.split('.').length).toBe(withKeys ? 3 : 1);
    const serverToken = vault.secrets.get(plexTokenKey(standIn.machineIdentifier)) ?? '';
    const opened = await fetch(`${standIn.plexUrl}/library/sections`, {
      headers: { 'x-plex-token': serverToken },
    });
    expect(opened.status).toBe(200);
    for (const secret of [granted, tokenInVault() ?? '', serverToken]) {
      expect(JSON.stringify(state)).not.toContain(secret);
      expect(standIn.requests.some(({ url }) => decodeURIComponent(url).includes(secret))).toBe(false);
    }
    expect(standIn.requests.some(({ tokenInUrl }) => tokenInUrl)).toBe(false);
    expect(await job.signOut()).toBe(true);
    expect(tokenInVault()).toBeNull();
  });
});
