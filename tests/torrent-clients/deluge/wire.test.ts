import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isComplete, type TorrentPhase } from '../../../lib/domain/torrent.ts';
import { readFiles, readStamp, readTorrents, readVersion } from '../../../lib/torrent-clients/deluge/wire.ts';
import { hashOf } from '../contract.ts';
import { entry, keyOf } from './scripted-server.ts';

const key = '0123456789abcdef0123456789abcdef01234567';
const read = (change: object = {}) => readTorrents({ [key]: entry(0, change) })[0];

describe('a torrent as Deluge writes it', () => {
  it('becomes a torrent', () => {
    expect(read({ label: 'tv-shows' })).toEqual({
      hash: key,
      name: 'Movie.0',
      phase: 'complete',
      wantedBytes: 1_000,
      leftBytes: 0,
      completedAtMs: 1_700_000_000_000,
      savePath: '/media/movies',
      contentPath: null,
      category: 'tv-shows',
      tags: [],
    });
  });

  it.each<[TorrentPhase, string, object]>([
    ['complete', 'Seeding', {}],
    ['complete', 'Paused', {}],
    ['complete', 'Queued', {}],
    ['error', 'Error', {}],
    ['moving', 'Moving', {}],
    ['moving', 'Moving', { is_finished: false }],
    ['checking', 'Checking', { total_remaining: 1_000 }],
    // waits for its check with `is_finished` from before
    ['checking', 'Queued', { total_remaining: 1_000 }],
    ['downloading', 'Allocating', { is_finished: false, total_remaining: 1_000 }],
    ['downloading', 'Downloading', { is_finished: false, total_remaining: 400 }],
    ['downloading', 'Downloading', { is_finished: true }],
    // libtorrent has ended, Deluge has not yet
    ['downloading', 'Seeding', { is_finished: false }],
    ['downloading', 'Paused', { is_finished: false, total_remaining: 1_000 }],
    ['metadata', 'Downloading', { is_finished: false, total_size: 0, total_wanted: 0 }],
    ['metadata', 'Paused', { is_finished: false, total_size: 0, total_wanted: 0 }],
    ['unknown', 'SomethingNew', {}],
    ['unknown', 'constructor', {}],
  ])('is %s in the state %s with %j', (phase, state, change) => {
    const torrent = read({ state, ...change });
    expect(torrent?.phase).toBe(phase);
    expect(torrent && isComplete(torrent)).toBe(phase === 'complete');
  });

  it('has no stamp before it is finished, and that of its adding when Deluge has none', () => {
    expect(read({ completed_time: 0, is_finished: false })?.completedAtMs).toBeNull();
    expect(read({ completed_time: 0 })?.completedAtMs).toBe(1_600_000_000_000);
  });

  it('keeps its name as it is, since only the screen knows what is harmless', () => {
    const names = ['<img src=x onerror=alert(1)>', '\u202egnp.exe', 'a\ufffdb', 'x'.repeat(65_536), ''];
    for (const name of names) expect(read({ name })?.name).toBe(name);
  });

  it('may lack a label, which is a plugin', () => {
    expect(read({ label: undefined })?.category).toBeNull();
    expect(read({ label: '' })?.category).toBeNull();
  });
});

describe('a stamp', () => {
  it('is that of the whole torrent', () => {
    const [torrent] = readTorrents({ [key]: entry(77) });
    expect(readStamp([key, { completed_time: 1_700_000_077 }])).toMatchObject({
      hash: torrent?.hash,
      completedAtMs: torrent?.completedAtMs,
    });
  });

  it('is none where there is no torrent, no entry or no time', () => {
    expect(readStamp(['x', { completed_time: 1 }])).toBeUndefined();
    expect(readStamp([key, null])).toBeUndefined();
    for (const time of [0, -1, '1', null, 1e300, Number.NaN])
      expect(readStamp([key, { completed_time: time }])?.completedAtMs).toBeNull();
  });
});

describe('a damaged list', () => {
  it('loses its damaged entries only', () => {
    const damaged = Object.fromEntries(
      [
        null,
        7,
        [],
        {},
        entry(0, { state: 5 }),
        entry(0, { total_wanted: '1' }),
        entry(0, { save_path: null }),
      ].map((value, n) => [keyOf(n), value]),
    );
    expect(readTorrents({ ...damaged, zz: entry(), [key]: entry() })).toHaveLength(1);
  });

  it('never throws and never makes a time or size that is none', () => {
    const value = fc.oneof(fc.anything(), fc.constantFrom(...Object.values(entry())), fc.double());
    const record = fc.record(
      Object.fromEntries(Object.keys(entry()).map((name) => [name, value])) as Record<string, typeof value>,
      { requiredKeys: [] },
    );
    const entries = fc.dictionary(fc.constantFrom(key, keyOf(1), 'junk', '__proto__'), record);
    fc.assert(
      fc.property(fc.oneof(entries, fc.anything()), (result) => {
        readFiles(result, hashOf(key));
        for (const torrent of readTorrents(result)) {
          expect(torrent.hash).toMatch(/^[0-9a-f]{40}$/);
          expect(torrent.wantedBytes).toBeGreaterThanOrEqual(0);
          expect(torrent.leftBytes).toBeGreaterThanOrEqual(0);
          expect(torrent.completedAtMs === null || torrent.completedAtMs > 0).toBe(true);
        }
        for (const one of Object.entries(Object(result))) readStamp(one);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the files of a torrent', () => {
  const files = (paths: readonly string[], file_priorities: readonly unknown[]) =>
    readFiles(
      { [key]: { files: paths.map((path, index) => ({ path, size: 1, index })), file_priorities } },
      hashOf(key),
    );

  it('are wanted unless their priority is 0', () => {
    expect(files(['a', 'b', 'c', 'd'], [0, 1, 4, 7])?.map((file) => file.wanted)).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  it('are without what only fills up pieces', () => {
    const listed = files(
      ['v2.mkv', 'v2.mkv/.pad/1384', '.pad/12', 'My.pad/7', '.pad/x.mkv'],
      [4, 4, 4, 0, 4],
    );
    expect(listed?.map((file) => file.path)).toEqual(['v2.mkv', 'My.pad/7', '.pad/x.mkv']);
    expect(listed?.map((file) => file.wanted)).toEqual([true, false, true]);
  });

  it('are none of another torrent', () => {
    expect(readFiles({ [keyOf(3)]: { files: [], file_priorities: [] } }, hashOf(key))).toBeUndefined();
  });
});

describe('a version', () => {
  it.each([
    ['2.0.3', '2.0.3'],
    ['2.2.1.dev0+20260307', '2.2.1.dev0+20260307'],
    ['<html>2.0.3</html>', undefined],
    ['', undefined],
    [2, undefined],
    [null, undefined],
  ])('is read from %j', (value, version) => expect(readVersion(value)).toBe(version));
});
