import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LibraryReading } from '../../lib/background/library/reading.ts';
import { keyOfNote, type PageHead, readNote } from '../../lib/background/library/schemas.ts';
import type { TitleEntry } from '../../lib/domain/library-entry.ts';
import type { LibrarySection } from '../../lib/domain/library-section.ts';

const films: LibrarySection = { key: '1', type: 'movie', title: 'Films', locations: [], refreshing: false };
const list = { sectionKey: '1', kind: 'movie' } as const;
const entryOf = (ratingKey: string): TitleEntry => ({
  ratingKey,
  type: 'movie',
  sectionKey: '1',
  title: ratingKey,
  originalTitle: null,
  edition: null,
  year: null,
  parentRatingKey: null,
  ids: [],
});
const fileOf = (ratingKey: string) => ({
  ...entryOf(ratingKey),
  type: 'movie' as const,
  grandparentRatingKey: null,
  parentIndex: null,
  index: null,
  date: null,
  addedAtMs: 0,
  files: [],
});

interface Server {
  items: string[];
  /** The most it gives at a time. */
  clamp?: number;
  tellsTotal?: boolean;
  /** Called before each answer. */
  before?: (page: number) => void;
}

/** Reads a list to its end; what the last round of it told, and how often it was begun. */
function readAll(server: Server, reading = new LibraryReading(0, null), deadline = 400) {
  reading.plan([films]);
  reading.pageSize = 100;
  const pages: { head: PageHead; keys: string[] }[] = [];
  for (let next = reading.next(); next; next = reading.next()) {
    if (pages.length >= deadline) throw new Error('There is no end to it.');
    server.before?.(pages.length);
    const { sectionKey, kind, round, start, asked } = next;
    const keys = server.items.slice(start, start + Math.min(asked, server.clamp ?? asked));
    const total = server.tellsTotal === false ? null : server.items.length;
    const head = { sectionKey, kind, round, start, asked, size: keys.length, total, newestMs: null };
    pages.push({ head, keys });
    reading.take(head, { titles: keys.map(entryOf), files: keys.map(fileOf) });
  }
  const counted = pages.filter(({ head }) => reading.counts(head));
  return {
    known: new Set(counted.flatMap(({ keys }) => keys)),
    rounds: pages.filter(({ head }) => head.start === 0).length,
    pages,
    ...reading.lengthOf(list),
  };
}

const many = (count: number): string[] => Array.from({ length: count }, (_, at) => String(at + 1));

describe('the reading of a list', () => {
  it.each([
    [0, {}],
    [1, {}],
    [100, {}],
    [101, {}],
    [1_000, {}],
    [1_000, { clamp: 30 }],
    [30, { clamp: 1 }],
    [1_000, { clamp: 2 }],
    [1_000, { tellsTotal: false }],
    [100, { tellsTotal: false }],
  ])('of %i items ends with all of them: %j', (count, more) => {
    const read = readAll({ items: many(count), ...more }, undefined, 1_100);
    expect(read).toMatchObject({ known: new Set(many(count)), rounds: 1, isSure: true });
    expect(read.count).toBe(count);
  });

  it('of a server that gives all at once ends with that', () => {
    const reading = new LibraryReading(0, null);
    reading.plan([films]);
    const head = { ...list, round: 0, start: 0, asked: 1000, size: 1500, total: null, newestMs: null };
    reading.take(head, { titles: [], files: many(1_500).map(fileOf) });
    expect(reading.next()).toBeNull();
    expect(reading.lengthOf(list)).toEqual({ count: 1_500, isSure: true });
  });

  it('of a server that gives nothing more although there is more ends, and is not sure', () => {
    const reading = new LibraryReading(0, null);
    reading.plan([films]);
    const told = many(1_000).map(fileOf);
    let pages = 0;
    for (let next = reading.next(); next && pages < 50; next = reading.next(), pages++) {
      const { window: _, ...about } = next;
      const files = told.slice(about.start, 1_000);
      reading.take({ ...about, size: files.length, total: 5_000, newestMs: null }, { titles: [], files });
    }
    expect(pages).toBe(6);
    expect(reading.lengthOf(list).isSure).toBe(false);
  });

  it('whose items moved without a change of its length is begun again', () => {
    const items = many(1_000);
    const moved = readAll({
      items,
      before: (page) => {
        if (page === 3) items.push(...items.splice(0, 50));
      },
    });
    expect(moved).toMatchObject({ rounds: 2, known: new Set(items), isSure: true });
  });

  it('that moves again and again is begun three times, and not believed', () => {
    const items = many(1_000);
    const moved = readAll({ items, before: () => items.push(...items.splice(0, 3)) });
    expect(moved).toMatchObject({ rounds: 3, isSure: false });
  });

  it('taken up from its pages goes on where it was, at every page', () => {
    const items = many(700);
    const server = { items, before: (page: number) => page === 4 && items.splice(10, 30) };
    const whole = readAll(server);
    for (let at = 0; at < whole.pages.length; at++) {
      const again = new LibraryReading(0, null);
      const replay = whole.pages.slice(0, at);
      for (const { head, keys } of [...replay, ...replay.slice(-1)]) {
        const note = readNote(keyOfNote({ note: 'page', ...head }));
        if (note?.note !== 'page') throw new Error('not a page');
        again.take(note, { titles: keys.map(entryOf), files: keys.map(fileOf) });
      }
      again.plan([films]);
      again.pageSize = 100;
      const { round, start } = whole.pages[at]?.head ?? {};
      expect(again.next()).toMatchObject({ round, start });
    }
  });

  it('misses nothing that was there all the time, whatever else came and went, if it says so', () => {
    const change = fc.record({ at: fc.nat(400), go: fc.nat(40), come: fc.nat(40), to: fc.nat(400) });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.array(change, { maxLength: 12 }), (count, changes) => {
        const items = many(count);
        const stays = new Set(items);
        let added = count;
        const read = readAll({
          items,
          before: (page) => {
            const { at, go, come, to } = changes[page] ?? { at: 0, go: 0, come: 0, to: 0 };
            for (const gone of items.splice(at, go)) stays.delete(gone);
            items.splice(to, 0, ...Array.from({ length: come }, () => String(++added)));
          },
        });
        expect(read.rounds).toBeLessThanOrEqual(3);
        if (read.isSure) expect([...stays].filter((key) => !read.known.has(key))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a note of a reading', () => {
  it('is read as it was written', () => {
    for (const note of [
      { note: 'begun', atMs: 7, sections: null },
      { note: 'begun', atMs: 7, sections: ['1'] },
      { note: 'stopped', stopped: true },
    ] as const) {
      expect(readNote(keyOfNote(note))).toEqual(note);
    }
  });

  it.each(['', '{', '7', '{"note":"page"}', '{"note":"begun"}', '{"note":"other"}', 'page 1'])(
    'of another version is none: %j',
    (key) => expect(readNote(key)).toBeNull(),
  );
});
