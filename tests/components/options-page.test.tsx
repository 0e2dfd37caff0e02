// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import { drawOptions } from './support/draw.tsx';
import { never } from './support/fake-ask.ts';
import { useRealMessages } from './support/messages.ts';
import { client, noSettings, overview, server, settings } from './support/samples.ts';

useRealMessages();

const answers = { 'plex.test': never, 'paths.check': never } as const;
const navigation = () => within(screen.getByRole('navigation', { name: 'Sections' }));

describe('the options page', () => {
  it('opens at the section that its address names', async () => {
    drawOptions('about', answers, { stored: settings });
    expect(await screen.findByRole('heading', { level: 2, name: 'About & privacy' })).toBeTruthy();
    expect(navigation().getByRole('link', { current: 'page' }).textContent).toBe('About & privacy');
    expect(document.title).toBe('About & privacy · Marquee');
  });

  it('goes from section to section, with the focus on the new heading', async () => {
    const { user } = drawOptions('plex', answers, { stored: settings });
    await screen.findByRole('heading', { level: 2, name: 'Plex server' });
    await user.click(navigation().getByRole('link', { name: /Torrent pages/ }));
    const heading = await screen.findByRole('heading', { level: 2, name: 'Torrent pages' });
    await waitFor(() => expect(document.activeElement).toBe(heading));
    expect(screen.queryByRole('heading', { name: 'Where “View in Plex” opens' })).toBeNull();
  });

  it('ticks off what has been set up', async () => {
    drawOptions('plex', answers, { stored: { ...settings, clients: [] } });
    expect(await screen.findByRole('link', { name: 'Plex done' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Torrent pages' })).toBeTruthy();
  });

  it('asks nobody but the background’s own memory before something is set up', async () => {
    const { asked } = drawOptions('plex', answers, { stored: noSettings });
    await screen.findByRole('heading', { name: 'Connect a server with a token' });
    expect(asked.map(({ name }) => name)).toEqual(['settings.read', 'account.read']);
  });

  it('offers to read the options again when they could not be read', async () => {
    let isBroken = true;
    const { user } = drawOptions('plex', {
      ...answers,
      'settings.read': () => {
        if (isBroken) throw new OperationError('STORAGE_BROKEN', { operation: 'settings.read' });
        return noSettings;
      },
    });
    expect((await screen.findByRole('alert')).textContent).toMatch(/could not be read/);
    isBroken = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'Connect a server with a token' })).toBeTruthy();
  });

  it('says what it may talk to, what is kept, and who made it', async () => {
    drawOptions('about', answers, { stored: settings });
    for (const { address } of [server, client]) {
      const { origin } = new URL(address);
      expect(await screen.findByRole('button', { name: `Allow again access to ${origin}` })).toBeTruthy();
    }
    expect(screen.getByText('Version 1.2.3')).toBeTruthy();
    expect(screen.getByText('Works with Plex. Not made or endorsed by Plex.')).toBeTruthy();
  });

  it('scans now, and says how that went', async () => {
    const { user } = drawOptions(
      'plex',
      { ...answers, 'scan.now': () => ({ ...overview, downloads: [] }) },
      { stored: settings },
    );
    await user.click(await screen.findByRole('button', { name: 'Scan now' }));
    expect(await screen.findByText('Nothing is waiting. Everything found is in Plex.')).toBeTruthy();
  });

  it('is walked with the keyboard in the order it is read', async () => {
    const { user } = drawOptions('plex', answers, { stored: noSettings });
    await screen.findByRole('button', { name: 'Sign in with Plex' });
    const walked: string[] = [];
    while (walked.at(-1) !== 'Test and save' && walked.length < 20) {
      await user.tab();
      const { activeElement } = document;
      // a browser leaves out what a closed <details> holds; happy-dom does not
      if (activeElement?.matches('details:not([open]) > :not(summary) *')) continue;
      walked.push(activeElement?.getAttribute('name') ?? activeElement?.textContent ?? '');
    }
    const sections = within(screen.getByRole('navigation'))
      .getAllByRole('link')
      .map((link) => link.textContent);
    expect(walked).toEqual([
      ...sections,
      'Sign in with Plex',
      'address',
      'token',
      'Where do I find the token?',
      'Test and save',
    ]);
  });
});
