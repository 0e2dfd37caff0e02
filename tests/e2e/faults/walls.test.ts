import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltManifest, objectionsTo } from '../../faults/manifest.ts';
import { serve } from '../../http/support/server.ts';
import { validPageMessages, validRequests } from '../../messages/valid-messages.ts';
import { builds, type ExtensionBrowser, launchChrome, launchFirefox } from '../../rig/browser.ts';
import { codeThatRan, lastPath } from './code-attempts.ts';
import { askProbe, makeProbeExtension } from './probe-extension.ts';

const names = ['page.test', 'evil.test'];
/** Names of hosts that stand in the code: those that are asked or opened, and what libraries write into error texts. */
const namedHosts = [
  'plex.tv',
  'clients.plex.tv',
  'app.plex.tv',
  'support.plex.tv',
  'www.plex.tv',
  'github.com',
  'react.dev',
  'www.w3.org',
  'empty.invalid',
];
const launch = { chrome: launchChrome, firefox: launchFirefox };
const messages = [
  ...Object.entries(validRequests).map(([name, request]) => ({ name, request })),
  ...Object.values(validPageMessages),
];

describe.each(['chrome', 'firefox'] as const)('the built extension in %s', (kind) => {
  const probe = makeProbeExtension();
  let extension: ExtensionBrowser;
  const named = (origin: string, name: string): string => origin.replace('127.0.0.1', name);
  /** Id that others would speak to it by. */
  const ownId = (): string =>
    kind === 'firefox' ? 'marquee@marquee.invalid' : new URL(extension.pageUrl('')).host;

  beforeAll(async () => {
    extension = await launch[kind]({ localNames: names });
    await extension.browser.installExtension(probe.folder);
  });
  afterAll(async () => {
    await extension?.close();
    probe.remove();
  });

  /** An empty web page, with the other extension's script in it. */
  async function openWebPage(): Promise<{ page: Page; origin: string }> {
    const server = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>page</title><p>page'),
    );
    const origin = named(server.origin, 'page.test');
    const page = await extension.browser.newPage();
    await page.goto(origin);
    return { page, origin };
  }

  it('has a manifest that asks for no host and opens no door', () => {
    const text = readFileSync(join(builds, `${kind}-mv3`, 'manifest.json'), 'utf8');
    expect(objectionsTo(JSON.parse(text) as BuiltManifest, kind)).toEqual([]);
  });

  it('holds no code that is made of text, and names no host but those it is for', () => {
    const files = globSync(join(builds, `${kind}-mv3`, '**/*.js'));
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) {
      const code = readFileSync(file, 'utf8');
      expect([file, /\beval\(|new Function\(|importScripts\(/.exec(code)?.[0]]).toEqual([file, undefined]);
      const hosts = [...code.matchAll(/https?:\/\/([a-z\d-]+(?:\.[a-z\d-]+)+)/gi)].map(([, host]) => host);
      expect([file, hosts.filter((host) => !namedHosts.includes(host ?? ''))]).toEqual([file, []]);
    }
  });

  it('brings nothing into torrent pages that can store, ask for a host or hold a token', () => {
    for (const file of ['content-scripts/torrent-page.js', 'page-reader.js']) {
      const code = readFileSync(join(builds, `${kind}-mv3`, file), 'utf8');
      const found = code.match(
        /indexedDB|storage\.(?:local|session|sync)|x-plex-token|executeScript|\.permissions\b/gi,
      );
      expect([file, found]).toEqual([file, null]);
    }
  });

  it.each(['popup.html', 'options.html', 'welcome.html'])(
    'lets no text become code in its %s',
    async (path) => {
      const evil = await serve((_, response) =>
        response
          .writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' })
          .end('globalThis.ran.push("code of another server")'),
      );
      const page = await extension.openOwnPage(path);
      expect(await codeThatRan(page, named(evil.origin, 'evil.test'))).toEqual([]);
      expect(evil.seen.map((request) => request.path)).toEqual([lastPath]);
      await page.close();
    },
  );

  it('lets no text become code, where a page without a policy lets it in a dozen ways', async () => {
    const { page } = await openWebPage();
    const evil = await serve((_, response) => response.end());
    const ran = await codeThatRan(page, named(evil.origin, 'evil.test'), 13);
    expect(ran.length).toBeGreaterThan(12);
    await expect.poll(() => evil.seen.map((request) => request.path)).toContain('/script.js');
    await page.close();
  });

  it('gives a web page nothing: no file, no frame, no answer', async () => {
    const { page } = await openWebPage();
    const files = [
      'popup.html',
      'options.html',
      'background.js',
      'icons/128.png',
      'page-reader.js',
      'manifest.json',
    ];
    const got = await page.evaluate(
      async (urls) => {
        const found: string[] = [];
        const { chrome, browser } = globalThis as unknown as Record<
          string,
          { runtime?: unknown } | undefined
        >;
        if (chrome?.runtime || browser?.runtime) found.push('runtime');
        for (const url of urls) {
          await fetch(url).then(
            () => found.push(`fetch ${url}`),
            () => undefined,
          );
          await new Promise<void>((resolve) => {
            const image = new Image();
            image.onload = () => resolve(void found.push(`image ${url}`));
            image.onerror = () => resolve();
            image.src = url;
          });
        }
        return found;
      },
      files.map((file) => extension.pageUrl(file)),
    );
    expect(got).toEqual([]);
    await page.evaluate(
      (url) =>
        new Promise<void>((resolve) => {
          const frames = [url, location.href].map((src) =>
            Object.assign(document.createElement('iframe'), { src }),
          );
          frames[1]?.addEventListener('load', () => resolve()); // it comes after ours, and has further to go
          document.body.append(...frames);
        }),
      extension.pageUrl('options.html'),
    );
    for (const frame of page.frames()) {
      if (frame === page.mainFrame()) continue;
      const content = await frame.content().catch(() => '');
      expect(content).not.toContain('id="root"');
    }
    await page.close();
  });

  it('answers another extension nothing, whatever it says, and does nothing for it', async () => {
    const { page } = await openWebPage();
    const before = JSON.stringify(await extension.ask('settings.read', {}));
    await page.bringToFront();
    const many = Array.from({ length: 100 }, (_, at) => messages[at % messages.length]);
    const answers = await askProbe<string[]>(page, 'say', { id: ownId(), messages: many });
    expect(answers).toHaveLength(100);
    expect(new Set(answers)).toEqual(new Set(['refused']));
    for (const name of ['torrent-page', '']) {
      const heard = await askProbe<unknown[]>(page, 'connect', { id: ownId(), name, messages });
      expect(heard.filter((one) => one !== 'refused')).toEqual([]);
    }
    expect(JSON.stringify(await extension.ask('settings.read', {}))).toBe(before);
    await page.close();
  });
});
