import { describe, expect, it } from 'vitest';
import { checkSignIn } from '../../lib/background/sign-in-steps.ts';
import { OperationError } from '../../lib/domain/errors.ts';
import { emptySettings } from '../../lib/domain/settings.ts';
import type { PlexAccount } from '../../lib/ports/plex-account.ts';
import { accountTokenKey, plexTokenKey } from '../../lib/ports/vault.ts';
import { settled } from '../fakes/clock.ts';
import { attic, away, busy, startSignIn, user } from '../fakes/plex-account.ts';

const checks = (asked: readonly string[]) => asked.filter((what) => what === 'check').length;
const done = { kind: 'done', user, servers: [attic] };

describe('signing in', () => {
  it('opens the page of plex.tv at the click, waits, and ends with token, person and servers', async () => {
    const { job, plexTv, clock, state } = startSignIn();
    expect(await state()).toEqual({ kind: 'idle' });
    await job.start();
    const url = 'https://app.plex.tv/auth#?code=code-1';
    expect(plexTv.tabs).toEqual([url]);
    const expiresAtMs = clock.nowMs + 1_800_000;
    expect(await state()).toEqual({ kind: 'waiting', code: 'code-1', expiresAtMs, url, trouble: null });
    await job.tick();
    expect(await state()).toMatchObject({ kind: 'waiting' });
    plexTv.agree();
    await job.tick();
    expect(await state()).toEqual(done);
    expect(plexTv.vault.secrets.get(accountTokenKey)).toBe('token-1');
  });

  it('asks every two seconds while somebody looks, and not at all otherwise', async () => {
    const { job, plexTv, clock } = startSignIn();
    await job.start();
    await clock.pass(60_000);
    expect(checks(plexTv.asked)).toBe(0);
    const stop = job.watch();
    await settled();
    expect(checks(plexTv.asked)).toBe(1);
    await clock.pass(20_000);
    expect(checks(plexTv.asked)).toBe(11);
    stop();
    await settled();
    expect(checks(plexTv.asked)).toBe(12); // once more at the end
    await clock.pass(60_000);
    expect(checks(plexTv.asked)).toBe(12);
  });

  it('is watched by many as by one', async () => {
    const { job, plexTv, clock } = startSignIn();
    await job.start();
    const stops = [job.watch(), job.watch(), job.watch()];
    await clock.pass(20_000);
    expect(checks(plexTv.asked)).toBe(11);
    stops[0]?.();
    stops[0]?.();
    stops[1]?.();
    await clock.pass(4_000);
    expect(checks(plexTv.asked)).toBe(14);
    stops[2]?.();
  });

  it('notices a yes that came just before the page of plex.tv was closed', async () => {
    const { job, plexTv, state } = startSignIn();
    await job.start();
    plexTv.agree();
    await job.closed();
    expect(await state()).toEqual(done);
  });

  it('clicked twice uses the same code, and opens its page again', async () => {
    const { job, plexTv } = startSignIn();
    await Promise.all([job.start(), job.start()]);
    expect(plexTv.asked).toEqual(['create']);
    expect(plexTv.tabs).toHaveLength(2);
  });

  it('goes on when the browser does not open the page: its address is shown', async () => {
    const { plexTv, job, state } = startSignIn();
    plexTv.tabs.push = () => {
      throw new Error('no window');
    };
    await job.start();
    expect(await state()).toMatchObject({ kind: 'waiting', url: expect.stringContaining('app.plex.tv') });
  });

  it('anew gives servers that were added their new tokens, and no others', async () => {
    const { job, plexTv } = startSignIn();
    const server = { machineIdentifier: 'server-1', name: 'Attic', address: 'http://a', version: '1' };
    plexTv.settings.value = {
      ...emptySettings,
      servers: [server, { ...server, machineIdentifier: 'other' }],
    };
    plexTv.vault.secrets.set(plexTokenKey('server-1'), 'old').set(plexTokenKey('other'), 'pasted');
    plexTv.tokens.set('server-2', 'not-added');
    await job.start();
    plexTv.agree();
    await job.tick();
    expect(plexTv.vault.secrets.get(plexTokenKey('server-1'))).toBe('token-of-server');
    expect(plexTv.vault.secrets.get(plexTokenKey('other'))).toBe('pasted');
    expect(plexTv.vault.secrets.has(plexTokenKey('server-2'))).toBe(false);
  });
});

describe('a sign-in that does not come to its end', () => {
  it('expires, after one last question', async () => {
    const { job, plexTv, clock, state } = startSignIn();
    await job.start();
    await clock.pass(1_800_000);
    await job.tick();
    expect(await state()).toEqual({ kind: 'expired' });
    expect(checks(plexTv.asked)).toBe(1);
    await job.tick();
    expect(checks(plexTv.asked)).toBe(1);
  });

  it('expires in time even if plex.tv does not say so, or says nothing at all', async () => {
    for (const failing of [null, away]) {
      const { job, plexTv, clock, state } = startSignIn();
      await job.start();
      for (const [id, pin] of plexTv.pins) plexTv.pins.set(id, { ...pin, expiresAtMs: Infinity });
      plexTv.failing = failing;
      await clock.pass(1_799_000);
      await job.tick();
      expect(await state()).toMatchObject({ kind: 'waiting', trouble: failing?.code ?? null });
      await clock.pass(1_000);
      await job.tick();
      expect(await state()).toEqual({ kind: 'expired' });
    }
  });

  it('expires when the person refuses, and when the clock goes wrong', async () => {
    const { job, plexTv, clock, state } = startSignIn();
    await job.start();
    for (const pin of plexTv.pins.values()) pin.gone = true;
    await job.tick();
    expect(await state()).toEqual({ kind: 'expired' });
    await job.start();
    clock.nowMs -= 365 * 86_400_000;
    await job.tick();
    expect(await state()).toEqual({ kind: 'expired' });
  });

  it('is cancelled, even while plex.tv is being asked', async () => {
    const { job, plexTv, state } = startSignIn();
    await job.start();
    plexTv.agree();
    const gate = Promise.withResolvers<void>();
    plexTv.held = gate.promise;
    const asking = job.tick();
    await settled();
    const cancelling = job.cancel();
    gate.resolve();
    await Promise.all([asking, cancelling]);
    expect(await state()).toEqual({ kind: 'cancelled' });
    await job.tick();
    expect(plexTv.vault.secrets.has(accountTokenKey)).toBe(false);
    expect(checks(plexTv.asked)).toBe(1);
  });

  it('can be begun again with a new code', async () => {
    const { job, plexTv, state } = startSignIn();
    await job.start();
    await job.cancel();
    await job.start();
    expect(await state()).toMatchObject({ kind: 'waiting', code: 'code-2' });
    plexTv.agree();
    await job.tick();
    expect(plexTv.vault.secrets.get(accountTokenKey)).toBe('token-2');
  });

  it('leaves whoever was signed in before as they were', async () => {
    const { job, plexTv } = startSignIn();
    await job.start();
    plexTv.agree();
    await job.tick();
    await job.start();
    await job.cancel();
    expect(await job.read()).toEqual({
      state: { kind: 'cancelled' },
      account: { user, servers: [attic] },
      isLost: false,
    });
    expect(plexTv.vault.secrets.get(accountTokenKey)).toBe('token-1');
    await job.cancel();
    expect((await job.read()).state).toEqual({ kind: 'cancelled' });
  });

  it('fails at once when there is no code to be had', async () => {
    const { job, plexTv, state } = startSignIn();
    plexTv.failing = busy(null);
    await job.start();
    expect(await state()).toEqual({ kind: 'failed', code: 'SERVER_BUSY' });
    expect(plexTv.tabs).toEqual([]);
  });
});

describe('a yes that comes together with a cancel', () => {
  it('is not kept', async () => {
    const { plexTv, clock } = startSignIn();
    const abort = new AbortController();
    const kept: string[] = [];
    const account: PlexAccount = {
      ...plexTv.account(plexTv.vault),
      checkPin: async () => {
        abort.abort(new Error('cancelled'));
        return { kind: 'approved', keep: async () => void kept.push('kept') };
      },
    };
    const pin = { id: '1', code: 'c', expiresAtMs: clock.nowMs + 1000, url: '' };
    const { vault, settings } = plexTv;
    const checking = checkSignIn(
      { account, vault, settings, now: clock.now },
      { kind: 'waiting', pin, agreed: false },
      async () => void kept.push('noted'),
      abort.signal,
    );
    await expect(checking).rejects.toThrow('cancelled');
    expect(kept).toEqual([]);
  });
});

describe('plex.tv being away', () => {
  it('is told, asked for more and more seldom, and over when it answers', async () => {
    const { job, plexTv, clock, state, changes } = startSignIn();
    await job.start();
    plexTv.failing = away;
    const stop = job.watch();
    await clock.pass(120_000);
    expect(await state()).toMatchObject({ kind: 'waiting', trouble: 'UNREACHABLE' });
    expect(checks(plexTv.asked)).toBeLessThan(9);
    expect(changes.count).toBe(2); // waiting, trouble
    plexTv.failing = null;
    await clock.pass(30_000);
    expect(await state()).toMatchObject({ kind: 'waiting', trouble: null });
    stop();
  });

  it('is respected for as long as it asks to be left alone', async () => {
    const { job, plexTv, clock } = startSignIn();
    await job.start();
    plexTv.failing = busy(50_000);
    const stop = job.watch();
    await settled();
    await clock.pass(49_999);
    expect(checks(plexTv.asked)).toBe(1);
    plexTv.failing = null;
    await clock.pass(1);
    expect(checks(plexTv.asked)).toBe(2);
    stop();
  });
});

describe('after the yes', () => {
  const agreedAnd = async (failing: OperationError) => {
    const started = startSignIn();
    const { job, plexTv } = started;
    await job.start();
    plexTv.agree();
    // fails from the first question after the yes
    const set = plexTv.vault.secrets.set.bind(plexTv.vault.secrets);
    plexTv.vault.secrets.set = (key, value) => {
      if (key === accountTokenKey) plexTv.failing = failing;
      return set(key, value);
    };
    await job.tick();
    return started;
  };

  it('plex.tv may be away for a while', async () => {
    const { job, plexTv, clock, state } = await agreedAnd(away);
    expect(await state()).toEqual({ kind: 'finishing', trouble: 'UNREACHABLE' });
    await clock.pass(60_000);
    plexTv.failing = null;
    await job.tick();
    expect(await state()).toEqual(done);
  });

  it('but not for ever', async () => {
    const { job, clock, state } = await agreedAnd(away);
    await clock.pass(10 * 60_000);
    await job.tick();
    expect(await state()).toEqual({ kind: 'failed', code: 'UNREACHABLE' });
  });

  it('and a token that is refused ends it', async () => {
    const { state } = await agreedAnd(new OperationError('TOKEN_INVALID', { operation: 'test' }));
    expect(await state()).toEqual({ kind: 'failed', code: 'TOKEN_INVALID' });
  });

  it('a cancel comes too late', async () => {
    const { job, state } = await agreedAnd(away);
    await job.cancel();
    expect(await state()).toMatchObject({ kind: 'finishing' });
  });
});

describe('signing out', () => {
  it('revokes, forgets who it was, and begins anew', async () => {
    const { job, plexTv } = startSignIn();
    await job.start();
    plexTv.agree();
    await job.tick();
    expect(await job.signOut()).toBe(true);
    expect(await job.read()).toEqual({ state: { kind: 'idle' }, account: null, isLost: false });
    expect(plexTv.vault.secrets.has(accountTokenKey)).toBe(false);
  });
});
