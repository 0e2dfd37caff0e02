import { OperationError } from '../domain/errors.ts';
import { hasLibraries, type Invitation } from '../domain/invitation.ts';
import { PeopleError, peopleFailureOf } from '../domain/people-errors.ts';
import { isEmail } from '../domain/person.ts';
import type { Redemption } from '../domain/redemption.ts';
import type {
  InvitationDraft,
  OwnServer,
  PeopleJournal,
  PeopleRequests,
  PeopleResult,
  RedemptionView,
} from '../messages/people/contract.ts';
import type { PeopleBook } from '../people/people-book.ts';
import type { Redeemer } from '../people/redeemer.ts';
import type { PlexPeople } from '../ports/plex-people.ts';
import { changePerson } from './change-person.ts';
import type { PeopleRunner } from './people-runner.ts';

const listMs = 60_000;
const changeMs = 120_000;

export interface PeopleDeps {
  readonly people: PlexPeople;
  readonly book: PeopleBook;
  readonly redeemer: Pick<Redeemer, 'startLink' | 'prepareFor' | 'confirm' | 'cancel'>;
  readonly runner: Pick<PeopleRunner, 'run' | 'plan'>;
  /** Servers that the account owns. */
  readonly servers: (signal: AbortSignal) => Promise<readonly OwnServer[]>;
  readonly now: () => number;
  readonly newId: () => string;
}

type Handlers = {
  [Name in keyof PeopleRequests]: (
    request: PeopleRequests[Name]['request'],
  ) => Promise<PeopleRequests[Name]['response']>;
};

async function resultOf<T>(operation: string, work: () => Promise<T>): Promise<PeopleResult<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, failure: peopleFailureOf(error, operation) };
  }
}

/** What the options page may ask about people. Without `deps` this build has nothing to do with them. */
export function peopleHandlers(deps: PeopleDeps | undefined): Handlers {
  const given = (): PeopleDeps => {
    if (!deps) throw new OperationError('NOT_FOUND', { operation: 'people' });
    return deps;
  };
  return { ...personHandlers(given), ...invitationHandlers(given), ...redemptionHandlers(given) };
}

function personHandlers(given: () => PeopleDeps) {
  return {
    'people.list': () =>
      resultOf('people.list', async () => {
        const { people, servers } = given();
        const signal = AbortSignal.timeout(listMs);
        const { capabilities } = people;
        return { people: await people.listUsers(signal), servers: await servers(signal), capabilities };
      }),
    'people.libraries': ({ machineIdentifier }) =>
      resultOf('people.libraries', () =>
        given().people.getLibraries(machineIdentifier, AbortSignal.timeout(listMs)),
      ),
    'people.change': (change) =>
      resultOf('people.change', () => changePerson(given().people, change, AbortSignal.timeout(changeMs))),
    'people.remove': ({ what }) =>
      resultOf('people.remove', async () => ({
        existed: await given().people.deleteUser(what, AbortSignal.timeout(changeMs)),
      })),
  } satisfies Partial<Handlers>;
}

function invitationHandlers(given: () => PeopleDeps) {
  return {
    'people.journal': () => resultOf('people.journal', () => journalOf(given().book)),
    'people.saveInvitation': ({ invitation }) =>
      resultOf('people.saveInvitation', async () => {
        const { book } = given();
        await book.open();
        await book.putInvitation(invitationOf(given(), invitation));
        return journalOf(book);
      }),
    'people.removeInvitation': ({ id }) =>
      resultOf('people.removeInvitation', async () => {
        await given().book.removeInvitation(id);
        return journalOf(given().book);
      }),
  } satisfies Partial<Handlers>;
}

/** @throws PeopleError `LIBRARIES_EMPTY`: an invitation that opens nothing, or a server with nothing chosen. */
function invitationOf({ book, newId, now }: PeopleDeps, draft: InvitationDraft): Invitation {
  if (!hasLibraries(draft)) throw new PeopleError('LIBRARIES_EMPTY', { operation: 'people.saveInvitation' });
  const known = draft.id === null ? undefined : book.invitation(draft.id);
  return {
    ...draft,
    id: known?.id ?? newId(),
    createdAtMs: known?.createdAtMs ?? now(),
    used: known?.used ?? 0,
  };
}

function redemptionHandlers(given: () => PeopleDeps) {
  return {
    'people.startLink': ({ invitationId, where }) =>
      resultOf('people.startLink', async () => {
        const { redeemer, book, runner } = given();
        const asked = await redeemer.startLink(invitationId, where);
        if ('refused' in asked) throw new PeopleError(asked.refused, { operation: 'people.startLink' });
        runner.plan();
        return journalOf(book);
      }),
    'people.inviteNamed': ({ invitationId, email, name }) =>
      resultOf('people.inviteNamed', async () => {
        const { redeemer, book } = given();
        await book.open();
        const guest = guestOf(book.invitation(invitationId), email, name);
        const asked = await redeemer.prepareFor(invitationId, guest);
        if ('refused' in asked) throw new PeopleError(asked.refused, { operation: 'people.inviteNamed' });
        return start(given(), () => redeemer.confirm(asked.id));
      }),
    'people.confirm': ({ id }) =>
      resultOf('people.confirm', () => start(given(), () => given().redeemer.confirm(id))),
    'people.cancel': ({ id }) =>
      resultOf('people.cancel', async () => {
        const { redeemer, book } = given();
        await book.open();
        const isRefusal = book.redemption(id)?.stage === 'waiting-for-owner';
        return start(given(), () => redeemer.cancel(id, isRefusal ? 'NOT_ALLOWED_BY_OWNER' : 'CANCELLED'));
      }),
  } satisfies Partial<Handlers>;
}

/** Begins what may take minutes, and answers with what is known of it then; the journal tells how it goes on. */
async function start({ runner, book }: PeopleDeps, work: () => Promise<void>): Promise<PeopleJournal> {
  await book.open();
  void runner.run(work).then(() => runner.plan());
  await book.decide(() => ({ result: undefined })); // after the change that began it
  return journalOf(book);
}

function guestOf(invitation: Invitation | undefined, email: string | null, name: string) {
  const operation = 'people.inviteNamed';
  if (invitation?.kind === 'home') {
    if (name.trim() === '') throw new PeopleError('USERNAME_REQUIRED', { operation });
    return { email: null, name: name.trim() };
  }
  const address = email?.trim() ?? '';
  if (address === '') throw new PeopleError('EMAIL_REQUIRED', { operation });
  if (!isEmail(address)) throw new PeopleError('EMAIL_INVALID', { operation });
  return { email: address, name: name.trim() || address };
}

async function journalOf(book: PeopleBook): Promise<PeopleJournal> {
  await book.open();
  const redemptions = book
    .redemptions()
    .map(viewOf)
    .sort((a, b) => b.createdAtMs - a.createdAtMs);
  return { invitations: book.invitations(), redemptions, broken: book.broken };
}

/** Without the id of the code: who has it can fetch the guest's token. */
const viewOf = (run: Redemption): RedemptionView => ({
  id: run.id,
  invitationId: run.invitationId,
  invitationName: run.invitationName,
  terms: run.terms,
  createdAtMs: run.createdAtMs,
  stage: run.stage,
  stageSinceMs: run.stageSinceMs,
  guest: run.guest,
  steps: run.steps,
  isCancelled: run.isCancelled,
  failure: run.failure,
  undoFailures: run.undoFailures,
  endsAtMs: run.endsAtMs,
  link: run.pin && { url: run.pin.url, expiresAtMs: run.pin.expiresAtMs },
});
