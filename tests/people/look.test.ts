import { describe, expect, it } from 'vitest';
import { type Person, plainPermissions, type Share } from '../../lib/domain/person.ts';
import type { Redemption } from '../../lib/domain/redemption.ts';
import { newRedemption } from '../../lib/people/ask.ts';
import { madeBy, newShare } from '../../lib/people/look.ts';
import { anInvitation } from './support/people-world.ts';

const share = (id: number, machineIdentifier: string): Share => ({
  id,
  machineIdentifier,
  serverName: machineIdentifier,
  state: 'pending',
  libraries: [{ id: 7, key: '1', title: 'Films', type: 'movie' }],
  allLibraries: false,
  permissions: plainPermissions,
});
const ann = (...shares: Share[]): Person => ({
  key: 'id:5',
  id: 5,
  kind: 'friend',
  name: 'Ann',
  username: 'ann',
  email: 'ann@example.org',
  state: 'accepted',
  shares,
});
const before = { shares: [{ id: 1, machineIdentifier: 'one', libraries: [7] }], wasKnown: true };
const run: Redemption = {
  ...newRedemption(anInvitation(), 'run-1', 0),
  guest: { id: 5, email: 'ann@example.org', name: 'Ann' },
  before: { ...before, permissions: null, personIds: [5] },
};
const step = {
  kind: 'share',
  machineIdentifier: 'one',
  serverName: 'one',
  state: 'started',
  made: null,
  libraries: [7],
  atMs: 0,
} as const;

describe('what a run has made', () => {
  it('is never a share that was there before it', () => {
    expect(newShare([ann(share(1, 'one'))], run, step)).toBeUndefined();
    expect(madeBy([ann(share(1, 'one'))], run, step)).toBeNull();
    expect(madeBy([ann(share(1, 'one'), share(2, 'one'))], run, step)).toEqual({ kind: 'share', shareId: 2 });
  });

  it('is never a share of another server or of somebody else', () => {
    const bob: Person = { ...ann(share(3, 'one')), key: 'id:6', id: 6, email: 'bob@example.org' };
    expect(madeBy([ann(share(2, 'two')), bob], run, step)).toBeNull();
  });
});
