// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import type { BackupProblem, Difference, SettingsView } from '../../lib/messages/contract.ts';
import { drawOptions } from './support/draw.tsx';
import type { Answers } from './support/fake-ask.ts';
import { useRealMessages } from './support/messages.ts';
import { client, noSettings, server, settings } from './support/samples.ts';

useRealMessages();

const moved: Difference = {
  ...{ part: 'servers', kind: 'changed', name: 'Attic' },
  ...{ before: 'http://old:32400', after: 'http://new:32400' },
};
const differences: readonly Difference[] = [
  moved,
  { part: 'mappings', kind: 'added', name: '/downloads', before: null, after: '/media' },
  { part: 'theme', kind: 'changed', name: null, before: null, after: null },
];
const draw = (answers: Answers = {}, stored: SettingsView = settings) =>
  drawOptions('backup', { 'settings.preview': () => ({ ok: true, differences }), ...answers }, { stored });
const choose = async (user: ReturnType<typeof draw>['user'], text = '{}') =>
  user.upload(
    await screen.findByLabelText('Choose file', { selector: 'input' }),
    new File([text], 'marquee.json', { type: 'application/json' }),
  );

describe('saving a backup', () => {
  it('hands the browser a file of that name', async () => {
    const names: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download);
    });
    const made: Blob[] = [];
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      made.push(blob as Blob);
      return 'blob:x';
    });
    const { user } = draw({
      'settings.export': () => ({ fileName: 'marquee-2026-05-01.json', text: '{"a":1}' }),
    });
    await user.click(await screen.findByRole('button', { name: 'Save file' }));
    await waitFor(() => expect(names).toEqual(['marquee-2026-05-01.json']));
    expect(await Promise.all(made.map((blob) => blob.text()))).toEqual(['{"a":1}']);
    expect(screen.getByText('Saved')).toBeDefined();
  });
});

describe('loading a backup', () => {
  it('shows what would change, in both ways, and applies nothing before it is told to', async () => {
    const { user, of } = draw();
    await choose(user, 'the file');
    const items = (await screen.findAllByRole('listitem')).map(({ textContent }) => textContent);
    expect(items).toEqual(
      expect.arrayContaining([
        'Changed: Plex server Attic · http://old:32400  http://new:32400',
        'New: path mapping /downloads  /media',
        'Changed: theme ',
      ]),
    );
    await user.click(screen.getByRole('radio', { name: 'Replace everything' }));
    expect(of('settings.preview')).toEqual([
      { text: 'the file', mode: 'merge' },
      { text: 'the file', mode: 'replace' },
    ]);
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByText('What would change')).toBeNull();
    expect(of('settings.import')).toEqual([]);
  });

  it('then says what is missing, and gives back access to what is gone', async () => {
    const after = { ...noSettings, servers: [server] };
    const { user, access, of } = draw({
      'settings.import': () => ({
        ok: true,
        settings: after,
        missing: { permissions: [server.address], servers: [server], clients: [client] },
      }),
    });
    await choose(user, 'the file');
    await user.click(await screen.findByRole('button', { name: 'Apply these changes' }));
    await screen.findByText(/The file has been taken over/);
    expect(of('settings.import')).toEqual([{ text: 'the file', mode: 'merge' }]);
    expect(access.removed).toEqual([{ address: client.address, stillUsed: [server.address] }]);
    expect(screen.getAllByRole('link', { name: 'Torrent pages' })).toHaveLength(2); // in the list of sections, too
    await user.click(screen.getByRole('button', { name: 'Allow 192.168.1.20:32400' }));
    expect(access.requested).toEqual([server.address]);
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Allow/ })).toBeNull());
  });

  it.each<[BackupProblem, RegExp]>([
    [{ kind: 'too-large' }, /far too large/],
    [{ kind: 'not-json' }, /can not be read as a backup/],
    [{ kind: 'foreign' }, /is not a backup of Marquee/],
    [{ kind: 'newer' }, /newer version of Marquee/],
    [{ kind: 'damaged', part: null }, /makes no sense\. It may/],
    [{ kind: 'damaged', part: 'quietHours' }, /makes no sense: quiet hours\./],
    [{ kind: 'unknown-client', clientKind: '\u202egnome' }, /does not know: gnome\./],
  ])('says why a file is not taken, and that nothing was changed: %j', async (problem, sentence) => {
    const { user } = draw({ 'settings.preview': () => ({ ok: false, problem }) });
    await choose(user);
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(sentence);
    expect(alert.textContent).toMatch(/Nothing was changed\.$/);
    expect(screen.queryByRole('button', { name: 'Apply these changes' })).toBeNull();
  });

  it('does not read a film that was chosen by mistake', async () => {
    const { user, of } = draw();
    const text = vi.spyOn(File.prototype, 'text');
    await choose(user, 'x'.repeat(4_000_001));
    expect((await screen.findByRole('alert')).textContent).toMatch(/far too large/);
    expect(text).not.toHaveBeenCalled();
    expect(of('settings.preview')).toEqual([]);
  });
});

describe('options that can not be read', () => {
  const broken: Answers = {
    'settings.read': () => {
      throw new OperationError('STORAGE_BROKEN', { operation: 'settings.parse' });
    },
  };

  it('are told apart, and set aside only when that was confirmed', async () => {
    const { user, of } = draw({
      ...broken,
      'settings.condition': () => ({ condition: 'newer' }),
      'settings.startAfresh': () => noSettings,
    });
    expect(await screen.findByText(/saved by a newer version of Marquee/)).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Start afresh' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toMatch(/set aside and kept/);
    expect(of('settings.startAfresh')).toEqual([]);
    await user.click(within(dialog).getByRole('button', { name: 'Start afresh' }));
    expect(of('settings.startAfresh')).toHaveLength(1);
    expect(await screen.findByRole('heading', { name: 'Save to a file' })).toBeDefined();
  });

  it('offer no fresh start where it is the storage that fails', async () => {
    draw({ ...broken, 'settings.condition': () => ({ condition: 'fine' }) });
    expect(await screen.findByText(/saved data could not be read/)).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Start afresh' })).toBeNull();
  });
});
