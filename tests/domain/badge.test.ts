import { describe, expect, it } from 'vitest';
import { type BadgeView, badgeOf, badgeOfTarget } from '../../lib/domain/badge.ts';
import type { Download } from '../../lib/domain/download.ts';
import { plexLink } from '../../lib/domain/plex-link.ts';
import { exampleDownload, exampleTarget, noon } from './examples.ts';

const href = plexLink(exampleTarget) ?? 'no link';
const waiting = { code: 'UNREACHABLE', sinceMs: noon, retryAtMs: noon + 30_000 } as const;
const needsPerson = { code: 'UNMAPPED', sinceMs: noon, retryAtMs: null } as const;
const notAppeared = { code: 'NOT_APPEARED', sinceMs: noon, retryAtMs: null } as const;

describe('badgeOf', () => {
  it.each<[string, Partial<Download>, BadgeView | null]>([
    ['its stage while it settles', { stage: 'settling' }, { state: 'working', stage: 'settling' }],
    ['its stage while it is ready', { stage: 'ready' }, { state: 'working', stage: 'ready' }],
    ['its stage while it is sent', { stage: 'sending' }, { state: 'working', stage: 'sending' }],
    ['its stage while Plex scans', { stage: 'verifying' }, { state: 'working', stage: 'verifying' }],
    ['that it waits', { stage: 'ready', problem: waiting }, { state: 'waiting', code: 'UNREACHABLE' }],
    ['that it needs a person', { problem: needsPerson }, { state: 'attention', code: 'UNMAPPED' }],
    [
      'that nothing appeared, though it still looks',
      { stage: 'verifying', problem: notAppeared, nextAtMs: noon },
      { state: 'attention', code: 'NOT_APPEARED' },
    ],
    [
      'the link when it is there',
      { stage: 'available', target: { ...exampleTarget, found: 3, expected: 4 } },
      { state: 'available', href, found: 3, expected: 4, evidence: ['same-file'], library: null },
    ],
    ['nothing when the person does not want it', { stage: 'ignored' }, null],
    [
      'nothing when the person does not want it, also with a link',
      { stage: 'ignored', target: exampleTarget },
      null,
    ],
    ['nothing when it is there but nobody knows what', { stage: 'available', target: null }, null],
  ])('shows %s', (_, change, badge) => {
    expect(badgeOf(exampleDownload(change))).toEqual(badge);
  });

  it("leads to the server's own app when the person chose that", () => {
    const badge = badgeOf(exampleDownload({ stage: 'available', target: exampleTarget }), {
      kind: 'server',
      address: 'http://nas:32400',
    });
    expect(badge).toMatchObject({ href: expect.stringMatching(/^http:\/\/nas:32400\/web\/index\.html#!/) });
  });

  it('tells the page no path, no name of a file, library or server', () => {
    const told = JSON.stringify(
      badgeOf(
        exampleDownload({ stage: 'available', target: { ...exampleTarget, title: 'A private title' } }),
      ),
    );
    for (const text of ['private', '/downloads', 'Dune', 'films']) expect(told).not.toContain(text);
  });
});

describe('badgeOfTarget', () => {
  it('is unknown when the server said something that no link can be made of', () => {
    expect(badgeOfTarget({ ...exampleTarget, ratingKey: '../x' })).toEqual({ state: 'unknown' });
    expect(badgeOfTarget({ ...exampleTarget, machineIdentifier: '' })).toEqual({ state: 'unknown' });
    expect(badgeOfTarget(exampleTarget, { kind: 'server', address: 'nonsense' })).toEqual({
      state: 'unknown',
    });
  });
});
