import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isComplete, type Torrent } from '../../../lib/domain/torrent.ts';
import { placeOf, readText } from '../../../lib/torrent-clients/rtorrent/place.ts';
import {
  readFault,
  readFiles,
  readTorrent,
  readTorrents,
  readVersion,
  torrentFields,
} from '../../../lib/torrent-clients/rtorrent/wire.ts';

const hash = '0123456789ABCDEF0123456789ABCDEF01234567';
const fields = {
  'd.hash': hash,
  'd.name': 'Movie.2020',
  'd.complete': 1,
  'd.hashing': 0,
  'd.is_partially_done': 1,
  'd.size_bytes': 100_000,
  'd.completed_bytes': 100_000,
  'd.timestamp.finished': 1_700_000_000,
  'd.creation_date': 1_600_000_000,
  'd.state_changed': 1_650_000_000,
  'd.directory': '/media/movies/Movie.2020',
  'd.is_multi_file': 1,
  'd.custom1': 'tv%20%26%20shows',
};
const row = (change: Partial<Record<keyof typeof fields, unknown>> = {}): unknown[] =>
  torrentFields.map((field) => ({ ...fields, ...change })[field]);
const torrent = (change: Partial<Record<keyof typeof fields, unknown>>): Torrent => {
  const read = readTorrent(row(change));
  if (!read) throw new Error('not read');
  return read;
};
const unfinished = {
  'd.complete': 0,
  'd.is_partially_done': 0,
  'd.completed_bytes': 40_000,
  'd.timestamp.finished': 0,
};
const part = { ...unfinished, 'd.is_partially_done': 1, 'd.completed_bytes': 49_152 };

describe('a torrent as rtorrent writes it', () => {
  it('becomes a torrent', () => {
    expect(readTorrent(row())).toEqual({
      hash: hash.toLowerCase(),
      name: 'Movie.2020',
      phase: 'complete',
      wantedBytes: 100_000,
      leftBytes: 0,
      completedAtMs: 1_700_000_000_000,
      savePath: '/media/movies',
      contentPath: '/media/movies/Movie.2020',
      category: 'tv & shows',
      tags: [],
    });
  });

  it('may be a part that is all the person wants, complete since it was made', () => {
    expect(torrent(part)).toMatchObject({
      phase: 'complete',
      wantedBytes: 49_152,
      leftBytes: 0,
      completedAtMs: 1_600_000_000_003,
    });
    expect(isComplete(torrent(part))).toBe(true);
  });

  it('is a new completion when a larger part, and when all of it is there', () => {
    const stamps = [
      torrent(part).completedAtMs,
      torrent({ ...part, 'd.completed_bytes': 65_536 }).completedAtMs,
      torrent({}).completedAtMs,
    ];
    expect(new Set(stamps).size).toBe(3);
  });

  it('that was there at adding, and got no stamp before 0.9.7, is complete since it was made, or started', () => {
    expect(torrent({ 'd.timestamp.finished': 0 }).completedAtMs).toBe(1_600_000_000_000);
    const undated = { 'd.timestamp.finished': 0, 'd.creation_date': 0 };
    expect(torrent(undated).completedAtMs).toBe(1_650_000_000_000);
  });

  it.each([
    ['downloading', 'while data are missing', unfinished],
    ['checking', 'while it is checked anew, with its stamp', { 'd.hashing': 3 }],
    [
      'checking',
      'when its last byte has come',
      { ...unfinished, 'd.completed_bytes': 100_000, 'd.hashing': 2 },
    ],
    ['checking', 'between its last byte and its stamp', { ...part, 'd.completed_bytes': 100_000 }],
    [
      'metadata',
      'as a magnet link',
      { ...unfinished, 'd.name': `${hash}.meta`, 'd.size_bytes': 1, 'd.completed_bytes': 0 },
    ],
  ] as const)('is %s %s', (phase, _, change) => {
    expect(torrent(change)).toMatchObject({ phase });
    expect(isComplete(torrent(change))).toBe(false);
  });

  it.each([
    ['without any time', { 'd.timestamp.finished': 0, 'd.creation_date': 0, 'd.state_changed': 0 }],
    [
      'with a time that is none',
      { 'd.timestamp.finished': -1, 'd.creation_date': 1e15, 'd.state_changed': -1 },
    ],
    ['of no size', { 'd.size_bytes': 0, 'd.completed_bytes': 0 }],
  ])('is not complete: one %s', (_, change) => {
    expect(isComplete(torrent(change))).toBe(false);
  });

  it('may have its numbers as text, and a label that is not encoded', () => {
    expect(torrent({ 'd.size_bytes': '100000', 'd.complete': '1' })).toEqual(torrent({}));
    expect(torrent({ 'd.custom1': '100%' }).category).toBe('100%');
    expect(torrent({ 'd.custom1': '' }).category).toBeNull();
  });

  it('keeps its name as it is, since only the screen knows what is harmless', () => {
    for (const name of ['<img src=x onerror=alert(1)>', '\u202egnp.exe', 'a\ufffdb', '%41 100%', ''])
      expect(torrent({ 'd.name': name }).name).toBe(name);
  });
});

describe('a place', () => {
  it.each([
    ['/dl', 'a.mkv', false, { savePath: '/dl', contentPath: '/dl/a.mkv', folder: '' }],
    ['/dl/', 'a.mkv', false, { savePath: '/dl', contentPath: '/dl/a.mkv', folder: '' }],
    ['/', 'a.mkv', false, { savePath: '/', contentPath: '/a.mkv', folder: '' }],
    ['/dl/Show', 'Show', true, { savePath: '/dl', contentPath: '/dl/Show', folder: 'Show/' }],
    ['/Show', 'Show', true, { savePath: '/', contentPath: '/Show', folder: 'Show/' }],
    ['/dl/tv', 'Show', true, { savePath: '/dl/tv', contentPath: null, folder: '' }],
    ['', 'Show', true, { savePath: '', contentPath: null, folder: '' }],
    ['/dl', '../../etc/passwd', false, { savePath: '/dl', contentPath: null, folder: '' }],
    ['/dl', '..', false, { savePath: '/dl', contentPath: null, folder: '' }],
  ])('of %j with the name %j (many files: %s)', (directory, name, isMultiFile, expected) => {
    expect(placeOf(directory, name, isMultiFile)).toEqual(expected);
  });

  it('and the files in it are where rtorrent has them, whatever the folder is called', () => {
    const name = fc.stringMatching(/^[^/%]{1,8}$/).filter((text) => text !== '.' && text !== '..');
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), name, fc.boolean(), (parts, own, isMultiFile) => {
        const directory = `/${parts.join('/')}`;
        const place = placeOf(directory, own, isMultiFile);
        const [file] = readFiles([['x.mkv', 5, 1]], place);
        const path = `${place.savePath === '/' ? '' : place.savePath}/${file?.path}`;
        expect(path).toBe(`${directory}/x.mkv`);
      }),
    );
  });
});

describe('text', () => {
  it('is given back what 0.16 with xmlrpc-c makes of an emoji, and only that', () => {
    expect(readText('%E8%91%AC %F0%9F%8E%AC S01')).toBe('葬 🎬 S01');
    for (const kept of ['100%25 %41', '%E8%91%AC', '葬 %F0%9F%8E%AC', '%F0%9F broken'])
      expect(readText(kept)).toBe(kept);
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
      row({ 'd.hash': 'zz' }),
      row({ 'd.size_bytes': 'many' }),
      row().slice(1),
    ];
    expect(readTorrents([row(), ...damaged, row()])).toHaveLength(2);
    expect(readFiles([['a', 1, 1], null, ['b'], [1, 1, 1]], placeOf('/', 'a', false))).toHaveLength(1);
  });

  it('never throws and never makes a time or size that is none', () => {
    const value = fc.oneof(fc.anything(), fc.maxSafeInteger(), fc.constantFrom(...row()));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.array(value, { minLength: 13, maxLength: 13 }), fc.anything())),
        (rows) => {
          readFiles(rows, placeOf('/', 'a', true));
          for (const read of readTorrents(rows)) {
            expect(read.hash).toMatch(/^[0-9a-f]{40}$/);
            expect(read.wantedBytes).toBeGreaterThanOrEqual(0);
            expect(read.leftBytes).toBeGreaterThanOrEqual(0);
            expect(read.completedAtMs === null || read.completedAtMs > 0).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a fault', () => {
  it.each([
    ['unknown method', { faultCode: -506, faultString: "Method 'd.x' not defined" }],
    ['unknown torrent', { faultCode: -501, faultString: 'Could not find info-hash.' }],
    ['unknown torrent', { faultCode: -503, faultString: 'invalid parameters: info-hash not found' }],
    [
      'not allowed',
      { faultCode: -507, faultString: 'Command "d.x" is not allowed for untrusted connections.' },
    ],
    ['other', { faultCode: -509, faultString: 'too large' }],
    ['other', 'text'],
  ])('is an %s: %j', (expected, fault) => expect(readFault(fault)).toBe(expected));
});

describe('a version', () => {
  it.each([
    ['0.9.8', '0.9.8'],
    ['0.16.17', '0.16.17'],
    ['10', '10'],
    ['<b>1</b>', undefined],
    [7, undefined],
  ])('is read from %j', (text, version) => expect(readVersion(text)).toBe(version));
});
