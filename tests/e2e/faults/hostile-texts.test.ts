import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, KeyInput, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { displayName } from '../../../lib/domain/text.ts';
import { hostileStrings } from '../../faults/hostile-strings.ts';
import { allowedMs, scaled } from '../../faults/scale.ts';
import { buildGallery } from '../../gallery/build.ts';
import { launchPlainChrome } from '../../gallery/chrome.ts';
import { launchPlainFirefox } from '../../gallery/firefox.ts';
import { overflowsOf } from '../../gallery/inspect.ts';
import { type GalleryServer, serveGallery } from '../../gallery/serve.ts';

const launch = { chrome: launchPlainChrome, firefox: launchPlainFirefox };
/** Firefox draws the same DOM calls: it shows that its own parts of a page, and its policy, do no worse. */
const counts = { chrome: scaled(10_000, 300), firefox: scaled(300, 60) };
const names = ['popup', 'plex', 'clients', 'paths', 'people', 'behaviour', 'about', 'badges'];

let folder: string;
let server: GalleryServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-faults-'));
  await buildGallery(folder, fileURLToPath(new URL('../../faults/page/', import.meta.url)));
  server = await serveGallery(folder);
}, 120_000);
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** What our pages put before or behind a name. */
const ourPart = /^http:\/\/nas\.test\/| \(nas\.test:\d+\)$/;
const hasPage = (): boolean => window.faults !== undefined;

/** A page that can draw this view, and what it and the browser complained of. */
async function openPage(
  browser: Browser,
  view: string,
  width: number,
): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${String(error)}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warn')
      complaints.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(server.address) && !request.url().startsWith('data:'))
      complaints.push(`a request to ${request.url().slice(0, 150)}`);
  });
  await page.exposeFunction('pressKey', (key: KeyInput) => page.keyboard.press(key));
  await page.setViewport({ width, height: 700 });
  // as in the extension: under its policy, and a torrent page under none of ours
  await page.goto(`${server.address}?scene=${view === 'badges' ? 'page-badges' : view}`);
  await page.waitForFunction(hasPage);
  return { page, complaints };
}

describe.each(['chrome', 'firefox'] as const)('strangers’ texts, in %s,', (kind) => {
  const count = counts[kind];
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch[kind]();
  });
  afterAll(() => browser?.close());

  it('are shown in every view there is', async () => {
    const { page } = await openPage(browser, 'popup', 380);
    expect(await page.evaluate(() => window.faults.views)).toEqual(names);
    await page.close();
  });

  it.each(names.flatMap((view) => [320, 1280].map((width) => [view, width] as const)))(
    'of every hostile kind are text in %s, %i wide, and nothing else: none runs, none breaks the layout',
    async (view, width) => {
      const { page, complaints } = await openPage(browser, view, width);
      const texts = hostileStrings(count, names.indexOf(view) + width);
      const wanted = new Set(texts.map((text) => displayName(text) || '(no name)'));
      const enough = width === 320 ? count : Math.min(count, 100);
      let shown = 0;
      for (let at = 0, draws = 0; shown < enough && draws < enough; draws++) {
        const some = [...texts.slice(at), ...texts].slice(0, 150);
        // a page script is there for as long as its page
        if (view === 'badges' && at > 0) await page.reload().then(() => page.waitForFunction(hasPage));
        const drawn = await page.evaluate((name, given) => window.faults.draw(name, given), view, some);
        const about = JSON.stringify(some.slice(0, drawn.taken).map((text) => text.slice(0, 60)));
        // the menu's heading ends in an ellipsis on purpose, and so do signs that no browser puts a line's end between
        const overflows = (await overflowsOf(page)).filter(
          (one) => view !== 'badges' || !/^(?:h1|small)\./.test(one),
        );
        expect([drawn.objections, overflows, complaints], about).toEqual([[], [], []]);
        shown += drawn.shown.filter((text) => wanted.has(text.replace(ourPart, ''))).length;
        at = (at + drawn.taken) % texts.length;
      }
      expect(shown, 'names on the screen').toBeGreaterThanOrEqual(enough);
      await page.close();
    },
    allowedMs(600_000, 60_000),
  );
});
