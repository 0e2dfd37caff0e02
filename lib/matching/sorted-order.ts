/** Row numbers in the order of a column, sorted in slices and searched by halves. */

const chunk = 2048;
/** Rows merged between two rests: about two milliseconds. */
const slice = 16_384;

/**
 * Sorts row numbers, resting every few milliseconds.
 *
 * @returns The sorted rows: the given array or another one of its length.
 */
export function* sortRows(
  rows: Uint32Array,
  compare: (a: number, b: number) => number,
): Generator<void, Uint32Array> {
  for (let start = 0; start < rows.length; start += chunk) {
    rows.subarray(start, start + chunk).sort(compare);
    yield;
  }
  let from = rows;
  let to: Uint32Array = new Uint32Array(rows.length);
  for (let width = chunk; width < rows.length; width *= 2) {
    for (let start = 0; start < rows.length; start += 2 * width) {
      yield* mergeHalves(from, to, start, width, compare);
    }
    [from, to] = [to, from];
  }
  return from;
}

function* mergeHalves(
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  width: number,
  compare: (a: number, b: number) => number,
): Generator<void, void> {
  const middle = Math.min(start + width, from.length);
  const end = Math.min(start + 2 * width, from.length);
  let [left, right] = [start, middle];
  for (let at = start; at < end; at++) {
    const [a = 0, b = 0] = [from[left], from[right]];
    const takeLeft = left < middle && (right >= end || compare(a, b) <= 0);
    to[at] = takeLeft ? a : b;
    if (takeLeft) left++;
    else right++;
    if (at % slice === 0) yield;
  }
}

/** Where in `order` the rows begin whose `value` is at least the wanted one. */
export function lowerBound(order: Uint32Array, value: (row: number) => number, wanted: number): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value(order[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** All rows of `order` that have this value; at most `most`. */
export function equalRows(
  order: Uint32Array,
  column: Uint32Array | Float64Array,
  wanted: number,
  most = 10_000,
): readonly number[] {
  const found: number[] = [];
  const start = lowerBound(order, (row) => column[row] ?? 0, wanted);
  for (let at = start; at < order.length && found.length < most; at++) {
    const row = order[at] ?? 0;
    if (column[row] !== wanted) break;
    found.push(row);
  }
  return found;
}
