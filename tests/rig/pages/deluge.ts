import type { Browser, Page } from 'puppeteer-core';
import type { TorrentDaemon } from '../torrent-daemon.ts';
import type { PageHands } from './page-hands.ts';

/** What is used of the page's own scripts. */
interface DelugePage {
  readonly deluge: {
    readonly sidebar: { getFilterStates(): object };
    readonly ui: { update(): void };
  };
}

/** Deluge's own page. */
export const delugePage: PageHands = {
  webUi: 'deluge',
  open,
  row: '#torrentGrid .x-grid3-body > .x-grid3-row',
  name: '.torrent-name',
  scroller: '#torrentGrid .x-grid3-scroller',
  sortByName: (page) => page.click('#torrentGrid .x-grid3-hd-name'),
  // The page has no field for a text, only lists of states, trackers and labels; what they come to is asked of the
  // daemon, which knows texts too.
  filter: (page, text) =>
    page.evaluate((name) => {
      const { deluge } = globalThis as unknown as DelugePage;
      deluge.sidebar.getFilterStates = () => (name === '' ? {} : { name });
      deluge.ui.update();
    }, text),
};

async function open(browser: Browser, { url, password }: TorrentDaemon): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  // the page puts the cursor there a moment after the field is shown, and selects what it finds
  await page.waitForSelector('input[name="password"]:focus');
  await page.keyboard.type(password ?? '');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#torrentGrid .x-grid3-row .torrent-name');
  return page;
}
