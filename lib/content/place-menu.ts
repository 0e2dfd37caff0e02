/** A box in CSS pixels of the viewport. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** To the edges of the window, and to what the menu belongs to. */
const marginPx = 8;
const gapPx = 4;
/** With less than this above and below, the menu may lie over what it belongs to. */
const leastPx = 120;

/**
 * Where a menu lies: below its anchor where it fits or there is more room than above, its end at the anchor's end
 * (`isRtl`: the ends are at the left), and always inside of the window.
 */
export function placeMenu(
  anchor: Box,
  menu: Size,
  window: Size,
  isRtl: boolean,
): { readonly left: number; readonly top: number; readonly maxHeight: number } {
  const most = Math.max(0, window.height - 2 * marginPx);
  const below = window.height - marginPx - anchor.bottom - gapPx;
  const above = anchor.top - gapPx - marginPx;
  const isBelow = below >= menu.height || below >= above;
  const room = Math.max(below, above);
  const maxHeight = room < leastPx ? most : Math.min(isBelow ? below : above, most);
  const height = Math.min(menu.height, maxHeight);
  const top = isBelow ? anchor.bottom + gapPx : anchor.top - gapPx - height;
  const left = isRtl ? anchor.left : anchor.right - menu.width;
  return {
    left: within(left, window.width - marginPx - menu.width),
    top: within(top, window.height - marginPx - height),
    maxHeight,
  };
}

const within = (value: number, most: number): number => Math.max(marginPx, Math.min(value, most));
