import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type ExtensionBrowser, launchChrome, launchFirefox } from '../rig/browser.ts';

const launched = { chrome: launchChrome, firefox: launchFirefox };

describe.each(['chrome', 'firefox'] as const)('in %s', (kind) => {
  let extension: ExtensionBrowser | undefined;
  const launch = async (): Promise<ExtensionBrowser> => {
    extension ??= await launched[kind]();
    return extension;
  };
  afterEach(async () => {
    await extension?.ask('settings.change', { change: { theme: 'auto', language: 'browser' } });
  });
  afterAll(() => extension?.close());

  const look = (page: Page) =>
    page.evaluate(() => ({
      lang: document.documentElement.lang,
      heading: document.querySelector('h2')?.textContent ?? '',
      scheme: getComputedStyle(document.documentElement).colorScheme,
    }));
  /** When what is shown has come to be so. */
  const until = (page: Page, lang: string, heading: string, scheme: string) =>
    page
      .waitForFunction(
        (...[wantedLang, wantedHeading, wantedScheme]) =>
          document.documentElement.lang === wantedLang &&
          document.querySelector('h2')?.textContent === wantedHeading &&
          getComputedStyle(document.documentElement).colorScheme === wantedScheme,
        { timeout: 10_000 },
        lang,
        heading,
        scheme,
      )
      .catch(async (cause) => {
        throw new Error(`It looks like ${JSON.stringify(await look(page))}.`, { cause });
      });

  it('pages that are open follow the theme and the language at once, and those opened later begin with them', async () => {
    const { ask, openOwnPage } = await launch();
    const page = await openOwnPage('options.html#behaviour');
    await until(page, 'en', 'Behaviour', 'light dark');
    await ask('settings.change', { change: { theme: 'dark', language: 'de' } });
    await page.bringToFront();
    await until(page, 'de', 'Verhalten', 'dark');
    await ask('settings.change', { change: { theme: 'light', language: 'fr' } });
    await page.bringToFront();
    await until(page, 'fr', 'Comportement', 'light');
    const popup = await openOwnPage('popup.html');
    await popup.waitForFunction(() => document.documentElement.lang === 'fr');
    expect((await look(popup)).scheme).toBe('light');
  }, 60_000);

  it.runIf(kind === 'chrome')(
    'a page has its theme before its modules run, which is before it is drawn',
    async () => {
      const { ask, browser, pageUrl } = await launch();
      await ask('settings.change', { change: { theme: 'dark' } });
      const page = await browser.newPage();
      await page.evaluateOnNewDocument(() => {
        document.addEventListener('readystatechange', () => {
          window.name ||= `${document.readyState} ${document.documentElement.dataset.theme}`;
        });
      });
      await page.goto(pageUrl('options.html'));
      expect(await page.evaluate(() => window.name)).toBe('interactive dark');
    },
  );
});
