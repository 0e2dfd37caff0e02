import type { PageReader, RowTorrent } from '../ports/web-ui.ts';

/** What a row's element is given by the page's scripts, 3.00 to 4.1. */
interface TransmissionRow {
  readonly row?: { getTorrent(): { getId(): unknown; getName(): unknown; getDateAdded(): unknown } };
}

/**
 * The page asks for no info hash before a torrent is looked at closely; it goes by the number that Transmission gave
 * the torrent when it was started. After 4.1 a row has no script object and shows that number, but not since when.
 */
export const transmission: PageReader<'transmission'> = {
  id: 'transmission',

  read(row): RowTorrent | undefined {
    const torrent = (row as TransmissionRow).row?.getTorrent();
    const sessionId = torrent ? torrent.getId() : numberOf(row.getAttribute('data-torrent-id'));
    const name = torrent ? torrent.getName() : row.querySelector('.torrent-name')?.textContent;
    const addedAt = torrent ? torrent.getDateAdded() : null;
    if (typeof sessionId !== 'number' || typeof name !== 'string') return undefined;
    return addedAt === null || typeof addedAt === 'number' ? { sessionId, name, addedAt } : undefined;
  },
};

const numberOf = (text: string | null): number | undefined =>
  text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
