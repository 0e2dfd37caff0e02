import { type InfoHash, parseInfoHash } from '../domain/info-hash.ts';
import type { WebUi } from '../ports/web-ui.ts';

/** The torrents; all other tables of the page (files, peers, feeds) are made alike and have other ids. */
const list = '#List.stable > .stable-body';

/**
 * ruTorrent 3.9 and newer, in front of rtorrent.
 *
 * Only the rows in view and some around them are there, below a `tbody` or `div` that stands for those above; each
 * has its info hash as `id`, and at every refresh the same rows are taken out and put back. Columns can be moved and
 * hidden; the class of a cell stays that of its column, 0 is the name. The page takes a cell's last child for its own
 * text, so a badge goes into the `div` in the cell. There it is thrown out when the text changes.
 */
export const rutorrent: WebUi<'rutorrent'> = {
  id: 'rutorrent',
  client: 'rtorrent',
  rowIdentityAttributes: ['id'],
  hasReader: false,
  rewrites: 'cell',

  matches: (document) =>
    document.querySelector(list) !== null && document.querySelector('#tdetails, #maincont #CatList') !== null,

  list: (document) => document.querySelector(`${list} > table > tbody:not(.stable-virtpad)`),

  scroller: (document) => document.querySelector(list),

  rows: (list) => Array.from(list.children),

  infoHashOf: (row): InfoHash | undefined => parseInfoHash(row.id),

  nameCell(row) {
    const cell = row.querySelector<HTMLElement>(':scope > .stable-List-col-0');
    return cell && cell.style.display !== 'none' ? cell.querySelector(':scope > div') : null;
  },
};
