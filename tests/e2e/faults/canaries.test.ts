import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve, type TestServer } from '../../http/support/server.ts';
import { type ChromeBrowser, type ExtensionBrowser, launchChrome, launchFirefox } from '../../rig/browser.ts';
import { downloadFilm } from '../../rig/download-film.ts';
import { startQbittorrent } from '../../rig/qbittorrent.ts';
import { openTorrentPage } from '../../rig/torrent-page.ts';
import { plexMedia, setUpParts, startWorld, type World } from '../../rig/world.ts';
import {
  everythingInReach,
  extensionStorage,
  optionsSections,
  ownPageTexts,
  wholeDocument,
} from './page-reach.ts';
import { askProbe, makeProbeExtension, type Seen } from './probe-extension.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';
import { listenToWorker, type WorkerTalk } from './worker-talk.ts';

/** Secrets that can be told from everything else, and from each other. */
const secrets = {
  token: 'canary-token-Zq7-1',
  password: 'canary p\u00e4ss/word+Zq7-2',
  apiKey: 'canary-apikey-Zq7-3',
};

/** A secret as it is, and as URLs, forms, base64, JSON and its letters backwards have it. */
const spellingsOf = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  new URLSearchParams({ x: secret }).toString().slice(2),
  btoa(String.fromCharCode(...new TextEncoder().encode(secret))).replace(/=+$/, ''),
  JSON.stringify(secret).slice(1, -1),
  [...secret].reverse().join(''),
];
const canariesIn = (text: string): readonly string[] =>
  Object.values(secrets)
    .flatMap(spellingsOf)
    .filter((spelling) => text.includes(spelling));

const hosts = ['nas.test', 'plex.test', 'seedbox.test', 'evil.test'];
const named = (url: string, name: string): string => url.replace('127.0.0.1', name);
const launch = { chrome: launchChrome, firefox: launchFirefox };

/** A qBittorrent that wants an API key; it holds nothing. */
const answerWithKey = (path: string): string => {
  if (path.endsWith('/app/version')) return 'v5.2.0';
  if (path.endsWith('/app/webapiVersion')) return '2.12.0';
  return path.includes('/sync/maindata') ? '{"rid":1,"full_update":true,"torrents":{}}' : '[]';
};

describe.each(['chrome', 'firefox'] as const)('secrets planted in the extension, in %s,', (kind) => {
  const probe = makeProbeExtension();
  let world: World;
  let extension: ExtensionBrowser;
  let client: RecordingProxy;
  let seedbox: TestServer;
  let page: Page;
  let heard: WorkerTalk | undefined;
  const consoles: string[] = [];

  beforeAll(async () => {
    world = await startWorld({
      plex: { token: secrets.token },
      client: () => startQbittorrent({ password: secrets.password }),
    });
    client = await startRecordingProxy(world.swarm.client.url);
    extension = await launch[kind]({ localNames: hosts });
    await extension.browser.installExtension(probe.folder);
  }, 120_000);
  afterAll(async () => {
    await extension?.close();
    await client?.close();
    await world?.stop();
    probe.remove();
  });

  /** Everything that any page or other extension can get at, of the torrent page and of our own pages. */
  async function everything(): Promise<Record<string, string>> {
    await page.bringToFront();
    const { page: dom, inside } = await askProbe<Seen>(page, 'dump');
    const found: Record<string, string> = {
      'the page': dom,
      'closed shadow trees': inside,
      'globals and stores of the page': await everythingInReach(page),
    };
    if (kind === 'chrome') found['all there is in the page'] = await wholeDocument(page);
    for (const path of ['popup.html', ...optionsSections.map((at) => `options.html#${at}`)]) {
      const own = await extension.openOwnPage(path);
      own.on('console', (message) => consoles.push(message.text()));
      await own.waitForFunction(() => (document.body.innerText ?? '').length > 20);
      found[path] = (await own.content()) + (await ownPageTexts(own));
      if (path === 'popup.html') found['extension storage'] = await extensionStorage(own);
      await own.close();
    }
    found['exported settings'] = JSON.stringify(await extension.ask('settings.export', {}));
    return found;
  }

  it('are in use: Plex, a client with a password and one with a key are asked, and a badge is there', async () => {
    seedbox = await serve(({ path, headers }, response) =>
      response
        .writeHead(headers.authorization === `Bearer ${secrets.apiKey}` ? 200 : 403)
        .end(answerWithKey(path)),
    );
    if (kind === 'chrome') heard = await listenToWorker(extension as ChromeBrowser);
    const clientUrl = `${named(client.origin, 'nas.test')}/`;
    page = await openTorrentPage(extension.browser, { ...world.swarm.client, url: clientUrl });
    page.on('console', (message) => consoles.push(message.text()));
    await setUpParts(extension, {
      plexUrl: named(world.plex.plexUrl, 'plex.test'),
      token: secrets.token,
      clientUrl,
      mappings: [{ clientId: null, from: world.mediaDir, to: plexMedia }],
      username: world.swarm.client.username,
      password: secrets.password,
    });
    const keyed = { kind: 'qbittorrent', address: `${named(seedbox.origin, 'seedbox.test')}/` } as const;
    await extension.grant(keyed.address);
    const check = await extension.ask('client.save', {
      client: { ...keyed, access: 'api-key', username: null },
      secret: secrets.apiKey,
    });
    expect(check.ok).toBe(true);
    await page.bringToFront();
    const hash = await downloadFilm(world, 'Sintel (2010)');
    await page.waitForSelector(`tr[data-row-id="${hash}"] marquee-badge`, { timeout: 60_000 });
    await expect
      .poll(async () => (await extension.ask('overview.refresh', {})).downloads[0]?.href ?? '', {
        timeout: 60_000,
        interval: 500,
      })
      .not.toBe('');
    const { secrets: kept } = await extension.ask('settings.read', {});
    expect([kept.servers.length, kept.clients.length]).toEqual([1, 2]);

    const found = await everything();
    for (const [where, text] of Object.entries(found)) {
      expect([where, text.length > 10, canariesIn(text)]).toEqual([where, true, []]);
    }
    // what was looked through is what it should be: into the closed trees, and the stores as they are
    expect(found['closed shadow trees']).toContain('/library/metadata/'.replaceAll('/', '%2F'));
    expect(found['extension storage']).toContain(world.plex.machineIdentifier);
    expect(found['globals and stores of the page']).toContain('Sintel (2010)');
    expect(found['popup.html']).toContain('Sintel (2010)');
  }, 180_000);

  it('stay where they are while things go wrong: wrong answers, wrong tokens, a server that is gone', async () => {
    const plexUrl = named(world.plex.plexUrl, 'plex.test');
    const clientUrl = `${named(client.origin, 'nas.test')}/`;
    const evil = await serve(({ headers }, response) => response.writeHead(500).end(JSON.stringify(headers)));
    const evilUrl = named(evil.origin, 'evil.test');
    await extension.grant(evilUrl);
    const answers: unknown[] = [];
    const settle = async (asked: Promise<unknown>): Promise<void> => {
      answers.push(await asked.catch((error: unknown) => String(error)));
    };
    for (const address of [evilUrl, plexUrl, clientUrl, 'http://plex.test:1', `${plexUrl}/?X-Plex-Token=x`]) {
      await settle(
        extension.ask('plex.test', { address, token: `${secrets.token}`, machineIdentifier: null }),
      );
      await settle(extension.ask('plex.test', { address, token: null, machineIdentifier: null }));
      for (const access of ['password', 'api-key'] as const) {
        const form = { kind: 'qbittorrent', address, access, username: 'admin' } as const;
        if (address !== clientUrl)
          await settle(extension.ask('client.test', { client: form, secret: 'other' }));
      }
    }
    await world.plex.close();
    await settle(extension.ask('scan.now', {}));
    await settle(extension.ask('overview.refresh', {}));
    const texts = { ...(await everything()), answers: JSON.stringify(answers) };
    for (const [where, text] of Object.entries(texts)) {
      expect([where, canariesIn(text)]).toEqual([where, []]);
    }
    expect(evil.seen.length).toBeGreaterThan(0);
    expect(canariesIn(JSON.stringify(evil.seen))).toEqual([]);
  }, 120_000);

  it('went to their own servers alone, and there into a header or the form of a sign-in', () => {
    const { requests } = world.plex;
    expect(
      requests.filter(({ headers }) => headers['x-plex-token'] === secrets.token).length,
    ).toBeGreaterThan(3);
    for (const { url, headers: all } of requests) {
      const { 'x-plex-token': _own, ...headers } = all;
      expect([url, canariesIn(JSON.stringify([url, headers]))]).toEqual([url, []]);
    }
    expect(client.requests.some(({ body }) => body.includes('password='))).toBe(true);
    for (const { url, headers, body } of client.requests) {
      const isSignIn = url === '/api/v2/auth/login';
      const text = JSON.stringify([url, headers, isSignIn ? '' : body]);
      expect([url, canariesIn(text)]).toEqual([url, []]);
      if (isSignIn) expect(body).not.toContain('Zq7-1');
    }
    // vitest ends its servers with the test that began them; what they saw stays
    for (const { path, headers: all, body } of seedbox.seen) {
      const { authorization: _own, ...headers } = all;
      expect([path, canariesIn(JSON.stringify([path, headers, body]))]).toEqual([path, []]);
    }
    expect(seedbox.seen.length).toBeGreaterThan(2);
  });

  it('are in no log, and nobody else was asked anything', () => {
    expect(consoles.flatMap(canariesIn)).toEqual([]);
    if (!heard) return;
    expect(heard.sent.length).toBeGreaterThan(10);
    expect([...heard.logs, ...heard.sent].flatMap(canariesIn)).toEqual([]);
    const abroad = heard.sent.filter((url) => url.startsWith('http')); // others are files of the package
    const asked = new Set(abroad.map((url) => new URL(url).hostname));
    expect([...asked].filter((host) => !hosts.includes(host))).toEqual([]);
  });
});
