import '../http/zod-jitless.ts';
import * as z from 'zod/mini';

/**
 * Answers of Plex Media Server, as recorded rather than as documented: ids are strings or numbers, flags are booleans,
 * 0/1 or "0"/"1", numbers may be strings, and an empty list is a missing key. Only what Marquee uses is looked at, and
 * only what it can't do without is asked for.
 */

// Transforms, where a schema that catches would do: lists have 20,000 values a page, and every caught failure costs.
const text = z.transform((value: unknown): string => (typeof value === 'string' ? value : ''));
/** A version is stored and shown; no server's is that long. */
const version = z.transform((value: unknown): string =>
  typeof value === 'string' ? value.slice(0, 100).toWellFormed() : '',
);
const textOrNull = z.transform((value: unknown): string | null => (typeof value === 'string' ? value : null));

const numberOrNull = z.transform((value: unknown): number | null => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
});

/** A number of bytes, of a kind that can be counted with. */
const bytesOrNull = z.pipe(
  numberOrNull,
  z.transform((value) => (Number.isSafeInteger(value) && Number(value) >= 0 ? value : null)),
);

/** Seconds since 1970; what no calendar holds is none. */
const secondsOrNull = z.pipe(
  numberOrNull,
  z.transform((value) => (value !== null && value > 0 && value < 1e11 ? Math.floor(value) : null)),
);

const flag = z.transform((value: unknown): boolean => value === true || value === 1 || value === '1');

/** Keys are digits on every server seen; anything else could change the address that it becomes part of. */
const digits = (value: unknown): string | null => {
  const written = typeof value === 'number' ? String(value) : value;
  return typeof written === 'string' && /^\d{1,20}$/.test(written) ? written : null;
};
const keyOrNull = z.transform(digits);
const key = z.pipe(keyOrNull, z.string());

/**
 * The entries that can be read. When there are some and none can, the answer is of a kind we don't know, and saying
 * "empty" would be a lie.
 */
function readable<T>(entry: z.core.$ZodType<T>) {
  return z.pipe(
    z.nullish(z.array(z.unknown())),
    z.transform((entries, context): T[] => {
      const read = (entries ?? []).flatMap((one) => {
        const parsed = z.safeParse(entry, one);
        return parsed.success ? [parsed.data] : [];
      });
      if (read.length === 0 && entries && entries.length > 0) {
        context.issues.push({ code: 'custom', message: 'no readable entry', input: entries });
      }
      return read;
    }),
  );
}
const orNone = <T>(entry: z.core.$ZodType<T>) => z.catch(readable(entry), []);

const container = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.object({ MediaContainer: z.object(shape) });

const machineIdentifier = z.string().check(z.regex(/^[\w-]{1,128}$/));
export const identityAnswer = container({ machineIdentifier, version });

export const rootAnswer = container({
  friendlyName: text,
  machineIdentifier,
  version,
});

const section = z.object({
  key,
  type: z.string(),
  title: text,
  refreshing: flag,
  Location: orNone(z.object({ path: z.string() })),
});
export type WireSection = z.infer<typeof section>;
export const sectionsAnswer = container({ Directory: readable(section) });

const part = z.object({ file: textOrNull, size: bytesOrNull });
const item = z.object({
  ratingKey: key,
  type: z.string(),
  title: text,
  year: numberOrNull,
  index: numberOrNull,
  parentRatingKey: keyOrNull,
  parentTitle: textOrNull,
  parentIndex: numberOrNull,
  grandparentRatingKey: keyOrNull,
  grandparentTitle: textOrNull,
  addedAt: secondsOrNull,
  thumb: textOrNull,
  parentThumb: textOrNull,
  grandparentThumb: textOrNull,
  librarySectionTitle: textOrNull,
  Media: orNone(z.object({ Part: orNone(part) })),
});
export type WireItem = z.infer<typeof item>;
/** `totalSize` is there only when a page was asked for. */
export const itemsAnswer = container({
  size: numberOrNull,
  totalSize: numberOrNull,
  Metadata: readable(item),
});

/** Digits, or `4k`, `sd`. */
const resolution = z.transform((value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null,
);
const listedItem = z.object({
  ratingKey: key,
  type: z.string(),
  title: text,
  originalTitle: textOrNull,
  editionTitle: textOrNull,
  year: numberOrNull,
  index: numberOrNull,
  parentRatingKey: keyOrNull,
  parentTitle: textOrNull,
  parentIndex: numberOrNull,
  grandparentRatingKey: keyOrNull,
  grandparentTitle: textOrNull,
  originallyAvailableAt: textOrNull,
  addedAt: secondsOrNull,
  updatedAt: secondsOrNull,
  guid: textOrNull,
  Guid: orNone(z.object({ id: z.string() })),
  Media: orNone(z.object({ videoResolution: resolution, Part: orNone(part) })),
});
export type WireListedItem = z.infer<typeof listedItem>;
export const listedAnswer = container({
  size: numberOrNull,
  totalSize: numberOrNull,
  Metadata: readable(listedItem),
});

const activity = z.object({
  uuid: z.string(),
  type: z.string(),
  title: text,
  subtitle: text,
  progress: numberOrNull,
  Context: z.catch(z.nullable(z.object({ librarySectionID: keyOrNull })), null),
});
export type WireActivity = z.infer<typeof activity>;
export const activitiesAnswer = container({ Activity: readable(activity) });

const listOrOne = <T>(entry: z.core.$ZodType<T>) =>
  z.catch(
    z.pipe(
      z.transform((value: unknown): unknown[] | null | undefined =>
        value === undefined ? [] : Array.isArray(value) ? value : [value],
      ),
      readable(entry),
    ),
    [],
  );
const notification = z.object({
  ActivityNotification: listOrOne(z.object({ event: z.string(), Activity: activity })),
  TimelineEntry: listOrOne(z.object({ itemID: key, sectionID: keyOrNull, state: numberOrNull })),
  StatusNotification: listOrOne(z.object({ title: text, notificationName: text })),
});
export type WireNotification = z.infer<typeof notification>;
/** What the event stream carries: inside a `NotificationContainer` on some servers, without it on others. */
export const notificationData = z.union([
  z.pipe(
    z.object({ NotificationContainer: notification }),
    z.transform((value) => value.NotificationContainer),
  ),
  notification,
]);

const entryOf = (list: keyof WireNotification) =>
  z.pipe(
    z.transform((entry: unknown): unknown => ({ [list]: entry })),
    notification,
  );
/** Yet others send one entry alone; the event's name says what it is. */
export const bareEntries = new Map([
  ['activity', entryOf('ActivityNotification')],
  ['timeline', entryOf('TimelineEntry')],
  ['status', entryOf('StatusNotification')],
]);

/** What is being played: only how much of it is of use. */
export const sessionsAnswer = container({ size: numberOrNull });
