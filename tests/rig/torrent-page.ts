import type { Browser, Page } from 'puppeteer-core';
import type { Qbittorrent } from './qbittorrent.ts';

/** qBittorrent's own page in a browser, signed in as a person would. Resolves when its list is there. */
export async function openTorrentPage(
  browser: Browser,
  client: Pick<Qbittorrent, 'url' | 'username' | 'password'>,
): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(client.url, { waitUntil: 'domcontentloaded' });
  await page.waitForSelector('#username, #torrentsTableDiv');
  if (await page.$('#username')) {
    await page.type('#username', client.username);
    await page.type('#password', client.password);
    await page.click('#login, #loginButton');
    await page.waitForSelector('#torrentsTableDiv');
  }
  return page;
}
