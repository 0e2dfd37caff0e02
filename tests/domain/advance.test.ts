import { describe, expect, it } from 'vitest';
import { advance } from '../../lib/domain/advance.ts';
import {
  type Download,
  type DownloadEvent,
  type DownloadStage,
  nextStep,
} from '../../lib/domain/download.ts';
import type { Torrent } from '../../lib/domain/torrent.ts';
import {
  day,
  exampleDownload,
  exampleFailure,
  examplePlan,
  exampleTarget,
  exampleTorrent,
  hour,
  minute,
  noon,
  second,
} from './examples.ts';

const never = Number.MAX_SAFE_INTEGER;
const planned = { plan: examplePlan, looks: 1 };

/** A download at every stage, as it is when its next step is due at noon. */
const at: Record<DownloadStage, Download> = {
  settling: exampleDownload({ nextAtMs: noon }),
  ready: exampleDownload({ ...planned, stage: 'ready', nextAtMs: noon }),
  sending: exampleDownload({ ...planned, stage: 'sending', nextAtMs: noon, sends: 1, sentAtMs: noon }),
  verifying: exampleDownload({ ...planned, stage: 'verifying', nextAtMs: noon, sends: 1, sentAtMs: noon }),
  available: exampleDownload({ ...planned, stage: 'available', sends: 1, target: exampleTarget }),
  ignored: exampleDownload({ ...planned, stage: 'ignored' }),
};

const events = {
  polled: { kind: 'polled', torrent: exampleTorrent },
  planned: { kind: 'planned', plan: examplePlan },
  found: { kind: 'found', target: exampleTarget },
  unplanned: { kind: 'unplanned' },
  busy: { kind: 'busy' },
  absent: { kind: 'absent' },
  sending: { kind: 'sending' },
  sent: { kind: 'sent' },
  'not-sent': { kind: 'not-sent', failure: exampleFailure() },
  'outcome-unknown': { kind: 'outcome-unknown' },
  failed: { kind: 'failed', failure: exampleFailure() },
  retry: { kind: 'retry' },
  ignore: { kind: 'ignore' },
} as const satisfies Record<DownloadEvent['kind'], DownloadEvent>;

const after = (download: Download, ...kinds: readonly DownloadEvent['kind'][]): Download =>
  kinds.reduce((one, kind) => advance(one, events[kind], noon), download);

describe('every event at every stage', () => {
  /** Where it leads; `-` where it comes too late or too early and changes nothing. */
  const table = `
                   settling  ready      sending    verifying  available  ignored
    polled         ready     -          -          -          -          -
    planned        -         ready      -          -          -          -
    unplanned      -         ready      -          ready      -          -
    busy           -         ready      -          -          -          -
    found          -         available  available  available  -          -
    absent         -         ready      -          verifying  -          -
    sending        -         sending    -          -          -          -
    sent           -         -          verifying  -          -          -
    not-sent       -         -          ready      -          -          -
    outcome-unknown -        -          verifying  -          -          -
    failed         settling  ready      sending    verifying  -          -
    retry          -         ready      ready      ready      -          -
    ignore         ignored   ignored    ignored    ignored    ignored    -`;
  const [stages = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const cases = rows.flatMap(([kind = '', ...ends]) =>
    ends.map((end, column) => [kind, stages[column], end] as [DownloadEvent['kind'], DownloadStage, string]),
  );

  it('is in the table', () =>
    expect(cases).toHaveLength(Object.keys(events).length * Object.keys(at).length));

  it.each(cases)('%s at %s: %s', (kind, stage, end) => {
    const next = advance(at[stage], events[kind], noon);
    if (end === '-') expect(next).toBe(at[stage]);
    else expect(next).toMatchObject({ stage: end });
  });
});

describe('settling', () => {
  const settling = exampleDownload();
  const polled = (download: Download, change: Partial<Torrent>, nowMs: number): Download =>
    advance(download, { kind: 'polled', torrent: { ...exampleTorrent, ...change } }, nowMs);

  it.each<[string, Partial<Torrent>]>([
    ['its size differs', { wantedBytes: 2_000_000 }],
    ['it is at another place', { savePath: '/downloads/done' }],
    ['its own path differs', { contentPath: '/downloads/films/Dune (2021)/Dune.mkv' }],
    ['the client now says where it is', { contentPath: null }],
    ['it moves', { phase: 'moving' }],
    ['it is checked', { phase: 'checking' }],
    ['it downloads more', { leftBytes: 5 }],
  ])('goes on while %s', (_, change) => {
    const next = polled(settling, change, noon + 2 * second);
    expect(next).toMatchObject({ stage: 'settling', nextAtMs: noon + 3_500 });
    const { wantedBytes, savePath, contentPath } = { ...exampleTorrent, ...change };
    expect(next).toMatchObject({ wantedBytes, savePath, contentPath });
  });

  it('ends when two polls agree on a new place', () => {
    const moved = polled(settling, { savePath: '/done' }, noon + 2 * second);
    const settled = polled(moved, { savePath: '/done' }, noon + 4 * second);
    expect(settled).toMatchObject({ stage: 'ready', savePath: '/done', stageSinceMs: noon + 4 * second });
  });

  it('is not ended by a poll that comes at once after the last', () => {
    expect(polled(settling, {}, noon + 100)).toBe(settling);
    expect(polled(settling, {}, noon + 1_500)).toMatchObject({ stage: 'ready' });
  });

  it('is ended by the first poll that agrees after the client was away, though its next try is not due', () => {
    const away = advance(settling, events.failed, noon + 2 * second);
    expect(polled(away, {}, noon + 10 * second)).toMatchObject({ stage: 'ready', problem: null });
  });

  it('asks a client that moves for hours about twice a minute', () => {
    let download = settling;
    let polls = 0;
    for (let now = noon; now < noon + 3 * hour && polls < 400; now = download.nextAtMs, polls++) {
      download = polled(download, { phase: 'moving' }, now);
    }
    expect(polls).toBeLessThan(400);
    expect(polled(polled(download, {}, download.nextAtMs), {}, download.nextAtMs).stage).toBe('ready');
  });
});

describe('planned', () => {
  it('is looked for before it is sent, also when it was looked for under another plan', () => {
    const next = after(at.ready, 'planned');
    expect(next).toMatchObject({ plan: examplePlan, looks: 0, nextAtMs: noon });
    expect(nextStep(next, noon)).toBe('look');
    expect(nextStep(after(next, 'absent'), noon)).toBe('send');
  });
});

describe('a send', () => {
  it('is counted before it goes out', () => {
    expect(after(at.ready, 'sending')).toMatchObject({ sends: 1, sentAtMs: noon, outcomeUnknown: false });
  });

  it('needs a plan', () => {
    const unplanned = exampleDownload({ stage: 'ready' });
    expect(after(unplanned, 'sending')).toBe(unplanned);
  });

  it('is given back when it certainly did not reach Plex', () => {
    const next = after(at.ready, 'sending', 'not-sent');
    expect(next).toMatchObject({ stage: 'ready', sends: 0, nextAtMs: noon + 30 * second });
    expect(nextStep(next, noon + 30 * second)).toBe('send');
  });

  it('that Plex refuses waits for a person', () => {
    const failure = exampleFailure({ code: 'NO_LIBRARY_RIGHT', retryable: false });
    const next = advance(after(at.ready, 'sending'), { kind: 'not-sent', failure }, noon);
    expect(next).toMatchObject({ stage: 'ready', sends: 0, nextAtMs: never });
    expect(next.problem).toEqual({ code: 'NO_LIBRARY_RIGHT', sinceMs: noon, retryAtMs: null });
    expect(nextStep(next, noon + day)).toBeNull();
  });

  it('that fails again and again is tried ever more rarely', () => {
    let download = at.ready;
    const waits: number[] = [];
    for (let now = noon; waits.length < 7; now = download.nextAtMs) {
      download = advance(download, { kind: 'sending' }, now);
      download = advance(download, events['not-sent'], now);
      waits.push((download.nextAtMs - now) / second);
    }
    expect(waits).toEqual([30, 30, 60, 120, 240, 480, 900]);
    expect(download).toMatchObject({ sends: 0, problem: { sinceMs: noon } });
  });

  it('leaves no problem behind once it went out', () => {
    const failedBefore = after(at.ready, 'failed', 'sending');
    expect(failedBefore.problem).toMatchObject({ code: 'UNREACHABLE' });
    expect(after(failedBefore, 'sent').problem).toBeNull();
    expect(after(failedBefore, 'outcome-unknown').problem).toBeNull();
  });
});

/** The download after that many looks that found nothing, each when it was due; and when they were. */
function lookedFor(download: Download, looks: number): { download: Download; timesMs: number[] } {
  const timesMs: number[] = [];
  let now = download;
  while (timesMs.length < looks && nextStep(now, now.nextAtMs) === 'look') {
    timesMs.push(now.nextAtMs - noon);
    now = advance(now, { kind: 'absent' }, now.nextAtMs);
  }
  return { download: now, timesMs };
}

describe('verifying', () => {
  const sentOnce = after(at.ready, 'sending', 'sent');
  const unsureOnce = after(at.ready, 'sending', 'outcome-unknown');
  const sentTwice = after({ ...at.ready, sends: 1 }, 'sending', 'sent');
  const unsureTwice = after({ ...at.ready, sends: 1 }, 'sending', 'outcome-unknown');

  it('of an accepted scan sends again after a quarter of an hour, without another look', () => {
    const { download, timesMs } = lookedFor(sentOnce, 99);
    expect(timesMs.map((ms) => ms / second)).toEqual([2, 5, 10, 20, 40, 60, 120, 300, 900]);
    expect(download).toMatchObject({ stage: 'ready', sends: 1, problem: null });
    expect(nextStep(download, download.nextAtMs)).toBe('send');
  });

  it('of a scan that Plex may not have got looks for a minute first', () => {
    const { download, timesMs } = lookedFor(unsureOnce, 99);
    expect(timesMs.map((ms) => ms / second)).toEqual([4, 12, 28, 60]);
    expect(nextStep(download, download.nextAtMs)).toBe('send');
  });

  it.each([
    ['an accepted scan', sentTwice],
    ['a scan that Plex may not have got', unsureTwice],
  ])(
    'of the last send, %s, tells the person after a quarter of an hour and looks on for a week',
    (_, start) => {
      expect(lookedFor(start, 8).download.problem).toBeNull();
      const told = lookedFor(start, 9).download;
      expect(told.problem).toEqual({ code: 'NOT_APPEARED', sinceMs: noon + 15 * minute, retryAtMs: null });
      expect(nextStep(told, told.nextAtMs)).toBe('look');
      const { download, timesMs } = lookedFor(start, 99);
      expect(timesMs.at(-1)).toBe(7 * day);
      expect(download).toMatchObject({
        stage: 'verifying',
        sends: 2,
        nextAtMs: never,
        problem: told.problem,
      });
      expect(nextStep(download, noon + 365 * day)).toBeNull();
      expect(after(download, 'found')).toMatchObject({ stage: 'available', problem: null });
    },
  );

  it('does not use up its looks while the machine sleeps', () => {
    const morning = noon + 9 * hour;
    const once = advance(sentOnce, { kind: 'absent' }, morning);
    expect(once.nextAtMs).toBe(morning + 3 * second);
    expect(once.stage).toBe('verifying');
  });

  it('does not use up its looks while Plex is away', () => {
    const failing = after(sentOnce, 'failed', 'failed', 'failed');
    expect(failing).toMatchObject({ stage: 'verifying', looks: 0, sends: 1 });
  });

  it('stops asking when a person has to do something, and goes on from there when that is done', () => {
    const failure = exampleFailure({ code: 'TOKEN_INVALID', retryable: false });
    const next = advance(sentOnce, { kind: 'failed', failure }, noon);
    expect(nextStep(next, next.nextAtMs)).toBeNull();
    expect(nextStep({ ...next, problem: null, nextAtMs: noon }, noon)).toBe('look');
  });

  it('does not take back what the person was told because Plex is away at a late look', () => {
    const told = lookedFor(sentTwice, 10).download;
    const next = advance(told, events.failed, told.nextAtMs);
    expect(next.problem).toBe(told.problem);
    expect(next.nextAtMs - told.nextAtMs).toBeLessThanOrEqual(15 * minute);
    expect(nextStep(next, next.nextAtMs)).toBe('look');
  });
});

describe('failed', () => {
  const failed = (download: Download, change: Parameters<typeof exampleFailure>[0], nowMs: number) =>
    advance(download, { kind: 'failed', failure: exampleFailure(change) }, nowMs);

  it.each(['settling', 'ready', 'sending', 'verifying'] as const)('at %s keeps all but the time', (stage) => {
    const { problem, nextAtMs, ...kept } = failed(at[stage], {}, noon);
    expect(at[stage]).toMatchObject(kept);
    expect(nextAtMs).toBe(noon + 30 * second);
    expect(problem).toEqual({ code: 'UNREACHABLE', sinceMs: noon, retryAtMs: nextAtMs });
  });

  it('waits as long as the server asks', () => {
    expect(failed(at.ready, { retryAfterMs: 20 * minute }, noon).nextAtMs).toBe(noon + 20 * minute);
  });

  it('waits ever longer, also when the codes take turns', () => {
    const first = failed(at.ready, { code: 'UNREACHABLE' }, noon);
    const second_ = failed(first, { code: 'TIMED_OUT' }, noon + 5 * minute);
    expect(second_.problem).toEqual({ code: 'TIMED_OUT', sinceMs: noon, retryAtMs: noon + 10 * minute });
  });

  it('counts what needs a person from when it began', () => {
    const away = failed(at.ready, {}, noon);
    const refused = failed(away, { code: 'TOKEN_INVALID', retryable: false }, noon + hour);
    expect(refused.problem).toEqual({ code: 'TOKEN_INVALID', sinceMs: noon + hour, retryAtMs: null });
  });

  it('survives a clock that is put back', () => {
    const later = failed(at.ready, {}, noon + day);
    const earlier = failed(later, {}, noon);
    expect(earlier.problem).toEqual({ code: 'UNREACHABLE', sinceMs: noon, retryAtMs: noon + 30 * second });
  });
});

describe('the person', () => {
  it.each(['ready', 'sending', 'verifying'] as const)(
    'who retries at %s starts it over with new sends',
    (stage) => {
      const told = { ...at[stage], sends: 2, outcomeUnknown: true, nextAtMs: never };
      expect(after(told, 'retry')).toMatchObject({
        stage: 'ready',
        plan: null,
        looks: 0,
        sends: 0,
        sentAtMs: null,
        outcomeUnknown: false,
        problem: null,
        nextAtMs: noon,
      });
      expect(nextStep(after(told, 'retry'), noon)).toBe('plan');
    },
  );

  it('who retries while it settles makes it polled at once, but not settled', () => {
    const gone = exampleFailure({ code: 'CLIENT_GONE', retryable: false });
    const stuck = advance(at.settling, { kind: 'failed', failure: gone }, noon);
    expect(nextStep(stuck, noon + day)).toBeNull();
    expect(after(stuck, 'retry')).toMatchObject({ stage: 'settling', problem: null, nextAtMs: noon });
  });

  it('who ignores it ends it, also when it is available', () => {
    expect(nextStep(after(at.verifying, 'ignore'), noon + day)).toBeNull();
    expect(after(at.available, 'ignore')).toMatchObject({ stage: 'ignored' });
    expect(after(at.ignored, 'retry')).toBe(at.ignored);
  });
});
