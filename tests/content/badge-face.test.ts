import { describe, expect, it } from 'vitest';
import { type BadgeFace, faceOf } from '../../lib/content/badge-face.ts';
import type { BadgeView } from '../../lib/domain/badge.ts';
import { errorCodes } from '../../lib/domain/errors.ts';
import { words } from './support/words.ts';

const href = 'https://app.plex.tv/desktop/#!/server/abc/details?key=1';
const face = (view: BadgeView): BadgeFace | null => faceOf(view, words);

describe('a badge', () => {
  it('of something in Plex is a link', () => {
    expect(face({ state: 'available', href, found: 3, expected: 3 })).toEqual({
      tone: 'done',
      label: 'View in Plex',
      short: 'Plex',
      hint: '',
      href,
    });
  });

  it('of something that is partly in Plex says how much, and is a link too', () => {
    expect(face({ state: 'available', href, found: 18, expected: 22 })).toEqual({
      tone: 'part',
      label: '18 of 22 in Plex',
      short: '18/22',
      hint: '4 missing',
      href,
    });
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', ' https://x', '//plex', ''])(
    'does not become a link to %j',
    (bad) => expect(face({ state: 'available', href: bad, found: 1, expected: 1 })).toBeNull(),
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
