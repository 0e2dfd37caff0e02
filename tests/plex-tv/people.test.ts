import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import { PeopleError, peopleFailureOf } from '../../lib/domain/people-errors.ts';
import { plainPermissions, type SharePermissions } from '../../lib/domain/person.ts';
import {
  factsOf,
  type PeopleWorld,
  serverIds,
  startPeopleWorld,
  type Worker,
} from '../people/support/people-world.ts';
import { expectNothingLoose } from '../people/support/recorder.ts';
import { share } from '../people/support/scene.ts';

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

const runs = { numRuns: 100 };
const { signal } = new AbortController();
const [one, two] = serverIds;
const ids = (server: string, keys: readonly string[]): number[] =>
  keys.map((key) => world.libraryId(server, key));
const someKeys = fc.uniqueArray(fc.constantFrom('1', '2', '3'), { minLength: 1 });
const anyKeys = fc.uniqueArray(fc.constantFrom('1', '2', '3'));
const server = fc.constantFrom(...serverIds);
const name = fc.stringMatching(/^[A-Z][a-z]{2,8} [a-z]{1,6}$/);
const filter = fc.constantFrom('', 'contentRating=G%2CPG', 'label=kids', 'contentRating=PG|label=a%2Cb');
const permissions: fc.Arbitrary<SharePermissions> = fc.record({
  allowSync: fc.boolean(),
  allowCameraUpload: fc.boolean(),
  allowChannels: fc.boolean(),
  allowSubtitleAdmin: fc.boolean(),
  allowTuners: fc.constantFrom(0, 1, 2),
  filterMovies: filter,
  filterTelevision: filter,
  filterMusic: filter,
  filterPhotos: fc.constant(''),
  filterAll: fc.constant(''),
});
const fault = fc.record({
  at: fc.integer({ min: 1, max: 8 }),
  when: fc.constantFrom('before' as const, 'after' as const),
  what: fc.constantFrom('cut' as const, 'server-error' as const, 'busy' as const, 'refused' as const),
});

const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) =>
      error instanceof PeopleError || error instanceof OperationError ? error.code : `${error}`,
  );
const found = (machineIdentifier: string, email: string) => {
  const { plexTv } = world.standIn;
  const person = plexTv.accounts.find((account) => account.email === email);
  return plexTv.shares.filter(
    (entry) =>
      entry.machineIdentifier === machineIdentifier &&
      (person ? entry.invitedId === person.id : entry.invitedEmail === email),
  );
};
const befriend = async (keys: readonly string[] = ['1'], at: string = one) => {
  const friend = world.standIn.plexTv.addAccount({ username: 'pal', email: 'pal@example.org' });
  await share(world, { server: at, email: 'pal@example.org', keys, token: friend.token });
  return friend.account;
};

describe('the connection test', () => {
  it('says true when plex.tv knows the token, else false, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.option(fault), async (broken) => {
        world.reset();
        if (broken) world.net.break({ ...broken, at: 1 });
        expect(await worker.people.testConnection(signal)).toBe(broken === null);
        world.clock.nowMs += 3_600_000;
      }),
      runs,
    );
  });

  it('declares what plex.tv can do', () => {
    expect(worker.people.capabilities).toMatchObject({
      createUser: true,
      deleteUser: true,
      libraryAccess: true,
      enableDisable: false,
    });
    expect(worker.people.capabilities.permissions).toContain('allowSync');
  });
});

describe('libraries', () => {
  it('come with plex.tv’s own number and the server’s key, name and kind', async () => {
    await fc.assert(
      fc.asyncProperty(server, async (at) => {
        const libraries = await worker.people.getLibraries(at, signal);
        expect(libraries).toEqual([
          { id: world.libraryId(at, '1'), key: '1', title: 'Movies', type: 'movie' },
          { id: world.libraryId(at, '2'), key: '2', title: 'TV Shows', type: 'show' },
          { id: world.libraryId(at, '3'), key: '3', title: 'Music', type: 'artist' },
        ]);
        for (const { id, key } of libraries) expect(String(id)).not.toBe(key);
      }),
      runs,
    );
  });

  it('of somebody else’s server are not to be had', async () => {
    expect(await refusal(worker.people.getLibraries('not-mine', signal))).toBe('SERVER_NOT_OWNED');
  });
});

describe('a new friend', () => {
  it('gets exactly the chosen libraries and permissions, in the first request', async () => {
    await fc.assert(
      fc.asyncProperty(server, someKeys, permissions, fc.boolean(), async (at, keys, wanted, isKnown) => {
        world.reset();
        const email = 'new@example.org';
        if (isKnown) world.standIn.plexTv.addAccount({ username: 'somebody', email });
        const friend = { email, machineIdentifier: at, libraries: ids(at, keys), permissions: wanted };
        const made = await worker.people.createUser(friend, signal);
        const [entry, ...more] = found(at, email);
        expect(more).toEqual([]);
        expect(entry).toMatchObject({ accepted: false, settings: settingsOf(wanted) });
        expect(new Set(entry?.sectionIds)).toEqual(new Set(ids(at, keys)));
        expect(made).toMatchObject({ kind: 'friend', share: { id: entry?.id, state: 'pending' } });
        const changes = world.net.requests.filter(({ method }) => method !== 'GET');
        expect(changes).toHaveLength(1);
        expectNothingLoose(world);
      }),
      runs,
    );
  });

  it.each([
    [null, 'EMAIL_REQUIRED'],
    ['  ', 'EMAIL_REQUIRED'],
    ['nobody', 'EMAIL_INVALID'],
    ['a b@example.org', 'EMAIL_INVALID'],
    ['owner@example.org', 'YOURSELF'],
  ])('with the address %s is refused: %s', async (email, code) => {
    const friend = {
      email,
      machineIdentifier: one,
      libraries: ids(one, ['1']),
      permissions: plainPermissions,
    };
    expect(await refusal(worker.people.createUser(friend, signal))).toBe(code);
    expect(world.standIn.plexTv.shares).toEqual([]);
  });

  it('with nothing chosen, or with what is not there, is refused before anything is sent', async () => {
    const friend = { email: 'new@example.org', machineIdentifier: one, permissions: plainPermissions };
    const people = worker.people;
    expect(await refusal(people.createUser({ ...friend, libraries: [] }, signal))).toBe('LIBRARIES_EMPTY');
    expect(await refusal(people.createUser({ ...friend, libraries: [1] }, signal))).toBe('LIBRARY_UNKNOWN');
    expect(world.net.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('who has this server already is told so, and keeps what they have', async () => {
    await befriend(['1', '2']);
    const before = factsOf(world.standIn);
    const friend = {
      email: 'pal@example.org',
      machineIdentifier: one,
      libraries: ids(one, ['3']),
      permissions: plainPermissions,
    };
    expect(await refusal(worker.people.createUser(friend, signal))).toBe('USER_ALREADY_EXISTS');
    expect(factsOf(world.standIn)).toBe(before);
  });
});

const settingsOf = ({ filterPhotos: _, filterAll: __, ...settings }: SharePermissions) => ({
  ...settings,
  // the older route has no room for these two
  allowSubtitleAdmin: settings.allowSubtitleAdmin,
});

describe('a new member of the Home', () => {
  it('is a managed user of that name without any access, and then has exactly what is chosen', async () => {
    await fc.assert(
      fc.asyncProperty(name, server, someKeys, async (username, at, keys) => {
        world.reset();
        const made = await worker.people.createUser({ kind: 'home', username }, signal);
        const account = world.standIn.plexTv.accounts.find(({ title }) => title === username);
        expect(account).toMatchObject({ home: true, restricted: true });
        expect(made).toEqual({ kind: 'home', personId: account?.id });
        expect(world.standIn.plexTv.shares).toEqual([]);
        const who = { id: account?.id ?? null, email: null };
        const libraries = ids(at, keys);
        const given = await worker.people.setLibraryAccess(who, { machineIdentifier: at, libraries }, signal);
        expect(given).toMatchObject({ state: 'accepted', machineIdentifier: at });
        expect(new Set(world.standIn.plexTv.shares[0]?.sectionIds)).toEqual(new Set(libraries));
      }),
      runs,
    );
  });

  it('needs a name that nobody there has', async () => {
    await worker.people.createUser({ kind: 'home', username: 'Kid' }, signal);
    expect(await refusal(worker.people.createUser({ kind: 'home', username: ' kid ' }, signal))).toBe(
      'USERNAME_TAKEN',
    );
    expect(await refusal(worker.people.createUser({ kind: 'home', username: ' ' }, signal))).toBe(
      'USERNAME_REQUIRED',
    );
    expect(world.standIn.plexTv.accounts.filter(({ restricted }) => restricted)).toHaveLength(1);
  });
});

describe('the kind of a new user', () => {
  it('decides the way: friends are invited, managed users made, and friend is what is meant unless said otherwise', async () => {
    const kind = fc.constantFrom(undefined, 'friend' as const, 'home' as const);
    await fc.assert(
      fc.asyncProperty(kind, async (wanted) => {
        world.reset();
        const friend = {
          ...(wanted === 'friend' && { kind: wanted }),
          email: 'new@example.org',
          machineIdentifier: one,
          libraries: ids(one, ['1']),
          permissions: plainPermissions,
        };
        const made = await worker.people.createUser(
          wanted === 'home' ? { kind: 'home', username: 'Kid' } : friend,
          signal,
        );
        expect(made.kind).toBe(wanted ?? 'friend');
        const sent = world.net.requests
          .filter(({ method }) => method === 'POST')
          .map(({ url }) => new URL(url).pathname);
        expect(sent).toEqual([wanted === 'home' ? '/api/home/users' : `/api/servers/${one}/shared_servers`]);
      }),
      runs,
    );
  });
});

describe('deletion', () => {
  it('says true for what was there, false for what was not, and fails when it can’t know', async () => {
    const what = fc.constantFrom('share' as const, 'friendship' as const, 'managed' as const);
    await fc.assert(
      fc.asyncProperty(what, fc.boolean(), fc.option(fault, { freq: 2 }), async (kind, isThere, broken) => {
        world.reset();
        world.clock.nowMs += 3_600_000;
        const friend = await befriend();
        const kid = world.standIn.plexTv.addAccount({ title: 'Kid', home: true, restricted: true }).account;
        const shareId = world.standIn.plexTv.shares[0]?.id ?? 0;
        const target = isThere ? 0 : 900_000;
        const deletions = {
          share: { kind: 'share', machineIdentifier: one, shareId: shareId + target },
          friendship: { kind: 'friendship', personId: friend.id + target },
          managed: { kind: 'managed', personId: kid.id + target },
        } as const;
        const before = factsOf(world.standIn);
        if (broken) world.net.break({ ...broken, at: 1, onlyChanges: kind !== 'managed' });
        const answer = await worker.people.deleteUser(deletions[kind], signal).catch(() => 'failed');
        expect(answer).toBe(broken ? 'failed' : isThere);
        const { plexTv } = world.standIn;
        if (broken) return;
        if (!isThere) expect(factsOf(world.standIn)).toBe(before);
        else if (kind === 'share') expect([plexTv.shares, [...plexTv.friends]]).toEqual([[], [friend.id]]);
        else if (kind === 'friendship') expect([plexTv.shares, [...plexTv.friends]]).toEqual([[], []]);
        else {
          expect(plexTv.accounts).not.toContain(kid);
          expect(plexTv.shares).toHaveLength(1);
        }
      }),
      runs,
    );
  });

  it('of a share leaves the other servers of that person alone', async () => {
    const friend = await befriend();
    await share(world, { server: two, email: friend.email, keys: ['2'] });
    const [first] = world.standIn.plexTv.shares;
    const what = { kind: 'share', machineIdentifier: one, shareId: first?.id ?? 0 } as const;
    expect(await worker.people.deleteUser(what, signal)).toBe(true);
    expect(world.standIn.plexTv.shares).toMatchObject([{ machineIdentifier: two }]);
  });

  it('does not take members of the Home with an account of their own for managed users', async () => {
    const { account } = world.standIn.plexTv.addAccount({ username: 'spouse', home: true });
    expect(await refusal(worker.people.deleteUser({ kind: 'managed', personId: account.id }, signal))).toBe(
      'NOT_MANAGED',
    );
    expect(world.standIn.plexTv.accounts).toContain(account);
  });
});

describe('library access', () => {
  it('is exactly what was chosen last, and none ends the share but not the friendship', async () => {
    await fc.assert(
      fc.asyncProperty(someKeys, anyKeys, permissions, async (was, keys, settings) => {
        world.reset();
        const friend = await befriend(was);
        await worker.people.updatePermissions(friend.id, settings, signal);
        const libraries = ids(one, keys);
        const who = { id: friend.id, email: null };
        const given = await worker.people.setLibraryAccess(
          who,
          { machineIdentifier: one, libraries },
          signal,
        );
        const { shares, friends } = world.standIn.plexTv;
        expect(friends.has(friend.id)).toBe(true);
        if (keys.length === 0) {
          expect([given, shares]).toEqual([null, []]);
        } else {
          expect(new Set(given?.libraries.map(({ id }) => id))).toEqual(new Set(libraries));
          expect(new Set(shares[0]?.sectionIds)).toEqual(new Set(libraries));
          expect(shares[0]?.settings).toEqual(settingsOf(settings)); // kept
        }
        expectNothingLoose(world);
      }),
      runs,
    );
  });
});

describe('permissions', () => {
  it('change as asked, and all others stay as they are', async () => {
    const some = fc
      .tuple(permissions, fc.subarray(changeable))
      .map(
        ([all, picked]) =>
          Object.fromEntries(picked.map((key) => [key, all[key]])) as Partial<SharePermissions>,
      );
    await fc.assert(
      fc.asyncProperty(permissions, some, async (was, change) => {
        world.reset();
        const friend = await befriend();
        await worker.people.updatePermissions(friend.id, was, signal);
        const [now] = await worker.people.updatePermissions(friend.id, change, signal);
        expect(now?.permissions).toEqual({ ...was, ...change });
        expect(world.standIn.plexTv.shares[0]?.settings).toEqual(settingsOf({ ...was, ...change }));
        expect(world.standIn.plexTv.shares[0]?.sectionIds).toEqual(ids(one, ['1']));
      }),
      runs,
    );
  });

  it('of nobody can’t be changed', async () => {
    expect(await refusal(worker.people.updatePermissions(424242, { allowSync: true }, signal))).toBe(
      'USER_UNKNOWN',
    );
  });

  it('do not include switching a person off', async () => {
    expect(await worker.people.setUserEnabled(1, false)).toBe(false);
    expect(world.logged.at(-1)).toContain('"warn"');
    expect(world.net.requests).toEqual([]);
  });
});

const changeable = Object.keys(plainPermissions).filter(
  (key) => key !== 'filterPhotos' && key !== 'filterAll',
) as (keyof SharePermissions)[];

describe('the list of people', () => {
  const person = fc.record({
    kind: fc.constantFrom(
      'friend' as const,
      'pending' as const,
      'unknown' as const,
      'managed' as const,
      'home' as const,
    ),
    at: fc.uniqueArray(server, { minLength: 1 }),
    keys: someKeys,
  });

  it('has everybody once, with their real state, and not the owner', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(person, { maxLength: 8 }), async (people) => {
        world.reset();
        const { plexTv } = world.standIn;
        for (const [at, { kind, at: servers, keys }] of people.entries()) {
          const email = `person${at}@example.org`;
          const isHome = kind === 'managed' || kind === 'home';
          const account =
            kind === 'unknown'
              ? null
              : plexTv.addAccount({
                  username: `person${at}`,
                  email,
                  home: isHome,
                  restricted: kind === 'managed',
                });
          if (kind === 'managed') continue;
          for (const one of servers) {
            await share(world, {
              server: one,
              email,
              keys,
              ...(kind === 'friend' && account && { token: account.token }),
            });
          }
        }
        const listed = await worker.people.listUsers(signal);
        expect(listed).toHaveLength(people.length);
        expect(new Set(listed.map(({ key }) => key)).size).toBe(people.length);
        const kinds = {
          friend: 'friend',
          pending: 'invited',
          unknown: 'invited',
          managed: 'managed',
          home: 'home',
        };
        for (const [at, { kind, at: servers }] of people.entries()) {
          const row = listed.find(
            ({ name: shown, email }) => shown === `person${at}` || email === `person${at}@example.org`,
          );
          expect(row).toMatchObject({
            kind: kinds[kind],
            state: kind === 'pending' || kind === 'unknown' ? 'pending' : 'accepted',
          });
          expect(row?.shares).toHaveLength(kind === 'managed' ? 0 : servers.length);
        }
      }),
      runs,
    );
  });
});

describe('an error', () => {
  it('tells operation, server, cause and code, and nothing about anybody', async () => {
    const work = fc.constantFrom(
      (to: Worker) => to.people.listUsers(signal),
      (to: Worker) => to.people.getLibraries(one, signal),
      (to: Worker) =>
        to.people.createUser(
          {
            email: 'private@example.org',
            machineIdentifier: one,
            libraries: ids(one, ['1']),
            permissions: plainPermissions,
          },
          signal,
        ),
      (to: Worker) => to.people.createUser({ kind: 'home', username: 'Secret Name' }, signal),
      (to: Worker) => to.people.deleteUser({ kind: 'friendship', personId: 4711 }, signal),
    );
    await fc.assert(
      fc.asyncProperty(work, fault, async (act, broken) => {
        world.reset();
        world.clock.nowMs += 3_600_000;
        world.net.break({ ...broken, at: 1, times: 20 });
        const error = await act(worker).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        expect(error instanceof OperationError || error instanceof PeopleError).toBe(true);
        const failure = peopleFailureOf(error, 'test');
        expect(failure.operation).toMatch(/^people\./);
        expect(failure.server).not.toBeNull();
        expect(failure.code).toMatch(/^[A-Z_]+$/);
        const told = `${error} ${(error as Error).stack} ${JSON.stringify(error)} ${world.logged.join()}`;
        expect(told).not.toMatch(/private@|Secret Name|owner-token|https?:\/\/127/);
      }),
      runs,
    );
  });
});
