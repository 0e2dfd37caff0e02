import type { Page } from 'puppeteer-core';
import type { PageHands } from './page-hands.ts';

const row = '.torrent__list__viewport .torrent[role="row"]';
const nameHeading = '.table__row--heading .table__heading';

/** A curtain that goes up slowly lies over the list that is there already, and takes the clicks. */
async function untilUsable(page: Page, size = ''): Promise<void> {
  await page.waitForSelector(row + size);
  await page.waitForSelector('.application__loading-overlay', { hidden: true });
}

/** Flood's own setting, which it keeps for the person; the page shows it when it is opened anew. */
async function show(page: Page, size: 'condensed' | 'expanded'): Promise<void> {
  await page.evaluate(async (torrentListViewSize) => {
    const headers = { 'content-type': 'application/json' };
    await fetch('api/settings', { method: 'PATCH', headers, body: JSON.stringify({ torrentListViewSize }) });
  }, size);
  await page.reload();
  await untilUsable(page, `.torrent--is-${size}`);
}

export const floodPage: PageHands = {
  webUi: 'flood',
  async open(browser, { url, username, password }) {
    const page = await browser.newPage();
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    await page.waitForSelector(`input[name="username"], ${row}`);
    if (await page.$('input[name="username"]')) {
      await page.type('input[name="username"]', username ?? '');
      await page.type('input[name="password"]', password ?? '');
      await page.keyboard.press('Enter');
    }
    await untilUsable(page);
    return page;
  },
  row,
  name: '.torrent__detail--name > span',
  scroller: '[data-overlayscrollbars-viewport]:has(.torrent[role="row"])',
  async sortByName(page) {
    const order = (): Promise<string | null> => page.$eval(nameHeading, (heading) => heading.ariaSort);
    const before = await order();
    await page.click(nameHeading);
    // it is sorted when Flood has taken note of it
    await page.waitForFunction(
      (heading, old) => document.querySelector(heading)?.ariaSort !== old,
      {},
      nameHeading,
      before,
    );
  },
  async filter(page, text) {
    const search = '.sidebar__item.search input';
    await page.click(search, { count: 3 });
    await page.keyboard.press('Backspace');
    if (text !== '') await page.type(search, text);
  },
  looks: {
    expanded: (page) => show(page, 'expanded'),
    condensed: (page) => show(page, 'condensed'),
  },
};
