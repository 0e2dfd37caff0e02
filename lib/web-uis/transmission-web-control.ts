import type { WebUi } from '../ports/web-ui.ts';

/** The half of the grid that holds the columns; the other has the numbers of rows. Its children are made anew at times. */
const columns = (document: Document): Element | null =>
  document.querySelector('#m_list .datagrid-view2 > .datagrid-body');

/**
 * Transmission Web Control (its page for large screens), over Transmission's API.
 *
 * The table is made anew when it is sorted, searched, or shows another page or kind of torrents; else rows come and go
 * one by one and each is told by its number from the top. A row that changed is written anew, all its cells included.
 */
export const transmissionWebControl: WebUi<'transmission-web-control'> = {
  id: 'transmission-web-control',
  client: 'transmission',
  rowIdentityAttributes: ['datagrid-row-index'],
  hasReader: true,
  rewrites: 'row',
  badgeLapsOver: true,

  /** The grid library is used elsewhere too; these two names are the page's own. */
  matches: (document) => document.querySelector('#m_title_layout') !== null && columns(document) !== null,

  list: (document) => columns(document)?.querySelector('.datagrid-btable > tbody') ?? null,

  scroller: columns,

  rows: (list) => Array.from(list.children),

  infoHashOf: () => undefined,

  /** Columns can be moved and hidden; the cell inside is as wide as its column, whatever it holds. */
  nameCell: (row) => row.querySelector('td[field="name"] > .datagrid-cell'),
};
