import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitForBadge } from '../rig/badges.ts';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { downloadFilm } from '../rig/download-film.ts';
import { openTorrentPage } from '../rig/torrent-page.ts';
import { startWorld, type World } from '../rig/world.ts';

let world: World;
let extension: ChromeBrowser;
let options: Page;
let notPlex: Server;

beforeAll(async () => {
  notPlex = createServer((_request, response) => response.end('<h1>It works!</h1>'));
  await new Promise<void>((ready) => notPlex.listen(0, '127.0.0.1', ready));
  [world, extension] = await Promise.all([startWorld(), launchChrome()]);
  options = await extension.openOwnPage('options.html');
});

afterAll(async () => {
  notPlex?.close();
  await extension?.close();
  await world?.stop();
});

async function type(name: string, text: string): Promise<void> {
  await options.waitForSelector(`input[name="${name}"]`);
  await options.$eval(`input[name="${name}"]`, (input) => (input as HTMLInputElement).select());
  await options.type(`input[name="${name}"]`, text);
}

/** Fills the form for a Plex server and presses its button; the browser's question for access is answered yes. */
async function tryServer(address: string, token: string): Promise<void> {
  await extension.foresee(address);
  await options.bringToFront();
  await type('address', address);
  await type('token', token);
  await options.click('button[type="submit"]');
}

const says = (text: RegExp): Promise<unknown> =>
  options.waitForFunction(
    (source) => new RegExp(source, 'i').test(document.body.innerText),
    { timeout: 20_000 },
    text.source,
  );

describe('setting up by hand', () => {
  it('says in a sentence what is wrong with each wrong address or token, and stores nothing', async () => {
    const port = (notPlex.address() as AddressInfo).port;
    await tryServer(`http://127.0.0.1:${port}`, 'whatever');
    await says(/not a Plex server/);
    await tryServer('http://127.0.0.1:9', 'whatever');
    await says(/Nothing answered/);
    await tryServer(world.plex.plexUrl, 'a-wrong-token');
    await says(/did not accept the token/);
    expect((await extension.ask('settings.read', {})).servers).toEqual([]);
  });

  it('connects Plex and the torrent page, maps the path, and the first badge appears', async () => {
    await options.bringToFront();
    await tryServer(world.plex.plexUrl, world.plex.token);
    await says(/Attic is connected/);
    expect(await options.content()).not.toContain(world.plex.token);

    const page = await openTorrentPage(extension.browser, world.swarm.client);
    await extension.foresee(world.swarm.client.url);
    await options.bringToFront();
    await options.goto(extension.pageUrl('options.html#clients'));
    await type('address', world.swarm.client.url);
    await options.click('button[type="submit"]');
    await options.waitForFunction(
      () => location.hash === '#clients' && !document.querySelector('input[name="address"]'),
    );
    expect((await extension.ask('settings.read', {})).clients).toHaveLength(1);

    await page.bringToFront();
    const name = 'Der Golem (1920)';
    const hash = await downloadFilm(world, name);
    await waitForBadge(page, hash, (badge) => /folder|library|path/i.test(badge.text), 40_000);
    await extension.ask('mappings.save', {
      mappings: [{ clientId: null, from: world.mediaDir, to: '/media' }],
    });
    await page.bringToFront();
    await waitForBadge(page, hash, (badge) => badge.href !== null, 40_000);
  });
});

describe('the popup', () => {
  it('opens from the toolbar and shows the server, its version and what arrived', async () => {
    const page = (await extension.browser.pages()).at(-1);
    const installed = [...(await extension.browser.extensions()).values()][0];
    if (!page || !installed) throw new Error('no page, or no extension');
    await installed.triggerAction(page);
    const target = await extension.browser.waitForTarget((one) => one.url().endsWith('popup.html'));
    const popup = await target.asPage();
    await popup.waitForFunction(() => document.body.innerText.includes('Attic'));
    const text = await popup.evaluate(() => document.body.innerText);
    expect(text).toContain(world.plex.items()[0]?.title ?? 'an item');
    expect(text).toMatch(/1\.43\.4/);
    expect(text).toMatch(/Online/i);
    mkdirSync('artifacts', { recursive: true });
    await popup.screenshot({ path: 'artifacts/popup.png' });
  });
});
