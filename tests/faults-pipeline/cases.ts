import type { Happening } from './commands.ts';

const hour = 3_600_000;
const day = 24 * hour;
const year = 365 * day;
const live = (ms: number): Happening => ({ kind: 'live', ms });
const finish = (number: number, isMoving = false): Happening => ({
  kind: 'finish',
  number,
  place: 'own folder',
  isMoving,
});

/** Histories that once went wrong, as short as they could be made, and what went wrong. */
export const cases: readonly (readonly [string, readonly Happening[]])[] = [
  [
    'a client that was loading at first contact had its old torrents scanned',
    [{ kind: 'restart' }, { kind: 'lose-memory' }, live(31_398)],
  ],
  [
    'it started once more before it had been listed in full',
    [
      { kind: 'lose-memory' },
      { kind: 'restart' },
      live(1),
      { kind: 'client-away', on: true },
      live(180_000),
      { kind: 'restart' },
    ],
  ],
  [
    'a client that came back after another had been met counted as news',
    [{ kind: 'swap' }, { kind: 'lose-memory' }, live(5_000), finish(0, true)],
  ],
  [
    'the same, with a clock that was put back by six years',
    [{ kind: 'swap' }, { kind: 'lose-memory' }, live(3 * hour), { kind: 'jump', ms: -6 * year }, live(1)],
  ],
  [
    'the same, and it was still loading and had stamped most of its torrents anew',
    [
      { kind: 'swap' },
      { kind: 'lose-memory' },
      live(46_000),
      { kind: 'swap' },
      { kind: 'restart' },
      live(7_000),
    ],
  ],
  [
    'the same, with so much that is really new that little of it looked old',
    [
      { kind: 'swap' },
      { kind: 'lose-memory' },
      live(180_000),
      { kind: 'swap' },
      { kind: 'restart' },
      { kind: 'finish-many', from: 31, count: 11 },
    ],
  ],
  [
    'another client was met while the first list of it was still empty',
    [
      { kind: 'restart' },
      { kind: 'swap' },
      { kind: 'client-away', on: true },
      { kind: 'lose-memory' },
      live(45_001),
      { kind: 'restart' },
      { kind: 'client-away', on: false },
    ],
  ],
  [
    'the last of many that were stamped anew came alone, after the clock was put back',
    [
      { kind: 'restart' },
      finish(1, true),
      live(7_000),
      finish(0),
      live(1),
      finish(2),
      { kind: 'jump', ms: -day },
      live(1_000),
    ],
  ],
  [
    'a storage that was full cost what was done, although there was little of it',
    [
      { kind: 'finish', number: 0, place: 'archive', isMoving: false },
      live(180_000),
      { kind: 'decide', what: 'ignore', which: 0 },
      finish(1),
      live(1_000),
      { kind: 'full', on: true },
      live(180_000),
    ],
  ],
  [
    'a few old torrents came in a crowd of new ones, after another client had answered at first contact',
    [
      { kind: 'lose-memory' },
      { kind: 'swap' },
      live(46_000),
      { kind: 'swap' },
      { kind: 'restart' },
      { kind: 'finish-many', from: 100, count: 53 },
      { kind: 'finish-many', from: 31, count: 8 },
      live(1_000),
    ],
  ],
];
