import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { Newcomer } from '../rig/newcomer.ts';
import { type Qbittorrent, startQbittorrent } from '../rig/qbittorrent.ts';
import { openTorrentPage } from '../rig/torrent-page.ts';

let client: Qbittorrent;
let extension: ChromeBrowser;

beforeAll(async () => {
  [client, extension] = await Promise.all([startQbittorrent(), launchChrome()]);
});

afterAll(async () => {
  await extension?.close();
  await client?.stop();
});

it('connects the torrent page that the popup was opened over, with one click', async () => {
  const page = await openTorrentPage(extension.browser, client);
  await extension.foresee(client.url);
  const installed = [...(await extension.browser.extensions()).values()][0];
  if (!installed) throw new Error('There is no extension.');
  /** A popup that was opened while the welcome tab came to the front is one over that tab: it is opened anew. */
  const popup = await vi.waitFor(
    async () => {
      await page.bringToFront();
      await installed.triggerAction(page);
      const target = await extension.browser.waitForTarget((one) => one.url().endsWith('popup.html'));
      const opened = await target.asPage();
      const offered = () =>
        [...document.querySelectorAll('button')].some((one) => /^Use this page/.test(one.innerText));
      await opened.waitForFunction(offered, { polling: 200, timeout: 8_000 }).catch(async (error) => {
        await opened.close().catch(() => undefined);
        throw error;
      });
      return opened;
    },
    { timeout: 60_000 },
  );
  await popup.$$eval('button', (buttons) =>
    buttons.find((one) => /^Use this page/.test(one.innerText))?.focus(),
  );
  await popup.keyboard.press('Enter');
  const options = await extension.openOwnPage('options.html#clients');
  const seen = new Newcomer(options);
  await expect
    .poll(async () => (await extension.ask('settings.read', {})).clients, { timeout: 20_000 })
    .toMatchObject([{ kind: 'qbittorrent', access: 'browser-session' }]);
  await options.reload();
  await seen.says(/qBittorrent \(127\.0\.0\.1:\d+\)/);
});
