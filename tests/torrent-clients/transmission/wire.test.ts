import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isComplete } from '../../../lib/domain/torrent.ts';
import {
  mendEscapes,
  readFiles,
  readIdentity,
  readSessionTorrents,
  readStates,
  readTable,
  readTorrents,
  stateFields,
} from '../../../lib/torrent-clients/transmission/wire.ts';
import { stateOf, torrent } from './scripted-server.ts';

const state = (change: Readonly<Record<string, unknown>>) => readStates([stateOf(torrent(0, change))])[0];

describe('the state of a torrent', () => {
  it.each([
    ['seeding', { status: 6 }, 'complete'],
    ['waiting to seed', { status: 5 }, 'complete'],
    ['stopped when it had everything', { status: 0 }, 'complete'],
    ['stopped before it had everything', { status: 0, leftUntilDone: 1 }, 'downloading'],
    ['seeding, but something more is wanted now', { status: 6, leftUntilDone: 1 }, 'downloading'],
    ['downloading', { status: 4, leftUntilDone: 1 }, 'downloading'],
    ['waiting to download', { status: 3, leftUntilDone: 1 }, 'downloading'],
    ['moved to its folder after the last byte', { status: 4, doneDate: 0 }, 'moving'],
    ['checked', { status: 2 }, 'checking'],
    ['waiting to be checked', { status: 1 }, 'checking'],
    ['a magnet link', { status: 4, metadataPercentComplete: 0, sizeWhenDone: 0 }, 'metadata'],
    ['without its data', { status: 0, error: 3 }, 'error'],
    ['in trouble with its tracker', { status: 6, error: 2 }, 'complete'],
    ['something new', { status: 7 }, 'unknown'],
  ])('is known when it is %s', (_, change, phase) => {
    expect(state(change)?.phase).toBe(phase);
  });

  it('has the stamp of its completion in milliseconds', () => {
    expect(state({ doneDate: 1_700_000_123 })?.completedAtMs).toBe(1_700_000_123_000);
    expect(state({ doneDate: 1_700_000_123, status: 2 })?.completedAtMs).toBe(1_700_000_123_000);
  });

  it('is complete since it was added when its data were there before, which 3.00 never stamps', () => {
    const seeding = state({ doneDate: 0, addedDate: 1_600_000_000 });
    expect(seeding).toMatchObject({ completedAtMs: 1_600_000_000_000 });
    expect(seeding && isComplete(seeding)).toBe(true);
    expect(state({ doneDate: 0, status: 2 })?.completedAtMs).toBe(1_600_000_000_000);
  });

  it('has no stamp before it is complete', () => {
    expect(state({ doneDate: 0, status: 4, leftUntilDone: 5 })?.completedAtMs).toBeNull();
    expect(state({ doneDate: 0, status: 0, leftUntilDone: 5 })?.completedAtMs).toBeNull();
    expect(state({ doneDate: 0, status: 4 })?.completedAtMs).toBeNull();
    expect(state({ doneDate: 0, addedDate: 0 })?.completedAtMs).toBeNull();
  });

  it('is left out when it can not be read, and the others stay', () => {
    const good = stateOf(torrent());
    const bad = [
      null,
      'text',
      {},
      [],
      good.slice(1),
      [...good, 1],
      ['zz', ...good.slice(1)],
      [good[0], '6', ...good.slice(2)],
    ];
    expect(readStates([good, ...bad, good])).toHaveLength(2);
  });

  it('never throws, and never makes a size or time that is none', () => {
    const value = fc.oneof(fc.anything(), fc.integer(), fc.double(), fc.constant('0'.repeat(40)));
    const row = fc.array(value, { minLength: 6, maxLength: 12 });
    const numbers = fc.tuple(
      fc.constant('a'.repeat(40)),
      ...stateFields.slice(1).map(() => fc.oneof(fc.integer({ min: -1, max: 6 }), fc.double())),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(row, numbers, fc.anything())), (rows) => {
        readSessionTorrents(rows);
        for (const entry of rows) readFiles(entry);
        for (const one of [...readStates(rows), ...readTorrents(rows)]) {
          expect(one.hash).toMatch(/^[0-9a-f]{40}$/);
          expect(Number.isSafeInteger(one.wantedBytes) && one.wantedBytes >= 0).toBe(true);
          expect(Number.isSafeInteger(one.leftBytes) && one.leftBytes >= 0).toBe(true);
          expect(one.completedAtMs === null || Number.isSafeInteger(one.completedAtMs)).toBe(true);
          if (isComplete(one)) expect(one.completedAtMs).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a torrent', () => {
  const row = [...stateOf(torrent()), 'A name', '/media/movies', ['one', 'two']];

  it('has its texts, and its labels as tags', () => {
    expect(readTorrents([row])).toMatchObject([
      { name: 'A name', savePath: '/media/movies', tags: ['one', 'two'], category: null, contentPath: null },
    ]);
  });

  it('may have labels that can not be read, but not a name', () => {
    expect(readTorrents([[...row.slice(0, -1), 0]])).toMatchObject([{ tags: [] }]);
    expect(readTorrents([[...row.slice(0, -3), 5, '/x', []]])).toEqual([]);
  });

  it('is known to pages by its number, name and time of adding', () => {
    const hash = 'AB'.repeat(20);
    expect(readSessionTorrents([[7, hash, 'A name', 1_600_000_000], [7, 'no hash', 'x', 1], [8]])).toEqual([
      { sessionId: 7, hash: hash.toLowerCase(), name: 'A name', addedAtMs: 1_600_000_000_000 },
    ]);
  });

  it('has files, each wanted or not', () => {
    const files = ['a', 'b'].map((name) => ({ name: `T/${name}.mkv`, length: 5 }));
    expect(readFiles([files, [{ wanted: true }, { wanted: false }]])).toEqual([
      { path: 'T/a.mkv', sizeBytes: 5, wanted: true },
      { path: 'T/b.mkv', sizeBytes: 5, wanted: false },
    ]);
    expect(readFiles([files, [{ wanted: true }]])).toHaveLength(1);
    expect(readFiles([0, 0])).toBeUndefined();
  });
});

describe('a table', () => {
  it('has one row of names before the others', () => {
    expect(
      readTable(
        {
          torrents: [
            ['id', 'name'],
            [1, 'x'],
          ],
        },
        2,
      ),
    ).toEqual([[1, 'x']]);
    expect(readTable({ torrents: [['id', 'name']] }, 2)).toEqual([]);
  });

  it('is told from what Transmission 2 answers, and from anything else', () => {
    expect(readTable({ torrents: [{ id: 1 }] }, 2)).toBe('too-old');
    expect(readTable({ torrents: [['id']] }, 2)).toBeUndefined();
    expect(readTable({ torrents: [] }, 2)).toBeUndefined();
    expect(readTable(undefined, 2)).toBeUndefined();
  });
});

describe('an identity', () => {
  it.each([
    [
      { version: '3.00 (bb6b5a062e)', 'rpc-version': 16 },
      { version: '3.00', apiVersion: '16' },
    ],
    [
      { version: '4.1.0-beta.2 (ac5c9e082d)', 'rpc-version': 18, 'rpc-version-semver': '5.4.0' },
      { version: '4.1.0-beta.2', apiVersion: '5.4.0' },
    ],
    [
      { version: '4.1.3 (838877323f)', rpc_version: 19, rpc_version_semver: '6.0.1' },
      { version: '4.1.3', apiVersion: '6.0.1' },
    ],
    [{ version: '2.94 (d8e60ee44f)', 'rpc-version': 15 }, 'too-old'],
    [{ version: '<img>', 'rpc-version': 16 }, undefined],
    [{ version: '4.0' }, undefined],
    [undefined, undefined],
  ])('is read from %j', (said, identity) => {
    expect(readIdentity(said)).toEqual(identity);
  });
});

describe('the JSON of 3.00', () => {
  /** `tr_variantToStr` of 3.00: everything beyond ASCII is escaped, however many digits that takes. */
  const as300 = (text: string): string =>
    JSON.stringify(text).replace(
      /[^ -~]/gu,
      (letter) => `\\u${(letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
    );
  const read = (json: string): unknown => JSON.parse(mendEscapes(json));

  it('is mended where it has pictures', () => {
    expect(JSON.parse(as300('🎬'))).toBe('Ἲc');
    expect(read(as300('葬送のフリーレン 🎬 (2023)'))).toBe('葬送のフリーレン 🎬 (2023)');
  });

  it('is left alone where it says what was meant', () => {
    for (const name of ['Amélie', '— 5', '—5', '\\u1f3ac', 'C:\\u1f3ac\\x', '"\\"', '\u0001f1234']) {
      expect(read(as300(name))).toBe(name);
      expect(read(JSON.stringify(name))).toBe(name);
    }
  });

  it('stays what it is when it is like any other JSON', () => {
    const noGreek = fc.string({ unit: 'binary' }).filter((text) => !/[\u1f00-\u1fff]/.test(text));
    fc.assert(
      fc.property(noGreek, (text) => {
        expect(read(JSON.stringify({ [text]: text }))).toEqual({ [text]: text });
      }),
      { numRuns: 200 },
    );
  });
});
