import '../http/zod-jitless.ts';
import * as z from 'zod/mini';

/**
 * Answers of Plex Media Server, as recorded rather than as documented: ids are strings or numbers, flags are booleans,
 * 0/1 or "0"/"1", numbers may be strings, and an empty list is a missing key. Only what Marquee uses is looked at, and
 * only what it can't do without is asked for.
 */

const text = z.catch(z.string(), '');
const textOrNull = z.catch(z.nullable(z.string()), null);

const number = z.catch(
  z.pipe(
    z.union([z.number(), z.string().check(z.regex(/^-?\d+(\.\d+)?$/))]),
    z.transform((value) => Number(value)),
  ),
  Number.NaN,
);
const numberOrNull = z.pipe(
  number,
  z.transform((value) => (Number.isFinite(value) ? value : null)),
);

const flag = z.catch(
  z.pipe(
    z.union([z.boolean(), z.literal(0), z.literal(1), z.literal('0'), z.literal('1')]),
    z.transform((value) => value === true || value === 1 || value === '1'),
  ),
  false,
);

/** Keys are digits on every server seen; anything else could change the address that it becomes part of. */
const key = z.pipe(
  z.union([z.string(), z.number()]),
  z.pipe(z.transform(String), z.string().check(z.regex(/^\d{1,20}$/))),
);
const keyOrNull = z.catch(z.nullable(key), null);

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

export const identityAnswer = container({
  machineIdentifier: z.string().check(z.regex(/^[\w-]{1,128}$/)),
  version: text,
});

export const rootAnswer = container({
  friendlyName: text,
  machineIdentifier: z.string(),
  version: text,
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

const part = z.object({ file: textOrNull, size: numberOrNull });
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
  addedAt: numberOrNull,
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
