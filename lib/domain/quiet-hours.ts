/** A stretch of every day by the clock on the wall. `toMinute` is the first that is no longer quiet. */
export interface QuietHours {
  /** Minutes since midnight, 0 to 1439. */
  readonly fromMinute: number;
  /** Below `fromMinute` when the stretch goes over midnight; never the same. */
  readonly toMinute: number;
}

/** Which minute of its day, 0 to 1439, a moment in epoch milliseconds is. */
export type MinuteOfDay = (atMs: number) => number;

export const minutesOfDay = 24 * 60;
const minuteMs = 60_000;

/** By the clock of the computer that the browser runs on. */
export const localMinuteOfDay: MinuteOfDay = (atMs) => {
  const at = new Date(atMs);
  return at.getHours() * 60 + at.getMinutes();
};

const isWithin = ({ fromMinute, toMinute }: QuietHours, minute: number): boolean =>
  fromMinute < toMinute
    ? minute >= fromMinute && minute < toMinute
    : minute >= fromMinute || minute < toMinute;

/** Whether these can be kept: two different minutes of a day. */
export const areQuietHours = ({ fromMinute, toMinute }: QuietHours): boolean =>
  [fromMinute, toMinute].every((one) => Number.isInteger(one) && one >= 0 && one < minutesOfDay) &&
  fromMinute !== toMinute;

export const isQuiet = (hours: QuietHours, nowMs: number, minuteOfDay = localMinuteOfDay): boolean =>
  areQuietHours(hours) && isWithin(hours, minuteOfDay(nowMs));

/**
 * When the quiet hours end that it is in now, in epoch milliseconds; `null` outside of them. On the two days a year
 * on which clocks are changed it is the moment at which the clock on the wall says so, even if it skips `toMinute`.
 */
export function quietUntilMs(
  hours: QuietHours,
  nowMs: number,
  minuteOfDay: MinuteOfDay = localMinuteOfDay,
): number | null {
  if (!isQuiet(hours, nowMs, minuteOfDay)) return null;
  let quiet = Math.floor(nowMs / minuteMs);
  for (;;) {
    const left = (hours.toMinute - minuteOfDay(quiet * minuteMs) + minutesOfDay) % minutesOfDay;
    const end = quiet + left;
    if (!isQuiet(hours, end * minuteMs, minuteOfDay)) {
      return firstAfter(quiet, end, (minute) => !isQuiet(hours, minute * minuteMs, minuteOfDay)) * minuteMs;
    }
    quiet = end; // the clock was put back on the way
  }
}

/** The first minute after `low`, up to `high`, of which it is true; it is true of `high` and of all before it that follow. */
function firstAfter(low: number, high: number, isTrue: (minute: number) => boolean): number {
  let [no, yes] = [low, high];
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (isTrue(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
