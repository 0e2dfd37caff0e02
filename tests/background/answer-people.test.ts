import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { peopleHandlers } from '../../lib/background/answer-people.ts';
import { type Person, plainPermissions } from '../../lib/domain/person.ts';
import type { InvitationDraft, PeopleJournal, PeopleResult } from '../../lib/messages/people/contract.ts';
import { settled } from '../fakes/clock.ts';
import { type PeopleWorld, serverIds, startPeopleWorld } from '../people/support/people-world.ts';
import { expectNothingLoose } from '../people/support/recorder.ts';
import { keysOf, share } from '../people/support/scene.ts';

let world: PeopleWorld;
beforeAll(async () => {
  world = await startPeopleWorld();
});
afterAll(() => world.standIn.close());
beforeEach(() => world.reset());

const [one, two] = serverIds;
const email = 'guest.person@example.org';

function open() {
  const { people, book, redeemer } = world.worker();
  const underWay: Promise<void>[] = [];
  let planned = 0;
  const handlers = peopleHandlers({
    people,
    book,
    redeemer,
    runner: {
      run: (work) => {
        const running = work();
        underWay.push(running);
        return running;
      },
      plan: () => {
        planned++;
      },
    },
    servers: async () => serverIds.map((id) => ({ machineIdentifier: id, name: `Server ${id}` })),
    now: world.clock.now,
    newId: () => crypto.randomUUID(),
  });
  return { handlers, book, redeemer, done: () => Promise.all(underWay), planned: () => planned };
}

const draft = (fields: Partial<InvitationDraft> = {}): InvitationDraft => ({
  id: null,
  name: 'Film night',
  kind: 'friend',
  access: [
    {
      machineIdentifier: one,
      serverName: 'One',
      libraries: { kind: 'chosen', ids: keysOf(world, one, ['1']) },
    },
  ],
  permissions: plainPermissions,
  accessLengthMs: null,
  expiresAtMs: null,
  uses: 1,
  isOn: true,
  confirm: 'ask',
  ...fields,
});

function unwrapped<T>(result: PeopleResult<T>): T {
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
}
const codeOf = (result: PeopleResult<unknown>): string | null => (result.ok ? null : result.failure.code);

type Handlers = ReturnType<typeof peopleHandlers>;
const save = async (handlers: Handlers, fields: Partial<InvitationDraft> = {}): Promise<string> => {
  const { invitations } = unwrapped(await handlers['people.saveInvitation']({ invitation: draft(fields) }));
  return invitations.at(-1)?.id ?? '';
};
const runOf = ({ redemptions }: PeopleJournal) => redemptions[0];
const personNamed = async (handlers: Handlers, address: string): Promise<Person> => {
  const { people } = unwrapped(await handlers['people.list']({}));
  const person = people.find((each) => each.email === address);
  if (!person) throw new Error('nobody');
  return person;
};
const idsAt = (person: Person, server: string): number[] =>
  person.shares
    .filter(({ machineIdentifier }) => machineIdentifier === server)
    .flatMap(({ libraries }) => libraries.map(({ id }) => id));

describe('what the options page may ask about people', () => {
  it('lists everybody, the servers of the account, and what can be done', async () => {
    const { handlers } = open();
    await share(world, { server: one, email, keys: ['1'] });
    const list = unwrapped(await handlers['people.list']({}));
    expect(list.people.map((person) => [person.email, person.state])).toEqual([[email, 'pending']]);
    expect(list.servers).toHaveLength(3);
    expect(list.capabilities).toMatchObject({ enableDisable: false, libraryAccess: true });
    const libraries = unwrapped(await handlers['people.libraries']({ machineIdentifier: one }));
    expect(libraries.map(({ key, title }) => [key, title])).toContainEqual(['1', 'Movies']);
  });

  it('comes with a code of its own when it is refused', async () => {
    const { handlers } = open();
    const unknown = await handlers['people.libraries']({ machineIdentifier: 'nobody-s' });
    expect(codeOf(unknown)).toBe('SERVER_NOT_OWNED');
  });

  it('is refused as a whole in a build without people', async () => {
    const handlers = peopleHandlers(undefined);
    expect(codeOf(await handlers['people.list']({}))).toBe('NOT_FOUND');
    expect(codeOf(await handlers['people.journal']({}))).toBe('NOT_FOUND');
  });
});

describe('changing a person', () => {
  it('sets exactly the chosen libraries of several servers, and what they may do', async () => {
    const { handlers } = open();
    const guest = world.standIn.plexTv.addAccount({ username: 'guestperson', email });
    await share(world, { server: one, email, keys: ['1', '2'], token: guest.token });
    const person = await personNamed(handlers, email);
    const changed = unwrapped(
      await handlers['people.change']({
        who: person,
        access: [
          { machineIdentifier: one, libraries: keysOf(world, one, ['2', '3']) },
          { machineIdentifier: two, libraries: keysOf(world, two, ['1']) },
        ],
        permissions: { allowSync: false },
        seen: { [one]: idsAt(person, one), [two]: [] },
      }),
    );
    expect(changed.failure).toBeNull();
    const after = await personNamed(handlers, email);
    expect(idsAt(after, one).sort()).toEqual(keysOf(world, one, ['2', '3']).sort());
    expect(idsAt(after, two)).toEqual(keysOf(world, two, ['1']));
    const kept = after.shares.find(({ machineIdentifier }) => machineIdentifier === one)?.permissions;
    expect(kept).toMatchObject({ allowSync: false, filterMovies: 'contentRating=G%2CPG|label=kids' });
    expectNothingLoose(world);
  });

  it('changes nothing when plex.tv has something else by now than was on the screen', async () => {
    const { handlers } = open();
    await share(world, { server: one, email, keys: ['1'] });
    const person = await personNamed(handlers, email);
    const asked = await handlers['people.change']({
      who: person,
      access: [{ machineIdentifier: one, libraries: keysOf(world, one, ['3']) }],
      permissions: {},
      seen: { [one]: keysOf(world, one, ['1', '2']) },
    });
    expect(codeOf(asked)).toBe('CHANGED_ELSEWHERE');
    expect(idsAt(await personNamed(handlers, email), one)).toEqual(keysOf(world, one, ['1']));
  });

  it('takes everything of a server away without ever sending an empty list', async () => {
    const { handlers } = open();
    await share(world, { server: one, email, keys: ['1'] });
    const person = await personNamed(handlers, email);
    const request = {
      who: person,
      access: [{ machineIdentifier: one, libraries: [] }],
      permissions: {},
      seen: null,
    };
    const { access } = unwrapped(await handlers['people.change'](request));
    expect(access).toEqual([{ machineIdentifier: one, share: null }]);
    expect(world.standIn.plexTv.shares).toEqual([]);
    expectNothingLoose(world);
  });

  it('tells how far it got when a server fails half way', async () => {
    const { handlers } = open();
    await share(world, { server: one, email, keys: ['1'] });
    const person = await personNamed(handlers, email);
    const changed = unwrapped(
      await handlers['people.change']({
        who: person,
        access: [
          { machineIdentifier: one, libraries: keysOf(world, one, ['1', '2']) },
          { machineIdentifier: 'not-ours', libraries: [1] },
        ],
        permissions: {},
        seen: null,
      }),
    );
    expect(changed.access.map(({ machineIdentifier }) => machineIdentifier)).toEqual([one]);
    expect(changed.failure).toMatchObject({ code: 'SERVER_NOT_OWNED', server: 'not-ours' });
  });

  it('removes a share, and says when there was none any more', async () => {
    const { handlers } = open();
    await share(world, { server: one, email, keys: ['1'] });
    const shareId = (await personNamed(handlers, email)).shares[0]?.id ?? 0;
    const what = { kind: 'share', machineIdentifier: one, shareId } as const;
    expect(unwrapped(await handlers['people.remove']({ what }))).toEqual({ existed: true });
    expect(unwrapped(await handlers['people.remove']({ what }))).toEqual({ existed: false });
  });
});

describe('invitations', () => {
  it('are kept, changed without touching their count of uses, and removed', async () => {
    const { handlers, book } = open();
    const id = await save(handlers);
    await book.decide((view) => {
      const known = view.invitation(id);
      return { ...(known && { change: { putInvitations: [{ ...known, used: 1 }] } }), result: null };
    });
    await save(handlers, { id, name: 'Other' });
    const [kept, ...others] = unwrapped(await handlers['people.journal']({})).invitations;
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ id, name: 'Other', used: 1 });
    expect(unwrapped(await handlers['people.removeInvitation']({ id })).invitations).toEqual([]);
  });

  it.each([
    ['no server', { access: [] }],
    [
      'a server with nothing chosen',
      {
        access: [
          { machineIdentifier: one, serverName: 'One', libraries: { kind: 'chosen', ids: [] } } as const,
        ],
      },
    ],
  ])('are refused with %s', async (_, fields) => {
    const { handlers } = open();
    const saved = await handlers['people.saveInvitation']({ invitation: draft(fields) });
    expect(codeOf(saved)).toBe('LIBRARIES_EMPTY');
  });
});

describe('redeeming', () => {
  it('makes a link whose address is shown and whose id is not, and asks the owner once somebody signed in', async () => {
    const { handlers, book, redeemer, done, planned } = open();
    const invitationId = await save(handlers);
    const started = unwrapped(await handlers['people.startLink']({ invitationId, where: 'anywhere' }));
    const run = runOf(started);
    const pin = book.redemption(run?.id ?? '')?.pin;
    expect(run?.link?.url).toMatch(/^https:\/\/app\.plex\.tv\/auth/);
    expect(pin?.id).toBeTruthy();
    expect(JSON.stringify(started)).not.toContain(`"${pin?.id}"`);
    expect(planned()).toBeGreaterThan(0);

    const guest = world.standIn.plexTv.addAccount({ username: 'guestperson', email });
    world.standIn.plexTv.pins.approve(pin?.code ?? '', guest.account);
    world.clock.nowMs += 10_000;
    await redeemer.tick();
    expect(runOf(unwrapped(await handlers['people.journal']({})))).toMatchObject({
      stage: 'waiting-for-owner',
      guest: { email },
    });
    const confirmed = runOf(unwrapped(await handlers['people.confirm']({ id: run?.id ?? '' })));
    expect(confirmed?.stage).toBe('running');
    await done();
    const ended = runOf(unwrapped(await handlers['people.journal']({})));
    expect(ended).toMatchObject({ stage: 'done', link: null });
    expect(world.standIn.plexTv.shares.map((each) => [each.accepted, each.sectionIds])).toEqual([
      [true, keysOf(world, one, ['1'])],
    ]);
    expectNothingLoose(world);
  });

  it.each([
    ['EMAIL_REQUIRED', '', 'friend'],
    ['EMAIL_INVALID', 'not an address', 'friend'],
    ['USERNAME_REQUIRED', '', 'home'],
  ] as const)('says %s before anything is begun', async (code, address, kind) => {
    const { handlers } = open();
    const invitationId = await save(handlers, { kind });
    const asked = await handlers['people.inviteNamed']({ invitationId, email: address, name: ' ' });
    expect(codeOf(asked)).toBe(code);
    expect(unwrapped(await handlers['people.journal']({})).redemptions).toEqual([]);
  });

  it('invites an address, and says in the journal when that is the owner', async () => {
    const { handlers, done } = open();
    const invitationId = await save(handlers);
    const owner = world.standIn.plexTv.owner.email;
    await handlers['people.inviteNamed']({ invitationId, email: owner, name: '' });
    await done();
    const { redemptions, invitations } = unwrapped(await handlers['people.journal']({}));
    expect(redemptions[0]).toMatchObject({ stage: 'failed', failure: { code: 'YOURSELF' } });
    expect(invitations[0]?.used).toBe(0);
  });

  it('makes a member of the Home with the chosen libraries', async () => {
    const { handlers, done } = open();
    const invitationId = await save(handlers, { kind: 'home' });
    await handlers['people.inviteNamed']({ invitationId, email: null, name: 'Kim' });
    await done();
    expect(runOf(unwrapped(await handlers['people.journal']({})))?.stage).toBe('done');
    const { people } = unwrapped(await handlers['people.list']({}));
    const kim = people.find(({ name }) => name === 'Kim');
    expect(kim).toMatchObject({ kind: 'managed' });
    expect(kim && idsAt(kim, one)).toEqual(keysOf(world, one, ['1']));
  });

  it('is declined by the owner, or refused because it is off, with its own word', async () => {
    const { handlers, book, redeemer, done } = open();
    const invitationId = await save(handlers);
    const started = runOf(unwrapped(await handlers['people.startLink']({ invitationId, where: 'anywhere' })));
    const id = started?.id ?? '';
    const guest = world.standIn.plexTv.addAccount({ username: 'guestperson', email });
    world.standIn.plexTv.pins.approve(book.redemption(id)?.pin?.code ?? '', guest.account);
    world.clock.nowMs += 10_000;
    await redeemer.tick();
    await handlers['people.cancel']({ id });
    await done();
    await settled();
    expect(runOf(unwrapped(await handlers['people.journal']({})))).toMatchObject({
      stage: 'cancelled',
      failure: { code: 'NOT_ALLOWED_BY_OWNER' },
      link: null,
    });
    await save(handlers, { id: invitationId, isOn: false });
    expect(codeOf(await handlers['people.startLink']({ invitationId, where: 'here' }))).toBe(
      'INVITATION_OFF',
    );
    expect(codeOf(await handlers['people.startLink']({ invitationId: 'none', where: 'here' }))).toBe(
      'INVITATION_UNKNOWN',
    );
  });
});
