import { describe, expect, it } from 'vitest';
import { type BadgeFace, faceOf } from '../../lib/content/badge-face.ts';
import type { BadgeView } from '../../lib/domain/badge.ts';
import { errorCodes } from '../../lib/domain/errors.ts';
import { words } from './support/words.ts';

type Available = Extract<BadgeView, { state: 'available' }>;
const available = (about: Partial<Available>): BadgeView => ({
  state: 'available',
  href,
  found: 1,
  expected: 1,
  evidence: ['same-file'],
  library: null,
  ...about,
});
const href = 'https://app.plex.tv/desktop/#!/server/abc/details?key=1';
const face = (view: BadgeView): BadgeFace | null => faceOf(view, words);

describe('a badge', () => {
  it('of something in Plex is a link', () => {
    expect(face(available({}))).toEqual({
      tone: 'done',
      label: 'View in Plex',
      short: 'Plex',
      hint: 'Known by same-file.',
      href,
      hasMenu: false,
    });
  });

  it('of several files says how many, and that there is more to tell', () => {
    expect(face(available({ found: 9, expected: 9 }))).toMatchObject({
      tone: 'done',
      label: 'View in Plex',
      hint: '9 of 9 in Plex. Known by same-file.',
      hasMenu: true,
    });
  });

  it('says how it is known, by the strongest evidence', () => {
    const { hint } = face(available({ evidence: ['same-size-and-episode', 'title-and-season'] })) ?? {};
    expect(hint).toBe('Known by same-size-and-episode.');
    expect(face(available({ evidence: [] }))?.hint).toBe('');
  });

  it('counts no files where only names tell which item it is', () => {
    expect(face(available({ found: null, evidence: ['title-and-year'] }))).toMatchObject({
      tone: 'done',
      label: 'View in Plex',
      short: 'Plex',
      hint: 'Known by title-and-year. Not compared.',
    });
  });

  it('names the library where another one has the same, without what could turn its text around', () => {
    expect(face(available({ library: '4K \u202eFilms' }))).toMatchObject({
      label: 'View in Plex in 4K Films',
      short: '4K Films',
    });
    expect(face(available({ library: '4K', found: 1, expected: 2 }))).toMatchObject({
      label: '1 of 2 in Plex in 4K',
      short: '1/2',
    });
  });

  it('that asks the person to choose is no link and has a menu', () => {
    expect(face({ state: 'choose', count: 2 })).toEqual({
      tone: 'choose',
      label: '2 to choose',
      short: 'Choose',
      hint: 'Several fit.',
      href: null,
      hasMenu: true,
    });
  });

  it('of something that is partly in Plex says how much, and is a link too', () => {
    expect(face(available({ found: 18, expected: 22 }))).toEqual({
      tone: 'part',
      label: '18 of 22 in Plex',
      short: '18/22',
      hint: '4 missing. Known by same-file.',
      href,
      hasMenu: true,
    });
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', ' https://x', '//plex', ''])(
    'does not become a link to %j',
    (bad) => expect(face(available({ href: bad }))).toBeNull(),
  );

  it.each(['settling', 'ready', 'sending', 'verifying'] as const)('says that it is %s', (stage) => {
    expect(face({ state: 'working', stage })).toMatchObject({
      tone: 'busy',
      label: `stage ${stage}`,
      href: null,
    });
  });

  it.each(errorCodes)('has a sentence for %s, waiting or in need of a person', (code) => {
    expect(face({ state: 'waiting', code })?.hint).toBe(`problem ${code}.`);
    expect(face({ state: 'attention', code })?.hint).toBe(`problem ${code}. See the popup.`);
  });

  it('is quiet about what is not in Plex, and silent about what is not known', () => {
    expect(face({ state: 'absent' })).toMatchObject({
      tone: 'none',
      label: 'Not in Plex',
      short: '',
      href: null,
    });
    expect(face({ state: 'unknown' })).toBeNull();
  });
});
