// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ActivePage } from '../../components/popup/TorrentPageOffer.tsx';
import { emptyOverview } from '../../lib/domain/overview.ts';
import { drawPopup } from './support/draw.tsx';
import { useRealMessages } from './support/messages.ts';
import {
  ago,
  client,
  download,
  minute,
  nobody,
  onlineClient,
  overview,
  withServer,
} from './support/samples.ts';

useRealMessages();

const over = (address: string | null) => {
  const requested: string[] = [];
  const page: ActivePage = {
    find: async () => (address === null ? null : { kind: 'qbittorrent', address }),
    request: async (one) => {
      requested.push(one);
      return true;
    },
  };
  return { page, requested };
};

describe('the badges of the page below', () => {
  it('are switched off for its client', async () => {
    const hidden = { ...overview, clients: [{ ...onlineClient, hidesBadges: true }] };
    const { user, of } = drawPopup(
      overview,
      { 'badges.show': () => ({ ...hidden, takenAtMs: Date.now() }) },
      over(client.address).page,
    );
    const box = await screen.findByRole<HTMLInputElement>('switch', { name: 'Show badges here' });
    expect(box.checked).toBe(true);
    await user.click(box);
    expect(of('badges.show')).toEqual([{ clientId: 'client-1', isShown: false }]);
    await waitFor(() => expect(screen.getByRole<HTMLInputElement>('switch').checked).toBe(false));
  });

  it.each([null, 'http://elsewhere/'])('have no switch over another page: %s', async (address) => {
    drawPopup(overview, {}, over(address).page);
    await screen.findByText('Recently added');
    expect(screen.queryByRole('switch')).toBeNull();
  });
});

describe('a pause', () => {
  it('is one click, and says so until it is over', async () => {
    const paused = { ...overview, isPaused: true, takenAtMs: Date.now() };
    const { user, of } = drawPopup(overview, {
      'pause.set': ({ isPaused }) => (isPaused ? paused : { ...overview, takenAtMs: Date.now() }),
    });
    await user.click(await screen.findByRole('button', { name: 'Pause' }));
    expect(await screen.findByText(/^Paused\. Nothing is scanned/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Pause' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Go on' }));
    await waitFor(() => expect(screen.queryByText(/^Paused/)).toBeNull());
    expect(of('pause.set')).toEqual([{ isPaused: true }, { isPaused: false }]);
  });
});

describe('a host that is not allowed', () => {
  it('is allowed right there', async () => {
    const { page, requested } = over(null);
    const shown = withServer({
      state: 'no-permission',
      code: 'PERMISSION_MISSING',
      address: 'http://192.168.1.20:32400',
    });
    const { user, of } = drawPopup(shown, {}, page);
    await user.click(await screen.findByRole('button', { name: 'Allow' }));
    expect(requested).toEqual(['http://192.168.1.20:32400']);
    await waitFor(() => expect(of('overview.refresh')).toHaveLength(2));
  });
});

describe('a server that is away', () => {
  it('says when it is asked again', () => {
    const away = withServer({ state: 'offline', code: 'UNREACHABLE', sinceMs: ago(25 * minute) });
    const retryAtMs = Date.now() + 4.5 * minute;
    const waiting = download('w', {
      stage: 'ready',
      problem: { code: 'UNREACHABLE', sinceMs: ago(minute), retryAtMs },
    });
    drawPopup({ ...away, downloads: [waiting] });
    const board = within(screen.getByRole('region', { name: /Basement Pictures/ }));
    expect(board.getByText(/^next try/).textContent).toBe('next try in 4 minutes');
  });
});

describe('a sign-in under way', () => {
  it('shows its code and the way back to its page', async () => {
    const url = 'https://app.plex.tv/auth#?code=ABCD';
    const state = {
      kind: 'waiting',
      code: 'ABCD',
      expiresAtMs: Date.now() + 10 * minute,
      url,
      trouble: null,
    } as const;
    const { user, of } = drawPopup(
      { ...emptyOverview, takenAtMs: ago(minute) },
      {
        'account.read': () => ({ ...nobody, state }),
        'account.cancel': () => nobody,
      },
    );
    expect((await screen.findByText('ABCD')).tagName).toBe('CODE');
    expect(screen.getByRole<HTMLAnchorElement>('link', { name: 'Open the page again' }).href).toBe(url);
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByText('ABCD')).toBeNull());
    expect(of('account.cancel')).toHaveLength(1);
  });
});
