import type { PageReader, RowTorrent } from '../ports/web-ui.ts';

/** What is read of Ext JS 3's grid (`GridView.js`, `Store.js`): any of it may be missing or something else. */
interface Grid {
  getStore(): { getCount(): number; getAt(index: number): { readonly id?: unknown } | undefined };
  getView(): { getRows(): ArrayLike<unknown> };
}

/**
 * The grid draws its store's records in their order, one row each, and keeps a row's place in a property of the row.
 * Both are changed in one go: between two changes the row at a place is the record at that place, which is also how the
 * page itself knows what was clicked. Where they disagree nothing is told.
 */
export const deluge: PageReader<'deluge'> = {
  id: 'deluge',

  read(row: Element & { readonly rowIndex?: unknown }): RowTorrent | undefined {
    const at = row.rowIndex;
    const grid = (globalThis as { deluge?: { torrents?: Grid } }).deluge?.torrents;
    if (typeof at !== 'number' || !grid) return undefined;
    const [store, rows] = [grid.getStore(), grid.getView().getRows()];
    if (rows[at] !== row || rows.length !== store.getCount()) return undefined;
    const hash = store.getAt(at)?.id;
    return typeof hash === 'string' ? { hash } : undefined;
  },
};
