import { describe, expect, it } from 'vitest';
import { isComplete, type Torrent } from '../../lib/domain/torrent.ts';
import { exampleTorrent } from './examples.ts';

describe('isComplete', () => {
  it.each<[string, Partial<Torrent>, boolean]>([
    ['one that has everything and a stamp', {}, true],
    ['one with files set to "do not download", since only wanted bytes count', { wantedBytes: 7 }, true],
    ['one that still has bytes to get', { leftBytes: 1 }, false],
    ['one without a stamp', { completedAtMs: null }, false],
    ['one stamped 0, as qBittorrent 4 writes "never"', { completedAtMs: 0 }, false],
    ['one stamped -1 s, as qBittorrent 5 writes "never"', { completedAtMs: -1000 }, false],
    ['one of which nothing is wanted', { wantedBytes: 0 }, false],
    ['one that is moving, at 100 % and stamped', { phase: 'moving' }, false],
    ['one that is checked anew', { phase: 'checking', leftBytes: 500 }, false],
    ['one that is checked anew, before the count falls', { phase: 'checking' }, false],
    ['one that downloads', { phase: 'downloading', leftBytes: 5, completedAtMs: null }, false],
    ['one that downloads more after it was complete', { phase: 'downloading' }, false],
    ['one without metadata', { phase: 'metadata', wantedBytes: 0, completedAtMs: null }, false],
    ['one whose files are gone', { phase: 'error' }, false],
    ['one in a state that we do not know', { phase: 'unknown' }, false],
  ])('%s: %o', (_, change, complete) => {
    expect(isComplete({ ...exampleTorrent, ...change })).toBe(complete);
  });
});
