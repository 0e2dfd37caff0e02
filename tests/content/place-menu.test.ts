import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, placeMenu } from '../../lib/content/place-menu.ts';

const window = { width: 1000, height: 600 };
const anchorAt = (right: number, top: number): Box => ({ left: right - 80, right, top, bottom: top + 18 });
const menu = { width: 300, height: 200 };

describe('a menu', () => {
  it('lies below its badge, its end at the end of the badge', () => {
    expect(placeMenu(anchorAt(700, 100), menu, window, false)).toMatchObject({ left: 400, top: 122 });
    expect(placeMenu(anchorAt(300, 100), menu, window, true)).toMatchObject({ left: 220, top: 122 });
  });

  it('lies above where it does not fit below and there is more room', () => {
    expect(placeMenu(anchorAt(700, 500), menu, window, false)).toMatchObject({ top: 500 - 4 - 200 });
  });

  it('is as high as there is room on its side', () => {
    const long = { width: 300, height: 5_000 };
    expect(placeMenu(anchorAt(700, 100), long, window, false)).toMatchObject({ top: 122, maxHeight: 470 });
    expect(placeMenu(anchorAt(700, 500), long, window, false)).toMatchObject({ top: 8, maxHeight: 488 });
  });

  it('lies over its badge where there is no room beside it', () => {
    const flat = { width: 1000, height: 200 };
    const { top, maxHeight } = placeMenu(anchorAt(700, 90), { width: 300, height: 5_000 }, flat, false);
    expect([top, maxHeight]).toEqual([8, 184]);
  });

  it('is inside of the window wherever its badge is', () => {
    const size = fc.record({
      width: fc.integer({ min: 10, max: 300 }),
      height: fc.integer({ min: 10, max: 5_000 }),
    });
    const windows = fc.record({
      width: fc.integer({ min: 320, max: 3_000 }),
      height: fc.integer({ min: 100, max: 3_000 }),
    });
    const places = fc.tuple(fc.integer({ min: -200, max: 3_200 }), fc.integer({ min: -200, max: 3_200 }));
    fc.assert(
      fc.property(size, windows, places, fc.boolean(), (one, room, [x, y], isRtl) => {
        const { left, top, maxHeight } = placeMenu(anchorAt(x, y), one, room, isRtl);
        expect(left).toBeGreaterThanOrEqual(8);
        expect(left + one.width).toBeLessThanOrEqual(room.width - 8);
        expect(top).toBeGreaterThanOrEqual(8);
        expect(top + Math.min(one.height, maxHeight)).toBeLessThanOrEqual(room.height - 8);
      }),
      { numRuns: 1_000 },
    );
  });
});
