import { describe, expect, it } from 'vitest';
import { BadgeViews } from '../../lib/content/badge-views.ts';
import { available, hashOf } from './support/torrent-page.ts';

const update = (badges: object): object => ({ type: 'badges', badges });

describe('what the page knows of torrents', () => {
  it('is what it was last told; what is left out stays', () => {
    const views = new BadgeViews();
    views.apply(update({ [hashOf(1)]: available, [hashOf(2)]: { state: 'absent' } }));
    views.apply(update({ [hashOf(2)]: available }));
    expect(views.get(hashOf(1))).toEqual(available);
    expect(views.get(hashOf(2))).toEqual(available);
    views.apply(update({ [hashOf(1)]: null }));
    expect(views.get(hashOf(1))).toBeUndefined();
  });

  it.each([
    null,
    undefined,
    7,
    'badges',
    [],
    {},
    { type: 'badges' },
    { type: 'x', badges: {} },
    update(null as never),
  ])('is not changed by %j', (message) => expect(new BadgeViews().apply(message)).toBe(false));

  it('has no entry for what is not an info hash', () => {
    const views = new BadgeViews();
    expect(views.apply(update({ __proto__: available, nonsense: available }))).toBe(true);
    expect(views.get('nonsense' as never)).toBeUndefined();
  });

  it('stays within 2,000 torrents and keeps what was used last', () => {
    const views = new BadgeViews();
    views.apply(update({ [hashOf(1)]: available, [hashOf(2)]: available }));
    for (let from = 100; from < 2_500; from += 100) {
      views.get(hashOf(1));
      views.apply(
        update(Object.fromEntries(Array.from({ length: 100 }, (_, at) => [hashOf(from + at), available]))),
      );
    }
    expect(views.get(hashOf(1))).toBeDefined();
    expect(views.get(hashOf(2))).toBeUndefined();
    const kept = Array.from({ length: 2_500 }, (_, number) => views.get(hashOf(number))).filter(Boolean);
    expect(kept).toHaveLength(2_000);
  });
});
