/** A stretch of the screen from top to bottom, in CSS pixels of the viewport. */
export interface Stretch {
  readonly top: number;
  readonly bottom: number;
}

/** More rows than fit on any screen. */
const mostRows = 200;

/** What a list shows: its scroller's box, cut at the edges of the window. Empty while the list is hidden. */
export function shownStretch(scroller: Element | null, windowHeight: number): Stretch {
  if (!scroller) return { top: 0, bottom: windowHeight };
  const box = scroller.getBoundingClientRect();
  return { top: Math.max(0, box.top), bottom: Math.min(windowHeight, box.bottom) };
}

/**
 * The rows in view, given all rows from top to bottom. Asks about 14 of 10,000 rows where they are; reads layout and
 * writes nothing.
 */
export function visibleRows(rows: readonly Element[], shown: Stretch): readonly Element[] {
  if (shown.bottom <= shown.top) return [];
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bottomOf(rows[middle]) > shown.top) high = middle;
    else low = middle + 1;
  }
  const visible: Element[] = [];
  for (let at = low; at < rows.length && visible.length < mostRows; at++) {
    const row = rows[at];
    if (!row) break;
    const box = row.getBoundingClientRect();
    if (box.top >= shown.bottom) break;
    if (box.height > 0) visible.push(row);
  }
  return visible;
}

const bottomOf = (row: Element | undefined): number => row?.getBoundingClientRect().bottom ?? 0;
