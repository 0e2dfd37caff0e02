import type { WebUi } from '../ports/web-ui.ts';

/** Tables of files, peers and trackers are made alike; they come further down, below the torrents or in a dialog. */
const table = (document: Document): Element | null => document.querySelector('.torrent-table-container');

/**
 * TrguiNG's web page, 1.3 and newer, over Transmission's API.
 *
 * Nothing in a row tells its torrent. Only the rows around those in view exist; a row stays with its torrent, unless
 * Transmission starts anew and gives the number that the page knows it by to another.
 */
export const trguing: WebUi<'trguing'> = {
  id: 'trguing',
  client: 'transmission',
  rowIdentityAttributes: [],
  hasReader: true,
  rewrites: 'row',

  /** The title ends so always: the page puts only speeds before it. */
  matches: (document) => document.title.endsWith('TrguiNG') && table(document) !== null,

  list: (document) => table(document)?.querySelector('.torrent-table') ?? null,

  scroller: (document) => table(document)?.querySelector('.torrent-table-rows') ?? null,

  rows: (list) => Array.from(list.children),

  infoHashOf: () => undefined,

  /** Columns can be moved; the cell with the name is the only one that starts with a sign for the torrent's state. */
  nameCell: (row) => row.querySelector('.td .icon-container')?.closest('.td') ?? null,
};
