import type { Page } from 'puppeteer-core';
import type { PageHands } from './page-hands.ts';

/** A page that behaves as ruTorrent's does; see `rutorrent-like.ts`. */
export const rutorrentPage: PageHands = {
  webUi: 'rutorrent',
  async open(browser, { url, username, password }) {
    const page = await browser.newPage();
    if (password !== null) await page.authenticate({ username: username ?? '', password });
    await page.goto(url);
    await page.waitForSelector('#List tbody tr[id]');
    return page;
  },
  row: '#List tbody tr[id]',
  name: 'td.stable-List-col-0',
  scroller: '#List .stable-body',
  sortByName: (page) => page.click('#List thead td:first-child'),
  filter: (page, text) => search(page, text),
};

async function search(page: Page, text: string): Promise<void> {
  await page.$eval('#query', (input) => (input as HTMLInputElement).select());
  await page.keyboard.press('Backspace');
  if (text !== '') await page.type('#query', text);
}
