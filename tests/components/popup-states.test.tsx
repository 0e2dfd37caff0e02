// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import { emptyOverview, type Overview, type ServerState } from '../../lib/domain/overview.ts';
import { drawPopup } from './support/draw.tsx';
import { never } from './support/fake-ask.ts';
import { useRealMessages } from './support/messages.ts';
import {
  activities,
  ago,
  download,
  minute,
  onlineClient,
  onlineServer,
  overview,
  withServer,
} from './support/samples.ts';

useRealMessages();

const link = (name: string): HTMLAnchorElement => screen.getByRole('link', { name });

describe('the popup', () => {
  it('draws what is stored before any answer has come', () => {
    drawPopup(overview, { 'overview.refresh': never });
    expect(screen.getByRole('heading', { name: 'Plex server Basement Pictures' })).toBeTruthy();
    expect(screen.getByText('Online')).toBeTruthy();
    expect(screen.getByText(/1\.41\.3\.9314/).textContent).toBe('1.41.3.9314');
    expect(screen.getByText('Refreshing')).toBeTruthy();
  });

  it('asks for fresh news once, and shows them', async () => {
    const fresh = withServer({ name: 'Attic' });
    const { of } = drawPopup(overview, { 'overview.refresh': () => ({ ...fresh, takenAtMs: Date.now() }) });
    expect(await screen.findByText('Attic')).toBeTruthy();
    expect(of('overview.refresh')).toHaveLength(1);
  });

  it('follows what is stored later', async () => {
    const { source } = drawPopup(overview);
    await waitFor(() => expect(screen.queryByText('Refreshing')).toBeNull());
    source.store({ ...withServer({ name: 'Cellar' }), takenAtMs: Date.now() + 1 });
    expect(await screen.findByText('Cellar')).toBeTruthy();
  });

  it('offers one thing when nothing is set up', async () => {
    drawPopup({ ...emptyOverview, takenAtMs: ago(minute) });
    expect((await screen.findByRole('heading', { name: 'Nothing is connected yet' })).tagName).toBe('H2');
    expect(link('Set up').getAttribute('href')).toBe('/welcome.html');
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('says once that Plex has signed Marquee out, whatever waits for that', () => {
    const signedOut = { ...onlineServer, state: 'needs-sign-in', code: 'TOKEN_INVALID' } as const;
    const problem = { code: 'TOKEN_INVALID', sinceMs: ago(minute), retryAtMs: null } as const;
    drawPopup({
      ...overview,
      signIn: 'lost',
      servers: [signedOut, { ...signedOut, machineIdentifier: 'b', name: 'Attic' }],
      downloads: [download('one', { stage: 'ready', problem })],
    });
    expect(screen.getAllByRole('alert').map((one) => one.textContent)).toEqual([
      expect.stringMatching(/^Plex has signed Marquee out/),
    ]);
    expect(link('Sign in again').getAttribute('href')).toBe('/options.html#plex');
    expect(screen.getAllByText('Sign-in needed')).toHaveLength(2);
    expect(screen.queryByText('Needs attention')).toBeNull();
    expect(screen.getByText('On its way into Plex')).toBeTruthy();
  });

  it('does not say that nothing is set up before it knows', () => {
    drawPopup(emptyOverview, { 'overview.refresh': never });
    expect(screen.queryByText('Nothing is connected yet')).toBeNull();
    expect(screen.getByText('Looking at your servers')).toBeTruthy();
  });

  it.each([
    ['clients', 'No torrent page is connected yet.', 'Add torrent page', '/options.html#clients'],
    ['servers', 'No Plex server is connected yet.', 'Connect Plex', '/options.html#plex'],
  ] as const)('says which half is missing without %s', async (half, sentence, action, href) => {
    drawPopup({ ...overview, [half]: [], downloads: [] });
    expect(await screen.findByText(sentence)).toBeTruthy();
    expect(link(action).getAttribute('href')).toBe(href);
  });

  it('says so when nothing was added and nothing waits', async () => {
    drawPopup({ ...withServer({ recent: [] }), downloads: [] });
    expect(await screen.findByText('Nothing was added lately.')).toBeTruthy();
    expect(screen.getByText('No download is waiting.')).toBeTruthy();
  });

  it('shows what Plex is busy with, and how far it is', () => {
    drawPopup(withServer({ activities }));
    const bar = screen.getByRole('progressbar', { name: 'Scanning Films' });
    expect([bar.getAttribute('value'), bar.getAttribute('max')]).toEqual(['62', '100']);
    expect(screen.getByText('62%')).toBeTruthy();
  });

  it('says when its own data could not be read', () => {
    drawPopup({ ...overview, storageBroken: true });
    expect(screen.getByRole('alert').textContent).toMatch(/could not be read/);
  });

  it('keeps showing what it knew when the background does not answer', async () => {
    drawPopup(overview, {
      'overview.refresh': () => {
        throw new OperationError('UPDATED', { operation: 'overview.refresh' });
      },
    });
    expect((await screen.findByRole('alert')).textContent).toBe(
      'The extension was updated. Reload this page.',
    );
    expect(screen.getByRole('button', { name: 'Reload' })).toBeTruthy();
    expect(screen.getByText('Basement Pictures')).toBeTruthy();
  });
});

describe('a server that is not well', () => {
  const cases: readonly [ServerState, string, RegExp, string, string | null][] = [
    ['starting', 'Starting', /Basement Pictures is starting or busy/, 'Try again', null],
    ['offline', 'Offline', /Nothing answered at Basement Pictures/, 'Try again', null],
    ['needs-sign-in', 'Sign-in needed', /did not accept the token/, 'Enter token', '/options.html#plex'],
    [
      'wrong-server',
      'Another server',
      /Another Plex server answers here/,
      'Use this server',
      '/options.html#plex',
    ],
    [
      'no-permission',
      'Not allowed yet',
      /has not allowed access to Basement Pictures/,
      'Allow',
      '/options.html#plex',
    ],
  ];
  it.each(cases)('that is %s says "%s", why, and one remedy', (state, word, sentence, remedy, href) => {
    const { container } = drawPopup(withServer({ state, sinceMs: ago(25 * minute) }));
    const board = within(screen.getByRole('region', { name: /Basement Pictures/ }));
    expect(board.getByText(word)).toBeTruthy();
    expect(container.textContent).toMatch(sentence);
    expect(board.getByText(/^since/)).toBeTruthy();
    expect(container.querySelector('time')?.title).toBe('25 minutes ago');
    const choices = [...board.queryAllByRole('button'), ...board.queryAllByRole('link')];
    expect(choices.map((one) => one.textContent)).toEqual([remedy]);
    expect(choices[0]?.getAttribute('href')).toBe(href);
  });

  it('asks again when told to', async () => {
    const { user, of } = drawPopup(withServer({ state: 'offline' }));
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(of('overview.refresh')).toHaveLength(2));
  });
});

describe('a torrent client that is not well', () => {
  const troubled = (code: 'CLIENT_LOGIN' | 'UNREACHABLE' | 'CLIENT_BANNED'): Overview => ({
    ...overview,
    clients: [{ ...onlineClient, state: 'trouble', code }],
  });

  it('leads to its page when it wants a sign-in', () => {
    drawPopup(troubled('CLIENT_LOGIN'));
    expect(screen.getByText(/wants you to sign in/).textContent).toMatch(
      /^qBittorrent \(192\.168\.1\.20:8080\)/,
    );
    expect(link('Open the page').href).toBe('http://192.168.1.20:8080/');
    expect(link('Open the page').rel).toBe('noopener noreferrer');
  });

  it('is asked again when it did not answer', async () => {
    const { user, of } = drawPopup(troubled('UNREACHABLE'));
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(of('overview.refresh')).toHaveLength(2));
  });

  it('offers nothing but patience after a ban', () => {
    drawPopup(troubled('CLIENT_BANNED'));
    expect(screen.getByText(/blocked this computer/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });

  it('never makes a link of an address that is not of the web', () => {
    drawPopup({
      ...overview,
      clients: [{ ...onlineClient, state: 'trouble', code: 'CLIENT_LOGIN', address: 'javascript:alert(1)' }],
    });
    expect(link('Open the page').getAttribute('href')).toBe('/options.html#clients');
  });
});

describe('the order of things', () => {
  it('puts trouble first', async () => {
    drawPopup({
      ...withServer({ activities }),
      downloads: [
        download('fine'),
        download('stuck', { problem: { code: 'NOT_APPEARED', sinceMs: ago(minute), retryAtMs: null } }),
      ],
    });
    const headings = screen.getAllByRole('heading', { level: 2 }).map((one) => one.textContent);
    expect(headings).toEqual([
      'Plex server Basement Pictures',
      'Needs attention1',
      'On its way into Plex1',
      'Plex is busy with',
      'Recently added',
    ]);
  });
});
