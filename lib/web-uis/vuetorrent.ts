import { parseInfoHash } from '../domain/info-hash.ts';
import type { WebUi } from '../ports/web-ui.ts';

/** All three ways to show torrents have this id on their outermost element; only the table has rows further in. */
const outermost = (document: Document): Element | null => document.querySelector('#torrentList');

const isTable = (list: Element): boolean => list.matches('.v-table');

/**
 * VueTorrent 2, over qBittorrent's API: a list, a grid or a table, a page of torrents at a time or an endless one.
 *
 * In the list a row's id is its hash; in the grid and the table nothing in the row tells, but each row is drawn by a
 * component that was handed the torrent. The table reuses its rows for other torrents and writes the name as the whole
 * content of its cell, which takes a foreign child out.
 */
export const vuetorrent: WebUi<'vuetorrent'> = {
  id: 'vuetorrent',
  client: 'qbittorrent',
  rowIdentityAttributes: ['id'],
  hasReader: true,
  rewrites: 'row',

  /** The title can be changed to anything. No list while there are no torrents, or another view is open. */
  matches(document) {
    const description = document.querySelector('meta[name="description"]')?.getAttribute('content');
    return description === 'VueTorrent' && outermost(document) !== null;
  },

  list(document) {
    const found = outermost(document);
    return found && isTable(found) ? found.querySelector('table > tbody') : found;
  },

  scroller(document) {
    const found = outermost(document);
    return found && isTable(found) ? found.querySelector('.v-table__wrapper') : found;
  },

  rows: (list) => Array.from(list.children),

  infoHashOf: (row) => parseInfoHash(/^torrent-(\w+)$/.exec(row.id)?.[1]),

  /** A table's row starts with a bar in the colour of its state, and while several are chosen with a box to tick. */
  nameCell(row) {
    if (row.localName !== 'tr') return row.querySelector('.v-card-title');
    const [, ...cells] = row.children;
    return cells.find((cell) => !cell.querySelector('input')) ?? null;
  },
};
