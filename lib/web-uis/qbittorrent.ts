import { type InfoHash, parseInfoHash } from '../domain/info-hash.ts';
import type { WebUi } from '../ports/web-ui.ts';

/** The list has its own header table that stays in place; the list's own header row is squeezed to nothing (4.x, 5.1). */
const nameHeader = '#torrentsTableFixedHeaderDiv th.column_name';
const hidden = 'invisible';

const scroller = (document: Document): Element | null => document.querySelector('#torrentsTableDiv');

/**
 * qBittorrent's own page, 4.2 and newer.
 *
 * A row tells its torrent in `data-row-id` since 4.4; before that only page scripts can read it. Up to 5.2 every
 * torrent has a row of its own. From 5.3 on (5.2 on request) a few rows are reused for whatever is in view: a sort
 * changes `data-row-id` and leaves a cell's other children where they were. The page counts the cells of a row and
 * takes a name cell's first child for its own, so a foreign child goes last, and never as a cell.
 */
export const qbittorrent: WebUi<'qbittorrent'> = {
  id: 'qbittorrent',
  client: 'qbittorrent',
  rowIdentityAttributes: ['data-row-id'],
  hasReader: true,
  rewrites: 'cell',

  /** Also before the first torrent: the table is there, the rows are not. The sign-in page has no table. */
  matches(document) {
    if (!scroller(document)) return false;
    const name = document.querySelector('meta[name="application-name"]')?.getAttribute('content');
    return name === 'qBittorrent' || /qBittorrent v\d/.test(document.title);
  },

  list: (document) => document.querySelector('#torrentsTableDiv > table > tbody'),

  scroller,

  rows: (list) => Array.from(list.children),

  infoHashOf: (row): InfoHash | undefined => parseInfoHash(row.getAttribute('data-row-id')),

  /** Columns can be moved and hidden: the header knows where the name is now. */
  nameCell(row) {
    const header = row.ownerDocument.querySelector(nameHeader);
    if (!header?.parentElement || header.classList.contains(hidden)) return null;
    const column = Array.prototype.indexOf.call(header.parentElement.children, header);
    return row.children[column] ?? null;
  },
};
