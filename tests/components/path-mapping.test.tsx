// @vitest-environment happy-dom
import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { PathMapping } from '../../lib/domain/media-path.ts';
import type { SettingsView } from '../../lib/messages/contract.ts';
import { type DrawnOptions, drawOptions } from './support/draw.tsx';
import type { Answers } from './support/fake-ask.ts';
import { useRealMessages } from './support/messages.ts';
import { client, noProposals, noSettings, pathChecks, settings } from './support/samples.ts';

useRealMessages();

const stored = { stored: settings };
const draw = (answers: Answers = {}, about: { stored: SettingsView } = stored): DrawnOptions =>
  drawOptions(
    'paths',
    { 'paths.check': () => pathChecks, 'mappings.propose': () => noProposals, ...answers },
    about,
  );
const froms = (): HTMLInputElement[] => screen.queryAllByRole('textbox', { name: 'In the torrent client' });
const tos = (): HTMLInputElement[] => screen.queryAllByRole('combobox', { name: 'In Plex' });
const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });

describe('the check of folders', () => {
  it('shows each folder with its library or that none covers it, the latter first', async () => {
    draw();
    await screen.findByText('3 downloads');
    const folders = screen.getAllByRole('listitem').filter((one) => /download/.test(one.textContent ?? ''));
    const texts = folders.filter((one) => !one.querySelector('fieldset')).map((one) => one.textContent);
    expect(texts).toEqual([
      '/mnt/incoming/musicNo library covers this path3 downloadsMap this folder',
      '/downloads/films/data/media/filmsLibrary Films148 downloads',
      '/downloads/series/data/media/seriesLibrary Series61 downloads',
    ]);
  });

  it('asks with what is being typed, once for a whole word, and only with paths that are whole', async () => {
    const { user, of } = draw();
    await waitFor(() => expect(of('paths.check')).toEqual([{ mappings: settings.mappings }]));
    const [from] = froms();
    await user.clear(from as HTMLInputElement);
    await user.type(from as HTMLInputElement, '/srv/new');
    await waitFor(() =>
      expect(of('paths.check').at(-1)?.mappings).toEqual([
        { clientId: null, from: '/srv/new', to: '/data/media' },
      ]),
    );
    expect(of('paths.check').length).toBeLessThanOrEqual(3);
    expect(
      of('paths.check')
        .flatMap(({ mappings }) => mappings)
        .every(({ from: path }) => path.startsWith('/')),
    ).toBe(true);
  });

  it('keeps the last answer that belongs to what is typed', async () => {
    const waiting: (() => void)[] = [];
    const { user } = draw({
      'paths.check': ({ mappings }) =>
        new Promise((resolve) => {
          const title = mappings[0]?.to ?? 'nothing';
          waiting.push(() => resolve({ ...pathChecks, paths: [{ ...firstPath(), sectionTitle: title }] }));
        }),
    });
    await waitFor(() => expect(waiting).toHaveLength(1));
    await user.type(tos()[0] as HTMLInputElement, '/x');
    await waitFor(() => expect(waiting).toHaveLength(2));
    waiting[1]?.();
    expect(await screen.findByText('/data/media/x')).toBeTruthy();
    await act(async () => waiting[0]?.());
    expect(screen.getByText('/data/media/x')).toBeTruthy();
  });

  it('says which server or client could not be asked', async () => {
    const failure = { operation: 'paths.sections', retryable: true, retryAfterMs: null } as const;
    draw({
      'paths.check': () => ({
        paths: [],
        locations: [],
        failures: [{ ...failure, code: 'UNREACHABLE', server: 'Basement' }],
      }),
    });
    expect((await screen.findByRole('alert')).textContent).toMatch(/Nothing answered at Basement/);
  });

  it('asks nothing before a server and a client are there', () => {
    const { of } = draw({}, { stored: noSettings });
    expect(of('paths.check')).toEqual([]);
  });
});

const firstPath = () => pathChecks.paths[0] as (typeof pathChecks.paths)[number];

describe('editing mappings', () => {
  it('starts one from a folder that no library covers, with a guess', async () => {
    const { user } = draw();
    await user.click(await screen.findByRole('button', { name: 'Map this folder' }));
    expect(froms().map(({ value }) => value)).toEqual(['/downloads', '/mnt/incoming/music']);
    expect(tos().map(({ value }) => value)).toEqual(['/data/media', '/data/media/music']);
    expect(document.activeElement).toBe(froms()[1]);
  });

  it('offers the folders of the Plex libraries to choose from', async () => {
    const { container } = draw();
    await screen.findByText('3 downloads');
    const options = [...container.querySelectorAll('datalist option')];
    expect(options.map((one) => [one.getAttribute('value'), one.getAttribute('label')])).toEqual([
      ['/data/media/films', 'Films'],
      ['/data/media/series', 'Series'],
      ['/data/media/music', 'Music'],
    ]);
  });

  it('saves nothing until told, then says that it is saved', async () => {
    let saved: readonly PathMapping[] = settings.mappings;
    const { user, of } = draw({
      'mappings.save': ({ mappings }) => {
        saved = mappings;
        return { ...settings, mappings };
      },
    });
    expect((await screen.findAllByRole('group', { name: 'Mapping 1' })).length).toBe(1);
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
    await user.click(button('Add mapping'));
    await user.type(froms()[1] as HTMLInputElement, ' /srv/music ');
    await user.type(tos()[1] as HTMLInputElement, 'D:\\Music');
    expect(screen.getByText('Not saved yet')).toBeTruthy();
    expect(of('mappings.save')).toEqual([]);
    await user.click(button('Save'));
    expect(await screen.findByText('Saved')).toBeTruthy();
    expect(saved).toEqual([...settings.mappings, { clientId: null, from: '/srv/music', to: 'D:\\Music' }]);
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  });

  it('refuses half a mapping and says what is missing', async () => {
    const { user, of } = draw();
    await user.click(await screen.findByRole('button', { name: 'Add mapping' }));
    await user.type(froms()[1] as HTMLInputElement, 'downloads');
    expect(screen.getByText(/^Write the whole path/)).toBeTruthy();
    await user.clear(froms()[1] as HTMLInputElement);
    await user.type(froms()[1] as HTMLInputElement, '/downloads/new');
    expect(screen.queryByText(/^Write the whole path/)).toBeNull();
    await user.click(button('Save'));
    expect(screen.getByText(/^Write the whole path/)).toBeTruthy();
    expect(tos()[1]?.getAttribute('aria-invalid')).toBe('true');
    expect(of('mappings.save')).toEqual([]);
  });

  it('takes a removed mapping back', async () => {
    const { user } = draw();
    await screen.findByText('3 downloads');
    await user.click(button('Remove Mapping 1'));
    expect(froms()).toEqual([]);
    expect(screen.getByText('Mapping removed.')).toBeTruthy();
    expect(document.activeElement).toBe(button('Undo'));
    await user.click(button('Undo'));
    expect(froms().map(({ value }) => value)).toEqual(['/downloads']);
    expect(document.activeElement).toBe(froms()[0]);
    expect(screen.queryByText('Not saved yet')).toBeNull();
  });

  it('can be for one torrent page when there are several', async () => {
    const second = { ...client, id: 'client-2', address: 'http://seedbox:8080/' };
    const { user, of } = draw(
      { 'mappings.save': () => settings },
      { stored: { ...settings, clients: [client, second] } },
    );
    await user.selectOptions(await screen.findByRole('combobox', { name: 'For' }), 'seedbox:8080');
    await user.click(button('Save'));
    expect(of('mappings.save')[0]?.mappings).toEqual([
      { clientId: 'client-2', from: '/downloads', to: '/data/media' },
    ]);
  });

  it('keeps what was typed while another section is looked at', async () => {
    const { user } = draw();
    await user.click(await screen.findByRole('button', { name: 'Add mapping' }));
    await user.type(froms()[1] as HTMLInputElement, '/typed');
    await user.click(screen.getByRole('link', { name: 'About & privacy' }));
    await screen.findByRole('heading', { name: 'What is stored, and where' });
    expect(froms()).toEqual([]);
    await user.click(within(screen.getByRole('navigation')).getByRole('link', { name: 'Path mapping' }));
    await waitFor(() => expect(froms()[1]?.value).toBe('/typed'));
  });
});
