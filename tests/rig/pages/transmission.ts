import type { Browser, Page } from 'puppeteer-core';
import type { TorrentDaemon } from '../torrent-daemon.ts';
import type { PageHands } from './page-hands.ts';

/** Transmission's own page, 3.00 and newer. */
export const transmissionPage: PageHands = {
  webUi: 'transmission',
  open,
  row: ':is(#torrent-list, #torrent_list) > li.torrent',
  name: ':is(.torrent-name, .torrent_name)',
  scroller: ':is(#torrent-container, #torrent_container)',
  sortByName,
  async filter(page, text) {
    const field = ':is(#torrent-search, #torrent_search)';
    await page.$eval(field, (input) => (input as HTMLInputElement).select());
    await page.keyboard.press('Backspace');
    if (text !== '') await page.type(field, text);
  },
  // compact last: of full rows the list shows too few at once
  looks: { full: (page) => changeSize(page, false), compact: (page) => changeSize(page, true) },
};

async function open(browser: Browser, { url, username, password }: TorrentDaemon): Promise<Page> {
  const page = await browser.newPage();
  if (password !== null) await page.authenticate({ username: username ?? '', password });
  await page.goto(url);
  await page.waitForSelector(transmissionPage.row);
  return page;
}

/** The list is sorted by name from the start; each time it is turned round. */
async function sortByName(page: Page): Promise<void> {
  const first = `${transmissionPage.row} ${transmissionPage.name}`;
  const before = await page.$eval(first, (name) => name.textContent);
  const isOld = await page.evaluate(() => {
    const item = document.querySelector<HTMLElement>('#reverse_sort_order');
    item?.click(); // in a menu that opens under the pointer
    return item !== null;
  });
  if (!isOld) await turnOver(page, 'Reverse sort');
  await page.waitForFunction(
    (selector, had) => document.querySelector(selector)?.textContent !== had,
    {},
    first,
    before,
  );
}

async function changeSize(page: Page, toCompact: boolean): Promise<void> {
  const compact = `${transmissionPage.row}.compact`;
  if (((await page.$(compact)) !== null) === toCompact) return;
  const button = await page.$('#compact-button');
  if (button) await button.click();
  else await turnOver(page, 'Compact rows');
  await page.waitForFunction(
    (selector, wanted) => (document.querySelector(selector) !== null) === wanted,
    {},
    compact,
    toCompact,
  );
}

/** Ticks or unticks something in the menu of 4.0 and newer. */
async function turnOver(page: Page, label: string): Promise<void> {
  await page.click('#toolbar-overflow');
  await page.waitForSelector('#display-options');
  await page.evaluate((text) => {
    const labels = [...document.querySelectorAll<HTMLLabelElement>('#display-options label')];
    labels.find((one) => one.textContent === text)?.control?.click();
  }, label);
  await page.click('#toolbar-overflow');
}
