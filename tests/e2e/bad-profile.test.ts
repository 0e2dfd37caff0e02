import { readFileSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';

const oldest = JSON.parse(
  readFileSync(new URL('../fixtures/settings/1.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

let extension: ChromeBrowser;
let probe: Page;

beforeAll(async () => {
  extension = await launchChrome();
  probe = await extension.openOwnPage('options.html#about');
});

afterAll(() => extension?.close());

interface Storage {
  readonly chrome: {
    readonly storage: {
      readonly local: {
        set(values: object): Promise<void>;
        get(key: string): Promise<Record<string, unknown>>;
        remove(keys: string[]): Promise<void>;
        getBytesInUse(): Promise<number>;
        readonly QUOTA_BYTES: number;
      };
    };
  };
}
const store = (values: object): Promise<void> =>
  probe.evaluate((given) => (globalThis as unknown as Storage).chrome.storage.local.set(given), values);
const stored = (): Promise<unknown> =>
  probe.evaluate(
    async () => (await (globalThis as unknown as Storage).chrome.storage.local.get('settings')).settings,
  );

it('a profile of the oldest version is read with all that is in it, and rewritten only by a change', async () => {
  await store({ settings: oldest });
  await extension.killWorker();
  const read = await extension.ask('settings.read', {});
  expect(read.servers).toEqual(oldest.servers);
  expect(read).toMatchObject({ openIn: oldest.openIn, theme: 'auto', rules: [] });
  expect(await stored()).toMatchObject({ schema: 1 });
  await extension.ask('settings.change', { change: { theme: 'dark' } });
  expect(await stored()).toMatchObject({ schema: 2, theme: 'dark', servers: oldest.servers });
});

it('a disk quota that is full loses nothing that was set, and once there is room a change is kept', async () => {
  const before = await stored();
  await probe.evaluate(async () => {
    const { local } = (globalThis as unknown as Storage).chrome.storage;
    const roomBytes = local.QUOTA_BYTES - (await local.getBytesInUse());
    await local.set({ filler: 'x'.repeat(roomBytes - 40) });
  });
  const change = {
    rules: [{ clientId: null, label: 'x'.repeat(200), ignore: true, delayMinutes: 0, library: null }],
  };
  await expect(extension.ask('settings.change', { change })).rejects.toThrow('STORAGE_BROKEN');
  expect(await stored()).toEqual(before);
  await probe.evaluate(() => (globalThis as unknown as Storage).chrome.storage.local.remove(['filler']));
  expect((await extension.ask('settings.change', { change })).rules).toHaveLength(1);
});

it('a store that can not be read is said to be so, is left as it is, and is set aside when the person starts afresh', async () => {
  await store({ settings: 'rubbish', overview: 7, 'download:x': { id: 'x' }, 'seen:y': [] });
  await extension.killWorker();
  const options = await extension.openOwnPage('options.html#plex');
  await options.bringToFront(); // the page of the first start may have come in front of it
  await options.waitForFunction(() => /could not be read/.test(document.body.innerText), {
    timeout: 50_000,
    polling: 200,
  });
  expect(await stored()).toBe('rubbish');
  await options.close();
  expect((await extension.ask('settings.startAfresh', {})).servers).toEqual([]);
  const kept = await probe.evaluate(
    async () =>
      (await (globalThis as unknown as Storage).chrome.storage.local.get('broken:settings:1'))[
        'broken:settings:1'
      ],
  );
  expect(kept).toBe('rubbish');
});
