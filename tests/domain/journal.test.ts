import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from '../../lib/domain/advance.ts';
import type { Download, DownloadEvent } from '../../lib/domain/download.ts';
import {
  type Happening,
  happeningsOf,
  mostEvents,
  newestOf,
  withHappenings,
} from '../../lib/domain/journal.ts';
import { downloadOf } from '../fakes/download.ts';

const plan = {
  machineIdentifier: 'attic',
  scans: [{ sectionKey: '1', sectionTitle: 'Films', folder: '/media/movies/Film 1' }],
  files: ['/media/movies/Film 1/film.mkv'],
};
const target = {
  machineIdentifier: 'attic',
  sectionKey: '1',
  ratingKey: '7',
  type: 'movie',
  title: 'Film 1',
  found: 1,
  expected: 1,
} as const;
const failure = (code: 'UNREACHABLE' | 'UNMAPPED', retryable: boolean): DownloadEvent => ({
  kind: 'failed',
  failure: { code, operation: 'test', server: null, retryable, retryAfterMs: null },
});

/** What is told while these events happen to a download that is to be planned. */
function told(...events: readonly DownloadEvent[]): readonly string[] {
  let download: Download = downloadOf(1, { stage: 'ready' });
  return events.flatMap((event, at) => {
    const before = download;
    download = advance(before, event, before.nextAtMs + at);
    return happeningsOf(before, download, at).map(({ what, code, send }) =>
      [what, code, send].filter((one) => one !== undefined).join(' '),
    );
  });
}

describe('what is told of a download', () => {
  it('is its way from the first sight to Plex, in order', () => {
    expect(happeningsOf(undefined, downloadOf(1), 5)).toEqual([{ atMs: 5, what: 'seen' }]);
    expect(
      told(
        { kind: 'planned', plan },
        { kind: 'absent' },
        { kind: 'sending' },
        { kind: 'sent' },
        { kind: 'found', target },
      ),
    ).toEqual(['planned', 'absent', 'sending 1', 'accepted', 'available']);
  });

  it('says where it is scanned', () => {
    const before = downloadOf(1, { stage: 'ready' });
    const after = advance(before, { kind: 'planned', plan }, 9);
    expect(happeningsOf(before, after, 9)).toEqual([
      { atMs: 9, what: 'planned', section: 'Films', folder: '/media/movies/Film 1' },
    ]);
  });

  it('says once that something is wrong, however often it is tried', () => {
    expect(
      told(failure('UNREACHABLE', true), failure('UNREACHABLE', true), failure('UNREACHABLE', true)),
    ).toEqual(['problem UNREACHABLE']);
  });

  it('says when trying again turns into waiting for the person, and when the person starts it over', () => {
    expect(told(failure('UNMAPPED', true), failure('UNMAPPED', false), { kind: 'retry' })).toEqual([
      'problem UNMAPPED',
      'problem UNMAPPED',
      'restarted',
    ]);
  });

  it('tells an answer that never came from one that was a yes, and a request that never arrived from both', () => {
    const sent: DownloadEvent[] = [{ kind: 'planned', plan }, { kind: 'absent' }, { kind: 'sending' }];
    expect(told(...sent, { kind: 'outcome-unknown' }).at(-1)).toBe('unclear');
    const { failure: lost } = failure('UNREACHABLE', true) as Extract<DownloadEvent, { kind: 'failed' }>;
    expect(told(...sent, { kind: 'not-sent', failure: lost }).slice(-2)).toEqual([
      'not-sent',
      'problem UNREACHABLE',
    ]);
  });

  it('is nothing when nothing has changed', () => {
    const one = downloadOf(1);
    expect(happeningsOf(one, { ...one, nextAtMs: one.nextAtMs + 5 }, 1)).toEqual([]);
  });
});

describe('the journal of a download', () => {
  const event = fc.record({ atMs: fc.nat(), what: fc.constantFrom('seen', 'absent', 'problem') });
  it('never grows beyond its bound, and keeps its beginning and its end', () => {
    fc.assert(
      fc.property(fc.array(fc.array(event, { minLength: 1 }), { minLength: 1 }), (bursts) => {
        const all = bursts.flat() as Happening[];
        const entry = (bursts as Happening[][]).reduce(withHappenings, { id: 'a', events: [] });
        expect(entry.events.length).toBe(Math.min(mostEvents, all.length));
        expect(entry.events[0]).toEqual(all[0]);
        expect(entry.events.at(-1)).toEqual(all.at(-1));
      }),
      { numRuns: 200 },
    );
  });

  it('gives the newest events of all downloads', () => {
    const entries = [
      {
        id: 'a',
        events: [
          { atMs: 1, what: 'seen' },
          { atMs: 9, what: 'settled' },
        ] as const,
      },
      { id: 'b', events: [{ atMs: 5, what: 'seen' }] as const },
    ];
    expect(newestOf(entries, 2).map(({ id, event: { atMs } }) => `${id} ${atMs}`)).toEqual(['a 9', 'b 5']);
  });
});
