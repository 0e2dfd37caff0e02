import type { PageReader, RowTorrent } from '../ports/web-ui.ts';

/** What is read of the page's own objects: any of it may be missing or something else. */
interface OwnScripts {
  readonly system?: {
    readonly control?: { readonly torrentlist?: { datagrid?(method: 'getRows'): unknown } };
  };
}

/** The page's grid has an object for every row that is shown, with all that the client told of the torrent. */
export const transmissionWebControl: PageReader<'transmission-web-control'> = {
  id: 'transmission-web-control',

  read(row): RowTorrent | undefined {
    const page = row.ownerDocument.defaultView as OwnScripts | null;
    const rows = page?.system?.control?.torrentlist?.datagrid?.('getRows');
    const at = row.getAttribute('datagrid-row-index');
    if (!Array.isArray(rows) || at === null) return undefined;
    const hash: unknown = rows[Number(at)]?.hashString;
    return typeof hash === 'string' ? { hash } : undefined;
  },
};
