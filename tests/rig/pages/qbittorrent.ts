import { openTorrentPage } from '../torrent-page.ts';
import type { PageHands } from './page-hands.ts';

/** qBittorrent's own page, 4.4 and newer. */
export const qbittorrentPage: PageHands = {
  webUi: 'qbittorrent',
  open: (browser, { url, username, password }) =>
    openTorrentPage(browser, { url, username: username ?? '', password: password ?? '' }),
  row: '#torrentsTableDiv tbody tr[data-row-id]',
  name: 'td:nth-child(3)',
  scroller: '#torrentsTableDiv',
  sortByName: (page) => page.click('#torrentsTableFixedHeaderDiv th.column_name'),
  async filter(page, text) {
    await page.$eval('#torrentsFilterInput', (input) => (input as HTMLInputElement).select());
    await page.keyboard.press('Backspace');
    if (text !== '') await page.type('#torrentsFilterInput', text);
  },
};
