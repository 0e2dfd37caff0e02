import type { PageReader } from '../ports/web-ui.ts';

/**
 * Before 4.4, qBittorrent's page keeps a row's info hash in a property of its own on the element (`dynamicTable.js`);
 * a row stays with its torrent for as long as it lives.
 */
export const qbittorrent: PageReader<'qbittorrent'> = {
  id: 'qbittorrent',

  read(row: Element & { readonly rowId?: unknown }) {
    return typeof row.rowId === 'string' ? { hash: row.rowId } : undefined;
  },
};
