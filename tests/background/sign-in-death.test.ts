import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountTokenKey, signInKey } from '../../lib/ports/vault.ts';
import { FakeClock, settled } from '../fakes/clock.ts';
import { away, FakePlexTv, user } from '../fakes/plex-account.ts';

class Death extends Error {}

/** From the n-th effect on nothing that the worker does has any: neither a request nor a write. */
function dieAt(plexTv: FakePlexTv, n: number): { effects: number } {
  const seen = { effects: 0 };
  plexTv.onEffect = () => {
    seen.effects++;
    if (seen.effects >= n) throw new Death();
  };
  return seen;
}

/** A sign-in whose worker dies at the n-th effect after the click; the next worker has only what was stored. */
async function signInWithDeathAt(n: number, pauseMs: number) {
  const clock = new FakeClock();
  const plexTv = new FakePlexTv(clock);
  const first = plexTv.worker();
  const seen = dieAt(plexTv, n);
  await first.job.start().catch(() => undefined);
  plexTv.agree();
  await first.job.tick().catch(() => undefined);
  await settled();
  clock.dropTimers();
  plexTv.onEffect = () => undefined;
  await clock.pass(pauseMs);
  const second = plexTv.worker();
  await second.job.tick();
  await second.job.tick();
  return { plexTv, state: await second.state(), effects: seen.effects, second };
}

describe('the worker dies at any effect of a sign-in', () => {
  it('and the next one finishes it, or is where the click was', async () => {
    const { effects } = await signInWithDeathAt(Number.POSITIVE_INFINITY, 1000);
    expect(effects).toBeGreaterThan(12);
    let finished = 0;
    for (let n = 1; n <= effects; n++) {
      const { plexTv, state, second } = await signInWithDeathAt(n, 30_000);
      expect(['done', 'idle'], `death at effect ${n}`).toContain(state.kind);
      const hasToken = plexTv.vault.secrets.has(accountTokenKey);
      expect(hasToken, `death at effect ${n}`).toBe(state.kind === 'done');
      if (state.kind === 'done') finished++;
      else {
        await second.job.start();
        plexTv.agree();
        await second.job.tick();
        expect(await second.state(), `death at effect ${n}`).toMatchObject({ kind: 'done', user });
      }
    }
    expect(finished).toBeGreaterThan(effects - 6);
  });

  it('and the browser is closed until the code is gone: signed in, or said to have expired', async () => {
    const { effects } = await signInWithDeathAt(Number.POSITIVE_INFINITY, 1000);
    for (let n = 1; n <= effects; n++) {
      const { plexTv, state } = await signInWithDeathAt(n, 3 * 3_600_000);
      const isSignedIn = plexTv.vault.secrets.has(accountTokenKey);
      const expected = isSignedIn ? ['done'] : ['idle', 'expired', 'failed'];
      expect(expected, `death at effect ${n}`).toContain(state.kind);
    }
  });
});

describe('whatever happens in whatever order', () => {
  const event = fc.constantFrom(
    ...([
      'start',
      'tick',
      'closed',
      'cancel',
      'agree',
      'refuse',
      'fail',
      'recover',
      'die',
      'wait',
      'long',
    ] as const),
  );

  it('a sign-in ends, and says "done" only with a token that somebody agreed to', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 25 }), async (events) => {
        const clock = new FakeClock();
        const plexTv = new FakePlexTv(clock);
        let { job, state } = plexTv.worker();
        let agreed = false;
        for (const one of events) {
          if (one === 'start') await job.start();
          else if (one === 'tick') await job.tick();
          else if (one === 'closed') await job.closed();
          else if (one === 'cancel') await job.cancel();
          else if (one === 'agree') {
            agreed ||= plexTv.pins.size > 0;
            plexTv.agree();
          } else if (one === 'refuse') for (const pin of plexTv.pins.values()) pin.gone = true;
          else if (one === 'fail') plexTv.failing = away;
          else if (one === 'recover') plexTv.failing = null;
          else if (one === 'wait') await clock.pass(30_000);
          else if (one === 'long') await clock.pass(1_800_000);
          else ({ job, state } = plexTv.worker());
          const isSignedIn = plexTv.vault.secrets.has(accountTokenKey);
          expect(isSignedIn && !agreed).toBe(false);
          if ((await state()).kind === 'done') expect(isSignedIn).toBe(true);
        }
        plexTv.failing = null;
        await clock.pass(3_600_000);
        await job.tick();
        expect(['idle', 'done', 'expired', 'cancelled', 'failed']).toContain((await state()).kind);
      }),
      { numRuns: 300 },
    );
  });

  it('what is shown never holds the id of the code or a token', async () => {
    const clock = new FakeClock();
    const plexTv = new FakePlexTv(clock);
    const { job } = plexTv.worker();
    await job.start();
    const shown = [JSON.stringify(await job.read())];
    expect(JSON.parse(plexTv.vault.secrets.get(signInKey) ?? '')).toMatchObject({
      stage: { pin: { id: '1' } },
    });
    plexTv.agree();
    await job.tick();
    shown.push(JSON.stringify(await job.read()));
    for (const text of shown) {
      expect(text).not.toContain('"id":"1"');
      expect(text).not.toContain('token');
    }
  });
});
