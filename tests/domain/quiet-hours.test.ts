import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdOf, lookAgainMs } from '../../lib/domain/hold.ts';
import {
  areQuietHours,
  isQuiet,
  localMinuteOfDay,
  type MinuteOfDay,
  quietUntilMs,
} from '../../lib/domain/quiet-hours.ts';

const minute = 60_000;
const hour = 60 * minute;

/** The clock on the wall of a place, as the browser's own data of time zones has it. */
function wallIn(timeZone: string): MinuteOfDay {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (atMs) => {
    const [hours, minutes] = format.format(atMs).split(':').map(Number);
    return (hours ?? 0) * 60 + (minutes ?? 0);
  };
}
const utc: MinuteOfDay = (atMs) => Math.floor(atMs / minute) % 1440;
const berlin = wallIn('Europe/Berlin');
const at = (text: string): number => Date.parse(text);
const clock = (text: string): number => {
  const [hours, minutes] = text.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
};
const hours = (from: string, to: string) => ({ fromMinute: clock(from), toMinute: clock(to) });
const until = (from: string, to: string, now: string, wall: MinuteOfDay): string | null => {
  const found = quietUntilMs(hours(from, to), at(now), wall);
  return found === null ? null : new Date(found).toISOString();
};

describe('quiet hours', () => {
  it('begin with their first minute and end before their last', () => {
    const quiet = hours('09:00', '17:00');
    const now = (text: string): boolean => isQuiet(quiet, at(`2026-05-01T${text}Z`), utc);
    expect([now('08:59:59'), now('09:00:00'), now('16:59:59'), now('17:00:00')]).toEqual([
      ...[false, true, true, false],
    ]);
  });

  it('go over midnight, and over the end of a month and a year', () => {
    expect(until('23:00', '07:00', '2026-12-31T23:30:00Z', utc)).toBe('2027-01-01T07:00:00.000Z');
    expect(until('23:00', '07:00', '2027-01-01T00:00:00Z', utc)).toBe('2027-01-01T07:00:00.000Z');
    expect(until('23:00', '07:00', '2027-01-01T07:00:00Z', utc)).toBeNull();
    expect(until('12:00', '00:00', '2026-02-28T12:00:00Z', utc)).toBe('2026-03-01T00:00:00.000Z');
  });

  it('are none when they begin and end at the same minute, or at none of a day', () => {
    expect(areQuietHours(hours('07:00', '07:00'))).toBe(false);
    expect(until('07:00', '07:00', '2026-05-01T07:00:00Z', utc)).toBeNull();
    for (const wrong of [-1, 1440, 1.5, Number.NaN]) {
      expect(areQuietHours({ fromMinute: wrong, toMinute: 60 }), String(wrong)).toBe(false);
      expect(areQuietHours({ fromMinute: 60, toMinute: wrong }), String(wrong)).toBe(false);
    }
  });

  it('end an hour of sleep earlier when the clock is put forward on the way', () => {
    // Berlin, 29 March 2026: 02:00 → 03:00
    expect(until('23:00', '07:00', '2026-03-28T22:30:00Z', berlin)).toBe('2026-03-29T05:00:00.000Z');
  });

  it('end with the jump when the clock skips their end', () => {
    expect(until('23:00', '02:30', '2026-03-28T23:30:00Z', berlin)).toBe('2026-03-29T01:00:00.000Z');
  });

  it('last an hour longer when the clock is put back on the way', () => {
    // Berlin, 25 October 2026: 03:00 → 02:00
    expect(until('23:00', '07:00', '2026-10-24T21:30:00Z', berlin)).toBe('2026-10-25T06:00:00.000Z');
  });

  it('end both times when the clock shows their end twice', () => {
    expect(until('23:00', '02:30', '2026-10-24T23:00:00Z', berlin)).toBe('2026-10-25T00:30:00.000Z');
    expect(until('23:00', '02:30', '2026-10-25T01:10:00Z', berlin)).toBe('2026-10-25T01:30:00.000Z');
  });

  it('are those of places with half hours, and of the computer itself', () => {
    expect(until('22:00', '06:00', '2026-06-01T17:00:00Z', wallIn('Asia/Kolkata'))).toBe(
      '2026-06-02T00:30:00.000Z',
    );
    const now = new Date(2026, 5, 1, 13, 37).getTime();
    expect(localMinuteOfDay(now)).toBe(13 * 60 + 37);
    expect(quietUntilMs(hours('13:00', '14:00'), now)).toBe(new Date(2026, 5, 1, 14).getTime());
  });

  const minuteOfDay = fc.integer({ min: 0, max: 1439 });
  const walls: readonly MinuteOfDay[] = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'].map(
    wallIn,
  );
  const changes = [
    '2026-03-29T01:00Z',
    '2026-10-25T01:00Z',
    '2026-03-08T07:00Z',
    '2026-11-01T06:00Z',
    '2026-04-04T15:00Z',
  ];
  const moment = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -2 * 86_400, max: 2 * 86_400 }))
    .map(([change, seconds]) => at(change) + seconds * 1000);

  it('have ended when they say, not a minute before, and within two days', () => {
    fc.assert(
      fc.property(minuteOfDay, minuteOfDay, moment, fc.constantFrom(...walls), (from, to, nowMs, wall) => {
        const quiet = { fromMinute: from, toMinute: to };
        const end = quietUntilMs(quiet, nowMs, wall);
        expect(end === null).toBe(!isQuiet(quiet, nowMs, wall));
        if (end === null) return;
        expect(end).toBeGreaterThan(nowMs);
        expect(end - nowMs).toBeLessThan(48 * hour); // a day whose only free hour the clock skips
        expect(isQuiet(quiet, end, wall)).toBe(false);
        expect(isQuiet(quiet, Math.max(nowMs, end - minute), wall)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('whether scans wait', () => {
  const quiet = { quietHours: hours('23:00', '07:00'), waitWhileWatched: true };
  const now = (text: string, watching: boolean) => ({ nowMs: at(`2026-05-01T${text}:00Z`), watching });

  it('is no question where nothing is set', () => {
    const free = { quietHours: null, waitWhileWatched: false };
    expect(holdOf(free, now('23:30', true), utc)).toBeNull();
  });

  it('is told by the hour first, until it is over', () => {
    expect(holdOf(quiet, now('06:00', true), utc)).toEqual({
      reason: 'quiet-hours',
      untilMs: at('2026-05-01T07:00:00Z'),
    });
  });

  it('is told by who is watching, for a few minutes', () => {
    expect(holdOf(quiet, now('12:00', true), utc)).toEqual({
      reason: 'watching',
      untilMs: at('2026-05-01T12:00:00Z') + lookAgainMs,
    });
    expect(holdOf(quiet, now('12:00', false), utc)).toBeNull();
    expect(holdOf({ ...quiet, waitWhileWatched: false }, now('12:00', true), utc)).toBeNull();
  });
});
