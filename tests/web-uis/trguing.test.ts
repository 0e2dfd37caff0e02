// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { trguing } from '../../lib/web-uis/trguing.ts';
import { openPage } from './support/open-page.ts';

const rows = (): readonly Element[] => {
  const list = trguing.list(document);
  if (!list) throw new Error('no list');
  return trguing.rows(list);
};

describe('TrguiNG', () => {
  beforeEach(() => openPage('trguing-page/1.5'));

  it('is recognised with any speeds in its title, and without', () => {
    for (const title of ['↓0 B/s ↑0 B/s - TrguiNG', '↓1.2 MB/s ↑3 KB/s - TrguiNG', 'TrguiNG']) {
      document.title = title;
      expect(trguing.matches(document)).toBe(true);
    }
  });

  it('is not recognised before its table is there, nor by its table alone', () => {
    document.title = 'Something else';
    expect(trguing.matches(document)).toBe(false);
    document.title = 'TrguiNG';
    for (const table of document.querySelectorAll('.torrent-table-container')) table.remove();
    expect(trguing.matches(document)).toBe(false);
    expect(trguing.list(document)).toBeNull();
    expect(trguing.scroller(document)).toBeNull();
  });

  it('has its rows in the list that scrolls: those of torrents, not of files', () => {
    expect(trguing.scroller(document)?.contains(trguing.list(document))).toBe(true);
    expect(rows()).toHaveLength(3);
  });

  it('has the name in the name cell, wherever that column is', () => {
    const names = ['The Matrix 1999', 'Show.4.S03E04.1080p.mkv', 'Dune 2021'];
    const shown = (): unknown[] => rows().map((row) => trguing.nameCell(row)?.textContent);
    expect(shown()).toEqual(names);
    for (const row of rows()) row.prepend(row.children[1] ?? '');
    expect(shown()).toEqual(names);
  });

  it('tells no torrent itself', () => {
    expect(rows().map((row) => trguing.infoHashOf(row))).toEqual([undefined, undefined, undefined]);
  });
});
