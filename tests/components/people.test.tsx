// @vitest-environment happy-dom
import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { peopleErrorText } from '../../components/people/people-error.ts';
import { peopleErrorCodes } from '../../lib/domain/people-errors.ts';
import { plainPermissions } from '../../lib/domain/person.ts';
import { createFakeAccess, type DrawnOptions, drawOptions } from './support/draw.tsx';
import type { Answers } from './support/fake-ask.ts';
import { messages, useRealMessages } from './support/messages.ts';
import {
  ada,
  attic,
  bo,
  cabin,
  invitation,
  journal,
  ok,
  peopleAnswers,
  peopleFailure,
  peopleList,
  person,
  redemption,
  refused,
  share,
  step,
} from './support/people-samples.ts';
import { settings } from './support/samples.ts';

useRealMessages();

const patience = { timeout: 10_000 };

async function draw(
  answers: Answers = {},
  about: Parameters<typeof peopleAnswers>[0] = {},
  hosts: readonly string[] = ['https://plex.tv/*', 'https://clients.plex.tv/*'],
): Promise<DrawnOptions> {
  const access = createFakeAccess();
  access.granted.push(...hosts);
  const drawn = drawOptions('people', { ...peopleAnswers(about), ...answers }, { stored: settings, access });
  await screen.findByText(/Allow plex\.tv first|Invitations/, {}, patience);
  return drawn;
}

const rowNames = (): (string | null)[] =>
  screen.queryAllByRole('rowheader').map((row) => within(row).getByRole('button').textContent);
const press = async ({ user }: DrawnOptions, name: string | RegExp): Promise<void> =>
  user.click(await screen.findByRole('button', { name }, patience));
const openAda = async (drawn: DrawnOptions): Promise<void> => {
  await press(drawn, 'Ada Quill');
  await screen.findByRole('group', { name: attic.name }, patience);
};
/** What will change, line by line. */
const changes = (): (string | null)[] =>
  within(screen.getByRole('region', { name: 'What will change' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);
const box = async (server: string, library: string): Promise<HTMLElement> => {
  const group = await screen.findByRole('group', { name: server }, patience);
  return within(group).findByRole('checkbox', { name: library }, patience);
};

describe('the section of people', () => {
  it('asks plex.tv nothing before the browser allows it, and both its names at the click', async () => {
    const drawn = await draw({}, {}, []);
    expect(drawn.of('people.list')).toEqual([]);
    await press(drawn, 'Allow');
    expect(drawn.access.requested).toEqual(['https://plex.tv/', 'https://clients.plex.tv/']);
    await screen.findByText('6 people', {}, patience);
  });

  it('is left out of the page until somebody looks at it', async () => {
    const { of } = drawOptions('about', peopleAnswers(), { stored: settings });
    await screen.findByText('What is stored, and where', {}, patience);
    await act(async () => undefined);
    expect(of('people.list')).toEqual([]);
    expect(of('people.journal')).toEqual([]);
  });

  it('sends who is not signed in to where they can', async () => {
    await draw({ 'people.list': () => refused('TOKEN_MISSING') });
    const link = await screen.findByRole('link', { name: 'Sign in with Plex' }, patience);
    expect(link.getAttribute('href')).toBe('#plex');
  });

  it('can be tried again when plex.tv was away', async () => {
    let isAway = true;
    const drawn = await draw({
      'people.list': () =>
        isAway ? refused('UNREACHABLE', { server: 'plex.tv', retryable: true }) : ok(peopleList),
    });
    await screen.findByText(/plex\.tv can not be reached/, {}, patience);
    isAway = false;
    await press(drawn, 'Try again');
    await screen.findByText('6 people', {}, patience);
    expect(screen.queryByText(/plex\.tv can not be reached/)).toBeNull();
  });
});

describe('the table', () => {
  it('shows everybody with what they have, and finds by text, server and state', async () => {
    const { user } = await draw();
    await screen.findByText('6 people', {}, patience);
    expect(rowNames()).toHaveLength(6);
    await user.type(screen.getByRole('searchbox'), 'emile');
    await waitFor(() => expect(rowNames()).toEqual(['Émile Zo']));
    await user.clear(screen.getByRole('searchbox'));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Server' }), 'Cabin');
    await user.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'Not agreed yet');
    await waitFor(() => expect(rowNames()).toEqual(['new.one@example.org']));
  });

  it('draws a hundred of a thousand at first, says how many there are, and finds those not drawn', async () => {
    const many = Array.from({ length: 1_000 }, (_, at) =>
      person(at + 1, `Person ${String(at).padStart(4, '0')}`, { shares: [share(attic, [101])] }),
    );
    const drawn = await draw({}, { list: { ...peopleList, people: many } });
    await screen.findByText('1000 people', {}, patience);
    expect(rowNames()).toHaveLength(100);
    await press(drawn, 'Show 100 more');
    expect(rowNames()).toHaveLength(200);
    await drawn.user.type(screen.getByRole('searchbox'), '0987');
    await waitFor(() => expect(rowNames()).toEqual(['Person 0987']));
  });
});

describe('a person', () => {
  it('is changed only after what will change was shown, against what was seen', async () => {
    const drawn = await draw();
    await openAda(drawn);
    await drawn.user.click(await box(attic.name, 'Music'));
    await drawn.user.click(await box(attic.name, 'Series'));
    await drawn.user.click(await box(cabin.name, 'Films'));
    await drawn.user.click(screen.getByRole('checkbox', { name: 'Download what is shared' }));
    expect(changes()).toEqual([
      'Music at Basement Pictures is opened',
      'Series at Basement Pictures is closed',
      'Cabin is no longer shared',
      'Download what is shared: allowed',
    ]);
    expect(drawn.of('people.change')).toEqual([]);
    await press(drawn, 'Apply');
    await screen.findByText('Applied, and read back from plex.tv.', {}, patience);
    expect(drawn.of('people.change')).toEqual([
      {
        who: { id: 1, email: ada.email },
        access: [
          { machineIdentifier: 'attic', libraries: [101, 103] },
          { machineIdentifier: 'cabin', libraries: [] },
        ],
        permissions: { allowSync: true },
        seen: { attic: [101, 102], cabin: [201] },
      },
    ]);
  });

  it('keeps the draft when it was changed elsewhere, says so, and can be loaded again', async () => {
    const drawn = await draw({ 'people.change': () => refused('CHANGED_ELSEWHERE', { server: 'attic' }) });
    await openAda(drawn);
    await drawn.user.click(await box(attic.name, 'Music'));
    await press(drawn, 'Apply');
    const alert = await screen.findByRole('alert', {}, patience);
    expect(alert.textContent).toMatch(/Somebody has changed this elsewhere/);
    expect(changes()).toEqual(['Music at Basement Pictures is opened']);
    const before = drawn.of('people.list').length;
    await press(drawn, 'Load again');
    await waitFor(() => expect(drawn.of('people.list').length).toBe(before + 1));
  });

  it('shows what was reached when a server fails half way, and keeps the rest as a draft', async () => {
    const drawn = await draw({
      'people.change': () =>
        ok({
          access: [{ machineIdentifier: 'attic', share: share(attic, [101, 102, 103]) }],
          failure: peopleFailure('SERVER_ERROR', { server: 'cabin', retryable: true }),
        }),
    });
    await openAda(drawn);
    await drawn.user.click(await box(attic.name, 'Music'));
    await drawn.user.click(await box(cabin.name, 'Home videos'));
    await press(drawn, 'Apply');
    const alert = await screen.findByRole('alert', {}, patience);
    expect(alert.textContent).toBe('Cabin reported an error of its own.');
    expect(changes()).toEqual(['Home videos at Cabin is opened']);
  });

  it('can not be switched off, since Plex has no such thing: libraries are offered to be taken away', async () => {
    const drawn = await draw();
    await openAda(drawn);
    expect(screen.getByText(/Plex has no way to switch somebody off/)).toBeTruthy();
    await press(drawn, 'Take all libraries away');
    expect(screen.getAllByText(/is no longer shared/)).toHaveLength(2);
  });

  it.each([
    ['Stop sharing Cabin', { kind: 'share', machineIdentifier: 'cabin', shareId: 206 }],
    ['End the friendship', { kind: 'friendship', personId: 1 }],
  ] as const)('%s: only after a question, and nothing else with it', async (name, what) => {
    const drawn = await draw();
    await openAda(drawn);
    await press(drawn, name);
    expect(drawn.of('people.remove')).toEqual([]);
    const dialog = await screen.findByRole('dialog', {}, patience);
    await drawn.user.click(within(dialog).getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(drawn.of('people.remove')).toEqual([{ what }]));
  });

  it('gives the focus back to its row when it is closed', async () => {
    const drawn = await draw();
    await openAda(drawn);
    await press(drawn, 'Back to the list');
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Ada Quill'));
  });
});

describe('several people at once', () => {
  it('get exactly the same libraries, one after the other, and whoever could not is named', async () => {
    const drawn = await draw({
      'people.change': ({ who, access }) =>
        who.id === 3
          ? refused('NOT_CONFIRMED', { server: 'attic' })
          : ok({
              access: access.map(({ machineIdentifier, libraries }) => ({
                machineIdentifier,
                share: share(attic, libraries),
              })),
              failure: null,
            }),
    });
    await screen.findByText('6 people', {}, patience);
    await drawn.user.click(screen.getByRole('checkbox', { name: 'Choose everybody found' }));
    await press(drawn, 'Set libraries');
    await drawn.user.click(await screen.findByRole('checkbox', { name: attic.name }, patience));
    await drawn.user.click(await box(attic.name, 'Films'));
    expect(screen.getByText(/The access of 5 people changes/)).toBeTruthy();
    expect(screen.getByText('1 person has exactly this already.')).toBeTruthy();
    await press(drawn, 'Apply');
    await screen.findByText('5 of 5 done', {}, patience);
    const asked = drawn.of('people.change');
    expect(asked).toHaveLength(5);
    expect(asked.every(({ access }) => access.length === 1 && access[0]?.libraries.join() === '101')).toBe(
      true,
    );
    expect(asked.some(({ who }) => who.id === 2)).toBe(false); // has exactly that
    const seen = asked.flatMap(({ who, seen }) => (who.id === 3 ? [seen] : []));
    expect(seen).toEqual([{ [attic.machineIdentifier]: [104] }]);
    expect(screen.getByText(/plex\.tv took the change but does not show it/)).toBeTruthy();
  });
});

describe('invitations', () => {
  const view = async (drawn: DrawnOptions): Promise<void> => press(drawn, 'Invitations');

  it('are prepared with a name and libraries, and nothing is sent without', async () => {
    const drawn = await draw({}, { journal: journal({ invitations: [] }) });
    await view(drawn);
    await press(drawn, 'New invitation');
    expect(document.activeElement?.getAttribute('name')).toBe('name');
    await press(drawn, 'Save the invitation');
    expect(screen.getByText('Give it a name, so that you find it again.')).toBeTruthy();
    await drawn.user.type(screen.getByRole('textbox', { name: 'Name, for you alone' }), 'Film night');
    await press(drawn, 'Save the invitation');
    expect(screen.getByText(/Choose at least one library/)).toBeTruthy();
    await drawn.user.click(await box(attic.name, 'Films'));
    await drawn.user.click(await box(cabin.name, 'All libraries of Cabin'));
    await press(drawn, 'Save the invitation');
    await waitFor(() => expect(drawn.of('people.saveInvitation')).toHaveLength(1));
    expect(drawn.of('people.saveInvitation')[0]?.invitation).toEqual({
      id: null,
      name: 'Film night',
      kind: 'friend',
      access: [
        { machineIdentifier: 'attic', serverName: attic.name, libraries: { kind: 'chosen', ids: [101] } },
        { machineIdentifier: 'cabin', serverName: cabin.name, libraries: { kind: 'all' } },
      ],
      permissions: plainPermissions,
      accessLengthMs: null,
      expiresAtMs: null,
      uses: 1,
      isOn: true,
      confirm: 'ask',
    });
  });

  it('say why they can not be used, and what to do', async () => {
    const off = [invitation({ isOn: false }), invitation({ id: 'b', used: 3 })];
    const drawn = await draw({}, { journal: journal({ invitations: off }) });
    await view(drawn);
    expect(screen.getByText(/Switch it on to use it/)).toBeTruthy();
    expect(screen.getByText(/Raise the number to use it again/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Invite by link' })).toBeNull();
  });

  it('become a link to send, with the time it has left and a way out', async () => {
    let stored = journal();
    const change = (redemptions: typeof stored.redemptions) => () => {
      stored = journal({ redemptions });
      return ok(stored);
    };
    const drawn = await draw({
      'people.journal': () => ok(stored),
      'people.startLink': change([redemption()]),
      'people.cancel': change([redemption({ stage: 'cancelled', link: null })]),
    });
    await view(drawn);
    await press(drawn, 'Invite by link');
    expect(drawn.of('people.startLink')).toEqual([{ invitationId: 'films', where: 'anywhere' }]);
    await screen.findByText(/^https:\/\/app\.plex\.tv\/auth/, {}, patience);
    expect(screen.getByRole('timer').textContent).toMatch(/^14:\d\d left$/);
    await press(drawn, 'Cancel');
    await waitFor(() => expect(screen.queryByRole('timer')).toBeNull());
  });

  it('ask for the mistake to be mended in the field where it was made', async () => {
    const drawn = await draw({ 'people.inviteNamed': () => refused('EMAIL_INVALID') });
    await view(drawn);
    await press(drawn, 'Invite by e-mail');
    const field = screen.getByRole('textbox', { name: 'E-mail address' });
    await drawn.user.type(field, 'bo at example');
    await press(drawn, 'Send the invitation');
    await screen.findByText(/That is not an e-mail address/, {}, patience);
    expect(field.getAttribute('aria-invalid')).toBe('true');
  });
});

describe('a redemption', () => {
  it('is followed while it goes on, in whatever part of the section, and the list is read anew after it', async () => {
    const states = [
      redemption({ stage: 'waiting-for-owner', guest: bo, link: null }),
      redemption({ stage: 'running', guest: bo, link: null, steps: [step('share', attic, 'started')] }),
      redemption({ stage: 'done', guest: bo, link: null, steps: [step('share', attic, 'done')] }),
    ] as const;
    let at = 0;
    const shown = () => ok(journal({ redemptions: [states[at] ?? states[2]] }));
    const drawn = await draw({
      'people.journal': shown,
      'people.confirm': () => {
        at = 1;
        return shown();
      },
    });
    await screen.findByText(/has signed in/, {}, patience);
    await press(drawn, 'Share');
    expect(drawn.of('people.confirm')).toEqual([{ id: 'run-1' }]);
    await screen.findByText('under way', {}, patience);
    const lists = drawn.of('people.list').length;
    at = 2;
    await waitFor(() => expect(drawn.of('people.list').length).toBe(lists + 1), patience);
    expect(screen.queryByText('under way')).toBeNull();
  }, 30_000);

  it('that failed tells why, and each thing that was taken back', async () => {
    const run = redemption({
      stage: 'failed',
      link: null,
      guest: bo,
      failure: peopleFailure('SERVER_ERROR', { server: 'cabin', retryable: true }),
      steps: [step('share', attic, 'undone'), step('share', cabin, 'planned')],
    });
    const drawn = await draw({}, { journal: journal({ redemptions: [run] }) });
    await press(drawn, 'Journal');
    expect(screen.getByText(/^Not shared, everything was taken back/)).toBeTruthy();
    const entry = screen.getByText(/^Not shared, everything was taken back/).closest('li');
    expect(entry?.textContent).toContain('Cabin reported an error of its own.');
    expect(entry?.textContent).toContain('Share Basement Pictures taken back');
  });

  it('whose undoing failed says so, and that it is tried again', async () => {
    const run = redemption({
      stage: 'undoing',
      link: null,
      guest: bo,
      undoFailures: [peopleFailure('UNREACHABLE', { server: 'plex.tv', retryable: true })],
      steps: [step('share', attic, 'undo-failed')],
    });
    await draw({ 'people.journal': () => ok(journal({ redemptions: [run] })) });
    await screen.findByText('could not be taken back', {}, patience);
    expect(document.body.textContent).toContain('Marquee tries again by itself.');
    expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  });
});

describe('every error about people', () => {
  it.each(peopleErrorCodes)('%s is one sentence that says what to do', (code) => {
    const { sentence } = peopleErrorText(peopleFailure(code));
    const text = messages[`people_error_${code}`]?.message ?? '';
    expect(sentence).toBe(`people.error.${code}`);
    expect(text).toMatch(/^[{A-Zp].*\.$/);
    expect(text.split(/\. /).length).toBeLessThanOrEqual(2);
  });
});
