// @vitest-environment happy-dom
import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import type { LibraryState } from '../../lib/domain/library-state.ts';
import { type DrawnOptions, drawOptions } from './support/draw.tsx';
import { type Answers, never } from './support/fake-ask.ts';
import { useRealMessages } from './support/messages.ts';
import { ago, machineIdentifier, minute, overview, settings, withServer } from './support/samples.ts';

useRealMessages();

function draw(library: LibraryState, answers: Answers = {}): DrawnOptions {
  const shown = { stored: settings, overview: withServer({ library }) };
  return drawOptions('plex', { 'plex.test': never, ...answers }, shown);
}

const button = (name: RegExp): Promise<HTMLElement> => screen.findByRole('button', { name });

describe('the libraries of a server', () => {
  it.each<[LibraryState, RegExp, RegExp]>([
    [{ kind: 'unread' }, /The libraries have not been read yet\./, /^Read the libraries/],
    [{ kind: 'reading', done: 35_000, total: 120_000 }, /Reading the libraries35,000 of 120,000/, /^Stop/],
    [{ kind: 'reading', done: 2_000, total: null }, /Reading the libraries2,000 so far/, /^Stop/],
    [
      { kind: 'ready', items: 120_000, readAtMs: ago(5 * minute) },
      /120,000 items knownread 5 minutes ago/,
      /^Read again/,
    ],
    [{ kind: 'ready', items: 1, readAtMs: ago(0) }, /1 item knownread now/, /^Read again/],
    [{ kind: 'stopped' }, /Reading the libraries was stopped\./, /^Read the libraries/],
    [{ kind: 'too-large', items: 900_000 }, /hold 900,000 items/, /^Read the libraries/],
    [{ kind: 'failed', code: 'UNREACHABLE' }, /failed\. Nothing answered at Basement/, /^Try again/],
  ])('are told as they are: %j', async (library, text, action) => {
    draw(library);
    const line = (await button(action)).parentElement;
    expect(line?.textContent).toMatch(text);
  });

  it('have a bar with the share that has been read, and none when all has', async () => {
    const { source } = draw({ kind: 'reading', done: 30, total: 120 });
    const bar = await screen.findByRole('progressbar', { name: 'Reading the libraries' });
    expect([bar.getAttribute('value'), bar.getAttribute('max')]).toEqual(['30', '120']);
    act(() => source.store(withServer({ library: { kind: 'ready', items: 120, readAtMs: ago(0) } })));
    expect(screen.queryByRole('progressbar')).toBeNull();
    expect(screen.getByText('120 items known')).toBeTruthy();
  });

  it('are read, and stopped, by one button that keeps the focus', async () => {
    const { user, of, source } = draw(
      { kind: 'ready', items: 5, readAtMs: ago(0) },
      { 'library.read': () => overview, 'library.stop': () => overview },
    );
    await user.click(await button(/^Read again/));
    expect(of('library.read')).toEqual([{ machineIdentifier }]);
    act(() => source.store(withServer({ library: { kind: 'reading', done: 1, total: 5 } })));
    const stop = await button(/^Stop/);
    expect(document.activeElement).toBe(stop);
    await user.click(stop);
    expect(of('library.stop')).toEqual([{ machineIdentifier }]);
  });

  it('say why they could not be read when asked', async () => {
    const { user } = draw(
      { kind: 'stopped' },
      {
        'library.read': () => {
          throw new OperationError('PERMISSION_MISSING', { operation: 'library' });
        },
      },
    );
    await user.click(await button(/^Read the libraries/));
    expect((await screen.findByRole('alert')).textContent).toMatch(/has not allowed access to Basement/);
  });

  it('read out what changes and no numbers that move on', async () => {
    const { source } = draw({ kind: 'reading', done: 1, total: 5 });
    const line = (await button(/^Stop/)).parentElement;
    const said = (): string | undefined => line?.querySelector('[role=status]')?.textContent;
    const before = said();
    expect(before).toBe('Reading the libraries');
    act(() => source.store(withServer({ library: { kind: 'reading', done: 4, total: 5 } })));
    expect(said()).toBe(before);
    act(() => source.store(withServer({ library: { kind: 'stopped' } })));
    await waitFor(() => expect(said()).toContain('was stopped'));
  });
});
