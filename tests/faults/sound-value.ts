/** Own keys that a hostile answer would love to leave somewhere. */
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype', 'polluted']);

/** What these fields may hold wherever they are: they end in requests, links, sums and dates. */
const fields: Readonly<Record<string, (value: unknown) => boolean>> = {
  hash: (value) => typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value),
  machineIdentifier: (value) => typeof value === 'string' && value.length <= 200,
  ratingKey: (value) => typeof value === 'string' && /^\d{1,20}$/.test(value),
  parentRatingKey: (value) => value === null || fields.ratingKey?.(value) === true,
  grandparentRatingKey: (value) => value === null || fields.ratingKey?.(value) === true,
  sizeBytes: (value) => value === null || isCount(value),
  wantedBytes: (value) => isCount(value),
  leftBytes: (value) => isCount(value),
  completedAtMs: (value) => value === null || isTime(value),
  addedAtMs: (value) => isTime(value),
  progress: (value) => value === null || (typeof value === 'number' && value >= 0 && value <= 100),
  /** A path on the server that gave it; of a person's picture an address of plex.tv's choice. */
  thumb: (value) =>
    value === null ||
    (typeof value === 'string' &&
      (/^\/(?!\/)[\x21-\x7e]*$/.test(value) || URL.parse(value)?.protocol === 'https:')),
  title: (value) => isShort(value),
  version: (value) => isShort(value),
  subtitle: (value) => isShort(value),
};

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
/** What `Date` takes. */
const isTime = (value: unknown): boolean =>
  typeof value === 'number' && value >= 0 && value <= 8_640_000_000_000_000;
const isShort = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= 200 && value.isWellFormed();

/** Why a value is not one that the rest of the program can use; empty when it is sound. */
export function unsoundIn(value: unknown, at = 'it', depth = 0): readonly string[] {
  if (depth > 8) return [`${at} is too deep`];
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${at} is ${value}`];
  if (value === null || ['string', 'boolean', 'undefined'].includes(typeof value)) return [];
  if (value instanceof Blob) return value.size <= 1_000_000 ? [] : [`${at} is ${value.size} bytes`];
  if (value instanceof Map) return unsoundIn([...value.values()], at, depth);
  if (value instanceof Int32Array || value instanceof Float64Array) return [];
  if (typeof value !== 'object') return [`${at} is a ${typeof value}`];
  if (Array.isArray(value))
    return value.flatMap((one, index) => unsoundIn(one, `${at}[${index}]`, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return [`${at} is of a kind of its own`];
  return Object.entries(value).flatMap(([key, one]) => {
    if (forbiddenKeys.has(key)) return [`${at}.${key} is there`];
    const isFine = Object.hasOwn(fields, key) ? fields[key]?.(one) : true;
    if (isFine === false) return [`${at}.${key} is ${String(JSON.stringify(one)).slice(0, 80)}`];
    return unsoundIn(one, `${at}.${key}`, depth + 1);
  });
}

const ownKeys = (): string =>
  [Object.prototype, Array.prototype, String.prototype, Function.prototype]
    .map((one) => Reflect.ownKeys(one).map(String).join())
    .join(' ');
const clean = ownKeys();

/** Nothing was added to what every object has. */
export const isPolluted = (): boolean => ownKeys() !== clean || 'polluted' in {};
