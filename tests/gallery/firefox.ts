import puppeteer, { type Browser } from 'puppeteer-core';
import { firefoxPath } from '../rig/browser.ts';

/** A headless browser without the extension, as `launchPlainChrome`. */
export function launchPlainFirefox(): Promise<Browser> {
  if (!firefoxPath) throw new Error('No Firefox found; set FIREFOX_BIN to its path.');
  return puppeteer.launch({ browser: 'firefox', executablePath: firefoxPath, headless: true });
}
