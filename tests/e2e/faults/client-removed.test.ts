import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExtensionBrowser, launchChrome, launchFirefox } from '../../rig/browser.ts';
import { downloadFilm } from '../../rig/download-film.ts';
import { Newcomer } from '../../rig/newcomer.ts';
import { startQbittorrent } from '../../rig/qbittorrent.ts';
import { storedTexts } from '../../rig/stored-texts.ts';
import { openTorrentPage } from '../../rig/torrent-page.ts';
import { plexMedia, setUpParts, startWorld, type World } from '../../rig/world.ts';

const launch = { chrome: launchChrome, firefox: launchFirefox };
const password = 'planted-password-1';
const named = (url: string, name: string): string => url.replace('127.0.0.1', name);
const badgeOf = (hash: string): string => `tr[data-row-id="${hash}"] marquee-badge`;

interface Api {
  readonly permissions: { getAll(): Promise<{ readonly origins?: readonly string[] }> };
  readonly scripting: {
    getRegisteredContentScripts(): Promise<readonly { readonly matches?: readonly string[] }[]>;
  };
  readonly declarativeNetRequest: {
    getSessionRules(): Promise<readonly { readonly condition: { readonly urlFilter?: string } }[]>;
  };
}

/** What the browser lets the extension do where: hosts, scripts, and rules for requests. */
const allowed = (own: Page) =>
  own.evaluate(async () => {
    const scope = globalThis as unknown as { browser?: Api; chrome: Api };
    const { permissions, scripting, declarativeNetRequest } = scope.browser ?? scope.chrome;
    const { origins = [] } = await permissions.getAll();
    const scripts = await scripting.getRegisteredContentScripts();
    const rules = await declarativeNetRequest.getSessionRules();
    return {
      hosts: origins.map((origin) => new URL(origin.replace('/*', '/')).hostname).sort(),
      scripts: scripts.flatMap(({ matches = [] }) => matches).length,
      rules: rules.length,
    };
  });

describe.each(['chrome', 'firefox'] as const)('a torrent client that is removed, in %s,', (kind) => {
  let world: World;
  let extension: ExtensionBrowser;
  let page: Page;
  let hash: string;

  beforeAll(async () => {
    world = await startWorld({ client: () => startQbittorrent({ password }) });
    extension = await launch[kind]({ localNames: ['nas.test', 'plex.test'] });
    const clientUrl = named(world.swarm.client.url, 'nas.test');
    page = await openTorrentPage(extension.browser, { ...world.swarm.client, url: clientUrl });
    await setUpParts(extension, {
      plexUrl: named(world.plex.plexUrl, 'plex.test'),
      token: world.plex.token,
      clientUrl,
      mappings: [{ clientId: null, from: world.mediaDir, to: plexMedia }],
      username: world.swarm.client.username,
      password,
    });
    const clientId = (await extension.ask('settings.read', {})).clients[0]?.id ?? '';
    const rule = { clientId, label: 'tv', ignore: true, delayMinutes: 0, library: null };
    await extension.ask('settings.change', { change: { rules: [rule, { ...rule, clientId: null }] } });
    hash = await downloadFilm(world, 'Nosferatu (1922)');
    await page.bringToFront();
    await page.waitForSelector(badgeOf(hash), { timeout: 60_000 });
  }, 180_000);
  afterAll(async () => {
    await extension?.close();
    await world?.stop();
  });

  it('leaves nothing behind: no access, no script, no rule, no password, and no badge', async () => {
    const own = await extension.openOwnPage('options.html#clients');
    expect(await allowed(own)).toEqual({ hosts: ['nas.test', 'plex.test'], scripts: 1, rules: 1 });
    expect(await storedTexts(extension)).toContain(password);
    await own.bringToFront();
    const person = new Newcomer(own);
    await person.press('Remove', '#root main');
    await person.press('Remove', 'dialog');
    await expect
      .poll(() => allowed(own), { timeout: 20_000 })
      .toEqual({ hosts: ['plex.test'], scripts: 0, rules: 0 });

    const left = await extension.ask('settings.read', {});
    expect([left.clients, left.rules.map(({ clientId }) => clientId)]).toEqual([[], [null]]);
    const stored = await storedTexts(extension);
    expect(stored).not.toContain(password);
    expect(stored).not.toContain('nas.test');
    await page.bringToFront();
    await page.waitForFunction(
      () => document.querySelector('marquee-badge, style[data-marquee], [data-marquee-badge]') === null,
    );
    expect(await page.$(`tr[data-row-id="${hash}"]`)).not.toBeNull();
  }, 120_000);

  it('is not looked at again, and its page has no badge when it is opened anew', async () => {
    await page.reload({ waitUntil: 'domcontentloaded' });
    await page.waitForSelector(`tr[data-row-id="${hash}"]`);
    const next = await downloadFilm(world, 'Metropolis (1927)');
    await page.waitForSelector(`tr[data-row-id="${next}"]`);
    const { downloads, clients } = await extension.ask('scan.now', {});
    expect([downloads, clients]).toEqual([[], []]);
    await page.bringToFront();
    expect(await page.$('marquee-badge, style[data-marquee]')).toBeNull();
  }, 120_000);
});
