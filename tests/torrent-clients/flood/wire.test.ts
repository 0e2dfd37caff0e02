import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OperationError } from '../../../lib/domain/errors.ts';
import { isComplete, type Torrent, type TorrentPhase } from '../../../lib/domain/torrent.ts';
import { entriesOf, readFiles, readList, readTorrent } from '../../../lib/torrent-clients/flood/wire.ts';
import { entry, keyOf, listOf } from './entries.ts';

const read = (change: object = {}, n = 0): Torrent | undefined =>
  readTorrent(keyOf(n), JSON.stringify(entry(n, change)));

const deluge = { message: 'OK', dateCreated: 0, dateFinished: 1_700_000_010 };
const rtorrent = { dateCreated: 0, directory: '/media/movies/Movie.0' };

describe('a torrent as Flood writes it', () => {
  it('becomes a torrent', () => {
    expect(read({ tags: ['a', 'b'] })).toEqual({
      hash: '0'.repeat(40),
      name: 'Movie.0',
      phase: 'complete',
      wantedBytes: 1_000,
      leftBytes: 0,
      completedAtMs: 1_700_000_001_000,
      savePath: '/media/movies',
      contentPath: null,
      category: null,
      tags: ['a', 'b'],
    });
  });

  it.each<[TorrentPhase, string, string, object]>([
    ['complete', 'qBittorrent', 'that seeds', {}],
    ['complete', 'qBittorrent', 'that was stopped', { status: ['complete', 'inactive', 'stopped'] }],
    ['checking', 'qBittorrent', 'that is checked again', { status: ['complete', 'active', 'checking'] }],
    ['moving', 'qBittorrent', 'that is moved', { status: ['moving'] }],
    ['downloading', 'qBittorrent', 'that was stopped', { status: ['inactive', 'stopped'], bytesDone: 9 }],
    ['error', 'qBittorrent', 'without its files', { status: ['error', 'inactive', 'stopped'] }],
    [
      'metadata',
      'qBittorrent',
      'without metadata',
      { status: ['active', 'downloading'], sizeBytes: -1, selectedSizeBytes: 0, bytesDone: 0 },
    ],
    ['unknown', 'qBittorrent', 'in a state that Flood does not know', { status: [] }],
    ['complete', 'Transmission', 'with a tracker in trouble', { status: ['seeding', 'error', 'complete'] }],
    ['complete', 'Transmission', 'without a part', { status: ['seeding'], sizeBytes: 9_000 }],
    [
      'complete',
      'Transmission',
      'without a part, of which some pieces are there',
      { status: ['seeding', 'inactive'], sizeBytes: 9_000, selectedSizeBytes: 1_100 },
    ],
    ['complete', 'Transmission', 'without a part, stopped', { status: ['stopped'], sizeBytes: 9_000 }],
    ['complete', 'Transmission', 'before Flood 4.15', { status: ['seeding'], selectedSizeBytes: undefined }],
    ['downloading', 'Transmission', 'that is moved', { status: ['downloading', 'active', 'complete'] }],
    [
      'downloading',
      'Transmission',
      'that is moved, idle',
      { status: ['downloading', 'inactive', 'complete'] },
    ],
    ['checking', 'Transmission', 'that is checked again', { status: ['checking', 'complete'] }],
    [
      'metadata',
      'Transmission',
      'without metadata',
      { status: ['downloading', 'complete'], sizeBytes: 0, selectedSizeBytes: 0, bytesDone: 0 },
    ],
    ['complete', 'Deluge', 'that seeds', { ...deluge, status: ['seeding', 'complete', 'active'] }],
    ['complete', 'Deluge', 'that was paused', { ...deluge, status: ['stopped', 'complete', 'inactive'] }],
    ['complete', 'Deluge', 'that waits', { ...deluge, status: ['downloading', 'complete', 'inactive'] }],
    ['downloading', 'Deluge', 'at its end', { ...deluge, status: ['downloading', 'complete', 'active'] }],
    ['moving', 'Deluge', 'that is moved', { ...deluge, status: ['error', 'complete', 'active'] }],
    [
      'error',
      'Deluge',
      'without its folder',
      { ...deluge, message: 'Unable to locate', status: ['error', 'complete', 'inactive'] },
    ],
    [
      'downloading',
      'Deluge',
      'of which more is wanted after all',
      { ...deluge, status: ['seeding', 'inactive'], bytesDone: 500 },
    ],
    [
      'downloading',
      'Deluge',
      'of which nothing is wanted',
      { ...deluge, status: ['seeding', 'complete'], bytesDone: 0 },
    ],
    ['complete', 'rTorrent', 'that seeds', { ...rtorrent, status: ['complete', 'seeding', 'inactive'] }],
    ['complete', 'rTorrent', 'that was stopped', { ...rtorrent, status: ['stopped', 'inactive'] }],
    ['checking', 'rTorrent', 'that is checked', { ...rtorrent, status: ['checking', 'inactive'] }],
    [
      'downloading',
      'rTorrent',
      'without a part, of which Flood counts the bytes that are not wanted too',
      { ...rtorrent, status: ['downloading', 'inactive'], dateFinished: 0, sizeBytes: 9_000 },
    ],
    [
      'downloading',
      'rTorrent',
      'without a part, stopped before its end',
      { ...rtorrent, status: ['stopped', 'inactive'], dateFinished: 0, sizeBytes: 9_000 },
    ],
    [
      'metadata',
      'rTorrent',
      'without metadata',
      { ...rtorrent, status: ['downloading', 'error'], name: `${keyOf(0)}.meta`, sizeBytes: 1, bytesDone: 0 },
    ],
  ])('is %s: one of %s %s', (phase, _, __, change) => {
    const torrent = read(change);
    expect(torrent?.phase).toBe(phase);
    expect(torrent && isComplete(torrent)).toBe(phase === 'complete');
  });

  it('has as much as is wanted when it is complete, and else what is left', () => {
    const part = { sizeBytes: 9_000, selectedSizeBytes: 9_000, bytesDone: 400 };
    const partOfDeluge = { ...deluge, ...part, status: ['seeding', 'complete'] };
    expect(read(partOfDeluge)).toMatchObject({ wantedBytes: 400, leftBytes: 0 });
    const unfinished = { ...part, status: ['downloading'], dateFinished: 0 };
    expect(read(unfinished)).toMatchObject({ wantedBytes: 9_000, leftBytes: 8_600, completedAtMs: null });
  });

  it('keeps its name as it is, since only the screen knows what is harmless', () => {
    const names = ['<img src=x onerror=alert(1)>', '\u202egnp.exe', 'a\ufffdb', 'x'.repeat(65_536), ''];
    for (const name of names) expect(read({ name })?.name).toBe(name);
  });
});

describe('the stamp of a completion', () => {
  it('is the time of adding for data that were there, of which Transmission 3 knows no other', () => {
    const there = { dateFinished: 0, status: ['seeding', 'inactive', 'complete'] };
    expect(read(there)?.completedAtMs).toBe(1_690_000_000_000);
  });

  it('is the time of adding over Deluge, where Flood makes up another one each time', () => {
    const polls = [0, 1_700_000_010, 1_700_000_020, 1_700_000_010].map((dateFinished) =>
      read({ ...deluge, dateFinished, status: ['seeding', 'complete', 'inactive'] }),
    );
    expect(new Set(polls.map((torrent) => torrent?.completedAtMs))).toEqual(new Set([1_690_000_000_000]));
  });

  it('is that of the other clients also when it happens to end in a zero', () => {
    expect(read({ dateFinished: 1_700_000_010, dateCreated: 0 })?.completedAtMs).toBe(1_700_000_010_000);
  });

  it.each([0, -1])('is none while it is written %d', (dateFinished) => {
    expect(read({ dateFinished, status: ['inactive', 'downloading'] })?.completedAtMs).toBeNull();
  });

  it('stays while it is checked again', () => {
    expect(read({ status: ['checking'] })).toMatchObject({
      phase: 'checking',
      completedAtMs: 1_700_000_001_000,
    });
  });
});

const fail = (code: OperationError['code'], more = {}): OperationError =>
  new OperationError(code, { operation: 'test', ...more });

describe('the list', () => {
  const key = fc.stringMatching(/^[0-9A-F]{40}$/);
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom(`"${keyOf(1)}":{`, `},"${keyOf(2)}":{"name":"`, '"}}', '\\'),
  );

  it('is cut into its entries, whatever their texts are', () => {
    const torrent = fc.record({ name: text, directory: text, tags: fc.array(text) });
    fc.assert(
      fc.property(fc.dictionary(key, torrent, { noNullPrototype: true }), (torrents) => {
        const cut = [...entriesOf(readList(JSON.stringify({ id: 1, torrents }), fail))];
        expect(cut.map(([hash, one]) => [hash, JSON.parse(one)])).toEqual(Object.entries(torrents));
      }),
      { numRuns: 500 },
    );
  });

  it('may be written with spaces, or in another order', () => {
    const { id, torrents } = JSON.parse(listOf([entry(1), entry(2)])) as Record<string, unknown>;
    const spaced = JSON.stringify({ torrents, id }, null, 2);
    expect([...entriesOf(readList(spaced, fail))].map(([hash]) => hash)).toEqual([keyOf(1), keyOf(2)]);
  });

  it('may be empty', () => {
    expect([...entriesOf(readList('{"id":1,"torrents":{}}', fail))]).toEqual([]);
  });

  it.each(['{"id":1,"torrents":{"', '{"id":1,"torrents":[]}', '{}', '[]', '', '<html></html>', 'null'])(
    'is not taken from %j',
    (body) => expect(() => readList(body, fail)).toThrow(OperationError),
  );
});

describe('a damaged entry', () => {
  it.each([
    ['no JSON', '{"name":'],
    ['no entry', '[]'],
    ['without a state', JSON.stringify(entry(0, { status: undefined }))],
    ['with a state that is no list', JSON.stringify(entry(0, { status: 'seeding' }))],
    ['without a size', JSON.stringify(entry(0, { sizeBytes: null }))],
    ['of a Flood before 4.6', JSON.stringify(entry(0, { dateFinished: undefined }))],
  ])('is left out: %s', (_, body) => expect(readTorrent(keyOf(0), body)).toBeUndefined());

  it('never throws and never makes a time or size that is none', () => {
    const fields = Object.entries(entry());
    const value = fc.oneof(fc.anything(), fc.constantFrom(...fields.map(([, one]) => one)), fc.double());
    const record = fc.record(Object.fromEntries(fields.map(([name]) => [name, value])), { requiredKeys: [] });
    fc.assert(
      fc.property(fc.oneof(record, fc.anything()), (body) => {
        readFiles([body]);
        const written = JSON.stringify(body, (_, one) => (typeof one === 'bigint' ? `${one}` : one)) ?? '';
        const torrent = readTorrent(keyOf(0), written);
        if (!torrent) return;
        expect(torrent.wantedBytes).toBeGreaterThanOrEqual(0);
        expect(torrent.leftBytes).toBeGreaterThanOrEqual(0);
        expect(torrent.completedAtMs === null || torrent.completedAtMs > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the files of a torrent', () => {
  it('are wanted unless their priority is 0', () => {
    const list = [0, 1, 2].map((priority) => ({ path: `${priority}`, sizeBytes: 1, priority }));
    expect(readFiles(list).map((file) => file.wanted)).toEqual([false, true, true]);
  });

  it('have slashes between their parts and no mark of being unfinished', () => {
    const list = [{ path: 'Show\\S01\\e.mkv.!qB', sizeBytes: 1, priority: 1 }, null, { path: 1 }];
    expect(readFiles(list)).toEqual([{ path: 'Show/S01/e.mkv', sizeBytes: 1, wanted: true }]);
  });
});
