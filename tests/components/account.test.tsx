// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import type { AccountView, SettingsView } from '../../lib/messages/contract.ts';
import {
  lostSignIn,
  noneSecure,
  onlyPlain,
  ownServer,
  secondServer,
  sharedServer,
  signedIn,
  waiting,
  wellProbed,
} from './support/account-samples.ts';
import { createFakeAccess, drawOptions } from './support/draw.tsx';
import type { Answers } from './support/fake-ask.ts';
import { never } from './support/fake-ask.ts';
import { useRealMessages } from './support/messages.ts';
import {
  failedAt,
  nobody,
  noSettings,
  overview,
  passedPlexSteps,
  server,
  settings,
} from './support/samples.ts';

useRealMessages();

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const [home, plain, away, relay] = ownServer.addresses.map(({ address }) => address);
const check = { steps: passedPlexSteps, server };

/** A background in which a server is connected once it is used. */
function connecting(view: AccountView, answers: Answers = {}) {
  let stored: SettingsView = noSettings;
  return {
    'settings.read': () => stored,
    'account.read': () => view,
    'account.use': () => {
      stored = { ...settings, clients: [] };
      return check;
    },
    ...answers,
  } satisfies Answers;
}

describe('signing in with Plex', () => {
  it('asks the browser for plex.tv first, and then for a code', async () => {
    const { access, of } = drawOptions('plex', {
      'account.start': () => waiting(),
      'account.watch': () => waiting(),
    });
    fireEvent.click(await button('Sign in with Plex'));
    expect(access.requested).toEqual(['https://plex.tv/']);
    expect(await screen.findByText('Waiting for you to agree in the tab of plex.tv')).toBeTruthy();
    expect(of('account.start')).toHaveLength(1);
  });

  it('says beforehand that Plex will list Marquee as a device', async () => {
    drawOptions('plex');
    expect(await screen.findByText(/authorised devices/)).toBeTruthy();
  });

  it('asks nobody for a code when the browser was not allowed to', async () => {
    const { of } = drawOptions('plex', {}, { access: createFakeAccess(async () => false) });
    fireEvent.click(await button('Sign in with Plex'));
    expect((await screen.findByRole('alert')).textContent).toMatch(/has not allowed access to plex\.tv/);
    expect(of('account.start')).toEqual([]);
  });

  it('shows code and time left, counted down, and goes on where a closed page left it', async () => {
    const view = waiting(28_000);
    drawOptions('plex', { 'account.read': () => view, 'account.watch': () => view });
    expect((await screen.findByRole('timer')).textContent).toMatch(/^14:3[12] left$/);
    expect(screen.getByText('5f0c1e9a7b3d2846f0c1e9a7b')).toBeTruthy();
    await waitFor(() => expect(screen.getByRole('timer').textContent).toMatch(/^14:(30|31) left$/), {
      timeout: 3_000,
    });
  });

  it('can be given up', async () => {
    const { of } = drawOptions('plex', {
      'account.read': () => waiting(),
      'account.watch': () => waiting(),
      'account.cancel': () => ({ ...nobody, state: { kind: 'cancelled' } }),
    });
    fireEvent.click(await button('Cancel'));
    expect(await screen.findByText('The sign-in was cancelled.')).toBeTruthy();
    expect(of('account.cancel')).toHaveLength(1);
  });

  it('shows the servers when the yes has come, without a click', async () => {
    let view = waiting();
    drawOptions('plex', { 'account.read': () => view, 'account.watch': () => view });
    await screen.findByRole('timer');
    view = signedIn(ownServer);
    expect(await screen.findByRole('heading', { name: ownServer.name }, { timeout: 3_000 })).toBeTruthy();
    expect(screen.getByText('Ada')).toBeTruthy();
  });

  it.each([
    [{ kind: 'expired' }, /The code has run out\./],
    [{ kind: 'failed', code: 'UNREACHABLE' }, /did not work\. Nothing answered at plex\.tv/],
  ] as const)('that came to nothing says why: %j', async (state, text) => {
    drawOptions('plex', { 'account.read': () => ({ ...nobody, state }) });
    expect(await button('Sign in with Plex')).toBeTruthy();
    expect(document.body.textContent).toMatch(text);
  });
});

describe('a server of the account', () => {
  it('is tried every way at one click, by what is encrypted, and connected by the best', async () => {
    const { access, of } = drawOptions(
      'plex',
      connecting(signedIn(ownServer), { 'account.probe': () => wellProbed, 'plex.test': () => check }),
    );
    fireEvent.click(await button(/^Connect Basement/));
    expect(access.requested).toEqual([home, away, relay]);
    expect(await screen.findByText('is connected.', { exact: false })).toBeTruthy();
    expect(of('account.use')).toEqual([
      { machineIdentifier: ownServer.machineIdentifier, address: home, ownAddress: null, allowHttp: false },
    ]);
  });

  it('is connected by http only after a click that says what that means', async () => {
    let probe = noneSecure;
    const { access, of } = drawOptions(
      'plex',
      connecting(signedIn(ownServer), { 'account.probe': () => probe, 'plex.test': () => check }),
    );
    fireEvent.click(await button(/^Connect Basement/));
    expect(await screen.findByText(/Whoever can listen in that network/)).toBeTruthy();
    expect(document.body.textContent?.match(/Nothing answered at Basement Pictures/g)).toHaveLength(2);
    expect(screen.getByText('148 ms')).toBeTruthy();
    expect(of('account.use')).toEqual([]);
    probe = onlyPlain;
    access.requested.length = 0;
    fireEvent.click(await button('Use http at home'));
    expect(access.requested).toContain(plain);
    await waitFor(() => expect(of('account.use')).toMatchObject([{ address: plain, allowHttp: true }]));
  });

  it('can be reached at an address that plex.tv does not know', async () => {
    const { user, access, of } = drawOptions(
      'plex',
      connecting(signedIn(ownServer), {
        'account.probe': ({ ownAddress }) =>
          ownAddress ? { ...wellProbed, usable: [ownAddress, ...wellProbed.usable] } : noneSecure,
        'plex.test': () => check,
      }),
    );
    fireEvent.click(await button(/^Connect Basement/));
    const field = await screen.findByLabelText('Your address of this server');
    await user.type(field, 'https://home.example.com/plex');
    access.requested.length = 0;
    fireEvent.click(screen.getByRole('button', { name: 'Try and use' }));
    expect(access.requested).toEqual(['https://home.example.com/plex']);
    await waitFor(() =>
      expect(of('account.use')).toMatchObject([
        { address: 'https://home.example.com/plex', ownAddress: 'https://home.example.com/plex' },
      ]),
    );
  });

  it('says at which step it failed to connect', async () => {
    drawOptions(
      'plex',
      connecting(signedIn(ownServer), {
        'account.probe': () => wellProbed,
        'account.use': () => ({
          steps: failedAt(passedPlexSteps, 'libraries', 'NO_LIBRARIES'),
          server: null,
        }),
      }),
    );
    fireEvent.click(await button(/^Connect Basement/));
    expect((await screen.findByRole('alert')).textContent).toMatch(/no film, show or music library/);
  });

  it('says plainly that it is somebody else’s, for viewing', async () => {
    drawOptions('plex', { 'account.read': () => signedIn(ownServer, secondServer, sharedServer) });
    const panel = within(await screen.findByRole('region', { name: sharedServer.name }));
    expect(panel.getByText(/shares this server with you/).textContent).toMatch(
      /only its owner can have it scanned/,
    );
    expect(screen.getByText('Plex has not heard from it lately')).toBeTruthy();
  });

  it('is not offered twice', async () => {
    drawOptions(
      'plex',
      { 'account.read': () => signedIn(ownServer, secondServer), 'plex.test': never },
      { stored: settings },
    );
    expect(await button(/^Connect Attic/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Connect Basement/ })).toBeNull();
  });
});

describe('a connected server of the account', () => {
  const answers: Answers = {
    'account.read': () => signedIn(ownServer),
    'account.probe': () => wellProbed,
    'account.use': () => check,
    'plex.test': () => check,
  };

  it('shows every way to it, the best chosen, and takes another one', async () => {
    const { user, of } = drawOptions('plex', answers, { stored: settings });
    fireEvent.click(await button('Try every connection'));
    const best = await screen.findByRole<HTMLInputElement>('radio', { name: /At home.*best/ });
    expect(best.checked).toBe(true);
    expect(screen.getByText('in use').closest('label')?.textContent).toMatch(/not encrypted/);
    await user.click(screen.getByRole('radio', { name: /From outside/ }));
    await user.click(await button('Use this connection'));
    expect(of('account.use')).toMatchObject([{ address: away }]);
  });

  it('has a colour among several, which can be changed', async () => {
    const stored = {
      ...settings,
      servers: [server, { ...server, machineIdentifier: 'b', name: 'Attic', colour: 2 }],
    };
    const { user, of } = drawOptions('plex', { ...answers, 'plex.colour': () => stored }, { stored });
    const attic = within(await screen.findByRole('region', { name: 'Attic' }));
    expect(attic.getByRole<HTMLInputElement>('radio', { name: 'Wine red' }).checked).toBe(true);
    await user.click(attic.getByRole('radio', { name: 'Teal' }));
    expect(of('plex.colour')).toEqual([{ machineIdentifier: 'b', colour: 5 }]);
  });
});

describe('a sign-in that Plex no longer takes', () => {
  const lost: Answers = {
    'account.read': () => lostSignIn(ownServer),
    'account.start': () => waiting(),
    'account.watch': () => waiting(),
    'plex.test': () => ({ steps: failedAt(passedPlexSteps, 'token', 'TOKEN_INVALID'), server: null }),
  };
  const about = { stored: settings, overview: { ...overview, signIn: 'lost' } } as const;

  it('is said once, with the one thing that helps, and nothing is taken away', async () => {
    const { access } = drawOptions('plex', lost, about);
    expect((await screen.findByRole('alert')).textContent).toMatch(/Nothing is lost/);
    await waitFor(() => expect(screen.getByText('Needs a look')).toBeTruthy());
    expect(screen.getAllByRole('alert')).toHaveLength(1);
    expect(screen.queryByText(/did not accept the token/)).toBeNull();
    expect(screen.getByRole('heading', { name: server.name })).toBeTruthy();
    fireEvent.click(await button('Sign in again'));
    expect(access.requested).toEqual(['https://plex.tv/']);
    expect(await screen.findByRole('timer')).toBeTruthy();
  });
});

describe('signing out', () => {
  it('says what stays, and does it only after that', async () => {
    const { user, of } = drawOptions(
      'plex',
      {
        'account.read': () => signedIn(ownServer),
        'account.signOut': () => ({ revoked: true, view: nobody }),
        'plex.test': never,
      },
      { stored: settings },
    );
    await user.click(await button('Sign out'));
    const question = within(screen.getByRole('dialog', { name: 'Sign out of Plex?' }));
    expect(question.getByText(/stay connected/).textContent).toMatch(/what is waiting stay/);
    expect(of('account.signOut')).toEqual([]);
    await user.click(question.getByRole('button', { name: 'Sign out' }));
    expect(await button('Sign in with Plex')).toBeTruthy();
  });

  it('says when plex.tv could not be told', async () => {
    const { user } = drawOptions('plex', {
      'account.read': () => signedIn(ownServer),
      'account.signOut': () => ({ revoked: false, view: nobody }),
    });
    await user.click(await button('Sign out'));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Sign out' }));
    expect(await screen.findByText(/plex\.tv could not be told/)).toBeTruthy();
  });

  it('says when it could not be done', async () => {
    const { user } = drawOptions('plex', {
      'account.read': () => signedIn(ownServer),
      'account.signOut': () => {
        throw new OperationError('STORAGE_BROKEN', { operation: 'test' });
      },
    });
    await user.click(await button('Sign out'));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Sign out' }));
    expect(await screen.findByText(/saved data could not be read/)).toBeTruthy();
  });
});
