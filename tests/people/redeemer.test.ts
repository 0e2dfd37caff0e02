import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Invitation, ServerAccess } from '../../lib/domain/invitation.ts';
import { ask } from '../stand-in/support/ask.ts';
import {
  anInvitation,
  factsOf,
  type PeopleWorld,
  serverIds,
  startPeopleWorld,
  type Worker,
} from './support/people-world.ts';
import { expectNothingLoose } from './support/recorder.ts';
import { keysOf, share } from './support/scene.ts';

vi.setConfig({ testTimeout: 120_000 });
let world: PeopleWorld;
let worker: Worker;
beforeAll(async () => {
  world = await startPeopleWorld();
});
beforeEach(() => {
  world.reset();
  worker = world.worker();
});
afterEach(() => expectNothingLoose(world));
afterAll(() => world.standIn.close());

const [one, two] = serverIds;
const chosen = (server: string, ...keys: string[]): ServerAccess => ({
  machineIdentifier: server,
  serverName: server,
  libraries: { kind: 'chosen', ids: keysOf(world, server, keys) },
});
const all = (server: string): ServerAccess => ({
  machineIdentifier: server,
  serverName: server,
  libraries: { kind: 'all' },
});
const sectionsAt = (server: string) =>
  world.standIn.plexTv.shares
    .filter((entry) => entry.machineIdentifier === server)
    .map(({ sectionIds }) => sectionIds);
const pass = (ms: number): void => {
  world.clock.nowMs += ms;
  world.standIn.clock.advance(ms);
};
const invite = (fields: Partial<Invitation> = {}) =>
  worker.book.putInvitation(anInvitation({ access: [chosen(one, '1'), chosen(two, '1', '2')], ...fields }));
const runOf = (id: string) => worker.book.redemption(id);

async function link(): Promise<string> {
  const asked = await worker.redeemer.startLink('invitation-1');
  if (!('id' in asked)) throw new Error(asked.refused);
  return asked.id;
}

/** Somebody opens the link and agrees. */
async function signIn(id: string, username = 'ann') {
  const { plexTv } = world.standIn;
  const guest = plexTv.addAccount({ username });
  plexTv.pins.approve(runOf(id)?.pin?.code ?? '', guest.account);
  pass(5_000);
  await worker.redeemer.tick();
  return guest;
}

async function prepared(name = 'Kid'): Promise<string> {
  const asked = await worker.redeemer.prepareFor('invitation-1', { name, email: null });
  if (!('id' in asked)) throw new Error(asked.refused);
  return asked.id;
}

describe('an invitation by link', () => {
  it('shares with whoever signed in once the owner has agreed, accepts for them and forgets their token', async () => {
    await invite({ uses: 1 });
    const id = await link();
    expect(runOf(id)?.pin?.url).toMatch(/^https:\/\/app\.plex\.tv\/auth#\?/);
    const guest = await signIn(id);
    expect(runOf(id)).toMatchObject({
      stage: 'waiting-for-owner',
      guest: { id: guest.account.id, name: 'ann' },
    });
    expect(world.standIn.plexTv.shares).toEqual([]);
    const tokens = guest.account.tokens.size;
    await worker.redeemer.confirm(id);
    expect(runOf(id)).toMatchObject({ stage: 'done', pin: null, failure: null });
    expect(runOf(id)?.steps.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'share done',
      'share done',
      'accept done',
      'accept done',
    ]);
    expect(world.standIn.plexTv.shares.map(({ accepted }) => accepted)).toEqual([true, true]);
    expect(sectionsAt(two)).toEqual([keysOf(world, two, ['1', '2'])]);
    expect(guest.account.tokens.size).toBe(tokens - 1); // theirs, that we were given, works no more
    expect(worker.book.invitation('invitation-1')?.used).toBe(1);
  });

  it('shares at once when the owner wants that', async () => {
    await invite({ confirm: 'at-once' });
    const id = await link();
    await signIn(id);
    expect(runOf(id)?.stage).toBe('done');
  });

  it('takes back the first server when the second fails, and leaves an earlier friend alone', async () => {
    const friend = world.standIn.plexTv.addAccount({ username: 'earlier' });
    await share(world, { server: one, email: friend.account.email, keys: ['3'], token: friend.token });
    await invite({ uses: 1 });
    const id = await link();
    await signIn(id);
    const before = factsOf(world.standIn);
    world.net.break({ at: 2, when: 'before', what: 'server-error', onlyChanges: true });
    await worker.redeemer.confirm(id);
    expect(factsOf(world.standIn)).toBe(before);
    expect(runOf(id)).toMatchObject({ stage: 'failed', pin: null, failure: { code: 'SERVER_ERROR' } });
    expect(runOf(id)?.steps.map(({ state }) => state)).toEqual(['undone', 'undone', 'planned', 'planned']);
    expect(worker.book.invitation('invitation-1')?.used).toBe(0);
  });

  it('is not for the owner, whose own token is left alone', async () => {
    await invite();
    const id = await link();
    const { plexTv } = world.standIn;
    plexTv.pins.approve(runOf(id)?.pin?.code ?? '', plexTv.owner);
    await worker.redeemer.tick();
    expect(runOf(id)).toMatchObject({ stage: 'failed', pin: null, failure: { code: 'YOURSELF' } });
    expect(world.net.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  it('is over when its time is', async () => {
    await invite();
    const id = await link();
    pass(31 * 60_000);
    await worker.redeemer.tick();
    expect(runOf(id)).toMatchObject({ stage: 'expired', pin: null, failure: { code: 'LINK_EXPIRED' } });
    expect(worker.redeemer.nextAtMs()).toBeNull();
  });

  it('waits as long as plex.tv asks it to', async () => {
    await invite();
    const id = await link();
    world.standIn.faults.add({ kind: 'rate-limited', retryAfter: 90, match: '/api/v2/pins/*' });
    await worker.redeemer.tick();
    expect(runOf(id)?.nextAtMs).toBe(world.clock.nowMs + 90_000);
    const asked = world.net.requests.length;
    pass(60_000);
    await worker.redeemer.tick();
    expect(world.net.requests).toHaveLength(asked);
    world.standIn.faults.clear();
    pass(60_000);
    await signIn(id);
    expect(runOf(id)?.stage).toBe('waiting-for-owner');
  });

  it('goes on in a new worker, which learns the token anew from the code', async () => {
    await invite();
    const id = await link();
    await signIn(id);
    worker.kill();
    worker = world.worker();
    await worker.redeemer.tick();
    await worker.redeemer.confirm(id);
    expect(runOf(id)).toMatchObject({ stage: 'done' });
    expect(world.standIn.plexTv.shares.every(({ accepted }) => accepted)).toBe(true);
  });

  it('leaves the acceptance to the guest when the owner agrees after the code is over', async () => {
    await invite();
    const id = await link();
    await signIn(id);
    worker.kill();
    worker = world.worker();
    pass(2 * 3_600_000);
    await worker.redeemer.tick();
    await worker.redeemer.confirm(id);
    expect(runOf(id)?.steps.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'share done',
      'share done',
      'accept up-to-guest',
      'accept up-to-guest',
    ]);
    expect(world.standIn.plexTv.shares.map(({ accepted }) => accepted)).toEqual([false, false]);
  });

  it.each([
    [30_000, 'done'],
    [600_000, 'up-to-guest'],
  ])('waits for an invitation that the guest sees after %i ms: %s', async (lag, state) => {
    await invite({ access: [chosen(one, '1')] });
    world.standIn.plexTv.setInviteLag(lag);
    const id = await link();
    await signIn(id);
    await worker.redeemer.confirm(id);
    expect(runOf(id)?.steps.map((step) => step.state)).toEqual(['done', state]);
    expect(runOf(id)?.stage).toBe('done');
  });

  it('can be called off before, in the middle and after', async () => {
    await invite({ uses: 1 });
    const first = await link();
    await worker.redeemer.cancel(first);
    expect(runOf(first)).toMatchObject({ stage: 'cancelled', pin: null });
    const second = await link();
    await signIn(second);
    const before = factsOf(world.standIn);
    let changes = 0;
    world.net.onRequest = () => {
      if (world.net.requests.at(-1)?.method === 'POST' && ++changes === 1)
        void worker.redeemer.cancel(second);
    };
    await worker.redeemer.confirm(second);
    world.net.onRequest = () => undefined;
    expect(runOf(second)).toMatchObject({ stage: 'cancelled', failure: { code: 'CANCELLED' } });
    expect(factsOf(world.standIn)).toBe(before);
    const third = await link();
    await signIn(third, 'ben');
    await worker.redeemer.confirm(third);
    await worker.redeemer.cancel(third);
    expect(runOf(third)?.stage).toBe('ended');
    expect(world.standIn.plexTv.shares).toEqual([]);
  });
});

describe('an invitation', () => {
  it.each([
    [{ isOn: false }, 'INVITATION_OFF'],
    [{ expiresAtMs: 1 }, 'INVITATION_EXPIRED'],
    [{ uses: 0 }, 'INVITATION_USED_UP'],
    [{ access: [] }, 'LIBRARIES_EMPTY'],
  ])('with %o is refused: %s', async (fields, refused) => {
    await invite(fields);
    expect(await worker.redeemer.startLink('invitation-1')).toEqual({ refused });
    expect(world.net.requests).toEqual([]);
  });

  it('that is gone is refused', async () => {
    expect(await worker.redeemer.startLink('gone')).toEqual({ refused: 'INVITATION_UNKNOWN' });
  });

  it('that was switched off meanwhile is refused before anything is made', async () => {
    await invite();
    const id = await link();
    await signIn(id);
    await invite({ isOn: false });
    await worker.redeemer.confirm(id);
    expect(runOf(id)).toMatchObject({ stage: 'failed', failure: { code: 'INVITATION_OFF' }, pin: null });
    expect(world.standIn.plexTv.shares).toEqual([]);
  });

  it('keeps its count of uses when it is edited', async () => {
    await invite({ uses: 2, kind: 'home' });
    await worker.redeemer.confirm(await prepared());
    await invite({ uses: 2, kind: 'home', name: 'New name', used: 0 });
    expect(worker.book.invitation('invitation-1')).toMatchObject({ name: 'New name', used: 1 });
  });

  it('is redeemed as often as it has uses, however many race for them', async () => {
    const race = fc.record({ uses: fc.integer({ min: 1, max: 3 }), rivals: fc.integer({ min: 1, max: 4 }) });
    await fc.assert(
      fc.asyncProperty(race, fc.scheduler(), async ({ uses, rivals }, scheduler) => {
        world.reset();
        worker = world.worker();
        await invite({ uses, kind: 'home', access: [chosen(one, '1')] });
        const ids: string[] = [];
        for (let at = 0; at < rivals; at++) ids.push(await prepared(`Rival ${at}`));
        const starts = ids.map((id) =>
          scheduler.schedule(Promise.resolve()).then(() => worker.redeemer.confirm(id)),
        );
        await scheduler.waitAll();
        await Promise.all(starts);
        const won = ids.filter((id) => runOf(id)?.stage === 'done').length;
        expect(won).toBe(Math.min(uses, rivals));
        const lost = ids.flatMap((id) => runOf(id)?.failure?.code ?? []);
        expect(lost).toEqual(Array.from({ length: rivals - won }, () => 'INVITATION_USED_UP'));
        expect(world.standIn.plexTv.accounts.filter(({ restricted }) => restricted)).toHaveLength(won);
        expect(worker.book.invitation('invitation-1')?.used).toBe(won);
      }),
      { numRuns: 100 },
    );
  });

  it('for the Home makes a managed user who has exactly the chosen libraries', async () => {
    await invite({ kind: 'home' });
    const id = await prepared();
    await worker.redeemer.confirm(id);
    expect(runOf(id)).toMatchObject({ stage: 'done', failure: null });
    const kid = world.standIn.plexTv.accounts.find(({ title }) => title === 'Kid');
    expect(world.standIn.plexTv.shares).toMatchObject([
      { invitedId: kid?.id, machineIdentifier: one, sectionIds: keysOf(world, one, ['1']) },
      { invitedId: kid?.id, machineIdentifier: two, sectionIds: keysOf(world, two, ['1', '2']) },
    ]);
    const again = await prepared();
    await worker.redeemer.confirm(again);
    expect(runOf(again)).toMatchObject({ stage: 'failed', failure: { code: 'USERNAME_TAKEN' } });
    expect(world.standIn.plexTv.accounts.filter(({ title }) => title === 'Kid')).toHaveLength(1);
  });
});

describe('access that ends', () => {
  const day = 24 * 3_600_000;

  it('is taken away when it is due, and the friendship stays', async () => {
    await invite({ accessLengthMs: day, confirm: 'at-once' });
    const id = await link();
    const guest = await signIn(id);
    expect(worker.redeemer.nextAtMs()).toBe(world.clock.nowMs + day);
    pass(day - 1_000);
    await worker.redeemer.tick();
    expect(world.standIn.plexTv.shares).toHaveLength(2);
    pass(2_000);
    await worker.redeemer.tick();
    expect(world.standIn.plexTv.shares).toEqual([]);
    expect(world.standIn.plexTv.friends.has(guest.account.id)).toBe(true);
    expect(runOf(id)?.stage).toBe('ended');
    expect(worker.redeemer.nextAtMs()).toBeNull();
    expect(worker.book.invitation('invitation-1')?.used).toBe(1);
  });

  it('is taken away at the next start when the browser was closed, and again when that fails', async () => {
    await invite({ accessLengthMs: day, confirm: 'at-once' });
    const id = await link();
    await signIn(id);
    worker.kill();
    pass(30 * day);
    worker = world.worker();
    world.net.break({ at: 1, times: 1_000, when: 'before', what: 'server-error', onlyChanges: true });
    await worker.redeemer.tick();
    expect(runOf(id)).toMatchObject({
      stage: 'ending',
      undoFailures: [{ code: 'SERVER_ERROR' }, { code: 'SERVER_ERROR' }],
    });
    world.net.heal();
    pass((worker.redeemer.nextAtMs() ?? 0) - world.clock.nowMs);
    await worker.redeemer.tick();
    expect(runOf(id)).toMatchObject({ stage: 'ended', undoFailures: [] });
    expect(world.standIn.plexTv.shares).toEqual([]);
  });

  it('takes the libraries of a managed user away and leaves the person', async () => {
    await invite({ kind: 'home', accessLengthMs: day });
    await worker.redeemer.confirm(await prepared());
    pass(2 * day);
    await worker.redeemer.tick();
    expect(world.standIn.plexTv.shares).toEqual([]);
    expect(world.standIn.plexTv.accounts.map(({ title }) => title)).toContain('Kid');
  });

  it('leaves what the owner gave by other means, before and since', async () => {
    const guest = world.standIn.plexTv.addAccount({ username: 'pal', email: 'pal@example.org' });
    await share(world, { server: one, email: 'pal@example.org', keys: ['3'], token: guest.token });
    await invite({ accessLengthMs: day });
    const asked = await worker.redeemer.prepareFor('invitation-1', { name: '', email: 'pal@example.org' });
    await worker.redeemer.confirm('id' in asked ? asked.id : '');
    const who = { id: guest.account.id, email: null };
    const libraries = keysOf(world, two, ['1', '2', '3']);
    await worker.people.setLibraryAccess(
      who,
      { machineIdentifier: two, libraries },
      new AbortController().signal,
    );
    pass(2 * day);
    await worker.redeemer.tick();
    expect(sectionsAt(one)).toEqual([keysOf(world, one, ['3'])]);
    expect(sectionsAt(two)).toEqual([keysOf(world, two, ['3'])]);
  });
});

describe('rollback', () => {
  it('does not make a friend of somebody whose older invitation still waits', async () => {
    const guest = world.standIn.plexTv.addAccount({ username: 'ann', email: 'ann@example.org' });
    await share(world, { server: serverIds[2], email: 'ann@example.org', keys: ['1'] });
    await invite();
    const id = await link();
    world.standIn.plexTv.pins.approve(runOf(id)?.pin?.code ?? '', guest.account);
    await worker.redeemer.tick();
    const before = factsOf(world.standIn);
    await worker.redeemer.confirm(id);
    world.net.onRequest = () => undefined;
    expect(runOf(id)?.steps.map(({ state }) => state)).toEqual([
      'done',
      'done',
      'up-to-guest',
      'up-to-guest',
    ]);
    await worker.redeemer.cancel(id);
    expect(factsOf(world.standIn)).toBe(before);
  });

  it('waits for the owner to sign in again when their token is revoked half way', async () => {
    await invite({ uses: 1 });
    const id = await link();
    await signIn(id);
    const before = factsOf(world.standIn);
    world.net.onRequest = () => {
      const { method, url } = world.net.requests.at(-1) ?? {};
      const isSecond = method === 'POST' && url?.endsWith(`${two}/shared_servers`);
      if (isSecond) world.net.break({ at: 1, times: 1_000, when: 'before', what: 'refused' });
    };
    await worker.redeemer.confirm(id);
    world.net.onRequest = () => undefined;
    expect(runOf(id)).toMatchObject({ stage: 'undoing', failure: { code: 'TOKEN_INVALID' } });
    expect(runOf(id)?.undoFailures.map(({ code }) => code)).toContain('TOKEN_INVALID');
    expect(factsOf(world.standIn)).not.toBe(before);
    world.net.heal();
    pass(3_600_000);
    await worker.redeemer.tick();
    expect(runOf(id)).toMatchObject({ stage: 'failed', undoFailures: [] });
    expect(factsOf(world.standIn)).toBe(before);
  });

  it('that fails is told, tried again, and keeps its use until all is undone', async () => {
    await invite({ uses: 1 });
    const id = await link();
    await signIn(id);
    const before = factsOf(world.standIn);
    world.net.break({ at: 2, times: 1_000, when: 'before', what: 'server-error', onlyChanges: true });
    await worker.redeemer.confirm(id);
    expect(runOf(id)).toMatchObject({ stage: 'undoing', undoFailures: [{ code: 'SERVER_ERROR' }] });
    expect(runOf(id)?.steps.map(({ state }) => state)).toEqual([
      'undo-failed',
      'undone',
      'planned',
      'planned',
    ]);
    expect(await worker.redeemer.startLink('invitation-1')).toEqual({ refused: 'INVITATION_USED_UP' });
    expect(factsOf(world.standIn)).not.toBe(before);
    world.net.heal();
    worker.kill();
    worker = world.worker();
    pass(60 * 60_000);
    await worker.redeemer.tick();
    expect(runOf(id)).toMatchObject({ stage: 'failed', undoFailures: [] });
    expect(factsOf(world.standIn)).toBe(before);
    expect(worker.book.invitation('invitation-1')?.used).toBe(0);
  });

  it('takes a lost answer for what plex.tv shows, and sends nothing twice', async () => {
    await invite({ access: [chosen(one, '1')] });
    const id = await link();
    await signIn(id);
    world.net.requests.length = 0;
    world.net.break({ at: 1, when: 'after', what: 'cut', onlyChanges: true });
    await worker.redeemer.confirm(id);
    expect(runOf(id)?.stage).toBe('done');
    const shared = world.net.requests.filter(
      ({ method, url }) => method === 'POST' && url.endsWith(`${one}/shared_servers`),
    );
    expect(shared).toHaveLength(1);
  });

  it('withdraws only what it added to a share that has changed elsewhere meanwhile', async () => {
    const guest = world.standIn.plexTv.addAccount({ username: 'pal', email: 'pal@example.org' });
    await share(world, { server: one, email: 'pal@example.org', keys: ['1'], token: guest.token });
    await invite({ access: [chosen(one, '2'), chosen(two, '1')] });
    const asked = await worker.redeemer.prepareFor('invitation-1', { name: '', email: 'pal@example.org' });
    const shareId = world.standIn.plexTv.shares[0]?.id;
    world.net.break({ at: 2, when: 'before', what: 'server-error', onlyChanges: true });
    let changes = 0;
    world.net.onRequest = () => {
      if (world.net.requests.at(-1)?.method !== 'GET') changes += 1;
      if (changes !== 2) return;
      changes += 1;
      const body = { librarySectionIds: keysOf(world, one, ['1', '2', '3']), settings: { allowSync: true } };
      void ask(world.standIn, `/api/v2/shared_servers/${shareId}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    };
    await worker.redeemer.confirm('id' in asked ? asked.id : '');
    world.net.onRequest = () => undefined;
    expect(sectionsAt(one)).toEqual([keysOf(world, one, ['1', '3'])]);
    expect(sectionsAt(two)).toEqual([]);
  });
});

describe('somebody who is a friend already', () => {
  it('keeps their permissions, on new servers too, and what they had', async () => {
    const guest = world.standIn.plexTv.addAccount({ username: 'pal', email: 'pal@example.org' });
    await share(world, { server: one, email: 'pal@example.org', keys: ['3'], token: guest.token });
    const had = world.standIn.plexTv.shares[0]?.settings;
    await invite();
    const id = await link();
    world.standIn.plexTv.pins.approve(runOf(id)?.pin?.code ?? '', guest.account);
    await worker.redeemer.tick();
    await worker.redeemer.confirm(id);
    expect(runOf(id)?.stage).toBe('done');
    expect(sectionsAt(one)).toEqual([keysOf(world, one, ['3', '1'])]);
    expect(world.standIn.plexTv.shares.map(({ settings }) => settings)).toEqual([had, had]);
    expect(world.standIn.plexTv.shares.map(({ accepted }) => accepted)).toEqual([true, true]);
  });
});

describe('all libraries, also future ones', () => {
  it('are those of now, and later those that come, but not what was taken away', async () => {
    await invite({ access: [all(one)], confirm: 'at-once', accessLengthMs: 1_000_000 });
    const id = await link();
    await signIn(id);
    expect(sectionsAt(one)).toEqual([keysOf(world, one, ['1', '2', '3'])]);
    const guest = runOf(id)?.guest;
    const fewer = keysOf(world, one, ['1', '2']);
    const who = { id: guest?.id ?? null, email: null };
    await worker.people.setLibraryAccess(
      who,
      { machineIdentifier: one, libraries: fewer },
      new AbortController().signal,
    );
    await worker.redeemer.followAll();
    expect(sectionsAt(one)).toEqual([fewer]);
    await world.standIn.addSection({
      key: '9',
      type: 'movie',
      title: 'More',
      locations: [{ diskPath: '/nowhere' }],
    });
    await worker.redeemer.followAll();
    expect(new Set(sectionsAt(one)[0])).toEqual(new Set([...fewer, ...keysOf(world, one, ['9'])]));
    pass(2_000_000);
    await worker.redeemer.tick();
    expect(sectionsAt(one)).toEqual([]);
  });
});
