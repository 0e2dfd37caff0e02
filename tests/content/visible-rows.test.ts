// @vitest-environment happy-dom
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { shownStretch, visibleRows } from '../../lib/content/visible-rows.ts';

interface Box {
  readonly top: number;
  readonly height: number;
}

function rowsAt(boxes: readonly Box[]): { readonly rows: Element[]; readonly asked: () => number } {
  let asked = 0;
  const rows = boxes.map(({ top, height }) => {
    const row = document.createElement('tr');
    row.getBoundingClientRect = () => {
      asked++;
      return new DOMRect(0, top, 100, height);
    };
    return row;
  });
  return { rows, asked: () => asked };
}

describe('the rows in view', () => {
  it('are those that overlap what the scroller shows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 120 }),
        fc.integer({ min: -2_000, max: 500 }),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 700 }),
        (heights, start, top, size) => {
          let y = start;
          const boxes = heights.map((height) => {
            y += height;
            return { top: y - height, height };
          });
          const { rows } = rowsAt(boxes);
          const shown = { top, bottom: top + size };
          const expected = rows.filter((_, at) => {
            const box = boxes[at];
            return size > 0 && box && box.top < shown.bottom && box.top + box.height > shown.top;
          });
          expect(visibleRows(rows, shown)).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are found among 10,000 by asking about few', () => {
    const { rows, asked } = rowsAt(
      Array.from({ length: 10_000 }, (_, at) => ({ top: at * 18 - 90_000, height: 18 })),
    );
    expect(visibleRows(rows, { top: 0, bottom: 250 })).toHaveLength(14);
    expect(asked()).toBeLessThan(40);
  });

  it('are at most 200, whatever a page claims', () => {
    const { rows } = rowsAt(Array.from({ length: 1_000 }, () => ({ top: 0, height: 1 })));
    expect(visibleRows(rows, { top: 0, bottom: 100 })).toHaveLength(200);
  });

  it('are none in a list that is not shown', () => {
    const { rows } = rowsAt([{ top: 0, height: 0 }]);
    const scroller = document.createElement('div');
    vi.spyOn(scroller, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 0, 0));
    expect(visibleRows(rows, shownStretch(scroller, 800))).toEqual([]);
  });
});

describe('what a list shows', () => {
  it('ends at the edges of the window', () => {
    const scroller = document.createElement('div');
    vi.spyOn(scroller, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, -50, 100, 2_000));
    expect(shownStretch(scroller, 800)).toEqual({ top: 0, bottom: 800 });
    expect(shownStretch(null, 600)).toEqual({ top: 0, bottom: 600 });
  });
});
