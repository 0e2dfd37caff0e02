// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import { activityItems, healthy, reportText, unreachable, wouldScan } from './support/activity-samples.ts';
import { drawOptions } from './support/draw.tsx';
import { createFakeAccess } from './support/fake-access.ts';
import { useRealMessages } from './support/messages.ts';
import { overview, settings } from './support/samples.ts';

useRealMessages();

const about = { stored: settings, overview };
const hash = 'a'.repeat(40) as never;

describe('the activity', () => {
  const draw = () =>
    drawOptions(
      'activity',
      {
        'activity.read': () => ({ items: activityItems }),
        'download.retry': () => overview,
        'download.ignore': () => overview,
        'dryRun.list': () => ({
          torrents: [{ clientId: 'client-1', hash, name: 'Nosferatu.1922' }],
          failures: [],
        }),
        'dryRun.plan': () => wouldScan,
      },
      about,
    );

  it('tells of each download what happened and why', async () => {
    draw();
    const entry = (
      await screen.findByRole('heading', { name: 'Metropolis.1927.Restored.1080p.BluRay.x264' })
    ).closest('article');
    expect(entry?.textContent).toContain('Scan request 1 sent');
    expect(entry?.textContent).toContain('Library Films, folder /data/media/films/Metropolis (1927)');
    expect(
      screen.getByRole('heading', { name: 'Nosferatu.1922.2160p.WEB-DL' }).closest('article')?.textContent,
    ).toContain('No Plex library contains that folder.');
  });

  it('tries again, scans again and dismisses, and reads what came of it', async () => {
    const { user, of } = draw();
    const stuck = within(
      (await screen.findByRole('heading', { name: /Nosferatu/ })).closest('article') as HTMLElement,
    );
    await user.click(stuck.getByRole('button', { name: 'Try again' }));
    await user.click(screen.getByRole('button', { name: 'Scan again' }));
    await user.click(stuck.getByRole('button', { name: 'Dismiss' }));
    expect([of('download.retry'), of('download.ignore')]).toEqual([
      [{ id: 'unmapped' }, { id: 'not-appeared' }],
      [{ id: 'unmapped' }],
    ]);
    await waitFor(() => expect(of('activity.read').length).toBeGreaterThanOrEqual(4));
  });

  it('says what would be scanned, and because of what', async () => {
    const { user, of } = draw();
    await user.click(await screen.findByRole('button', { name: 'Show finished torrents' }));
    await user.click(await screen.findByRole('button', { name: 'What would happen?' }));
    const said = await screen.findByText(/would be scanned, only the folder/);
    expect(said.textContent).toBe(
      'Library Films on Basement Pictures would be scanned, only the folder /data/media/films/Metropolis (1927).',
    );
    expect(said.parentElement?.textContent).toContain('The mapping from /downloads to /data/media');
    expect(said.parentElement?.textContent).toContain('quiet hours');
    expect(of('dryRun.plan')).toEqual([{ clientId: 'client-1', hash }]);
    expect(of('scan.now')).toEqual([]);
  });
});

describe('the doctor', () => {
  it('says that all is well, step by step', async () => {
    const { user } = drawOptions('diagnostics', { 'doctor.run': () => healthy }, about);
    await user.click(await screen.findByRole('button', { name: 'Look' }));
    expect((await screen.findByText('Everything is as it should be.')).closest('[role=status]')).toBeTruthy();
    expect(screen.getByText('You own this server')).toBeTruthy();
  });

  it('stops with the cause, the setting of the browser, and one remedy', async () => {
    const { user } = drawOptions('diagnostics', { 'doctor.run': () => unreachable }, about);
    await user.click(await screen.findByRole('button', { name: 'Look' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/probably can not find .*plex\.direct/);
    expect(alert.textContent).toContain('Local network access');
    expect(screen.getByRole('link', { name: 'Open Plex server' }).getAttribute('href')).toBe('#plex');
  });

  it('allows what is not allowed, and looks again', async () => {
    const access = createFakeAccess();
    const address = 'http://192.168.1.20:32400';
    const step = {
      step: 'permission',
      about: 'Attic',
      ok: false,
      code: 'PERMISSION_MISSING',
      found: null,
    } as const;
    const { user, of } = drawOptions(
      'diagnostics',
      { 'doctor.run': () => ({ steps: [step], address, blockedBy: null }) },
      { ...about, access },
    );
    await user.click(await screen.findByRole('button', { name: 'Look' }));
    await user.click(await screen.findByRole('button', { name: 'Allow' }));
    expect(access.requested).toEqual([address]);
    await waitFor(() => expect(of('doctor.run')).toHaveLength(2));
  });
});

describe('the report', () => {
  it('is copied exactly as it is shown', async () => {
    const { user } = drawOptions('diagnostics', { 'report.read': () => ({ text: reportText }) }, about);
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue(undefined);
    await user.click(await screen.findByRole('button', { name: 'Write report' }));
    const shown = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'The report' });
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await screen.findByText('Copied')).toBeTruthy();
    expect(write.mock.calls).toEqual([[shown.value]]);
    expect(shown.value).toBe(reportText);
  });
});

describe('notifications', () => {
  const change = ({ change: changed }: { change: object }) => ({ ...settings, ...changed });

  it('are asked for at the click, and then kept', async () => {
    const { user, of } = drawOptions('behaviour', { 'settings.change': change }, about);
    await user.click(await screen.findByRole('checkbox', { name: 'When something is in Plex' }));
    await waitFor(() =>
      expect(of('settings.change')).toEqual([
        { change: { notifications: { ready: true, attention: false } } },
      ]),
    );
  });

  it('stay off when the browser says no', async () => {
    const access = createFakeAccess(async () => false);
    const { user, of } = drawOptions('behaviour', { 'settings.change': change }, { ...about, access });
    await user.click(await screen.findByRole('checkbox', { name: 'When something waits for you' }));
    expect(await screen.findByText('The browser has not allowed notifications.')).toBeTruthy();
    expect(of('settings.change')).toEqual([]);
  });
});

it('says so when what happened can not be read', async () => {
  const fail = () => {
    throw new OperationError('UPDATED', { operation: 'activity.read' });
  };
  drawOptions('activity', { 'activity.read': fail }, about);
  expect((await screen.findByRole('alert')).textContent).toMatch(/was updated/);
});
