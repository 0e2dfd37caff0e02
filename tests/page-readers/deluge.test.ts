// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deluge } from '../../lib/page-readers/deluge.ts';
import { openPage } from '../web-uis/support/open-page.ts';

const hashes = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(40));
const body = (): Element => document.querySelector('#torrentGrid .x-grid3-body') ?? document.body;
const rows = (): Element[] => [...body().children];
const read = (): unknown[] => rows().map((row) => deluge.read(row));
const nothing = Array(4).fill(undefined);

/** The page's own grid, whose store has these records, as Ext JS keeps it. */
function showRecords(records: readonly unknown[]): void {
  const store = { getCount: () => records.length, getAt: (at: number) => records[at] };
  const torrents = { getStore: () => store, getView: () => ({ getRows: () => body().childNodes }) };
  Object.assign(window, { deluge: { torrents } });
}
/** As the grid does after each change of its rows. */
const numberRows = (): void => {
  for (const [rowIndex, row] of rows().entries()) Object.assign(row, { rowIndex });
};
const records = (ids: readonly unknown[]): unknown[] => ids.map((id) => ({ id, data: { name: 'Dune' } }));

describe("the reader of Deluge's page", () => {
  beforeEach(() => {
    openPage('deluge-page/2.2');
    numberRows();
  });
  afterEach(() => Reflect.deleteProperty(window, 'deluge'));

  it("tells each row's torrent, also of rows with nothing in them", () => {
    showRecords(records(hashes));
    expect(read()).toEqual(hashes.map((hash) => ({ hash })));
  });

  it('tells another torrent for the same row as soon as another is at its place', () => {
    showRecords(records(hashes.toReversed()));
    expect(read()).toEqual(hashes.toReversed().map((hash) => ({ hash })));
  });

  it('tells nothing while rows and records do not agree', () => {
    showRecords(records(hashes.slice(1)));
    expect(read()).toEqual(nothing);
    rows()[0]?.remove();
    // the numbers are those from before
    expect(read()).toEqual(Array(3).fill(undefined));
    numberRows();
    expect(read()).toEqual(hashes.slice(1).map((hash) => ({ hash })));
  });

  it('tells nothing of a row that is no longer in the list', () => {
    showRecords(records(hashes));
    const [row] = rows();
    row?.replaceWith(row.cloneNode(true));
    expect(row && deluge.read(row)).toBeUndefined();
  });

  it('tells nothing where there is something else, or nothing, in place of a torrent', () => {
    expect(read()).toEqual(nothing);
    showRecords([undefined, { id: 7 }, {}, { id: null }]);
    expect(read()).toEqual(nothing);
    for (const deluge of [{}, { torrents: null }]) {
      Object.assign(window, { deluge });
      expect(read()).toEqual(nothing);
    }
    showRecords(records(hashes));
    for (const row of rows()) Object.assign(row, { rowIndex: '0' });
    expect(read()).toEqual(nothing);
  });
});
