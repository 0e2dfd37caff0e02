// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { deluge } from '../../lib/web-uis/deluge.ts';
import { openPage } from './support/open-page.ts';

const list = (): Element => {
  const found = deluge.list(document);
  if (!found) throw new Error('no list');
  return found;
};
const cells = (): (Element | null)[] => deluge.rows(list()).map((row) => deluge.nameCell(row));
const nameCell = (row: Element): HTMLElement | null => row.querySelector('td.x-grid3-td-name');

describe.each([
  ['2.0', 'Dune 2021'],
  ['2.2', 'Dune <b>2021</b>'],
])('the page of Deluge %s', (version, second) => {
  beforeEach(() => openPage(`deluge-page/${version}`));

  it('is recognised, also before anybody has signed in, when the list is empty', () => {
    expect(deluge.matches(document)).toBe(true);
    list().innerHTML = '&nbsp;';
    expect(deluge.matches(document)).toBe(true);
    expect(deluge.rows(list())).toEqual([]);
  });

  it('is not recognised without its list, nor is another grid of the same make', () => {
    list().remove();
    expect(deluge.matches(document)).toBe(false);
    expect(deluge.list(document)).toBeNull();
    document.querySelector('#torrentGrid')?.remove();
    expect(deluge.scroller(document)).toBeNull();
  });

  it('has its rows in the list that scrolls', () => {
    expect(deluge.scroller(document)).toBe(list().parentElement);
    expect(deluge.rows(list())).toHaveLength(4);
  });

  it('tells the torrent of a row to its own scripts only', () => {
    expect(deluge.rows(list()).map((row) => deluge.infoHashOf(row))).toEqual(Array(4).fill(undefined));
    expect(deluge.hasReader).toBe(true);
  });

  it('has the name inside a cell, where a row has something in it', () => {
    const names = ['Movie.24.1974.1080p.mkv', second, 'Show.4.S03E04.1080p.mkv', undefined];
    expect(cells().map((cell) => cell?.textContent)).toEqual(names);
    expect(cells()[0]?.parentElement?.localName).toBe('td');
  });

  it('is followed when the name column is moved', () => {
    for (const row of deluge.rows(list())) nameCell(row)?.parentElement?.append(nameCell(row) ?? '');
    expect(cells()[2]?.textContent).toBe('Show.4.S03E04.1080p.mkv');
  });

  it('has no name cell while the name column is hidden', () => {
    for (const row of deluge.rows(list())) nameCell(row)?.style.setProperty('display', 'none');
    expect(cells()).toEqual(Array(4).fill(null));
  });
});
