import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSignInStore } from '../../lib/browser/sign-in-store.ts';
import { emptySignIn, type SignInRecord } from '../../lib/ports/sign-in-store.ts';
import { signInKey } from '../../lib/ports/vault.ts';
import { attic, user } from '../fakes/plex-account.ts';
import { memoryVault } from '../fakes/vault.ts';

const pin = { id: '1', code: 'code', expiresAtMs: 5, url: 'https://app.plex.tv/auth#?code=code' };
const records: SignInRecord[] = [
  emptySignIn,
  { stage: { kind: 'waiting', pin, agreed: true }, account: null },
  { stage: { kind: 'finishing', sinceMs: 7 }, account: { user, servers: [attic] } },
  { stage: { kind: 'done' }, account: { user: { ...user, thumb: 'https://x' }, servers: [] } },
  { stage: { kind: 'failed', code: 'TOKEN_INVALID' }, account: null },
];

describe('a sign-in under way', () => {
  it.each(records)('is read back as it was written: $stage.kind', async (record) => {
    const store = createSignInStore(memoryVault());
    await store.write(record);
    expect(await store.read()).toEqual(record);
  });

  it('is none at first, and when what was stored can not be read', async () => {
    expect(await createSignInStore(memoryVault()).read()).toEqual(emptySignIn);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        expect(await createSignInStore(memoryVault({ [signInKey]: text })).read()).toEqual(emptySignIn);
      }),
    );
  });
});
