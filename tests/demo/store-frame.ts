import { readFileSync } from 'node:fs';
import type { Browser } from 'puppeteer-core';

/** What both stores want of a screenshot, in pixels. */
export const frameSize = { width: 1280, height: 800 } as const;
/** What is left of it below the caption. */
export const pageSize = { width: 1280, height: 704 } as const;

const iconFile = new URL('../../components/brand/icon.svg', import.meta.url);
const dataUrl = (type: string, bytes: Uint8Array): string =>
  `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
const icon = (): string => dataUrl('image/svg+xml', readFileSync(iconFile));

const style = `
  * { margin: 0; box-sizing: border-box }
  body { font-family: system-ui, sans-serif; color: #fffaf0; overflow: hidden }
  .band { background: linear-gradient(#142a52, #0c1c3c); position: relative }
  .band::after { content: ''; position: absolute; inset: auto 0 5px; height: 8px;
    background: radial-gradient(circle, #fffaf0 2.2px, #fffaf033 2.6px 4px, #0000 4.4px) 0 0 / 16px 8px }
  .caption { height: 96px; padding: 0 28px 10px; display: flex; align-items: center; gap: 18px }
  .caption img { height: 52px }
  .caption p { font-size: 27px; font-weight: 600 }
  .page { position: relative; width: 1280px; height: 704px; overflow: hidden }
  .page > img { display: block; width: 100% }
  .popup { position: absolute; top: 0; right: 36px; border: 1px solid #0004; border-top: 0; border-radius: 0 0 10px 10px;
    overflow: hidden; box-shadow: 0 12px 60px 8px #000a }
  .popup img { display: block }
  .behind { filter: brightness(.72) }
  .tile { width: 440px; height: 280px; display: grid; place-content: center; justify-items: center; gap: 12px;
    padding-bottom: 14px; text-align: center }
  .tile img { height: 104px }
  .tile h1 { font-size: 44px; letter-spacing: .12em; text-transform: uppercase; padding-left: .12em }
  .tile p { font-size: 18px }
  .store-icon { width: 128px; height: 128px; padding: 16px; display: block }
`;

async function draw(
  browser: Browser,
  body: string,
  { width, height }: { readonly width: number; readonly height: number },
  path: string,
): Promise<void> {
  const page = await browser.newPage();
  await page.setViewport({ width, height });
  await page.setContent(`<!doctype html><meta charset="utf-8"><style>${style}</style>${body}`);
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  await page.screenshot({ path: path as `${string}.png`, omitBackground: true });
  await page.close();
}

/** A picture of a page below a line that says what it shows; `popup` hangs in front of it where browsers show it. */
export function drawFrame(
  browser: Browser,
  path: string,
  caption: string,
  { page, popup }: { readonly page: Uint8Array; readonly popup?: Uint8Array },
): Promise<void> {
  const front = popup
    ? `<div class="popup"><img width="430" src="${dataUrl('image/png', popup)}"></div>`
    : '';
  const body = `<div class="band caption"><img src="${icon()}"><p>${caption}</p></div>
    <div class="page"><img class="${popup ? 'behind' : ''}" src="${dataUrl('image/png', page)}">${front}</div>`;
  return draw(browser, body, frameSize, path);
}

/** The small promotional tile of the Chrome Web Store. */
export const drawTile = (browser: Browser, path: string): Promise<void> =>
  draw(
    browser,
    `<div class="band tile"><img src="${icon()}"><h1>Marquee</h1><p>From your torrent page to your Plex</p></div>`,
    { width: 440, height: 280 },
    path,
  );

/** The Chrome Web Store wants 16 pixels of nothing around the icon. */
export const drawStoreIcon = (browser: Browser, path: string): Promise<void> =>
  draw(browser, `<img class="store-icon" src="${icon()}">`, { width: 128, height: 128 }, path);
