import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { build } from 'vite';
import { launchPlainChrome } from '../gallery/chrome.ts';

export interface StorePage {
  readonly page: Page;
  close(): Promise<void>;
}

/** A page of a real browser with `storeHands` in it. Its origin has an IndexedDB of its own, as an extension's has. */
export async function openStorePage(): Promise<StorePage> {
  const script = await bundled();
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>store</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The page has no port.');
  const browser = await launchPlainChrome();
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${address.port}/`);
  await page.addScriptTag({ content: script });
  return {
    page,
    async close() {
      await browser.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function bundled(): Promise<string> {
  const entry = fileURLToPath(new URL('./store-hands.ts', import.meta.url));
  const made = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      lib: { entry, formats: ['iife'], name: 'unused' },
    },
  });
  const [result] = Array.isArray(made) ? made : [made];
  const [chunk] = result && 'output' in result ? result.output : [];
  if (chunk?.type !== 'chunk') throw new Error('Nothing was bundled.');
  return chunk.code;
}
