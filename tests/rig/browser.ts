import { existsSync } from 'node:fs';
import puppeteer, { type Browser, type Page, type WebWorker } from 'puppeteer-core';
import type { RequestName, Requests } from '../../lib/messages/contract.ts';
import { startDetour } from './detour.ts';

const firstThere = (...paths: readonly (string | undefined)[]): string | undefined =>
  paths.find((path) => path !== undefined && existsSync(path));

const chromePath = firstThere(
  process.env.CHROME_BIN,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
);
export const firefoxPath = firstThere(process.env.FIREFOX_BIN, '/usr/bin/firefox-esr', '/usr/bin/firefox');

const geckoId = 'marquee@marquee.invalid';
const geckoUuid = '5b1f0a9e-6f0b-4c51-9d55-0c1b8a7d2e41';

/** A real browser with the built extension in it. */
export interface ExtensionBrowser {
  readonly kind: 'chrome' | 'firefox';
  readonly browser: Browser;
  /** Address of one of the extension's own pages: `options.html`. */
  pageUrl(path: string): string;
  openOwnPage(path: string): Promise<Page>;
  /** Lets the next question for access to this address be granted without a prompt. */
  foresee(address: string): Promise<void>;
  /** Access to an address, through the same call as the button in the options. */
  grant(address: string): Promise<void>;
  /** Asks the background as the options page does. */
  ask<Name extends RequestName>(
    name: Name,
    request: Requests[Name]['request'],
  ): Promise<Requests[Name]['response']>;
  close(): Promise<void>;
}

export interface ChromeBrowser extends ExtensionBrowser {
  worker(): Promise<WebWorker>;
  /** Ends the service worker at once, as the browser does when it is idle. */
  killWorker(): Promise<void>;
}

interface LaunchOptions {
  readonly headless?: boolean;
  readonly build?: string;
  readonly width?: number;
  readonly height?: number;
  /** Host names that lead to 127.0.0.1, to test what browsers do to names that are not loopback. */
  readonly localNames?: readonly string[];
  /** Host names that lead elsewhere, as `address:port`, with certificates that nobody has signed. */
  readonly names?: Readonly<Record<string, string>>;
  /** Leaves the page open that comes after installing; in Firefox it always stays. */
  readonly keepWelcome?: boolean;
}

const root = new URL('../../', import.meta.url).pathname;
/** Where the builds are; another folder can be named, so that one can be tested while the next is being made. */
export const builds = process.env.MARQUEE_BUILDS ?? `${root}.output`;

export async function launchChrome(options: LaunchOptions = {}): Promise<ChromeBrowser> {
  const { width = 1280, height = 800, localNames = [], names = {} } = options;
  const build = options.build ?? `${builds}/chrome-mv3`;
  const rules = [
    ...localNames.map((name) => `MAP ${name} 127.0.0.1`),
    ...Object.entries(names).map(([name, place]) => `MAP ${name} ${place}`),
  ];
  if (!chromePath) throw new Error('No Chromium found; set CHROME_BIN to its path.');
  const browser = await puppeteer.launch({
    executablePath: chromePath,
    headless: options.headless ?? true,
    pipe: true,
    enableExtensions: [build],
    defaultViewport: { width, height },
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
      `--window-size=${width},${height}`,
      ...(rules.length > 0 ? [`--host-resolver-rules=${rules.join(',')}`] : []),
      ...(Object.keys(names).length > 0 ? ['--ignore-certificate-errors'] : []),
    ],
  });
  const workerTarget = () =>
    browser.waitForTarget(
      (target) => target.type() === 'service_worker' && target.url().startsWith('chrome-extension://'),
      { timeout: 45_000 },
    );
  const id = new URL((await workerTarget()).url()).host;
  const base = `chrome-extension://${id}/`;
  if (!options.keepWelcome) await closeWelcome(browser, build);
  const openOwnPage = async (path: string): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(base + path);
    return page;
  };
  const foresee = async (address: string): Promise<void> => {
    const page = await browser.newPage();
    await page.goto('chrome://extensions/');
    await page.evaluate(
      (extension, pattern) =>
        (
          globalThis as unknown as {
            chrome: { developerPrivate: { addHostPermission(id: string, host: string): Promise<void> } };
          }
        ).chrome.developerPrivate.addHostPermission(extension, pattern),
      id,
      `${new URL(address).origin}/*`,
    );
    await page.close();
  };
  const worker = async (): Promise<WebWorker> => {
    const found = await (await workerTarget()).worker();
    if (!found) throw new Error('The extension has no worker.');
    return found;
  };
  return {
    kind: 'chrome',
    browser,
    pageUrl: (path) => base + path,
    openOwnPage,
    foresee,
    grant: async (address) => {
      await foresee(address);
      await grantFrom(await openOwnPage('options.html'), `${new URL(address).origin}/*`);
    },
    ask: (name, request) => askFrom(() => openOwnPage('options.html'), name, request),
    worker,
    killWorker: () => killWorker(browser),
    close: () => browser.close(),
  };
}

/** It would come in front of the page that a test has just opened, and pages out of sight are not kept up to date. */
async function closeWelcome(browser: Browser, build: string): Promise<void> {
  if (!existsSync(`${build}/welcome.html`)) return;
  const target = await browser.waitForTarget((one) => one.url().endsWith('/welcome.html'));
  await (await target.page())?.close();
}

/** Closes the worker's target by the browser's own session: puppeteer's handle is of no use after the first kill. */
async function killWorker(browser: Browser): Promise<void> {
  const session = await browser.target().createCDPSession();
  const workers = async () => {
    const { targetInfos } = await session.send('Target.getTargets');
    return targetInfos.filter(
      (info) => info.type === 'service_worker' && info.url.startsWith('chrome-extension://'),
    );
  };
  const victims = await workers();
  if (victims.length === 0) throw new Error('There is no worker to kill.');
  for (const { targetId } of victims) await session.send('Target.closeTarget', { targetId });
  for (;;) {
    const left = (await workers()).some((one) => victims.some(({ targetId }) => targetId === one.targetId));
    if (!left) break;
  }
  await session.detach();
}

export async function launchFirefox(options: LaunchOptions = {}): Promise<ExtensionBrowser> {
  const { width = 1280, height = 800, localNames = [], names = {} } = options;
  if (!firefoxPath) throw new Error('No Firefox found; set FIREFOX_BIN to its path.');
  const detour = Object.keys(names).length > 0 ? await startDetour(names) : null;
  const browser = await puppeteer.launch({
    browser: 'firefox',
    acceptInsecureCerts: detour !== null,
    executablePath: firefoxPath,
    headless: options.headless ?? true,
    defaultViewport: { width, height },
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [geckoId]: geckoUuid }),
      'extensions.webextOptionalPermissionPrompts': false,
      'network.dns.localDomains': localNames.join(','),
      ...detour?.preferences,
    },
  });
  await browser.installExtension(options.build ?? `${builds}/firefox-mv3`);
  const base = `moz-extension://${geckoUuid}/`;
  const openOwnPage = async (path: string): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(base + path, { waitUntil: [] }); // the load event never arrives for moz-extension://
    await page.waitForFunction(
      (url) => location.href === url && document.readyState === 'complete',
      {},
      base + path,
    );
    return page;
  };
  return {
    kind: 'firefox',
    browser,
    pageUrl: (path) => base + path,
    openOwnPage,
    foresee: async () => undefined,
    grant: async (address) => {
      const { protocol, hostname } = new URL(address);
      await grantFrom(await openOwnPage('options.html'), `${protocol}//${hostname}/*`);
    },
    ask: (name, request) => askFrom(() => openOwnPage('options.html'), name, request),
    close: async () => {
      await browser.close();
      detour?.close();
    },
  };
}

interface ExtensionApi {
  readonly permissions: { request(wanted: { origins: string[] }): Promise<boolean> };
  readonly runtime: { sendMessage(message: unknown): Promise<unknown> };
}

/** Asks for access from a real click, which both browsers insist on. */
async function grantFrom(page: Page, pattern: string): Promise<void> {
  await page.evaluate((origin) => {
    const scope = globalThis as unknown as {
      browser?: ExtensionApi;
      chrome: ExtensionApi;
      granted?: boolean;
    };
    const ask = (event: Event): void => {
      event.stopImmediatePropagation();
      (scope.browser ?? scope.chrome).permissions.request({ origins: [origin] }).then(
        (granted) => {
          scope.granted = granted;
        },
        () => {
          scope.granted = false;
        },
      );
    };
    addEventListener('click', ask, { capture: true, once: true });
  }, pattern);
  await page.mouse.click(5, 5);
  await page.waitForFunction(() => 'granted' in globalThis);
  const granted = await page.evaluate(() => (globalThis as unknown as { granted: boolean }).granted);
  await page.close();
  if (!granted) throw new Error(`Access to ${pattern} was not granted.`);
}

async function askFrom<Name extends RequestName>(
  open: () => Promise<Page>,
  name: Name,
  request: Requests[Name]['request'],
): Promise<Requests[Name]['response']> {
  const page = await open();
  const answer = (await page.evaluate(
    (message) => {
      const { browser, chrome } = globalThis as unknown as { browser?: ExtensionApi; chrome: ExtensionApi };
      return (browser ?? chrome).runtime.sendMessage(message);
    },
    { name, request },
  )) as
    | { ok: true; value: Requests[Name]['response'] }
    | { ok: false; failure: { code: string } }
    | undefined;
  await page.close();
  if (!answer?.ok) throw new Error(`${name}: ${answer?.failure.code ?? 'no answer'}`);
  return answer.value;
}
