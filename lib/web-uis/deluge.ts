import type { WebUi } from '../ports/web-ui.ts';

const grid = '#torrentGrid.deluge-torrents';

/**
 * Deluge's own page, 2.0 and newer.
 *
 * Only the page's scripts know which row is which torrent. Every torrent has a row, but only those in view and some
 * around them have something in it; that is written anew whenever a torrent changes, and a sort makes all rows anew.
 * In 2.0 the page also runs what a torrent's name holds in markup: nothing that comes from it may be believed.
 */
export const deluge: WebUi<'deluge'> = {
  id: 'deluge',
  client: 'deluge',
  rowIdentityAttributes: [],
  hasReader: true,
  rewrites: 'row',
  nameBlock: '.torrent-name',

  /** The list is there before anybody has signed in, and empty. */
  matches: (document) => document.querySelector(`${grid} .x-grid3-body`) !== null,

  list: (document) => document.querySelector(`${grid} .x-grid3-body`),

  scroller: (document) => document.querySelector(`${grid} .x-grid3-scroller`),

  rows: (list) => Array.from(list.children),

  infoHashOf: () => undefined,

  /**
   * Inside the cell: a row is a table of its own, and with more padding the cell itself would be wider there than in
   * the other rows.
   */
  nameCell(row) {
    const cell = row.querySelector<HTMLElement>('td.x-grid3-td-name');
    return cell && cell.style.display !== 'none' ? cell.querySelector('.x-grid3-cell-inner') : null;
  },
};
