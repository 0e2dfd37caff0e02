// @vitest-environment happy-dom
import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import type { Overview } from '../../lib/domain/overview.ts';
import type { MappingProposals, SettingsView } from '../../lib/messages/contract.ts';
import { type DrawnOptions, drawOptions } from './support/draw.tsx';
import { type Answers, never } from './support/fake-ask.ts';
import { useRealMessages } from './support/messages.ts';
import {
  client,
  noProposals,
  nothingFits,
  overview,
  pathChecks,
  proposal,
  settings,
  threeProposals,
  withServer,
} from './support/samples.ts';

useRealMessages();
afterEach(() => {
  vi.useRealTimers();
});

const noMappings: SettingsView = { ...settings, mappings: [] };
const second = { ...client, id: 'client-2', address: 'http://seedbox:8080/' };
const covered = { ...pathChecks, paths: pathChecks.paths.slice(0, 2) };

function draw(
  proposed: MappingProposals,
  answers: Answers = {},
  stored: SettingsView = noMappings,
  shown: Overview = overview,
): DrawnOptions {
  return drawOptions(
    'paths',
    {
      'paths.check': () => covered,
      'mappings.propose': () => proposed,
      'mappings.save': ({ mappings }) => ({ ...stored, mappings }),
      'plex.test': never,
      ...answers,
    },
    { stored, overview: shown },
  );
}

const panel = async (): Promise<HTMLElement> =>
  screen.findByRole('region', { name: 'What your downloads show' });
const froms = (): (string | null)[] =>
  screen
    .queryAllByRole<HTMLInputElement>('textbox', { name: 'In the torrent client' })
    .map(({ value }) => value);
const keep = (from: string): Promise<HTMLElement> => screen.findByRole('button', { name: `Keep ${from}` });

describe('proposals of mappings', () => {
  it('are asked for at first set-up, and shown with their votes', async () => {
    const { of } = draw(threeProposals);
    expect(await screen.findByText('Marquee found how your paths fit:')).toBeTruthy();
    const rows = within(await panel()).getAllByText(/^seen in/);
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      'seen in 14 of 14 downloads',
      'seen in 4 of 5 downloads',
      'seen in 2 of 2 downloads',
    ]);
    expect(of('mappings.propose')).toHaveLength(1);
  });

  it('are asked for when a folder is not covered, and else only when the person wants it', async () => {
    const { of } = draw(threeProposals, { 'paths.check': () => pathChecks }, settings);
    expect(await keep('/downloads')).toBeTruthy();
    expect(of('mappings.propose')).toHaveLength(1);
  });

  it('wait for a click where mappings are set and every folder is covered', async () => {
    const { of, user } = draw(threeProposals, {}, settings);
    await screen.findByText('148 downloads');
    expect(of('mappings.propose')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Look for mappings' }));
    expect(await keep('/downloads')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Look again' }));
    expect(of('mappings.propose')).toHaveLength(2);
  });

  it('are kept with one click, which says so in its place and keeps the focus', async () => {
    const { user, of } = draw(threeProposals);
    await user.click(await keep('/audio'));
    expect(of('mappings.save')).toEqual([
      { mappings: [{ clientId: null, from: '/audio', to: '/data/music' }] },
    ]);
    const kept = await screen.findByRole('button', { name: 'Kept' });
    expect(document.activeElement).toBe(kept);
    expect(froms()).toEqual(['/audio']);
    expect(screen.queryByText('Not saved yet')).toBeNull();
    await user.click(kept);
    expect(of('mappings.save')).toHaveLength(1);
    expect(of('paths.check').length).toBeGreaterThan(0);
    await waitFor(() => expect(of('paths.check').at(-1)?.mappings).toHaveLength(1));
  });

  it('are kept all at once', async () => {
    const { user, of } = draw(threeProposals);
    await user.click(await keep('/kids'));
    await user.click(await screen.findByRole('button', { name: 'Keep all' }));
    expect(
      of('mappings.save')
        .at(-1)
        ?.mappings.map(({ from }) => from),
    ).toEqual(['/kids', '/downloads', '/audio']);
    await waitFor(() => expect(screen.getAllByRole('button', { name: 'Kept' })).toHaveLength(4));
  });

  it('save nothing of what is being typed, and lose none of it', async () => {
    const { user, of } = draw(threeProposals, {}, settings);
    await user.click(await screen.findByRole('button', { name: 'Look for mappings' }));
    await user.click(screen.getByRole('button', { name: 'Add mapping' }));
    await user.keyboard('/just/typed{Tab}/not/saved');
    await user.click(await keep('/audio'));
    expect(of('mappings.save')[0]?.mappings.map(({ from }) => from)).toEqual(['/downloads', '/audio']);
    expect(froms()).toEqual(['/downloads', '/just/typed', '/audio']);
    expect(screen.getByText('Not saved yet')).toBeTruthy();
  });

  it('replace a stored mapping of the same folder', async () => {
    const { user, of } = draw(threeProposals, { 'paths.check': () => pathChecks }, settings);
    await user.click(await keep('/downloads'));
    expect(of('mappings.save')).toEqual([
      { mappings: [{ clientId: null, from: '/downloads', to: '/media' }] },
    ]);
    expect(froms()).toEqual(['/downloads']);
    expect(screen.queryByText('Not saved yet')).toBeNull();
  });

  it('are for their own torrent page when there are several', async () => {
    const own = { ...threeProposals, proposals: [{ ...proposal('/d', '/m', 3), clientId: 'client-2' }] };
    const { user, of } = draw(own, {}, { ...noMappings, clients: [client, second] });
    await user.click(await keep('/d'));
    expect(of('mappings.save')[0]?.mappings).toEqual([{ clientId: 'client-2', from: '/d', to: '/m' }]);
    expect(within(await panel()).getByText('seedbox:8080')).toBeTruthy();
  });

  it('say what they stand on', async () => {
    const { user } = draw({ ...noProposals, proposals: [proposal('/downloads', '/media', 14)] });
    await user.click(await screen.findByText('What this stands on'));
    const shown = within(await panel());
    expect(shown.getByText('Metropolis.1927.Restored.1080p.BluRay.x264')).toBeTruthy();
    expect(shown.getByText('/media/restored')).toBeTruthy();
    expect(shown.queryByRole('button', { name: 'Keep all' })).toBeNull();
  });

  it('that could not be stored say why, and can be kept again', async () => {
    const { user } = draw(threeProposals, {
      'mappings.save': () => {
        throw new OperationError('STORAGE_BROKEN', { operation: 'mappings.save' });
      },
    });
    await user.click(await keep('/audio'));
    expect((await screen.findByRole('alert')).textContent).toMatch(/could not be read/);
    expect(await keep('/audio')).toBeTruthy();
    expect(froms()).toEqual([]);
  });
});

describe('when there is nothing to propose', () => {
  it('says that nothing fits, and which folders stay unexplained', async () => {
    draw(nothingFits);
    const shown = within(await panel());
    expect(await shown.findByText(/^Nothing fits, so there is no proposal\. 38 downloads/)).toBeTruthy();
    expect(shown.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      '/mnt/incoming/music',
      '/mnt/incoming/lectures',
    ]);
  });

  it.each([
    ['nothing is needed', noProposals, /^Nothing needs to be added\. 38 downloads/],
    ['nothing can be compared', { ...noProposals, lookedAt: 0 }, /^There is no finished download yet/],
  ])('says that %s', async (_what, answer, text) => {
    draw(answer);
    expect(await within(await panel()).findByText(text)).toBeTruthy();
  });

  it('says that the libraries were not read, and leads to where they are', async () => {
    const stopped = withServer({ library: { kind: 'stopped' } });
    draw({ ...noProposals, lookedAt: 0 }, {}, noMappings, stopped);
    const link = await screen.findByRole('link', { name: 'Read the libraries' });
    expect(link.getAttribute('href')).toBe('#plex');
  });

  it('says who could not be asked, beside what the others told', async () => {
    const failure = { operation: 'library', retryable: true, retryAfterMs: null } as const;
    draw({ ...threeProposals, failures: [{ ...failure, code: 'UNREACHABLE', server: 'Cellar' }] });
    expect((await screen.findByRole('alert')).textContent).toMatch(/Nothing answered at Cellar/);
    expect(await keep('/audio')).toBeTruthy();
  });

  it('says why it could not be asked at all, and asks again when told', async () => {
    let isBroken = true;
    const { user } = draw(noProposals, {
      'mappings.propose': () => {
        if (isBroken) throw new OperationError('TIMED_OUT', { operation: 'mappings.propose' });
        return threeProposals;
      },
    });
    expect((await screen.findByRole('alert')).textContent).toMatch(/did not answer in time/);
    isBroken = false;
    await user.click(screen.getByRole('button', { name: 'Look again' }));
    expect(await keep('/audio')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('while libraries are being read', () => {
  it('shows how far that is and asks again until it is done', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    let answer: MappingProposals = { ...noProposals, lookedAt: 0, reading: { done: 10, total: null } };
    const library = (done: number) =>
      withServer({ library: { kind: 'reading', done, total: 120_000 } as const });
    const { source, of } = draw(answer, { 'mappings.propose': () => answer }, noMappings, library(35_000));
    const shown = within(await panel());
    expect(await shown.findByText('35,000 of 120,000')).toBeTruthy();
    act(() => source.store(library(70_000)));
    expect(shown.getByRole('progressbar').getAttribute('value')).toBe('70000');
    answer = threeProposals;
    await act(() => vi.advanceTimersByTimeAsync(3_100));
    expect(await keep('/audio')).toBeTruthy();
    expect(shown.queryByRole('progressbar')).toBeNull();
    await act(() => vi.advanceTimersByTimeAsync(30_000));
    expect(of('mappings.propose')).toHaveLength(2);
  });

  it('asks once for each look, also when the section is left and opened again', async () => {
    const { of, user } = draw(threeProposals);
    await keep('/audio');
    await user.click(screen.getByRole('link', { name: 'About & privacy' }));
    await screen.findByRole('heading', { name: 'What is stored, and where' });
    await user.click(screen.getByRole('link', { name: 'Path mapping' }));
    expect(await keep('/audio')).toBeTruthy();
    expect(of('mappings.propose')).toHaveLength(1);
  });

  it('asks no more when another section is looked at', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const answer = { ...noProposals, lookedAt: 0, reading: { done: 10, total: 400 } };
    const { of } = draw(answer);
    expect(await screen.findByText('10 of 400')).toBeTruthy();
    act(() => {
      location.hash = 'about';
      window.dispatchEvent(new Event('hashchange'));
    });
    await act(() => vi.advanceTimersByTimeAsync(30_000));
    expect(of('mappings.propose')).toHaveLength(1);
  });
});
