import { parseInfoHash } from '../domain/info-hash.ts';
import type { WebUi } from '../ports/web-ui.ts';

/** Only there while there are torrents to show; until then, and on the sign-in page, something else is. */
const anyRow = '.application__panel--torrent-list .torrent__list__viewport .torrent[role="row"]';

const listOf = (document: Document): Element | null => document.querySelector(anyRow)?.parentElement ?? null;

/**
 * Flood's page, as a table ("condensed") or with three lines for each torrent ("expanded").
 *
 * The rows that are drawn are used again for other torrents, by their place in the list. Since 4.12 a row tells its
 * torrent in `data-testid`; before, only what React keeps at the row does. A foreign last child of a cell stays where
 * it is while React rewrites the cell. Cells let the mouse through to their row.
 */
export const flood: WebUi<'flood'> = {
  id: 'flood',
  client: 'flood',
  rowIdentityAttributes: ['data-testid'],
  hasReader: true,
  rewrites: 'row',

  matches: (document) => listOf(document) !== null,

  list: listOf,

  /** Since 4.12 the list scrolls itself; before, something around it that is called differently in each version. */
  scroller: (document) =>
    listOf(document)?.closest('[data-overlayscrollbars-viewport], .os-viewport, .torrent__list__viewport') ??
    null,

  /** The last child only holds the list open. */
  rows: (list) => Array.from(list.children).filter((row) => row.matches('.torrent')),

  infoHashOf: (row) => parseInfoHash(/^torrent-(\w+)$/.exec(row.getAttribute('data-testid') ?? '')?.[1]),

  /** None while the person has hidden that column. */
  nameCell: (row) => row.querySelector('.torrent__detail--name'),
};
