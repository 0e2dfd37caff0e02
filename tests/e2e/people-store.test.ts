import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Invitation } from '../../lib/domain/invitation.ts';
import type { Redemption } from '../../lib/domain/redemption.ts';
import { newRedemption } from '../../lib/people/ask.ts';
import { anInvitation } from '../people/support/people-world.ts';
import type { StoreHands } from '../rig/store-hands.ts';
import { openStorePage, type StorePage } from '../rig/store-page.ts';

/** Runs in the page. */
const hands = (): StoreHands => (globalThis as unknown as { storeHands: StoreHands }).storeHands;

let opened: StorePage;
beforeAll(async () => {
  opened = await openStorePage();
  await opened.page.evaluate(`globalThis.hands = ${String(hands)}`);
});
afterAll(() => opened.close());

const invitation: Invitation = anInvitation({
  access: [{ machineIdentifier: 'one', serverName: 'Attic', libraries: { kind: 'chosen', ids: [7, 9] } }],
  uses: 3,
});
const run: Redemption = {
  ...newRedemption(invitation, 'run-1', 1_000),
  guest: { id: 5, email: 'ann@example.org', name: 'Ann' },
  steps: [
    {
      kind: 'share',
      machineIdentifier: 'one',
      serverName: 'Attic',
      state: 'done',
      made: { kind: 'libraries', shareId: 4, added: [9] },
      libraries: [7, 9],
      atMs: 2_000,
    },
  ],
};

describe('the store of invitations and their journal, in a real browser', () => {
  it('gives back what was put, until it is removed', async () => {
    const found = await opened.page.evaluate(
      async (one, redemption) => {
        const { people } = hands();
        await people.commit({ putInvitations: [one], putRedemptions: [redemption] });
        const before = await people.load();
        await people.commit({ removeInvitations: [one.id], removeRedemptions: [redemption.id] });
        return [before, await people.load()];
      },
      invitation,
      run,
    );
    expect(found).toEqual([
      { invitations: [invitation], redemptions: [run], broken: 0 },
      { invitations: [], redemptions: [], broken: 0 },
    ]);
  });

  it('sets aside what can not be read, keeps the rest, and counts it ever after', async () => {
    const found = await opened.page.evaluate(
      async (one, redemption) => {
        const { people } = hands();
        const spoilt = { ...redemption, id: 'spoilt', steps: [{ kind: 'unheard of' }] } as never;
        await people.commit({ putInvitations: [one], putRedemptions: [redemption, spoilt] });
        await people.commit({ putInvitations: [{ id: 'half' } as never] });
        return [await people.load(), await people.load()];
      },
      invitation,
      run,
    );
    const sound = { invitations: [invitation], redemptions: [run], broken: 2 };
    expect(found).toEqual([sound, sound]);
  });

  it('changes all of it or nothing', async () => {
    const found = await opened.page.evaluate(async (one) => {
      const { people } = hands();
      const bad = { id: 'x', notData: () => undefined } as never;
      const code = await people
        .commit({ putInvitations: [{ ...one, name: 'Changed' }], putRedemptions: [bad] })
        .then(
          () => 'nothing',
          (error: { code?: string; operation?: string }) => `${error.code} ${error.operation}`,
        );
      const { invitations } = await people.load();
      return { code, names: invitations.map(({ name }) => name) };
    }, invitation);
    expect(found).toEqual({ code: 'STORAGE_BROKEN people.store', names: [invitation.name] });
  });
});
