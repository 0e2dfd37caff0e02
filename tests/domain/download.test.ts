import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from '../../lib/domain/advance.ts';
import { badgeOf } from '../../lib/domain/badge.ts';
import {
  type Download,
  type DownloadEvent,
  type DownloadStage,
  downloadId,
  nextStep,
  type Step,
  startDownload,
} from '../../lib/domain/download.ts';
import { errorCodes } from '../../lib/domain/errors.ts';
import { maxSends, settleMs } from '../../lib/domain/retry.ts';
import {
  day,
  exampleDownload,
  exampleFailure,
  exampleHash,
  examplePlan,
  exampleTarget,
  exampleTorrent,
  hour,
  minute,
  noon,
} from './examples.ts';

const never = Number.MAX_SAFE_INTEGER;
const isDone = ({ stage }: Download): boolean => stage === 'available' || stage === 'ignored';

describe('startDownload', () => {
  it('settles first: nothing is sent yet, and the first poll is a moment later', () => {
    expect(startDownload('qb', exampleTorrent, noon)).toMatchObject({
      id: `qb:${exampleHash()}:${exampleTorrent.completedAtMs}`,
      stage: 'settling',
      sends: 0,
      plan: null,
      problem: null,
      nextAtMs: noon + settleMs,
    });
  });

  it('is another download when the torrent completes anew, and the same one otherwise', () => {
    const id = (completedAtMs: number, nowMs: number) =>
      startDownload('qb', { ...exampleTorrent, completedAtMs }, nowMs).id;
    expect(id(noon, noon)).toBe(id(noon, noon + day));
    expect(id(noon, noon)).not.toBe(id(noon + 1, noon));
    expect(downloadId('a', exampleHash(), 1)).not.toBe(downloadId('b', exampleHash(), 1));
  });

  it('keeps no more than 255 characters of a name, and no half of one', () => {
    const name = '😀'.repeat(32_000);
    const download = startDownload('qb', { ...exampleTorrent, name, category: name }, noon);
    for (const text of [download.name, download.category]) {
      expect(text).toHaveLength(255);
      expect(text?.isWellFormed()).toBe(true);
    }
  });
});

describe('nextStep', () => {
  const due = { nextAtMs: noon, plan: examplePlan };
  it.each<[string, Partial<Download>, Step | null]>([
    ['polls what settles', { stage: 'settling', nextAtMs: noon }, 'poll'],
    ['plans what has no plan', { stage: 'ready', nextAtMs: noon }, 'plan'],
    ['looks before it sends', { ...due, stage: 'ready' }, 'look'],
    ['sends what was looked for', { ...due, stage: 'ready', looks: 1 }, 'send'],
    ['recovers a send that nobody waits for', { ...due, stage: 'sending' }, 'recover'],
    ['looks for what was sent', { ...due, stage: 'verifying', sends: 1 }, 'look'],
    ['does nothing for what is there', { ...due, stage: 'available' }, null],
    ['does nothing for what is ignored', { ...due, stage: 'ignored' }, null],
    ['does nothing before its time', { ...due, stage: 'verifying', nextAtMs: noon + 1 }, null],
    ['does nothing for what waits for a person', { ...due, stage: 'ready', nextAtMs: never }, null],
    [
      'does not wait for a year that a wrong clock has set',
      { ...due, stage: 'ready', nextAtMs: noon + 365 * day },
      'look',
    ],
  ])('%s', (_, change, step) => expect(nextStep(exampleDownload(change), noon)).toBe(step));
});

const failure = fc.record({
  code: fc.constantFrom(...errorCodes),
  retryable: fc.boolean(),
  retryAfterMs: fc.oneof(
    fc.constantFrom(null, 0, -1, minute, 365 * day, Number.NaN, Number.POSITIVE_INFINITY),
    fc.nat(2 * hour),
  ),
});
const anyEvent: fc.Arbitrary<DownloadEvent> = fc.oneof(
  fc
    .record({
      phase: fc.constantFrom('complete' as const, 'complete' as const, 'moving' as const),
      wantedBytes: fc.constantFrom(1_000_000, 1_000_000, 5),
    })
    .map((change) => ({ kind: 'polled' as const, torrent: { ...exampleTorrent, ...change } })),
  fc.constantFrom<DownloadEvent>(
    { kind: 'planned', plan: examplePlan },
    { kind: 'absent' },
    { kind: 'sending' },
    { kind: 'sent' },
    { kind: 'outcome-unknown' },
  ),
  fc
    .tuple(fc.constantFrom('failed' as const, 'not-sent' as const), failure)
    .map(([kind, change]) => ({ kind, failure: exampleFailure(change) })),
  fc.oneof(
    { weight: 9, arbitrary: fc.constant<DownloadEvent>({ kind: 'absent' }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<DownloadEvent>({ kind: 'found', target: exampleTarget }, { kind: 'ignore' }),
    },
    { weight: 2, arbitrary: fc.constant<DownloadEvent>({ kind: 'retry' }) },
  ),
);
const step = fc.tuple(
  anyEvent,
  fc.oneof(fc.integer({ min: -hour, max: hour }), fc.integer({ min: -day, max: 9 * day })),
);

interface Happened {
  readonly before: Download;
  readonly after: Download;
  readonly kind: DownloadEvent['kind'];
  readonly nowMs: number;
  /** Sends since the person last retried, counted by the test. */
  readonly sends: number;
}

/** Far along is high. Only `sending` and `verifying` may fall, to `ready`. */
const rank: Record<DownloadStage, number> = {
  settling: 0,
  ready: 1,
  sending: 2,
  verifying: 3,
  available: 4,
  ignored: 5,
};

/** What must hold between a download and what an event has made of it. Plain conditions: they are asked 20,000 times. */
const rules: Readonly<Record<string, (happened: Happened) => boolean>> = {
  'survives JSON': ({ after }) => isDeepStrictEqual(JSON.parse(JSON.stringify(after)), after),
  'counts its sends': ({ after, sends }) => after.sends === sends,
  'sends at most twice': ({ sends }) => sends >= 0 && sends <= maxSends,
  'is ready only with a send left': ({ after }) => after.stage !== 'ready' || after.sends < maxSends,
  'is sent only with a plan': ({ after }) =>
    (after.stage !== 'sending' && after.stage !== 'verifying') || !!after.plan,
  'stays done, unless the person ignores it': ({ before, after, kind }) =>
    !isDone(before) || after === before || (kind === 'ignore' && after.stage === 'ignored'),
  'falls back only to send again': ({ before, after, kind }) =>
    rank[after.stage] >= rank[before.stage] ||
    kind === 'retry' ||
    (after.stage === 'ready' && (before.stage === 'sending' || before.stage === 'verifying')),
  'uses up no send by failing': ({ before, after, kind }) =>
    kind !== 'failed' || after.sends === before.sends,
  'waits no longer than an hour, or a day when the person knows': ({ before, after, nowMs }) =>
    after === before ||
    isDone(after) ||
    after.nextAtMs === never ||
    after.nextAtMs - nowMs <= (after.problem?.code === 'NOT_APPEARED' ? day : hour),
  'asks for help when it does not go on by itself': ({ after }) =>
    isDone(after) || after.nextAtMs !== never || badgeOf(after)?.state === 'attention',
};

describe('a download to which anything happens in any order', () => {
  it(Object.keys(rules).join('; '), () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        let download = startDownload('qb', exampleTorrent, noon);
        let nowMs = noon;
        let sends = 0;
        const broken: string[] = [];
        for (const [event, passMs] of steps) {
          nowMs += passMs;
          const before = Object.freeze(download);
          download = advance(before, event, nowMs);
          const { kind } = event;
          if (download !== before && kind === 'sending') sends++;
          if (download !== before && kind === 'not-sent') sends--;
          if (download !== before && kind === 'retry') sends = 0;
          const happened = { before, after: download, kind, nowMs, sends };
          for (const [rule, holds] of Object.entries(rules))
            if (!holds(happened)) broken.push(`${kind}: ${rule}`);
        }
        expect(broken).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});
