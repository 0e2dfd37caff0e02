import { existsSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer-core';

const places = [
  process.env.CHROME_BIN,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A headless browser without the extension: the gallery brings its own pages. */
export function launchPlainChrome(): Promise<Browser> {
  const executablePath = places.find((place) => place !== undefined && existsSync(place));
  if (!executablePath) throw new Error('No Chromium found; set CHROME_BIN to its path.');
  return puppeteer.launch({
    executablePath,
    headless: true,
    pipe: true,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}
