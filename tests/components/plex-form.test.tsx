// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import type { SettingsView } from '../../lib/messages/contract.ts';
import { createFakeAccess, drawOptions } from './support/draw.tsx';
import { never } from './support/fake-ask.ts';
import { useRealMessages } from './support/messages.ts';
import { failedAt, noSettings, passedPlexSteps, server, settings } from './support/samples.ts';

useRealMessages();

const token = 'xyz-very-secret-token-0123';
const address = (): Promise<HTMLInputElement> => screen.findByRole('textbox', { name: 'Address' });
const tokenField = (): HTMLInputElement => screen.getByLabelText('Token');
const save = (): HTMLElement => screen.getByRole('button', { name: 'Test and save' });

/** The whole document as it could be read by anybody who looks at it: markup and what is typed into fields. */
const everythingShown = (): string =>
  [
    document.documentElement.outerHTML,
    ...[...document.querySelectorAll('input')].map((field) => field.value),
  ].join('\n');

/** A background that knows nothing at first and the server once it was saved. */
function background() {
  let stored: SettingsView = noSettings;
  return {
    'settings.read': () => stored,
    'plex.save': () => {
      stored = { ...settings, clients: [] };
      return { steps: passedPlexSteps, server };
    },
  };
}

describe('connecting a Plex server', () => {
  it('asks the browser for that host first, before anything else is waited for', async () => {
    const access = createFakeAccess(never);
    const { user, of } = drawOptions('plex', {}, { access });
    await user.type(await address(), '192.168.1.20:32400/web/index.html?X-Plex-Token=abc');
    fireEvent.click(save()); // nothing is awaited between the click and the next line
    expect(access.requested).toEqual(['http://192.168.1.20:32400/web/index.html']);
    expect(of('plex.save')).toEqual([]);
  });

  it('tests, ticks each step off, and forgets the token', async () => {
    const { user, of } = drawOptions('plex', background());
    await user.type(await address(), '192.168.1.20:32400');
    await user.type(tokenField(), ` ${token} `);
    await user.click(save());
    expect(await screen.findByText('is connected.', { exact: false })).toBeTruthy();
    expect(of('plex.save')).toEqual([
      { address: 'http://192.168.1.20:32400/', token, machineIdentifier: null },
    ]);
    expect(screen.getAllByText('passed')).toHaveLength(6);
    expect(screen.getByText('5 libraries')).toBeTruthy();
    expect(everythingShown()).not.toContain(token);
    expect(everythingShown()).not.toContain('very-secret');
    expect(screen.getByRole('link', { name: 'Next: add your torrent page' }).getAttribute('href')).toBe(
      '#clients',
    );
  });

  it('moves the focus to what was achieved', async () => {
    const { user } = drawOptions('plex', background());
    await user.type(await address(), 'nas');
    await user.click(save());
    await screen.findByText('is connected.', { exact: false });
    expect(document.activeElement?.textContent).toMatch(/Basement Pictures is connected/);
  });

  it('says what it is doing while the server is asked, and takes no second click', async () => {
    const { user, of } = drawOptions('plex', { 'plex.save': never });
    await user.type(await address(), 'nas:32400');
    await user.click(save());
    expect(await screen.findByText('Asking the server')).toBeTruthy();
    expect(screen.getByText('Allowed by the browser')).toBeTruthy();
    await user.click(save());
    expect(of('plex.save')).toHaveLength(1);
  });

  it('does not ask the browser for something that is no web address', async () => {
    const { user, access, of } = drawOptions('plex');
    await user.type(await address(), 'ftp://nas');
    await user.click(save());
    expect((await screen.findByRole('alert')).textContent).toMatch(/That is not a web address/);
    expect([access.requested, of('plex.save')]).toEqual([[], []]);
    await user.click(screen.getByRole('button', { name: 'Change address' }));
    expect(document.activeElement).toBe(await address());
  });

  it('asks the browser again when access was declined', async () => {
    const access = createFakeAccess(async () => false);
    const { user, of } = drawOptions('plex', {}, { access });
    await user.type(await address(), 'http://nas:32400');
    await user.click(save());
    expect((await screen.findByRole('alert')).textContent).toBe(
      'The browser has not allowed access to nas:32400 yet.',
    );
    fireEvent.click(screen.getByRole('button', { name: 'Allow' }));
    expect(access.requested).toHaveLength(2);
    expect(of('plex.save')).toEqual([]);
  });

  it('stops at the first step that failed, and leads to the field that mends it', async () => {
    const { user } = drawOptions('plex', {
      'plex.save': () => ({ steps: failedAt(passedPlexSteps, 'token', 'TOKEN_INVALID'), server: null }),
    });
    await user.type(await address(), 'nas:32400');
    await user.type(tokenField(), token);
    await user.click(save());
    expect((await screen.findByRole('alert')).textContent).toMatch(/did not accept the token/);
    expect(screen.getAllByText('passed')).toHaveLength(4);
    expect(screen.getAllByText('failed')).toHaveLength(1);
    expect(screen.queryByText('Libraries')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Enter token' }));
    await waitFor(() => expect(document.activeElement).toBe(tokenField()));
  });

  it('says so when the background can not be asked', async () => {
    const { user } = drawOptions('plex', {
      'plex.save': () => {
        throw new OperationError('UPDATED', { operation: 'plex.save' });
      },
    });
    await user.type(await address(), 'nas:32400');
    await user.click(save());
    expect((await screen.findByRole('alert')).textContent).toMatch(/The extension was updated/);
  });

  it('warns of http to an address outside the home network', async () => {
    const { user } = drawOptions('plex');
    await user.type(await address(), 'http://plex.example.com:32400');
    expect(screen.getByRole('alert').textContent).toMatch(/Use https/);
    await user.clear(await address());
    await user.type(await address(), 'https://plex.example.com:32400');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('hides what is typed as token, and keeps the browser from remembering it', async () => {
    drawOptions('plex');
    await address();
    const { type, autocomplete } = tokenField();
    expect([type, autocomplete]).toEqual(['password', 'off']);
    expect(tokenField().getAttribute('spellcheck')).toBe('false');
    expect(
      screen.getByRole('link', { name: 'Plex’s own article about the token' }).getAttribute('href'),
    ).toMatch(/^https:\/\/support\.plex\.tv\//);
  });
});

describe('a Plex server that is set up', () => {
  const saved = { stored: settings };

  it('can be joined by another, with the focus in its form and back again', async () => {
    const { user } = drawOptions('plex', { 'plex.test': never }, saved);
    const add = await screen.findByRole('button', { name: 'Add another server' });
    await user.click(add);
    expect(document.activeElement).toBe(await address());
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(document.activeElement).toBe(add);
    expect(screen.queryByRole('heading', { name: 'Connect a server with a token' })).toBeNull();
  });

  it('is tested with the stored token, and says what it is', async () => {
    const { of } = drawOptions('plex', { 'plex.test': () => ({ steps: passedPlexSteps, server }) }, saved);
    expect(await screen.findByText('5 libraries')).toBeTruthy();
    expect(screen.getByText('1.41.3.9314')).toBeTruthy();
    expect(of('plex.test')).toEqual([
      { address: server.address, token: null, machineIdentifier: server.machineIdentifier },
    ]);
  });

  it('can be changed without showing or sending the token', async () => {
    const { user, of } = drawOptions('plex', { 'plex.test': never, 'plex.save': never }, saved);
    await user.click(await screen.findByRole('button', { name: 'Edit' }));
    expect(screen.queryByLabelText('Token')).toBeNull();
    expect(screen.getByText(/never shown again/)).toBeTruthy();
    await user.click(save());
    expect(of('plex.save')).toEqual([
      { address: `${server.address}/`, token: null, machineIdentifier: server.machineIdentifier },
    ]);
    await user.click(screen.getByRole('button', { name: 'Replace' }));
    expect(tokenField().value).toBe('');
  });

  it('can be replaced by the other server that answers at its address', async () => {
    const { user, of } = drawOptions(
      'plex',
      {
        'plex.test': never,
        'plex.save': () => ({ steps: failedAt(passedPlexSteps, 'is-plex', 'WRONG_SERVER'), server: null }),
      },
      saved,
    );
    await user.click(await screen.findByRole('button', { name: 'Edit' }));
    await user.click(save());
    await user.click(await screen.findByRole('button', { name: 'Use this server' }));
    await waitFor(() =>
      expect(of('plex.save').map((one) => one.machineIdentifier)).toEqual([server.machineIdentifier, null]),
    );
  });

  it('is allowed again at the click, when the browser has taken the access away', async () => {
    const check = vi.fn(() => ({
      steps: failedAt(passedPlexSteps, 'permission', 'PERMISSION_MISSING'),
      server: null,
    }));
    const { access } = drawOptions('plex', { 'plex.test': check }, saved);
    fireEvent.click(await screen.findByRole('button', { name: 'Allow' }));
    expect(access.requested).toEqual([server.address]);
    await waitFor(() => expect(check).toHaveBeenCalledTimes(2));
  });

  it('is removed after a question, together with the access to its host', async () => {
    const { user, of, access } = drawOptions(
      'plex',
      { 'plex.test': never, 'plex.remove': () => ({ ...settings, servers: [] }) },
      saved,
    );
    await user.click(await screen.findByRole('button', { name: 'Remove' }));
    const question = within(screen.getByRole('dialog', { name: /^Remove Basement Pictures/ }));
    expect(question.getByText(/access to/).textContent).toContain(server.address);
    await user.click(question.getByRole('button', { name: 'Remove' }));
    expect(await screen.findByRole('heading', { name: 'Connect a server with a token' })).toBeTruthy();
    expect(of('plex.remove')).toEqual([{ machineIdentifier: server.machineIdentifier }]);
    expect(access.removed).toEqual([{ address: server.address, stillUsed: ['http://192.168.1.20:8080/'] }]);
  });

  it('stays when the question is answered with no', async () => {
    const { user, of } = drawOptions('plex', { 'plex.test': never }, saved);
    await user.click(await screen.findByRole('button', { name: 'Remove' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Keep' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(of('plex.remove')).toEqual([]);
  });

  it('saves where items open as soon as it is chosen', async () => {
    const { user, of } = drawOptions(
      'plex',
      { 'plex.test': never, 'settings.openIn': ({ openIn }) => ({ ...settings, openIn }) },
      saved,
    );
    const own = await screen.findByRole<HTMLInputElement>('radio', {
      name: 'The web app of your own server',
    });
    await user.click(own);
    expect(of('settings.openIn')).toEqual([{ openIn: 'server' }]);
    expect(await screen.findByText('Saved')).toBeTruthy();
    expect(own.checked).toBe(true);
  });
});
