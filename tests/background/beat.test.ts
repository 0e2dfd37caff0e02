import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

let createBeat: typeof import('../../entrypoints/background/beat.ts').createBeat;

/** A worker that has just started knows nothing of what was wanted before. */
beforeEach(async () => {
  vi.resetModules();
  ({ createBeat } = await import('../../entrypoints/background/beat.ts'));
});

const period = async (): Promise<number | undefined> =>
  (await fakeBrowser.alarms.get('tick'))?.periodInMinutes;
const soon = <T>(wanted: T) => vi.waitFor(async () => expect(await period()).toBe(wanted));

describe('how often the alarm comes', () => {
  it('is as downloads need it, and not seldom while something else is under way', async () => {
    const other = { isUnderWay: true };
    const failed = vi.fn();
    const heart = createBeat(async () => other.isUnderWay, failed);
    heart.set(1);
    await soon(0.5);
    other.isUnderWay = false;
    heart.again();
    await soon(1);
    heart.set(0.5);
    await soon(0.5);
    heart.set(1);
    await soon(1);
    other.isUnderWay = true;
    heart.again();
    await soon(0.5);
    expect(failed).not.toHaveBeenCalled();
  });

  it('stays as it is when nobody can say whether something else is under way', async () => {
    const failed = vi.fn();
    const heart = createBeat(() => Promise.reject(new Error('storage')), failed);
    heart.set(0.5);
    await soon(0.5);
    heart.set(1);
    await vi.waitFor(() => expect(failed).toHaveBeenCalled());
    expect(await period()).toBe(0.5);
  });
});
