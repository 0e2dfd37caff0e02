// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { rutorrent } from '../../lib/web-uis/rutorrent.ts';
import { openPage } from './support/open-page.ts';

const listOf = (): Element => {
  const list = rutorrent.list(document);
  if (!list) throw new Error('no list');
  return list;
};
const names = (): readonly (string | undefined)[] =>
  rutorrent.rows(listOf()).map((row) => rutorrent.nameCell(row)?.textContent ?? undefined);

describe.each(['5.3.12', '4.3.9'])('the page of ruTorrent %s', (version) => {
  beforeEach(() => openPage(`rutorrent-page/${version}`));

  it('is recognised, whatever its title is', () => {
    document.title = 'D: 1 MiB/s';
    expect(rutorrent.matches(document)).toBe(true);
  });

  it('has its torrents in the list that scrolls, and no other rows', () => {
    expect(rutorrent.scroller(document)?.contains(listOf())).toBe(true);
    const hashes = rutorrent.rows(listOf()).map((row) => rutorrent.infoHashOf(row));
    expect(hashes).toEqual([
      '3f2a9c5d1e7b4860a1c2d3e4f5061728394a5b6c',
      '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567',
      'ffeeddccbbaa99887766554433221100ffeeddcc',
    ]);
  });

  it('has the name in an element of its own, wherever its column is', () => {
    const expected = ['Amber 1 (1911)', 'Show.20.S01E05.1080p.mkv', '<b>bold</b>'];
    expect(names()).toEqual(expected);
    for (const row of rutorrent.rows(listOf())) row.append(row.firstElementChild ?? '');
    expect(names()).toEqual(expected);
  });

  it('keeps its own last child of each cell, which it writes its text into', () => {
    for (const row of rutorrent.rows(listOf())) {
      const cell = rutorrent.nameCell(row);
      cell?.append(document.createElement('marquee-badge'));
      expect(cell?.parentElement?.localName).toBe('td');
      expect(cell?.parentElement?.lastChild).toBe(cell);
    }
  });

  it('has no name cell while the column is hidden', () => {
    for (const cell of document.querySelectorAll<HTMLElement>('.stable-List-col-0'))
      cell.style.display = 'none';
    expect(names()).toEqual([undefined, undefined, undefined]);
  });
});

describe('a page', () => {
  beforeEach(() => openPage('rutorrent-page/5.3.12'));

  it('that has not made its list yet is not recognised', () => {
    document.querySelector('#List')?.replaceChildren();
    expect(rutorrent.matches(document)).toBe(false);
    expect(rutorrent.list(document)).toBeNull();
  });

  it('of something else with such a table is not recognised', () => {
    for (const element of document.querySelectorAll('#tdetails, #CatList')) element.remove();
    expect(rutorrent.matches(document)).toBe(false);
  });

  it('with something else where the hash should be tells no hash', () => {
    const [row] = rutorrent.rows(listOf());
    if (row) row.id = 'teg_1';
    expect(row && rutorrent.infoHashOf(row)).toBeUndefined();
  });
});
