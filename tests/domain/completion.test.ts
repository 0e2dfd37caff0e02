import { describe, expect, it } from 'vitest';
import { isOpenedNow, isStampKnown, openedAgain, seenOf, verdictOf } from '../../lib/domain/completion.ts';
import type { Torrent } from '../../lib/domain/torrent.ts';
import { day, exampleTorrent, minute, noon } from './examples.ts';

const before: Torrent = { ...exampleTorrent, wantedBytes: 1_000_000_000, addedAtMs: noon - day };
const seen = new Map([[before.hash, seenOf(before)]]);
const restamped = { ...before, completedAtMs: noon };

describe('a completion', () => {
  it.each<[string, Partial<Torrent>, 'known' | 'new' | 'doubtful']>([
    ['the same', {}, 'known'],
    ['moved to another folder', { savePath: '/elsewhere' }, 'known'],
    ['with fewer files wanted', { wantedBytes: 5 }, 'known'],
    ['with a rounding more', { wantedBytes: before.wantedBytes + 1_000_000 }, 'known'],
    ['with another file, at the same stamp', { wantedBytes: before.wantedBytes + 5_000_000 }, 'new'],
    ['with a new stamp and nothing else', { completedAtMs: noon }, 'doubtful'],
    ['with an older stamp and nothing else', { completedAtMs: noon - day }, 'doubtful'],
    ['with a new stamp and another size', { completedAtMs: noon, wantedBytes: 7 }, 'new'],
    ['added anew', { completedAtMs: noon, addedAtMs: noon - minute }, 'new'],
  ])('of a torrent seen before is told: %s', (_, change, verdict) => {
    expect(verdictOf(seen, { ...before, ...change }, noon)).toBe(verdict);
  });

  it('of a torrent never seen is doubtful when it is older than it can be', () => {
    expect(verdictOf(new Map(), { ...before, completedAtMs: noon - 1 }, noon)).toBe('doubtful');
    expect(verdictOf(new Map(), { ...before, completedAtMs: noon }, noon)).toBe('new');
  });

  it('is believed after the torrent was seen incomplete, and a check that runs is not that', () => {
    const loading = { ...before, phase: 'downloading', leftBytes: 5 } as const;
    expect(isOpenedNow(seen, loading)).toBe(true);
    expect(isOpenedNow(seen, { ...loading, phase: 'checking' })).toBe(false);
    const opened = new Map([[before.hash, openedAgain(seenOf(before))]]);
    expect(isOpenedNow(opened, loading), 'once is enough').toBe(false);
    expect(verdictOf(opened, restamped, noon)).toBe('new');
    expect(verdictOf(opened, before, noon)).toBe('known');
  });

  it('that an older version took note of is known by its stamp alone', () => {
    const older = new Map([[before.hash, (before.completedAtMs ?? 0).toString(36)]]);
    expect(isStampKnown(older, before)).toBe(true);
    expect(verdictOf(older, { ...before, wantedBytes: 1 }, noon)).toBe('known');
    expect(verdictOf(older, restamped, noon)).toBe('doubtful');
  });

  it('can be remembered as anything that is stored, and never throws', () => {
    for (const packed of ['', ':', '!!', 'zzzzzzzzzzzzzzzzzzzz:x', 'NaN:-1:!']) {
      const odd = new Map([[before.hash, packed]]);
      expect(['new', 'doubtful']).toContain(verdictOf(odd, before, noon));
    }
  });
});
