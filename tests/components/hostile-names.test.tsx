// @vitest-environment happy-dom
import { cleanup } from '@testing-library/react';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Overview } from '../../lib/domain/overview.ts';
import { displayName } from '../../lib/domain/text.ts';
import { drawOptions, drawPopup } from './support/draw.tsx';
import { useRealMessages } from './support/messages.ts';
import {
  download,
  noProposals,
  onlineServer,
  overview,
  proposal,
  server,
  settings,
  unmapped,
} from './support/samples.ts';

useRealMessages();

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '"><svg onload=alert(1)>',
    '&lt;b&gt; &amp; &#x202e;',
    'javascript:alert(1)',
    'Movie\u202Egpj.exe',
    '\u2066hidden\u2069\u200B\u0000\u001b[31m',
    '\ud800 lone \udfff',
    '__proto__',
    '{server} {path} $1 $&',
    '<style>*{display:none}</style>',
    'x'.repeat(64 * 1024),
    '   ',
  ),
);

const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Names are text of their own `<bdi>`; nothing else on the page changes with them. */
function expectOnlyText(container: HTMLElement, names: readonly string[]): void {
  expect(container.querySelector('script, style, iframe, object, embed, [onerror], [onload]')).toBeNull();
  for (const link of container.querySelectorAll('a')) {
    expect(link.getAttribute('href')).toMatch(/^(?:https?:\/\/|\/options\.html#|#)/);
  }
  for (const image of container.querySelectorAll('img')) expect(image.src).toMatch(/^data:image\//);
  const shown = [...container.querySelectorAll('bdi')].map((one) => {
    expect(one.childElementCount).toBe(0);
    expect(unprintable.test(one.textContent ?? '')).toBe(false);
    return one.textContent;
  });
  for (const name of names) expect(shown).toContain(displayName(name) || '(no name)');
}

it('shows hostile names in the popup as text and nothing else', () => {
  fc.assert(
    fc.property(fc.array(nasty, { minLength: 9, maxLength: 9 }), (names) => {
      const [
        torrent = '',
        library = '',
        path = '',
        title = '',
        show = '',
        serverName = '',
        task = '',
        sub = '',
        stuck = '',
      ] = names;
      const [recent] = onlineServer.recent;
      const shown: Overview = {
        ...overview,
        servers: [
          {
            ...onlineServer,
            name: serverName,
            activities: [{ id: 'a', title: task, subtitle: sub, progress: 5 }],
            recent: recent ? [{ ...recent, type: 'episode', title, grandparentTitle: show }] : [],
          },
        ],
        downloads: [
          download('a', { name: torrent, sectionTitle: library }),
          { ...unmapped, name: stuck, path },
        ],
      };
      const { container } = drawPopup(shown);
      expectOnlyText(container, [torrent, show, serverName, task, stuck, path, ...(title ? [title] : [])]);
      cleanup();
    }),
    { numRuns: 150 },
  );
});

it('shows hostile names of servers and what they found as text and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(nasty, nasty, async (name, found) => {
      const stored = { ...settings, servers: [{ ...server, name }] };
      const steps = [{ step: 'libraries', ok: true, code: null, found } as const];
      const { container } = drawOptions('plex', { 'plex.test': () => ({ steps, server }) }, { stored });
      await expect.poll(() => container.querySelector('h3 bdi'), { interval: 1 }).not.toBeNull();
      await expect.poll(() => container.textContent, { interval: 1 }).toContain('Connected');
      expectOnlyText(container, /^\d+$/.test(found) ? [name] : [name, found]);
      cleanup();
    }),
    { numRuns: 100 },
  );
});

it('shows hostile folders and libraries as text and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(nasty, nasty, async (path, library) => {
      const check = { clientId: 'client-1', clientPath: path, plexPath: `/m/${path}`, sectionTitle: library };
      const shownBy = { clientPath: path, plexPath: path };
      const checks = { paths: [{ ...check, torrents: 1 }], locations: [{ sectionTitle: library, path }] };
      const { container } = drawOptions(
        'paths',
        {
          'paths.check': () => ({ ...checks, failures: [] }),
          'mappings.propose': () => ({
            ...noProposals,
            proposals: [{ ...proposal(path, `/m/${path}`, 2), shownBy: [{ ...shownBy, name: library }] }],
            unexplained: [{ clientId: 'client-1', clientPath: path }],
          }),
        },
        { stored: { ...settings, mappings: [] } },
      );
      await expect.poll(() => container.textContent, { interval: 1 }).toContain('1 download');
      await expect.poll(() => container.textContent, { interval: 1 }).toContain('2 of 2');
      expectOnlyText(container, [path, library]);
      cleanup();
    }),
    { numRuns: 100 },
  );
});
