import type { Invitation } from '../../../lib/domain/invitation.ts';
import type { PeopleFailure } from '../../../lib/domain/people-errors.ts';
import {
  type AccountLibrary,
  type Person,
  plainPermissions,
  type Share,
} from '../../../lib/domain/person.ts';
import type { RedemptionStep } from '../../../lib/domain/redemption.ts';
import type {
  OwnServer,
  PeopleJournal,
  PeopleList,
  PeopleResult,
  RedemptionView,
} from '../../../lib/messages/people/contract.ts';
import type { Answers } from './fake-ask.ts';
import { ago, hour, minute } from './samples.ts';

export const attic: OwnServer = { machineIdentifier: 'attic', name: 'Basement Pictures' };
export const cabin: OwnServer = { machineIdentifier: 'cabin', name: 'Cabin' };

const library = (id: number, title: string, type = 'movie'): AccountLibrary => ({
  id,
  key: String(id),
  title,
  type,
});
export const libraries: Readonly<Record<string, readonly AccountLibrary[]>> = {
  attic: [
    library(101, 'Films'),
    library(102, 'Series', 'show'),
    library(103, 'Music', 'artist'),
    library(104, 'Films for children'),
  ],
  cabin: [library(201, 'Films'), library(202, 'Home videos', 'photo')],
};

export const share = (server: OwnServer, ids: readonly number[], about: Partial<Share> = {}): Share => ({
  id: ids.reduce((sum, id) => sum + id, server.name.length),
  machineIdentifier: server.machineIdentifier,
  serverName: server.name,
  state: 'accepted',
  libraries: (libraries[server.machineIdentifier] ?? []).filter(({ id }) => ids.includes(id)),
  allLibraries: false,
  permissions: plainPermissions,
  ...about,
});

export const person = (id: number, name: string, about: Partial<Person> = {}): Person => ({
  key: `id:${id}`,
  id,
  kind: 'friend',
  name,
  username: name.toLowerCase().replaceAll(' ', ''),
  email: `${name.toLowerCase().replaceAll(' ', '.')}@example.org`,
  state: 'accepted',
  shares: [],
  ...about,
});

const limited = { ...plainPermissions, allowSync: true, filterMovies: 'contentRating=G%2CPG|label=kids' };
export const ada = person(1, 'Ada Quill', { shares: [share(attic, [101, 102]), share(cabin, [201])] });
export const everyone: readonly Person[] = [
  ada,
  person(2, 'Émile Zo', { shares: [share(attic, [101], { permissions: limited })] }),
  person(3, 'Kim', { kind: 'managed', email: null, shares: [share(attic, [104])] }),
  person(4, 'Grandmother', {
    kind: 'home',
    shares: [share(attic, [101, 102, 103, 104]), share(cabin, [202])],
  }),
  {
    ...person(5, 'new.one@example.org'),
    key: 'email:new.one@example.org',
    id: null,
    kind: 'invited',
    state: 'pending',
    username: null,
    email: 'new.one@example.org',
    shares: [share(cabin, [201], { state: 'pending' })],
  },
  person(6, 'Somebody with a name that is longer than any column could ever be', { shares: [] }),
];

export const peopleList: PeopleList = {
  people: everyone,
  servers: [attic, cabin],
  capabilities: {
    createUser: true,
    deleteUser: true,
    libraryAccess: true,
    enableDisable: false,
    permissions: Object.keys(plainPermissions) as (keyof typeof plainPermissions)[],
  },
};

export const invitation = (about: Partial<Invitation> = {}): Invitation => ({
  id: 'films',
  name: 'Film night',
  createdAtMs: ago(48 * hour),
  kind: 'friend',
  access: [
    { machineIdentifier: 'attic', serverName: attic.name, libraries: { kind: 'chosen', ids: [101, 102] } },
    { machineIdentifier: 'cabin', serverName: cabin.name, libraries: { kind: 'all' } },
  ],
  permissions: plainPermissions,
  accessLengthMs: 14 * 24 * hour,
  expiresAtMs: Date.now() + 30 * 24 * hour,
  uses: 3,
  used: 1,
  isOn: true,
  confirm: 'ask',
  ...about,
});

export const peopleFailure = (
  code: PeopleFailure['code'],
  about: Partial<PeopleFailure> = {},
): PeopleFailure => ({
  code,
  operation: 'people.test',
  server: null,
  retryable: false,
  retryAfterMs: null,
  ...about,
});

export const step = (
  kind: RedemptionStep['kind'],
  server: OwnServer | null,
  state: RedemptionStep['state'],
): RedemptionStep => ({
  kind,
  machineIdentifier: server?.machineIdentifier ?? null,
  serverName: server?.name ?? null,
  state,
  made: null,
  libraries: [],
  atMs: ago(minute),
});

export const redemption = (about: Partial<RedemptionView> = {}): RedemptionView => ({
  id: 'run-1',
  invitationId: 'films',
  invitationName: 'Film night',
  terms: {
    kind: 'friend',
    access: invitation().access,
    permissions: plainPermissions,
    accessLengthMs: null,
  },
  createdAtMs: ago(2 * minute),
  stage: 'waiting-for-guest',
  stageSinceMs: ago(2 * minute),
  guest: null,
  steps: [],
  isCancelled: false,
  failure: null,
  undoFailures: [],
  endsAtMs: null,
  link: {
    url: 'https://app.plex.tv/auth#?clientID=1f3c&code=abcdefghijklmnopqrstuvwxyz&context%5Bdevice%5D%5Bproduct%5D=Marquee',
    expiresAtMs: Date.now() + 14 * minute + 32_000,
  },
  ...about,
});

export const bo = { id: 77, email: 'bo@example.org', name: 'Bo Lind' };
export const journal = (about: Partial<PeopleJournal> = {}): PeopleJournal => ({
  invitations: [invitation()],
  redemptions: [],
  broken: 0,
  ...about,
});

export const ok = <T>(value: T): PeopleResult<T> => ({ ok: true, value });
export const refused = (code: PeopleFailure['code'], about: Partial<PeopleFailure> = {}) =>
  ({ ok: false, failure: peopleFailure(code, about) }) as const;

/** A background that has these people and this journal, and does what is asked. */
export function peopleAnswers(about: { list?: PeopleList; journal?: PeopleJournal } = {}): Answers {
  const { list = peopleList, journal: stored = journal() } = about;
  return {
    'people.list': () => ok(list),
    'people.libraries': ({ machineIdentifier }) => ok(libraries[machineIdentifier] ?? []),
    'people.journal': () => ok(stored),
    'people.saveInvitation': () => ok(stored),
    'people.removeInvitation': () => ok({ ...stored, invitations: [] }),
    'people.startLink': () => ok({ ...stored, redemptions: [redemption()] }),
    'people.inviteNamed': () =>
      ok({ ...stored, redemptions: [redemption({ stage: 'running', link: null })] }),
    'people.change': ({ access }) =>
      ok({
        access: access.map(({ machineIdentifier, libraries: ids }) => {
          const server = [attic, cabin].find((one) => one.machineIdentifier === machineIdentifier) ?? attic;
          return { machineIdentifier, share: ids.length === 0 ? null : share(server, ids) };
        }),
        failure: null,
      }),
    'people.remove': () => ok({ existed: true }),
  };
}
