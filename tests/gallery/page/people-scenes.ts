import { OperationError } from '../../../lib/domain/errors.ts';
import type { PeopleJournal } from '../../../lib/messages/people/contract.ts';
import { never } from '../../components/support/fake-ask.ts';
import {
  ada,
  attic,
  bo,
  cabin,
  invitation,
  journal,
  peopleAnswers,
  peopleFailure,
  peopleList,
  redemption,
  refused,
  step,
} from '../../components/support/people-samples.ts';
import { ago, hour, minute, overview, settings } from '../../components/support/samples.ts';
import { click, seen, type } from './play.ts';
import type { Scene } from './scene.ts';

/** The section is read when it is first looked at, so every scene is waited for. */
const people = (id: string, stored: PeopleJournal = journal(), about: Partial<Scene> = {}): Scene => ({
  id: `options-people-${id}`,
  page: 'options',
  section: 'people',
  overview,
  hosts: ['https://plex.tv/*', 'https://clients.plex.tv/*'],
  ...about,
  play: async () => {
    await about.play?.();
    await seen(peopleShows[`options-people-${id}`] ?? '');
  },
  answers: {
    'settings.read': () => settings,
    'scan.now': () => overview,
    ...peopleAnswers({ journal: stored }),
    ...about.answers,
  },
});

const view = (number: number) => (): Promise<void> => click(`main nav button:nth-child(${number})`);
const openAda = (): Promise<void> => click('tbody tr:nth-child(1) button');
const running = redemption({ stage: 'running', guest: bo, link: null });
const failedRun = redemption({
  id: 'run-2',
  stage: 'failed',
  link: null,
  guest: bo,
  stageSinceMs: ago(3 * hour),
  failure: peopleFailure('SERVER_ERROR', { server: 'cabin', retryable: true }),
  steps: [step('share', attic, 'undone'), step('share', cabin, 'planned')],
});
const over: PeopleJournal = journal({
  redemptions: [
    redemption({
      stage: 'done',
      link: null,
      guest: { id: 9, email: null, name: 'Ada Quill' },
      stageSinceMs: ago(40 * minute),
      endsAtMs: Date.now() + 13 * 24 * hour,
      steps: [
        step('share', attic, 'done'),
        step('share', cabin, 'done'),
        step('accept', attic, 'done'),
        step('accept', cabin, 'up-to-guest'),
      ],
    }),
    failedRun,
    redemption({ id: 'run-3', stage: 'expired', link: null, failure: peopleFailure('LINK_EXPIRED') }),
  ],
  broken: 1,
});

export const peopleScenes: readonly Scene[] = [
  people('not-allowed', journal(), { hosts: [] }),
  people('reading', journal(), { answers: { 'people.list': never } }),
  people('signed-out', journal(), { answers: { 'people.list': () => refused('TOKEN_MISSING') } }),
  people('offline', journal(), {
    answers: { 'people.list': () => refused('UNREACHABLE', { server: 'plex.tv', retryable: true }) },
  }),
  people('updated', journal(), {
    answers: {
      'people.list': () => {
        throw new OperationError('UPDATED', { operation: 'people.list' });
      },
    },
  }),
  people('nobody', journal({ invitations: [] }), {
    answers: { 'people.list': () => ({ ok: true, value: { ...peopleList, people: [] } }) },
  }),
  people('table'),
  people('search', journal(), { play: () => type('[name=search]', 'emile') }),
  people('chosen', journal(), { play: () => click('[name=all]') }),
  people('person', journal(), { play: openAda }),
  people('person-diff', journal(), {
    play: async () => {
      await openAda();
      await click('fieldset li:nth-child(2) input');
      await click('fieldset li:nth-child(3) input');
      await click('fieldset:nth-of-type(2) li:nth-child(1) input');
      await click('details > summary');
      await type('[name="filterMovies.label"]', 'kids');
    },
  }),
  people('person-changed-elsewhere', journal(), {
    answers: { 'people.change': () => refused('CHANGED_ELSEWHERE', { server: 'attic' }) },
    play: async () => {
      await openAda();
      await click('fieldset li:nth-child(3) input');
      await click('section section button');
    },
  }),
  people('person-remove', journal(), {
    play: async () => {
      await openAda();
      await click('main section > div > div:last-child button:last-child');
    },
  }),
  people('bulk', journal(), {
    play: async () => {
      await click('[name=all]');
      await click('main section > div:last-child button');
      await click('fieldset input');
      await click('fieldset li:nth-child(1) input');
    },
  }),
  people(
    'invitations',
    journal({
      invitations: [
        invitation(),
        invitation({
          id: 'b',
          name: 'Family',
          kind: 'home',
          uses: null,
          used: 0,
          accessLengthMs: null,
          expiresAtMs: null,
        }),
        invitation({ id: 'c', name: 'Summer', used: 3 }),
      ],
    }),
    { play: view(2) },
  ),
  people('no-invitation', journal({ invitations: [] }), { play: view(2) }),
  people('invitation-edit', journal(), {
    play: async () => {
      await view(2)();
      await click('main section li > div:last-child button');
    },
  }),
  people('invitation-problem', journal({ invitations: [] }), {
    play: async () => {
      await view(2)();
      await click('main section button');
      await type('[name=name]', 'Film night');
      await click('form button[type=submit]');
    },
  }),
  people('mail', journal(), {
    answers: { 'people.inviteNamed': () => refused('EMAIL_INVALID') },
    play: async () => {
      await view(2)();
      await click('main section li > div button:nth-child(3)');
      await type('[name=guest]', 'bo at example');
      await click('form button[type=submit]');
    },
  }),
  people('link', journal({ redemptions: [redemption()] })),
  people(
    'confirm',
    journal({ redemptions: [redemption({ stage: 'waiting-for-owner', guest: bo, link: null })] }),
  ),
  people(
    'running',
    journal({
      redemptions: [
        {
          ...running,
          steps: [
            step('share', attic, 'done'),
            step('share', cabin, 'started'),
            step('accept', attic, 'planned'),
          ],
        },
      ],
    }),
  ),
  people(
    'undoing',
    journal({
      redemptions: [
        {
          ...running,
          stage: 'undoing',
          failure: peopleFailure('SERVER_ERROR', { server: 'cabin', retryable: true }),
          undoFailures: [peopleFailure('UNREACHABLE', { server: 'plex.tv', retryable: true })],
          steps: [step('share', attic, 'undo-failed'), step('share', cabin, 'planned')],
        },
      ],
    }),
  ),
  people('journal', over, { play: view(3) }),
  people('take-back', over, {
    play: async () => {
      await view(3)();
      await click('main section li button');
    },
  }),
];

export const peopleShows: Readonly<Record<string, string>> = {
  'options-people-not-allowed': 'Allow plex.tv first',
  'options-people-reading': 'Asking plex.tv who has access',
  'options-people-signed-out': 'Sign in with Plex as the owner',
  'options-people-offline': 'plex.tv can not be reached.',
  'options-people-updated': 'The extension was updated.',
  'options-people-nobody': 'Nothing is shared with anybody yet.',
  'options-people-table': '6 people',
  'options-people-search': '1 person',
  'options-people-chosen': '6 people chosen',
  'options-people-person': ada.email ?? '',
  'options-people-person-diff': 'Series at Basement Pictures is closed',
  'options-people-person-changed-elsewhere': 'Somebody has changed this elsewhere meanwhile',
  'options-people-person-remove': 'End the friendship with Ada Quill?',
  'options-people-bulk': 'The access of 5 people changes',
  'options-people-invitations': 'Raise the number to use it again',
  'options-people-no-invitation': 'No invitation is prepared yet.',
  'options-people-invitation-edit': 'Change the invitation',
  'options-people-invitation-problem': 'Choose at least one library',
  'options-people-mail': 'That is not an e-mail address.',
  'options-people-link': 'Copy the link',
  'options-people-confirm': 'Bo Lind has signed in.',
  'options-people-running': 'Sharing with Bo Lind.',
  'options-people-undoing': 'could not be taken back',
  'options-people-journal': 'Nobody signed in by this link in time.',
  'options-people-take-back': 'Take back what Ada Quill got by this?',
};
