import type { WebUi } from '../ports/web-ui.ts';

/** `_` up to 3.00, `-` since 4.0. */
const listPath = '#torrent-container > #torrent-list, #torrent_container > #torrent_list';
const list = (document: Document): Element | null => document.querySelector(listPath);

/**
 * Transmission's own page, 3.00 and newer, in both sizes of rows.
 *
 * Up to 4.1 every torrent has a row of its own, which knows it in a script object only. What comes after 4.1 draws only
 * the rows around those in view, as new elements with the number of their torrent each time anything changes. A row
 * never becomes another torrent's.
 *
 * The name is the only part of a row that is rewritten only when it changes. The page compares it with the text of its
 * element, to which a closed shadow root adds nothing.
 */
export const transmission: WebUi<'transmission'> = {
  id: 'transmission',
  client: 'transmission',
  rowIdentityAttributes: [],
  hasReader: true,
  rewrites: 'cell',

  matches: (document) => list(document) !== null,

  list,

  scroller: (document) => list(document)?.parentElement ?? null,

  /** Without the elements that stand for rows out of view. */
  rows: (element) => Array.from(element.children).filter((row) => row.classList.contains('torrent')),

  infoHashOf: () => undefined,

  nameCell: (row) => row.querySelector('.torrent-name, .torrent_name'),
};
