// @vitest-environment happy-dom
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { answerRowQuestions, askReader } from '../../lib/content/row-question.ts';
import { RowTorrents } from '../../lib/content/row-torrents.ts';
import type { PageReader, RowTorrent, WebUi } from '../../lib/ports/web-ui.ts';
import { hashOf } from './support/torrent-page.ts';

/** A page whose rows say nothing; its scripts know their torrents. */
const silent: WebUi = {
  id: 'silent',
  client: 'any',
  hasReader: true,
  rewrites: 'row',
  rowIdentityAttributes: [],
  matches: () => true,
  list: (document) => document.body,
  scroller: () => null,
  rows: (list) => [...list.children],
  infoHashOf: () => undefined,
  nameCell: (row) => row,
};

const objects = new WeakMap<Element, unknown>();
const reader: PageReader = { id: 'silent', read: (row) => objects.get(row) as RowTorrent | undefined };
const explosive: PageReader = {
  id: 'explosive',
  read() {
    throw new Error('nothing is as it was');
  },
};

let row: Element;
beforeEach(() => {
  document.body.replaceChildren(document.createElement('li'), document.createElement('li'));
  row = document.body.children[0] as Element;
});

describe('without a reader in the page', () => {
  it('a row stays unknown, and the reader is asked for a few times only', () => {
    const torrents = new RowTorrents(silent);
    const wanted = Array.from({ length: 9 }, () => {
      expect(torrents.hashOf(row)).toBeUndefined();
      return torrents.needsReader();
    });
    expect(wanted.filter(Boolean)).toHaveLength(3);
    expect(torrents.takeMissing()).toEqual([]);
  });

  it('nothing that a page answers in its place breaks us or is taken for a torrent', () => {
    fc.assert(
      fc.property(fc.anything(), (detail) => {
        const lie = (): boolean => row.dispatchEvent(new CustomEvent('marquee-row-torrent', { detail }));
        row.addEventListener('marquee-row', lie);
        const torrent = askReader(row, 'silent');
        row.removeEventListener('marquee-row', lie);
        expect(torrent).toBeUndefined();
        expect(new RowTorrents(silent).hashOf(row)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});

describe('with a reader in the page', () => {
  answerRowQuestions(document, [reader, explosive]);

  it('a row is the torrent whose hash the page knows, read anew each time', () => {
    const torrents = new RowTorrents(silent);
    objects.set(row, { hash: hashOf(7).toUpperCase() });
    expect(torrents.hashOf(row)).toBe(hashOf(7));
    objects.set(row, { hash: hashOf(8) });
    expect(torrents.hashOf(row)).toBe(hashOf(8));
    objects.set(row, { hash: 'javascript:alert(1)' });
    expect(torrents.hashOf(row)).toBeUndefined();
    expect(torrents.needsReader()).toBe(false);
  });

  it('a row with a number is known once the background has said which torrent that is', () => {
    const torrents = new RowTorrents(silent);
    objects.set(row, { sessionId: 3, name: 'Dune', addedAt: 1_700_000_000 });
    expect(torrents.hashOf(row)).toBeUndefined();
    expect(torrents.takeMissing()).toEqual([3]);
    const dune = { sessionId: 3, hash: hashOf(1), name: 'Dune', addedAtMs: 1_700_000_000_000 };
    expect(torrents.learn({ type: 'torrents', torrents: [dune] })).toBe(true);
    expect(torrents.hashOf(row)).toBe(hashOf(1));
    expect(torrents.takeMissing()).toEqual([]);
  });

  it('a number says nothing once the torrent client counts anew', () => {
    const torrents = new RowTorrents(silent);
    const heat = { sessionId: 3, hash: hashOf(2), name: 'Heat', addedAtMs: 1_700_000_000_000 };
    torrents.learn({ type: 'torrents', torrents: [heat] });
    objects.set(row, { sessionId: 3, name: 'Dune', addedAt: 1_700_000_000 });
    expect(torrents.hashOf(row)).toBeUndefined();
    objects.set(row, { sessionId: 3, name: 'Heat', addedAt: 1_600_000_000 });
    expect(torrents.hashOf(row)).toBeUndefined();
    objects.set(row, { sessionId: 3, name: 'Heat', addedAt: 1_700_000_000 });
    expect(torrents.hashOf(row)).toBe(hashOf(2));
  });

  it('number and name have to do where the page does not show when a torrent was added', () => {
    const torrents = new RowTorrents(silent);
    const heat = { sessionId: 3, hash: hashOf(2), name: 'Heat', addedAtMs: 1_700_000_000_000 };
    torrents.learn({ type: 'torrents', torrents: [heat] });
    objects.set(row, { sessionId: 3, name: 'Heat', addedAt: null });
    expect(torrents.hashOf(row)).toBe(hashOf(2));
    objects.set(row, { sessionId: 3, name: 'Dune', addedAt: null });
    expect(torrents.hashOf(row)).toBeUndefined();
  });

  it('a number that nobody knows is asked for again, but not all the time', () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(10_000);
    const torrents = new RowTorrents(silent);
    objects.set(row, { sessionId: 3, name: 'Dune', addedAt: 0 });
    const ask = (): readonly number[] => {
      torrents.hashOf(row);
      return torrents.takeMissing();
    };
    expect([ask(), ask(), ask()]).toEqual([[3], [], []]);
    now.mockReturnValue(12_000);
    expect([ask(), ask()]).toEqual([[3], []]);
  });

  it('an answer of a reader that finds other objects than it knows is none', () => {
    expect(askReader(row, 'explosive')).toBeUndefined();
    expect(askReader(row, 'another page')).toBeUndefined();
  });

  it('is asked without the page hearing of it', () => {
    const heard = vi.fn();
    row.addEventListener('marquee-row', heard);
    objects.set(row, { hash: hashOf(7) });
    expect(askReader(row, 'silent')).toEqual({ hash: hashOf(7) });
    expect(heard).not.toHaveBeenCalled();
  });

  it('takes nothing for the background’s answer that is none', () => {
    const torrents = new RowTorrents(silent);
    for (const message of [null, 'torrents', { type: 'badges', badges: {} }, { type: 'torrents' }]) {
      expect(torrents.learn(message)).toBe(false);
    }
  });
});
