// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { transmissionWebControl } from '../../lib/page-readers/transmission-web-control.ts';
import { openPage } from '../web-uis/support/open-page.ts';

const hashes = ['a', 'b', 'c'].map((digit) => digit.repeat(40));
const rows = (): Element[] => [...document.querySelectorAll('#m_list .datagrid-view2 .datagrid-btable tr')];
const read = (): unknown[] => rows().map((row) => transmissionWebControl.read(row));
const nothing = [undefined, undefined, undefined];

/** The page's own object with its grid, whose rows are these. */
const showRows = (shown: unknown): void => {
  const datagrid = (method: string): unknown => (method === 'getRows' ? shown : undefined);
  Object.assign(window, { system: { control: { torrentlist: { datagrid } } } });
};

describe('the reader of Transmission Web Control', () => {
  beforeEach(() => openPage('transmission-web-control-page/1.6'));
  afterEach(() => Reflect.deleteProperty(window, 'system'));

  it("tells each row's torrent", () => {
    showRows(hashes.map((hashString, id) => ({ id, name: 'Dune', hashString })));
    expect(read()).toEqual(hashes.map((hash) => ({ hash })));
  });

  it('goes by the number that the page gives a row, which changes when one above is taken out', () => {
    showRows(hashes.slice(1).map((hashString) => ({ hashString })));
    rows()[0]?.remove();
    for (const [at, row] of rows().entries()) row.setAttribute('datagrid-row-index', `${at}`);
    expect(read()).toEqual(hashes.slice(1).map((hash) => ({ hash })));
  });

  it('tells nothing of a row without a number, or with one that the grid does not have', () => {
    showRows(hashes.map((hashString) => ({ hashString })));
    const [first, second, third] = rows();
    first?.removeAttribute('datagrid-row-index');
    second?.setAttribute('datagrid-row-index', '12');
    third?.setAttribute('datagrid-row-index', 'length');
    expect(read()).toEqual(nothing);
  });

  it('tells nothing when the page has something else, or nothing, where its grid was', () => {
    expect(read()).toEqual(nothing);
    for (const shown of [undefined, 'text', [1, null, { hashString: 7 }]]) {
      showRows(shown);
      expect(read()).toEqual(nothing);
    }
    Object.assign(window, { system: { control: {} } });
    expect(read()).toEqual(nothing);
  });
});
