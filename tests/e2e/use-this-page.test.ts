import { afterAll, beforeAll, expect, it } from 'vitest';
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
  await page.bringToFront();
  const installed = [...(await extension.browser.extensions()).values()][0];
  if (!installed) throw new Error('There is no extension.');
  await installed.triggerAction(page);
  const target = await extension.browser.waitForTarget((one) => one.url().endsWith('popup.html'));
  const popup = await target.asPage();
  await popup.waitForFunction(() =>
    [...document.querySelectorAll('button')].some((one) => /^Use this page/.test(one.innerText)),
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
