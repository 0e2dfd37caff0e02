// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { transmissionWebControl as webUi } from '../../lib/web-uis/transmission-web-control.ts';
import { openPage } from './support/open-page.ts';

const rows = (): readonly Element[] => {
  const list = webUi.list(document);
  if (!list) throw new Error('no list');
  return webUi.rows(list);
};

describe('Transmission Web Control', () => {
  beforeEach(() => openPage('transmission-web-control-page/1.6'));

  it('is recognised by its own names, whatever its title says', () => {
    document.title = 'Downloads';
    expect(webUi.matches(document)).toBe(true);
  });

  it('is not recognised by the grid that it is made with', () => {
    document.querySelector('#m_list')?.removeAttribute('id');
    expect(webUi.matches(document)).toBe(false);
    expect(webUi.list(document)).toBeNull();
    expect(webUi.scroller(document)).toBeNull();
  });

  it('has its rows in the list that scrolls: those of torrents with their columns, not their numbers or files', () => {
    expect(webUi.scroller(document)?.contains(webUi.list(document))).toBe(true);
    expect(rows()).toHaveLength(3);
    expect(rows().every((row) => row.textContent?.includes('97.65 KB'))).toBe(true);
  });

  it('has the name in the name cell, and none while that column is hidden for good', () => {
    expect(rows().map((row) => webUi.nameCell(row)?.textContent)).toEqual([
      'The Matrix 1999',
      'Show.4.S03E04.1080p.mkv',
      'Dune 2021',
    ]);
    for (const row of rows()) row.querySelector('td[field="name"]')?.remove();
    expect(rows().map((row) => webUi.nameCell(row))).toEqual([null, null, null]);
  });

  it('tells no torrent itself', () => {
    expect(rows().map((row) => webUi.infoHashOf(row))).toEqual([undefined, undefined, undefined]);
  });

  it('finds the new table when the page has made it anew', () => {
    const before = webUi.list(document);
    const scroller = webUi.scroller(document);
    if (scroller) scroller.innerHTML = '<table class="datagrid-btable"><tbody><tr></tr></tbody></table>';
    expect(webUi.list(document)).not.toBe(before);
    expect(webUi.scroller(document)).toBe(scroller);
    expect(rows()).toHaveLength(1);
  });
});
