// @vitest-environment happy-dom
import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ViewInPlexButton } from '../../components/ViewInPlexButton.tsx';
import type { BadgeView } from '../../lib/domain/badge.ts';
import { useRealMessages } from './support/messages.ts';

useRealMessages();

const href = 'https://app.plex.tv/desktop/#!/server/0123456789/details?key=%2Flibrary%2Fmetadata%2F1';

it('is a link that tells the other page nothing of us', () => {
  render(
    <ViewInPlexButton
      view={{ state: 'available', href, found: 2, expected: 2, evidence: ['same-file'], library: null }}
    />,
  );
  const link = screen.getByRole<HTMLAnchorElement>('link', { name: 'View in Plex' });
  expect([link.href, link.target, link.rel]).toEqual([href, '_blank', 'noopener noreferrer']);
});

it('says how much of a download is there', () => {
  render(
    <ViewInPlexButton
      view={{ state: 'available', href, found: 3, expected: 8, evidence: ['same-file'], library: null }}
    />,
  );
  expect(screen.getByRole('link').textContent).toBe('View in Plex (3 of 8)');
});

it('says nothing of files where only names tell which item it is', () => {
  render(
    <ViewInPlexButton
      view={{
        state: 'available',
        href,
        found: null,
        expected: 8,
        evidence: ['title-and-year'],
        library: null,
      }}
    />,
  );
  expect(screen.getByRole('link').textContent).toBe('View in Plex');
});

const others: readonly [BadgeView, string][] = [
  [{ state: 'working', stage: 'sending' }, 'Asking Plex to scan'],
  [{ state: 'waiting', code: 'UNREACHABLE' }, 'Waiting'],
  [{ state: 'attention', code: 'UNMAPPED' }, 'Needs a look'],
  [{ state: 'absent' }, 'Not in Plex'],
  [{ state: 'choose', count: 2 }, '2 in Plex'],
  [{ state: 'unknown' }, ''],
];
it.each(others)('is no link while the state is %o', (view, text) => {
  const { container } = render(<ViewInPlexButton view={view} />);
  expect(container.textContent).toBe(text);
  expect(screen.queryByRole('link')).toBeNull();
});
