import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ExtensionBrowser, launchFirefox } from '../rig/browser.ts';
import { keptKey, readKeptKey } from '../rig/kept-key.ts';
import { Newcomer } from '../rig/newcomer.ts';
import { type PlexTvFront, startPlexTvFront } from '../rig/plex-tv-front.ts';
import { type StandIn, startStandIn } from '../stand-in/index.ts';
import { mediaFolder } from '../stand-in/support/media-folder.ts';

let media: Awaited<ReturnType<typeof mediaFolder>>;
let plex: StandIn;
let front: PlexTvFront;
let extension: ExtensionBrowser;

beforeAll(async () => {
  media = await mediaFolder('films/.keep');
  const locations = [{ diskPath: `${media.path}/films` }];
  plex = await startStandIn({ name: 'Attic', sections: [{ type: 'movie', title: 'Films', locations }] });
  front = await startPlexTvFront(plex);
  extension = await launchFirefox({ names: front.names });
});

afterAll(async () => {
  await extension?.close();
  await front?.close();
  await plex?.close();
  await media?.[Symbol.asyncDispose]();
});

/** A page whose address begins so, as soon as there is one. Puppeteer's own idea of an address is late for pages of ours. */
async function pageAt(start: string): Promise<Page> {
  const addressOf = (page: Page): Promise<string> => page.evaluate(() => location.href).catch(() => '');
  return vi.waitFor(
    async () => {
      for (const page of await extension.browser.pages()) {
        if ((await addressOf(page)).startsWith(start)) return page;
      }
      throw new Error(`No page at ${start}.`);
    },
    { timeout: 30_000, interval: 200 },
  );
}

interface Permissions {
  readonly browser: { permissions: { getAll(): Promise<{ origins?: string[] }> } };
}
const granted = (page: Page): Promise<string[]> =>
  page.evaluate(
    async () => (await (globalThis as unknown as Permissions).browser.permissions.getAll()).origins ?? [],
  );

describe('in Firefox, with the question for access answered by a preference', () => {
  it('the welcome page opens after installing, and asks for no host before a click', async () => {
    const welcome = await pageAt(extension.pageUrl('welcome.html'));
    const newcomer = new Newcomer(welcome);
    await newcomer.says(/Sign in with Plex/);
    expect(await granted(welcome)).toEqual([]);
  });

  it('one signs in with a code, the host is asked for at that click, and the key is one that nobody can read', async () => {
    const welcome = await pageAt(extension.pageUrl('welcome.html'));
    const newcomer = new Newcomer(welcome);
    await newcomer.press('Sign in with Plex');
    await newcomer.elsewhere(await pageAt('https://app.plex.tv/auth'), '#agree');
    await newcomer.says(/Servers of your account/);
    const hosts = await granted(welcome);
    expect(hosts.length).toBeGreaterThan(0);
    expect(hosts.every((host) => /^https:\/\/(?:\*\.|[a-z]+\.)?plex\.tv\//.test(host))).toBe(true);
    expect(await readKeptKey(welcome)).toEqual(keptKey);
  });

  it('the server is connected, and the popup shows it', async () => {
    const newcomer = new Newcomer(await pageAt(extension.pageUrl('welcome.html')));
    await newcomer.press('Connect Attic');
    await newcomer.press('Use http at home');
    await expect
      .poll(async () => (await extension.ask('settings.read', {})).servers.length, { timeout: 30_000 })
      .toBe(1);
    const popup = await extension.openOwnPage('popup.html');
    await new Newcomer(popup).says(/Attic[\s\S]*Online/);
    await popup.close();
  });

  it('the section for people opens', async () => {
    const options = await extension.openOwnPage('options.html#people');
    await new Newcomer(options).says(/People/);
    await options.waitForFunction(() => document.querySelector('main button, main input') !== null);
    expect(await options.evaluate(() => document.querySelector('main [role=alert]')?.textContent ?? '')).toBe(
      '',
    );
    await options.close();
  });
});
