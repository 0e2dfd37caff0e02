import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { openTorrentPage } from '../rig/torrent-page.ts';
import { setUp, startWorld, type World } from '../rig/world.ts';

interface Alarm {
  readonly name: string;
  readonly periodInMinutes: number;
  readonly scheduledTime: number;
}

let world: World;
let extension: ChromeBrowser;
let own: Page;

beforeAll(async () => {
  [world, extension] = await Promise.all([startWorld(), launchChrome()]);
  own = await extension.openOwnPage('options.html');
});

afterAll(async () => {
  await extension?.close();
  await world?.stop();
});

const alarms = (): Promise<readonly Alarm[]> =>
  own.evaluate(() => {
    const { chrome } = globalThis as unknown as {
      chrome: { alarms: { getAll(): Promise<readonly Alarm[]> } };
    };
    return chrome.alarms.getAll();
  });
const comesEvery = (minutes: number): Promise<void> =>
  vi.waitFor(async () => expect(await alarms()).toMatchObject([{ name: 'tick', periodInMinutes: minutes }]), {
    timeout: 20_000,
    interval: 100,
  });

it('the alarm comes once a minute while there is nothing to do, and every half minute while there is', async () => {
  await comesEvery(1);
  const [before] = await alarms();
  await extension.killWorker();
  await extension.ask('scan.now', {}); // another worker, with nothing to do either
  expect(await alarms()).toEqual([before]); // and it has not put the alarm off
  await openTorrentPage(extension.browser, world.swarm.client);
  await setUp(extension, world);
  await comesEvery(0.5);
});
