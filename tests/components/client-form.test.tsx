// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { emptyOverview } from '../../lib/domain/overview.ts';
import type { SettingsView } from '../../lib/messages/contract.ts';
import { createFakeAccess, drawOptions } from './support/draw.tsx';
import { never } from './support/fake-ask.ts';
import { useRealMessages } from './support/messages.ts';
import { client, failedAt, onlineClient, passedClientSteps, server, settings } from './support/samples.ts';

useRealMessages();

const noClients: SettingsView = { ...settings, clients: [] };
const address = (): Promise<HTMLInputElement> => screen.findByRole('textbox', { name: 'Address' });
const save = (): HTMLElement => screen.getByRole('button', { name: 'Test and save' });
const choose = (name: string): HTMLElement => screen.getByRole('radio', { name });

describe('adding a torrent page', () => {
  it('asks the browser for that host first, before anything else is waited for', async () => {
    const access = createFakeAccess(never);
    const { user, of } = drawOptions('clients', {}, { stored: noClients, access });
    await user.type(await address(), 'nas:8080');
    fireEvent.click(save());
    expect(access.requested).toEqual(['http://nas:8080/']);
    expect(of('client.save')).toEqual([]);
  });

  it('uses the browser’s own session unless told otherwise', async () => {
    const { user, of } = drawOptions('clients', { 'client.save': never }, { stored: noClients });
    await user.type(await address(), 'http://nas:8080/qb/');
    await user.click(save());
    expect(of('client.save')).toEqual([
      {
        client: {
          kind: 'qbittorrent',
          address: 'http://nas:8080/qb/',
          access: 'browser-session',
          username: null,
        },
        secret: null,
      },
    ]);
  });

  it('sends a password once and shows it nowhere afterwards', async () => {
    let stored = noClients;
    const { user, of } = drawOptions('clients', {
      'settings.read': () => stored,
      'client.save': ({ client: added }) => {
        stored = { ...settings, clients: [{ ...added, id: 'client-1', refusal: null }] };
        return { steps: passedClientSteps, ok: true };
      },
    });
    await user.type(await address(), 'nas:8080');
    await user.click(choose('Username and password'));
    await user.type(screen.getByLabelText('Username'), 'ada');
    const password = screen.getByLabelText<HTMLInputElement>('Password');
    expect([password.type, password.autocomplete]).toEqual(['password', 'off']);
    await user.type(password, 'correct horse ');
    await user.click(save());
    await screen.findByText('is connected.', { exact: false });
    const [request] = of('client.save');
    expect(request?.secret).toBe('correct horse ');
    expect(request?.client.username).toBe('ada');
    const fields = [...document.querySelectorAll('input')].map((field) => field.value);
    expect(document.documentElement.outerHTML + fields.join()).not.toContain('correct horse');
    expect(screen.getByText('Signed in with a password')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Next: check the folders' }).getAttribute('href')).toBe('#paths');
  });

  it('leaves out what was typed for another way to sign in', async () => {
    const { user, of } = drawOptions('clients', { 'client.save': never }, { stored: noClients });
    await user.type(await address(), 'nas:8080');
    await user.click(choose('Username and password'));
    await user.type(screen.getByLabelText('Password'), 'typed');
    await user.click(choose('API key'));
    expect(screen.queryByLabelText('Username')).toBeNull();
    await user.clear(screen.getByLabelText('API key', { selector: '[type=password]' }));
    await user.type(screen.getByLabelText('API key', { selector: '[type=password]' }), 'qbt_key');
    await user.click(save());
    expect(of('client.save')[0]).toMatchObject({
      secret: 'qbt_key',
      client: { access: 'api-key', username: null },
    });
  });

  it('leads to the page when its session has ended', async () => {
    const { user } = drawOptions(
      'clients',
      {
        'client.save': () => ({ steps: failedAt(passedClientSteps, 'signed-in', 'CLIENT_LOGIN'), ok: false }),
      },
      { stored: noClients },
    );
    await user.type(await address(), 'nas:8080');
    await user.click(save());
    expect((await screen.findByRole('alert')).textContent).toBe('nas:8080 wants you to sign in.');
    const open = screen.getByRole<HTMLAnchorElement>('link', { name: 'Open the page' });
    expect([open.href, open.target]).toEqual(['http://nas:8080/', '_blank']);
  });

  it('leads to the password when it was wrong', async () => {
    const { user } = drawOptions(
      'clients',
      {
        'client.save': () => ({
          steps: failedAt(passedClientSteps, 'signed-in', 'CLIENT_PASSWORD_WRONG'),
          ok: false,
        }),
      },
      { stored: noClients },
    );
    await user.type(await address(), 'nas:8080');
    await user.click(choose('Username and password'));
    await user.click(save());
    await user.click(await screen.findByRole('button', { name: 'Change sign-in' }));
    expect(document.activeElement).toBe(screen.getByLabelText('Password'));
  });
});

describe('the program behind a torrent page', () => {
  const program = (): HTMLSelectElement => screen.getByRole('combobox', { name: 'Program' });

  it('is suggested by the address, until the person has chosen', async () => {
    const { user, of } = drawOptions('clients', { 'client.save': never }, { stored: noClients });
    await user.type(await address(), 'nas:9091/transmission/web/');
    expect(program().value).toBe('transmission');
    await user.selectOptions(program(), 'Deluge');
    await user.type(await address(), '?');
    await user.click(save());
    expect(of('client.save')[0]?.client.kind).toBe('deluge');
  });

  it('is asked for a password alone where it knows no user names', async () => {
    const { user, of } = drawOptions('clients', { 'client.save': never }, { stored: noClients });
    await user.type(await address(), 'nas:8112');
    await user.click(choose('Password'));
    expect(screen.queryByLabelText('Username')).toBeNull();
    await user.type(screen.getByLabelText('Password', { selector: 'input[name=secret]' }), 'deluge');
    await user.click(save());
    expect(of('client.save')[0]).toMatchObject({ client: { username: null }, secret: 'deluge' });
  });

  it('has only its own ways to sign in', async () => {
    const { user, of } = drawOptions('clients', { 'client.save': never }, { stored: noClients });
    await user.type(await address(), 'nas:9091');
    await user.selectOptions(program(), 'qBittorrent');
    await user.click(choose('API key'));
    await user.selectOptions(program(), 'Transmission');
    expect(screen.queryByRole('radio', { name: 'API key' })).toBeNull();
    await user.click(save());
    expect(of('client.save')[0]?.client).toMatchObject({ kind: 'transmission', access: 'browser-session' });
  });
});

describe('a torrent page that is set up', () => {
  const troubled = {
    ...emptyOverview,
    clients: [{ ...onlineClient, state: 'trouble', code: 'PERMISSION_MISSING' } as const],
  };

  it('says how it was when last asked', async () => {
    drawOptions('clients', {}, { stored: settings, overview: { ...emptyOverview, clients: [onlineClient] } });
    const box = within(await screen.findByRole('region', { name: 'qBittorrent (192.168.1.20:8080)' }));
    expect(box.getByText('Connected')).toBeTruthy();
    expect(box.getByText('Signed in by this browser')).toBeTruthy();
  });

  it('says when its page can not be read', async () => {
    const overview = { ...emptyOverview, clients: [{ ...onlineClient, isPageUnreadable: true }] };
    drawOptions('clients', {}, { stored: settings, overview });
    expect(await screen.findByText(/no torrent could be found in it/)).toBeTruthy();
  });

  it('is allowed again at the click, and then asked', async () => {
    const { access, of } = drawOptions(
      'clients',
      { 'scan.now': never },
      { stored: settings, overview: troubled },
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Allow' }));
    expect(access.requested).toEqual([client.address]);
    await waitFor(() => expect(of('scan.now')).toHaveLength(1));
  });

  it('keeps its address while its sign-in is changed', async () => {
    const { user } = drawOptions('clients', {}, { stored: settings });
    await user.click(await screen.findByRole('button', { name: 'Edit' }));
    expect((await address()).readOnly).toBe(true);
    expect(document.activeElement?.closest('form')).not.toBeNull();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Edit' }));
    expect(screen.queryByRole('textbox', { name: 'Address' })).toBeNull();
  });

  it('is removed after a question, together with the access to its host', async () => {
    const { user, of, access } = drawOptions(
      'clients',
      { 'client.remove': () => noClients },
      { stored: settings },
    );
    await user.click(await screen.findByRole('button', { name: 'Remove' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Remove' }));
    expect(await screen.findByRole('heading', { name: 'Add a torrent page' })).toBeTruthy();
    expect(of('client.remove')).toEqual([{ clientId: 'client-1' }]);
    expect(access.removed).toEqual([{ address: client.address, stillUsed: [server.address] }]);
  });

  it('keeps the access when it could not be removed', async () => {
    const { user, access } = drawOptions('clients', {}, { stored: settings });
    await user.click(await screen.findByRole('button', { name: 'Remove' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Remove' }));
    expect(await dialog.findByText(/makes no sense here/)).toBeTruthy();
    expect(access.removed).toEqual([]);
  });
});
