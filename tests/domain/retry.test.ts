import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isDue,
  looksBeforeTelling,
  lookWaitMs,
  never,
  type Patience,
  retryWaitMs,
  settleMs,
  settleWaitMs,
} from '../../lib/domain/retry.ts';
import { day, hour, minute, noon, second } from './examples.ts';

/** When the looks are, counted from the send. */
function lookTimes(patience: Patience): number[] {
  const times: number[] = [];
  for (let wait = lookWaitMs(patience, 0); wait !== undefined; wait = lookWaitMs(patience, times.length)) {
    times.push((times.at(-1) ?? 0) + wait);
  }
  return times;
}

describe('looks after a send', () => {
  it('are within a quarter of an hour when Plex got the scan', () => {
    const inSeconds = [2, 5, 10, 20, 40, 60, 120, 300, 900];
    expect(lookTimes('sent')).toEqual(inSeconds.map((s) => s * second));
    expect(looksBeforeTelling).toBe(inSeconds.length);
  });

  it('are within a minute when it may not have got it', () => {
    expect(lookTimes('unsure')).toEqual([4, 12, 28, 60].map((s) => s * second));
  });

  it('go on for a week after the last send', () => {
    const late = lookTimes('last').slice(looksBeforeTelling);
    expect(lookTimes('last').slice(0, looksBeforeTelling)).toEqual(lookTimes('sent'));
    expect(late.map((ms) => Math.round(ms / hour))).toEqual([1, 24, 48, 72, 96, 120, 144, 168]);
  });
});

describe('retryWaitMs', () => {
  it.each([
    ['first', 0, 30 * second],
    ['after half a minute', 30 * second, 30 * second],
    ['after ten minutes', 10 * minute, 10 * minute],
    ['after three days', 3 * day, 15 * minute],
    ['when the clock was put back', -hour, 30 * second],
  ])('%s, a failure that lasted %i ms waits %i ms', (_, lasted, wait) => {
    expect(retryWaitMs(lasted, null)).toBe(wait);
  });

  it.each([
    ['shorter than our own', 5 * second, 30 * second],
    ['longer', 5 * minute, 5 * minute],
    ['of a year, as an hour', 365 * day, hour],
    ['of for ever, as an hour', Number.POSITIVE_INFINITY, hour],
    ['of nothing', 0, 30 * second],
    ['in the past', -hour, 30 * second],
    ['that is no number', Number.NaN, 30 * second],
  ])('takes a wish %s', (_, asked, wait) => expect(retryWaitMs(0, asked)).toBe(wait));

  it('doubles the time between tries until it is a quarter of an hour', () => {
    const waits: number[] = [];
    for (let lasted = 0; waits.length < 9; lasted += waits.at(-1) ?? 0) waits.push(retryWaitMs(lasted, null));
    expect(waits.map((ms) => ms / second)).toEqual([30, 30, 60, 120, 240, 480, 900, 900, 900]);
  });
});

describe('settleWaitMs', () => {
  it.each([
    ['at first', 0, settleMs],
    ['after a minute', minute, 15 * second],
    ['after a move of hours', 5 * hour, 30 * second],
    ['when the clock was put back', -day, settleMs],
  ])('%s', (_, restless, wait) => expect(settleWaitMs(restless)).toBe(wait));
});

describe('isDue', () => {
  const due = (nextAtMs: number, code?: 'NOT_APPEARED' | 'UNREACHABLE') =>
    isDue({ nextAtMs, problem: code ? { code, sinceMs: noon, retryAtMs: null } : null }, noon);

  it.each([
    ['now', noon, true],
    ['long ago', 0, true],
    ['soon', noon + 1, false],
    ['in an hour', noon + hour, false],
    ['later than anything is ever set, so the clock was put back', noon + hour + 1, true],
    ['never', never, false],
  ])('of what comes %s', (_, at, answer) => expect(due(at)).toBe(answer));

  it('lets the late looks wait for a day', () => {
    expect(due(noon + day, 'NOT_APPEARED')).toBe(false);
    expect(due(noon + day + 1, 'NOT_APPEARED')).toBe(true);
    expect(due(noon + day, 'UNREACHABLE')).toBe(true);
  });

  it('never puts anything off for more than a day, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (nextAtMs, nowMs) => {
        fc.pre(nextAtMs !== never);
        const waiting = { nextAtMs, problem: null };
        expect(isDue(waiting, nowMs) || isDue(waiting, nowMs + day)).toBe(true);
      }),
    );
  });
});
