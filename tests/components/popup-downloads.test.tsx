// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import { drawPopup } from './support/draw.tsx';
import { never } from './support/fake-ask.ts';
import { useRealMessages } from './support/messages.ts';
import {
  ago,
  download,
  hour,
  machineIdentifier,
  minute,
  notAppeared,
  overview,
  settings,
  unmapped,
  withServer,
} from './support/samples.ts';

useRealMessages();

const article = (name: string | RegExp) =>
  within(screen.getByRole('heading', { name }).closest('article') as HTMLElement);

describe('many downloads that completed at once', () => {
  const question = { clientId: 'client-1', count: 1_062, sinceMs: ago(hour), untilMs: ago(minute) };
  const asked = { ...overview, downloads: [], held: [question] };
  const text = /^1,062 downloads completed at once in qBittorrent$/;

  it.each([
    ['Yes, tell Plex', true],
    ['No, they are old', false],
  ])('are one question, answered with one click: %s', async (name, isWanted) => {
    const { held: _, ...after } = { ...asked, takenAtMs: Date.now() };
    const { user, of } = drawPopup(asked, { 'batch.answer': () => after });
    await user.click(article(text).getByRole('button', { name }));
    expect(of('batch.answer')).toEqual([{ clientId: 'client-1', untilMs: question.untilMs, isWanted }]);
    await waitFor(() => expect(screen.queryByRole('heading', { name: text })).toBeNull());
    expect(document.activeElement).toBe(screen.getByRole('main'));
  });

  it('say so when the answer could not be kept', async () => {
    const { user } = drawPopup(asked, {
      'batch.answer': () => {
        throw new OperationError('STORAGE_BROKEN', { operation: 'batch.answer' });
      },
    });
    await user.click(article(text).getByRole('button', { name: 'Yes, tell Plex' }));
    expect((await screen.findByRole('alert')).textContent).toMatch(/could not be read/);
  });
});

describe('a download that needs a person', () => {
  it('has one sentence with its path, and leads to the mapping', () => {
    drawPopup({ ...overview, downloads: [unmapped] });
    const item = article(unmapped.name);
    expect(item.getByText(/^It was saved to/).textContent).toBe(
      'It was saved to /mnt/incoming/Nosferatu.1922.2160p.WEB-DL. No Plex library contains that folder.',
    );
    expect(item.getByRole('link', { name: 'Map folder' }).getAttribute('href')).toBe('/options.html#paths');
  });

  it('is retried or left out by its id, and the answer is shown', async () => {
    const after = { ...overview, downloads: [], takenAtMs: Date.now() };
    const { user, of } = drawPopup(
      { ...overview, downloads: [notAppeared] },
      { 'download.retry': never, 'download.ignore': () => after },
    );
    await user.click(article(notAppeared.name).getByRole('button', { name: 'Ignore' }));
    expect(of('download.ignore')).toEqual([{ id: 'not-appeared' }]);
    await waitFor(() => expect(screen.queryByText(notAppeared.name)).toBeNull());
    expect(document.activeElement).toBe(screen.getByRole('main'));
  });

  it('scans again at a click, once while that is under way', async () => {
    const { user, of } = drawPopup({ ...overview, downloads: [notAppeared] }, { 'download.retry': never });
    const button = article(notAppeared.name).getByRole('button', { name: 'Scan again' });
    await user.click(button);
    await user.click(button);
    expect(of('download.retry')).toEqual([{ id: 'not-appeared' }]);
    expect(button.getAttribute('aria-busy')).toBe('true');
  });

  it('says so when that fails', async () => {
    const { user } = drawPopup(
      { ...overview, downloads: [notAppeared] },
      {
        'download.retry': () => {
          throw new OperationError('STORAGE_BROKEN', { operation: 'download.retry' });
        },
      },
    );
    await user.click(article(notAppeared.name).getByRole('button', { name: 'Scan again' }));
    expect((await screen.findByRole('alert')).textContent).toMatch(/could not be read/);
  });

  it('keeps its code, folder and time for who asks for details', () => {
    drawPopup({ ...overview, downloads: [notAppeared] });
    const details = screen.getByText('Details').closest('details');
    expect(details?.open).toBe(false);
    expect(details?.textContent).toContain('NOT_APPEARED');
    expect(details?.textContent).toContain(notAppeared.folder);
  });

  it('shows three, and the others on demand', () => {
    const downloads = Array.from({ length: 7 }, (_, at) => ({
      ...unmapped,
      id: `${at}`,
      name: `Film ${at}`,
    }));
    drawPopup({ ...overview, downloads });
    const more = screen.getByText('4 more').closest('details');
    expect(more?.querySelectorAll('article')).toHaveLength(4);
    expect(screen.getByRole('heading', { name: 'Needs attention 7' })).toBeTruthy();
  });
});

describe('a download on its way', () => {
  it('says how far it is, since when, and into which library', () => {
    drawPopup({ ...overview, downloads: [download('one')] });
    const item = article(download('one').name);
    expect(item.getByText('Waiting for Plex to show it')).toBeTruthy();
    expect(item.getByText('Films')).toBeTruthy();
    expect(item.getByTitle('2 minutes ago').tagName).toBe('TIME');
  });

  it('says why it waits and when it goes on by itself', () => {
    const problem = {
      code: 'UNREACHABLE',
      sinceMs: ago(hour),
      retryAtMs: Date.now() + 4.5 * minute,
    } as const;
    drawPopup({ ...overview, downloads: [download('one', { problem })] });
    expect(screen.getByText(/Next try/).textContent).toBe(
      'Nothing answered at Basement Pictures. Is the computer on, and is the port right? Next try in 4 minutes.',
    );
  });

  it('opens in Plex once it is there', () => {
    drawPopup(overview);
    const link = screen.getByRole<HTMLAnchorElement>('link', { name: 'View in Plex' });
    expect(link.href).toBe(overview.downloads[1]?.href);
    expect([link.target, link.rel]).toEqual(['_blank', 'noopener noreferrer']);
  });

  it('is not shown when the person left it out', () => {
    drawPopup({ ...overview, downloads: [download('one', { stage: 'ignored', name: 'Left out' })] });
    expect(screen.queryByText('Left out')).toBeNull();
  });
});

describe('what was recently added', () => {
  it('shows six, newest first, each with a link into Plex', () => {
    const [first] = overview.servers[0]?.recent ?? [];
    const many = Array.from({ length: 9 }, (_, at) => ({
      ...(first as NonNullable<typeof first>),
      ratingKey: `${at + 1}`,
      title: `Film ${at}`,
      addedAtMs: ago((9 - at) * hour),
    }));
    drawPopup({ ...withServer({ recent: many }), downloads: [] });
    const links = screen.getAllByRole<HTMLAnchorElement>('link', { name: /View in Plex$/ });
    expect(links.map((link) => /Film \d/.exec(link.textContent ?? '')?.[0])).toEqual(
      [8, 7, 6, 5, 4, 3].map((at) => `Film ${at}`),
    );
    expect(links[0]?.href).toBe(
      `https://app.plex.tv/desktop/#!/server/${machineIdentifier}/details?key=%2Flibrary%2Fmetadata%2F9`,
    );
  });

  it('opens in the server’s own web app when that was chosen', async () => {
    drawPopup({ ...overview, downloads: [] }, { 'settings.read': () => ({ ...settings, openIn: 'server' }) });
    await waitFor(() =>
      expect(screen.getByRole<HTMLAnchorElement>('link', { name: /Metropolis/ }).href).toMatch(
        /^http:\/\/192\.168\.1\.20:32400\/web\/index\.html#!\/server\//,
      ),
    );
  });

  it('asks for each poster once and shows only pictures', async () => {
    const { container, of } = drawPopup(overview, {
      'poster.read': ({ thumb }) => ({
        url: thumb.includes('101') ? 'https://tracker.example/x.png' : 'data:image/jpeg;base64,AAAA',
      }),
    });
    await waitFor(() => expect(container.querySelectorAll('img')).toHaveLength(4));
    expect(of('poster.read')).toHaveLength(5); // one of the six has no picture
    expect(container.innerHTML).not.toContain('tracker.example');
  });

  it('keeps its placeholder when a poster can not be read', async () => {
    const { container, of } = drawPopup(overview, {
      'poster.read': () => {
        throw new OperationError('NOT_FOUND', { operation: 'poster.read' });
      },
    });
    await waitFor(() => expect(of('poster.read')).toHaveLength(5));
    expect(container.querySelector('img')).toBeNull();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('makes no link of an item whose key is not one', () => {
    const [first] = overview.servers[0]?.recent ?? [];
    const broken = { ...(first as NonNullable<typeof first>), ratingKey: '1&x=javascript:', title: 'Odd' };
    drawPopup({ ...withServer({ recent: [broken] }), downloads: [] });
    expect(screen.queryByRole('link', { name: /Odd/ })).toBeNull();
    expect(screen.getByText('Odd')).toBeTruthy();
  });
});

describe('Scan now', () => {
  it('says how it went', async () => {
    const after = { ...overview, downloads: [download('a'), download('b'), unmapped], takenAtMs: Date.now() };
    const { user } = drawPopup(overview, { 'scan.now': () => after });
    await user.click(screen.getByRole('button', { name: 'Scan now' }));
    expect(
      await screen.findByText('2 downloads are on their way into Plex. 1 download needs a look.'),
    ).toBeTruthy();
    expect(screen.getByText(unmapped.name)).toBeTruthy();
  });

  it('says so when there is nothing to do', async () => {
    const { user } = drawPopup(overview, { 'scan.now': () => ({ ...overview, downloads: [] }) });
    await user.click(screen.getByRole('button', { name: 'Scan now' }));
    expect(await screen.findByText('Nothing is waiting. Everything found is in Plex.')).toBeTruthy();
  });
});

describe('with the keyboard', () => {
  it('goes through the popup from trouble to options, in the order it is read', async () => {
    const { user } = drawPopup({ ...withServer({ state: 'offline', recent: [] }), downloads: [unmapped] });
    await screen.findByRole('button', { name: 'Try again' });
    const walked: (string | null | undefined)[] = [];
    for (let at = 0; at < 8; at++) {
      await user.tab();
      // happy-dom goes into what is closed; browsers do not
      const isClosed = document.activeElement?.matches('details:not([open]) > :not(summary) *');
      if (!isClosed) walked.push(document.activeElement?.textContent);
    }
    expect(walked).toEqual(['Try again', 'Map folder', 'Ignore', 'Details', 'Scan now', 'Pause', 'Options']);
  });
});
