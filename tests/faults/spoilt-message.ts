import fc from 'fast-check';

type Path = readonly string[];

function pathsIn(
  value: unknown,
  path: Path = [],
): readonly { readonly path: Path; readonly value: unknown }[] {
  const below =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, one]) => pathsIn(one, [...path, key]))
      : [];
  return [{ path, value }, ...below];
}

function replaced(value: unknown, [first, ...rest]: Path, by: (found: unknown) => unknown): unknown {
  if (first === undefined) return by(value);
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const found: unknown = Reflect.get(copy, first);
  Reflect.set(copy, first, replaced(found, rest, by));
  return copy;
}

/** No field of any message takes one of these, whatever it does take. */
const wrong: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(-1, 0.5, Number.NaN, 1n, undefined, { toString: 'x' }, [[]], () => 1, Symbol('x')),
  fc.record({ __proto__: fc.constant({ polluted: 1 }), x: fc.constantFrom(1, 'x', null, {}) }),
);
const extraKey = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'url', 'path', 'token', 'then', 'toJSON', 'sender'),
  fc.string({ minLength: 1, maxLength: 8 }).filter((key) => !['request', 'name', 'type'].includes(key)),
);

/**
 * A right message with one thing wrong: a value of a kind that it can't have, a key too many or one too few. Each is
 * wrong by how it was made, not by what the schemas say.
 */
export function spoilt(right: object): fc.Arbitrary<unknown> {
  const places = pathsIn(right);
  const objects = places.filter(({ value }) => typeof value === 'object' && value !== null);
  const plain = objects.filter(({ value }) => !Array.isArray(value));
  const full = plain.filter(({ value }) => Object.keys(value as object).length > 0);
  const retyped = fc
    .tuple(fc.constantFrom(...places), wrong)
    .map(([{ path }, by]) => replaced(right, path, () => by));
  const more = fc
    .tuple(fc.constantFrom(...plain), extraKey, fc.anything())
    .filter(([{ value }, key]) => !Object.hasOwn(value as object, key))
    .map(([{ path }, key, by]) =>
      replaced(right, path, (found) =>
        Object.defineProperty({ ...(found as object) }, key, { value: by, enumerable: true }),
      ),
    );
  const wrapped = fc
    .constantFrom(...objects)
    .map(({ path }) => replaced(right, path, (found) => [found, [found]]));
  const kinds: fc.Arbitrary<unknown>[] = [retyped, more, wrapped];
  if (full.length > 0) {
    const fewer = fc.tuple(fc.constantFrom(...full), fc.nat()).map(([{ path, value }, at]) => {
      const keys = Object.keys(value as object);
      const gone = keys[at % keys.length] ?? '';
      return replaced(right, path, (found) =>
        Object.fromEntries(Object.entries(found as object).filter(([key]) => key !== gone)),
      );
    });
    kinds.push(fewer);
  }
  return fc.oneof(...kinds);
}

/** Anything at all that isn't an object without keys, which is right for some. */
export const anythingElse: fc.Arbitrary<unknown> = fc
  .anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true, maxDepth: 3 })
  .filter((value) => typeof value !== 'object' || value === null || Reflect.ownKeys(value).length > 0);
