import fc from 'fast-check';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const junk: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    '',
    0,
    -1,
    1e308,
    true,
    [],
    {},
    [[]],
    [null],
    '0',
    'x'.repeat(5000),
    '<b>',
    '../..',
    '\u202E\uD800',
    { __proto__: null, toString: 1, length: -1 },
  ),
  fc.jsonValue() as fc.Arbitrary<Json>,
);

/** Replaces, removes, doubles or wraps the value that `at` leads to; numbers choose keys on the way down. */
function change(
  value: Json,
  at: readonly number[],
  how: 'replace' | 'remove' | 'double' | 'wrap',
  by: Json,
): Json {
  const [first, ...rest] = at;
  const keys = value !== null && typeof value === 'object' ? Object.keys(value) : [];
  if (first === undefined || keys.length === 0) {
    if (how === 'double') return [value, value];
    return how === 'wrap' ? { value } : by;
  }
  const key = keys[first % keys.length] ?? '';
  const copy = structuredClone(value) as { [key: string]: Json };
  if (how === 'remove' && rest.length === 0) delete copy[key];
  else copy[key] = change(copy[key] ?? null, rest, how, by);
  return copy;
}

/** An answer as a broken or hostile server might give it: other values in it, cut short, or other bytes. */
export function mutated(answer: string): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(answer);
  const cut = fc.nat(bytes.length).map((end) => bytes.slice(0, end));
  const flipped = fc
    .array(fc.tuple(fc.nat(bytes.length), fc.nat(255)), { minLength: 1, maxLength: 8 })
    .map((flips) => {
      const copy = bytes.slice();
      for (const [at, value] of flips) copy[at] = value;
      return copy;
    });
  const step = fc.tuple(
    fc.array(fc.nat(60), { maxLength: 8 }),
    fc.constantFrom('replace', 'remove', 'double', 'wrap' as const),
    junk,
  );
  let parsed: Json;
  try {
    parsed = JSON.parse(answer) as Json;
  } catch {
    return fc.oneof(cut, flipped);
  }
  const changed = fc.array(step, { minLength: 1, maxLength: 6 }).map((steps) => {
    const value = steps.reduce((before, [at, how, by]) => change(before, at, how, by), parsed);
    return new TextEncoder().encode(JSON.stringify(value));
  });
  return fc.oneof({ weight: 6, arbitrary: changed }, cut, flipped);
}
