import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isComplete, type TorrentPhase } from '../../../lib/domain/torrent.ts';
import {
  isWeighty,
  phaseOf,
  readFiles,
  readTorrent,
  readTorrents,
  readVersion,
} from '../../../lib/torrent-clients/qbittorrent/wire.ts';

const hash = '0123456789abcdef0123456789abcdef01234567';
const entry = {
  hash,
  name: 'Movie.2020',
  state: 'stalledUP',
  size: 1_000,
  amount_left: 0,
  completion_on: 1_700_000_000,
  save_path: '/media/movies',
  content_path: '/media/movies/Movie.2020',
  category: 'movies',
  tags: 'a, b c',
};

describe('a torrent as qBittorrent writes it', () => {
  it('becomes a torrent', () => {
    expect(readTorrent(entry)).toEqual({
      hash,
      name: 'Movie.2020',
      phase: 'complete',
      wantedBytes: 1_000,
      leftBytes: 0,
      completedAtMs: 1_700_000_000_000,
      savePath: '/media/movies',
      contentPath: '/media/movies/Movie.2020',
      category: 'movies',
      tags: ['a', 'b c'],
    });
  });

  it.each<[TorrentPhase, string]>([
    ['complete', 'uploading stalledUP queuedUP forcedUP pausedUP stoppedUP'],
    ['checking', 'checkingUP checkingDL checkingResumeData queuedForChecking'],
    ['moving', 'moving'],
    ['metadata', 'metaDL forcedMetaDL'],
    ['downloading', 'allocating downloading stalledDL queuedDL forcedDL pausedDL stoppedDL'],
    ['error', 'error missingFiles'],
    ['unknown', 'unknown somethingNew constructor __proto__'],
  ])('is %s in the states %s', (phase, states) => {
    for (const state of states.split(' ')) expect([state, phaseOf(state)]).toEqual([state, phase]);
  });

  it.each([
    ['that is moving, at 100 %, with its stamp', { state: 'moving' }],
    ['that is checked again', { state: 'checkingUP' }],
    ['with bytes left', { amount_left: 1 }],
    ['without a stamp in 4.2 to 4.6', { completion_on: 0 }],
    ['without a stamp in 5', { completion_on: -1 }],
    ['without a stamp in 4.1', { completion_on: 4_294_967_295 }],
    ['without metadata', { size: -1 }],
    ['of which nothing is wanted', { size: 0 }],
  ])('is not complete: one %s', (_, change) => {
    const torrent = readTorrent({ ...entry, ...change });
    expect(torrent && isComplete(torrent)).toBe(false);
  });

  it('may have its numbers in quotes', () => {
    const quoted = { ...entry, size: '1000', amount_left: '0', completion_on: '1700000000' };
    expect(readTorrent(quoted)).toEqual(readTorrent(entry));
  });

  it('may lack what older versions did not have, and what has no value', () => {
    const { content_path, tags, category, ...old } = entry;
    expect(readTorrent(old)).toMatchObject({ contentPath: null, tags: [], category: null });
    expect(readTorrent({ ...entry, content_path: '', tags: '', category: '' })).toMatchObject({
      contentPath: null,
      tags: [],
      category: null,
    });
  });

  it('keeps its name as it is, since only the screen knows what is harmless', () => {
    const names = ['<img src=x onerror=alert(1)>', '\u202egnp.exe', 'a\ufffdb', 'x'.repeat(65_536), ''];
    for (const name of names) expect(readTorrent({ ...entry, name })?.name).toBe(name);
  });
});

describe('a damaged list', () => {
  it('loses its damaged entries only', () => {
    const damaged = [
      null,
      7,
      'text',
      [],
      {},
      { ...entry, hash: 'zz' },
      { ...entry, hash: undefined },
      { ...entry, state: 5 },
      { ...entry, size: 'many' },
      { ...entry, completion_on: null },
      { ...entry, save_path: { toString: 1 } },
    ];
    expect(readTorrents([entry, ...damaged, entry])).toHaveLength(2);
    const files = [{ name: 'a.mkv', size: 1, priority: 1 }, null, { name: 1 }];
    expect(readFiles(files)).toHaveLength(1);
  });

  it('never throws and never makes a time or size that is none', () => {
    const value = fc.oneof(fc.anything(), fc.constantFrom(...Object.values(entry)));
    const record = fc.record(
      Object.fromEntries(Object.keys(entry).map((key) => [key, value])) as Record<string, typeof value>,
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(record, fc.anything())), (entries) => {
        readFiles(entries);
        for (const torrent of readTorrents(entries)) {
          expect(torrent.hash).toMatch(/^[0-9a-f]{40}$/);
          expect(torrent.wantedBytes).toBeGreaterThanOrEqual(0);
          expect(torrent.leftBytes).toBeGreaterThanOrEqual(0);
          expect(torrent.completedAtMs === null || torrent.completedAtMs > 0).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the files of a torrent', () => {
  it('are wanted unless their priority is 0', () => {
    const list = [0, 1, 6, 7].map((priority) => ({ name: `${priority}`, size: 1, priority }));
    expect(readFiles(list).map((file) => file.wanted)).toEqual([false, true, true, true]);
  });

  it('have slashes between their parts and no mark of being unfinished', () => {
    const list = [{ name: 'Show\\S01\\e.mkv.!qB', size: 1, priority: 1 }];
    expect(readFiles(list)).toEqual([{ path: 'Show/S01/e.mkv', sizeBytes: 1, wanted: true }]);
  });
});

describe('a change', () => {
  it.each([
    [true, { state: 'uploading' }],
    [true, { completion_on: 1 }],
    [true, { content_path: '/x' }],
    [true, { save_path: '/x' }],
    [true, { size: 5 }],
    [true, { amount_left: 0 }],
    [false, { amount_left: 5, dlspeed: 3, progress: 0.5 }],
    [false, { upspeed: 0, ratio: 1 }],
    [false, null],
    [false, 'state'],
  ])('weighs %s: %j', (expected, changed) => {
    expect(isWeighty(changed)).toBe(expected);
  });
});

describe('a version', () => {
  it.each([
    ['v4.5.2', '4.5.2'],
    ['v5.2.0beta1', '5.2.0beta1'],
    ['2.8.19\n', '2.8.19'],
    ['<html>v4.5.2</html>', undefined],
    ['Transmission 4.0', undefined],
    ['', undefined],
  ])('is read from %j', (text, version) => expect(readVersion(text)).toBe(version));
});
