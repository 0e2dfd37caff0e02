import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, KeyInput, Page } from 'puppeteer-core';
import { buildGallery } from './build.ts';
import { launchPlainChrome } from './chrome.ts';
import { axeFindings, injectAxe, keyboardFindings, missingText, overflowsOf } from './inspect.ts';
import { serveGallery } from './serve.ts';

export interface GalleryOptions {
  /** Where the pictures go. */
  readonly outDir: string;
  /** Only scenes whose id contains this. */
  readonly only?: string;
  /** Instead of all views: these languages, in a narrow and a wide window. */
  readonly languages?: readonly Language[];
  /** All views of the popup, and of other pages the ones that go wrong first. */
  readonly isCut?: boolean;
}

type Language = 'de' | 'fr' | 'es';

export interface GalleryResult {
  /** Paths of the pictures. */
  readonly shots: readonly string[];
  /** What axe, the keyboard, the content security policy or the console objected to, one line each. */
  readonly violations: readonly string[];
  readonly overflows: readonly string[];
}

interface View {
  readonly locale: 'en' | 'long' | 'rtl' | Language;
  readonly theme: 'light' | 'dark';
  readonly width: number;
}

const widths = [320, 380, 1280];
const views: readonly View[] = [
  ...widths.flatMap((width) => [
    { locale: 'en', theme: 'light', width } as const,
    { locale: 'en', theme: 'dark', width } as const,
  ]),
  { locale: 'long', theme: 'light', width: 320 },
  { locale: 'rtl', theme: 'light', width: 320 },
];

/** Narrow and dark, wide and light, and the texts that are longest and run the other way. */
const isTelling = ({ locale, theme, width }: View): boolean =>
  locale !== 'en' || (theme === 'dark' ? width === 320 : width === 1280);

/**
 * Draws every state of our pages in each theme and width, in longer texts and from right to left, takes a picture of
 * each and lets axe judge it.
 */
export async function runGallery(options: GalleryOptions): Promise<GalleryResult> {
  const { outDir, only = '', languages, isCut = false } = options;
  const built = await mkdtemp(join(tmpdir(), 'gallery-'));
  await mkdir(outDir, { recursive: true });
  await buildGallery(built);
  const server = await serveGallery(built);
  const browser = await launchPlainChrome();
  try {
    const wanted = languages?.flatMap((locale) =>
      [320, 1280].map((width): View => ({ locale, theme: 'light', width })),
    );
    const viewsOf = (scene: string): readonly View[] =>
      isCut && !scene.startsWith('popup-') ? views.filter(isTelling) : (wanted ?? views);
    return await drawAll(browser, server.address, outDir, only, viewsOf);
  } finally {
    await browser.close();
    await server.close();
    await rm(built, { recursive: true, force: true });
  }
}

/** The result while it grows, and what is being looked at when the page reports an error. */
interface Findings {
  readonly shots: string[];
  readonly violations: string[];
  readonly overflows: string[];
  view: string;
}

async function drawAll(
  browser: Browser,
  address: string,
  outDir: string,
  only: string,
  viewsOf: (scene: string) => readonly View[],
): Promise<GalleryResult> {
  const page = await browser.newPage();
  await page.emulateFocusedPage(true); // after a walk with the Tab key the focus is outside of the page
  const findings: Findings = { shots: [], violations: [], overflows: [], view: '' };
  page.on('pageerror', (error) => findings.violations.push(`${findings.view} error: ${String(error)}`));
  page.on('console', (message) => {
    const isBad = message.type() === 'error' || message.type() === 'warn';
    if (isBad) findings.violations.push(`${findings.view} console: ${message.text()}`);
  });
  await page.exposeFunction('pressKey', (key: KeyInput) => page.keyboard.press(key));
  await page.goto(address);
  const scenes = (await page.evaluate(() => window.gallery.scenes)).filter((id) => id.includes(only));
  if (scenes.length === 0) throw new Error(`No scene is called "${only}".`);
  for (const scene of scenes) {
    for (const [locale, ofLocale] of Map.groupBy(viewsOf(scene), (one) => one.locale)) {
      findings.view = `${scene} ${locale}`;
      await openScene(page, `${address}?scene=${scene}&locale=${locale}`, findings);
      for (const view of ofLocale) await drawView(page, scene, view, outDir, findings);
      const seen = [
        ...(locale === 'en' ? [...(await missingText(page)), ...(await keyboardFindings(page))] : []),
        ...(await page.evaluate(() => window.gallery.violations)),
      ];
      findings.violations.push(...seen.map((finding) => `${scene} ${locale} ${finding}`));
    }
  }
  return findings;
}

async function openScene(page: Page, address: string, { view, violations }: Findings): Promise<void> {
  await page.goto(address);
  try {
    await page.waitForFunction(() => window.gallery.ready);
  } catch (cause) {
    throw new Error(`${view} did not come to rest: ${violations.at(-1) ?? 'no error was seen'}`, { cause });
  }
  await injectAxe(page);
}

async function drawView(
  page: Page,
  scene: string,
  view: View,
  outDir: string,
  findings: Findings,
): Promise<void> {
  const { theme, width, locale } = view;
  const name = [scene, locale === 'en' ? theme : locale, width].join('-');
  findings.view = name;
  await setView(page, theme, width);
  const path = join(outDir, `${name}.png`);
  await page.screenshot({ path: path as `${string}.png` });
  findings.shots.push(path);
  findings.violations.push(...(await axeFindings(page)).map((finding) => `${name} ${finding}`));
  findings.overflows.push(...(await overflowsOf(page)).map((finding) => `${name} ${finding}`));
}

/** As high as the page needs, so that nothing sticks to an edge. Motion is off: things are seen where they come to rest. */
async function setView(page: Page, theme: View['theme'], width: number): Promise<void> {
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: theme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  await page.setViewport({ width, height: 600 });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewport({ width, height });
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}
