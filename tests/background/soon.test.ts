import { describe, expect, it } from 'vitest';
import { soon } from '../../entrypoints/background/soon.ts';
import { FakeClock, settled } from '../fakes/clock.ts';

function begin() {
  const clock = new FakeClock();
  const runs: { readonly end: () => void; readonly fail: () => void }[] = [];
  const call = soon(clock.later, () => {
    return new Promise((resolve, reject) => {
      runs.push({ end: () => resolve(), fail: () => reject(new Error('no')) });
    });
  });
  return { clock, runs, call };
}

describe('soon', () => {
  it('runs once for a burst, a moment after it began', async () => {
    const { clock, runs, call } = begin();
    for (let at = 0; at < 100; at++) call();
    await clock.pass(50);
    call();
    expect(runs).toHaveLength(0);
    await clock.pass(100);
    expect(runs).toHaveLength(1);
  });

  it('runs once more when it was called while it ran, and never twice at a time', async () => {
    const { clock, runs, call } = begin();
    call();
    await clock.pass(100);
    for (let at = 0; at < 100; at++) call();
    await clock.pass(10_000);
    expect(runs).toHaveLength(1);
    runs[0]?.end();
    await clock.pass(100);
    expect(runs).toHaveLength(2);
    runs[1]?.end();
    await clock.pass(10_000);
    expect(runs).toHaveLength(2);
  });

  it('goes on after a run that failed', async () => {
    const { clock, runs, call } = begin();
    call();
    await clock.pass(100);
    runs[0]?.fail();
    await settled();
    call();
    await clock.pass(100);
    expect(runs).toHaveLength(2);
  });
});
