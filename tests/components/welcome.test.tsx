// @vitest-environment happy-dom
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { AskProvider } from '../../components/ask.tsx';
import { PlexStatusDashboard } from '../../components/popup/PlexStatusDashboard.tsx';
import type { FoundPage } from '../../components/popup/TorrentPageOffer.tsx';
import { WelcomePage } from '../../components/welcome/WelcomePage.tsx';
import { emptyOverview, type Overview } from '../../lib/domain/overview.ts';
import type { SettingsView } from '../../lib/messages/contract.ts';
import { createFakeAccess, drawOptions, type FakeAccess } from './support/draw.tsx';
import { type Answers, createFakeAsk, never } from './support/fake-ask.ts';
import { createOverviewSource } from './support/fake-overview-source.ts';
import { useRealMessages } from './support/messages.ts';
import {
  client,
  clientKinds,
  failedAt,
  nobody,
  noProposals,
  noSettings,
  overview,
  passedClientSteps,
  passedPlexSteps,
  pathChecks,
  server,
  settings,
  threeProposals,
} from './support/samples.ts';

useRealMessages();

const covered = { ...pathChecks, paths: pathChecks.paths.slice(0, 2) };

function drawWelcome(stored: SettingsView, answers: Answers = {}, shown: Overview = emptyOverview) {
  const source = createOverviewSource(shown);
  const access = createFakeAccess();
  const fake = createFakeAsk({
    'settings.read': () => stored,
    'account.read': () => nobody,
    'plex.test': () => ({ steps: passedPlexSteps, server }),
    'paths.check': () => covered,
    'mappings.propose': () => noProposals,
    ...answers,
  });
  render(
    <AskProvider ask={fake.ask}>
      <WelcomePage overviewSource={source} access={access} clientKinds={clientKinds} />
    </AskProvider>,
  );
  return { ...fake, source, access, user: userEvent.setup() };
}

const card = (name: RegExp) => screen.findByRole('listitem', { name });

describe('the first run', () => {
  it('asks nothing of anybody but the background’s own memory', async () => {
    const { asked, access } = drawWelcome(noSettings);
    await card(/Connect Plex/);
    expect(new Set(asked.map(({ name }) => name))).toEqual(new Set(['settings.read', 'account.read']));
    expect(access.requested).toEqual([]);
  });

  it('has three cards, of which the last waits for the others', async () => {
    drawWelcome(noSettings);
    expect(
      await within(await card(/Connect Plex/)).findByRole('button', { name: 'Sign in with Plex' }),
    ).toBeTruthy();
    expect(within(await card(/Add your torrent page/)).getByText(/click Marquee’s icon/)).toBeTruthy();
    expect(within(await card(/Check a path/)).getByText(/first two steps are done/)).toBeTruthy();
    expect(screen.queryByText(/That is all/)).toBeNull();
  });

  it('goes on where it was left', async () => {
    drawWelcome({ ...settings, clients: [] });
    const plex = within(await card(/Connect Plex \(done\)/));
    expect(await plex.findByText('5 libraries')).toBeTruthy();
    expect(
      within(await card(/Add your torrent page/)).getByRole('textbox', { name: 'Address' }),
    ).toBeTruthy();
  });

  it('gives the focus to the next field when a server has been connected', async () => {
    let stored = noSettings;
    const { user } = drawWelcome(noSettings, {
      'settings.read': () => stored,
      'plex.save': () => {
        stored = { ...settings, clients: [] };
        return { steps: passedPlexSteps, server };
      },
    });
    const plex = within(await card(/Connect Plex/));
    await user.type(plex.getByRole('textbox', { name: 'Address' }), 'nas:32400');
    await user.click(plex.getByRole('button', { name: 'Test and save' }));
    const page = within(await card(/Add your torrent page/));
    await waitFor(() => expect(document.activeElement).toBe(page.getByRole('textbox', { name: 'Address' })));
  });

  it('shows at once what the popup has connected meanwhile', async () => {
    let stored: SettingsView = { ...settings, clients: [] };
    const { source } = drawWelcome(stored, { 'settings.read': () => stored }, { ...overview, clients: [] });
    await card(/Connect Plex \(done\)/);
    stored = settings;
    act(() => source.store(overview));
    expect(
      within(await card(/Add your torrent page \(done\)/)).getByRole('link', { name: /^Open/ }),
    ).toBeTruthy();
  });

  it('proposes mappings, keeps them at a click, and ends when every folder is covered', async () => {
    let checks = pathChecks;
    const { user, of } = drawWelcome(settings, {
      'paths.check': () => checks,
      'mappings.propose': () => threeProposals,
      'mappings.save': ({ mappings }) => {
        checks = covered;
        return { ...settings, mappings };
      },
    });
    const path = within(await card(/Check a path/));
    expect(path.queryByText(/That is all/)).toBeNull();
    await user.click(await path.findByRole('button', { name: 'Keep all' }));
    expect(of('mappings.save')).toHaveLength(1);
    expect(await screen.findByText(/That is all/)).toBeTruthy();
    expect(await card(/Check a path \(done\)/)).toBeTruthy();
  });
});

describe('the popup over a torrent page', () => {
  const page: FoundPage = { kind: 'transmission', address: 'http://192.168.1.30:9091/transmission/web/' };
  const use = () => screen.findByRole('button', { name: 'Use this page' });

  function drawOver(found: FoundPage | null, answers: Answers = {}, access: FakeAccess = createFakeAccess()) {
    const fake = createFakeAsk({
      'overview.refresh': never,
      'settings.read': () => settings,
      'poster.read': never,
      'client.offer': () => ({}),
      'client.take': () => ({ steps: passedClientSteps, ok: true }),
      ...answers,
    });
    const activePage = { find: async () => found, request: access.request };
    const overviewSource = createOverviewSource(overview);
    render(
      <AskProvider ask={fake.ask}>
        <PlexStatusDashboard {...{ overviewSource, activePage }} />
      </AskProvider>,
    );
    return { ...fake, access };
  }

  it('asks the browser within the click, and leaves the rest to the background should that close it', async () => {
    const access = createFakeAccess(never);
    const { of } = drawOver(page, {}, access);
    fireEvent.click(await use());
    expect(access.requested).toEqual([page.address]);
    expect(of('client.offer')).toEqual([{ client: { ...page, access: 'browser-session', username: null } }]);
    expect(of('client.take')).toEqual([]);
  });

  it('connects it when it is still open', async () => {
    const { of } = drawOver(page);
    fireEvent.click(await use());
    expect(await screen.findByText('is connected.', { exact: false })).toBeTruthy();
    expect(of('client.take')).toHaveLength(1);
  });

  it('says what is missing', async () => {
    drawOver(page, {
      'client.take': () => ({ steps: failedAt(passedClientSteps, 'signed-in', 'CLIENT_LOGIN'), ok: false }),
    });
    fireEvent.click(await use());
    expect((await screen.findByRole('alert')).textContent).toBe('192.168.1.30:9091 wants you to sign in.');
    expect(screen.getByRole('link', { name: 'Open options' }).getAttribute('href')).toBe(
      '/options.html#clients',
    );
  });

  it('offers nothing for a page that is connected, or that is none', async () => {
    drawOver({ kind: 'qbittorrent', address: client.address });
    drawOver(null);
    await act(async () => undefined);
    expect(screen.queryByRole('button', { name: 'Use this page' })).toBeNull();
  });
});

describe('the addresses Marquee may talk to', () => {
  const [serverPattern, clientPattern] = ['http://192.168.1.20:32400/*', 'http://192.168.1.20:8080/*'];
  const of = (pattern: string) => `access to ${pattern.replace('/*', '')}`;

  it('are listed as the browser has them, each to be taken back', async () => {
    const access = createFakeAccess();
    access.granted.push(serverPattern, clientPattern, 'https://plex.tv/*', 'http://old.test/*');
    const { user } = drawOptions('about', {}, { access, stored: settings });
    expect(await screen.findAllByText('http://old.test')).not.toEqual([]);
    expect(screen.getAllByText('Not in use')).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: `Take back ${of('http://old.test/*')}` }));
    await waitFor(() => expect(screen.queryByText('http://old.test')).toBeNull());
    expect(access.granted).toHaveLength(3);
  });

  it('that were taken away become one button', async () => {
    const access = createFakeAccess();
    access.granted.push(serverPattern);
    drawOptions('about', {}, { access, stored: settings });
    expect(await screen.findByText('The browser no longer allows it')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: `Allow again ${of(clientPattern)}` }));
    expect(access.requested).toEqual([client.address]);
  });
});
