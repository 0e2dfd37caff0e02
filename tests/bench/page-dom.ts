import type { Page, Protocol } from 'puppeteer-core';
import { badgeTag } from '../../lib/content/badge-style.ts';

/** The scrolling list of qBittorrent's page. */
export const list = '#torrentsTableDiv';

declare global {
  var marqueeFirsts: { row?: number; badge?: number } | undefined;
}

/** Runs in the page: when had the first row, and when the first badge, been painted? */
export function noteFirsts(selector: string, tag: string): void {
  const firsts: { row?: number; badge?: number } = {};
  globalThis.marqueeFirsts = firsts;
  const look = (): void => {
    const row = document.querySelector(`${selector} tbody tr`);
    const badge = document.querySelector(tag);
    setTimeout(() => {
      if (row) firsts.row ??= performance.now();
      if (badge) firsts.badge ??= performance.now();
    });
    if (!badge && performance.now() - (firsts.row ?? performance.now()) < 5_000) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Runs in the page: a hundred frames of a finger on the wheel, and back. */
export async function scrollThrough(selector: string): Promise<void> {
  const scroller = document.querySelector(selector);
  for (let frame = 0; scroller && frame < 100; frame++) {
    scroller.scrollTop += frame < 50 ? 37 : -37;
    await new Promise(requestAnimationFrame);
  }
}

/** Where the first rows and their cells are. */
export const boxes = (page: Page): Promise<readonly (readonly number[])[]> =>
  page.$$eval(`${list} tbody tr`, (rows) =>
    rows.slice(0, 30).flatMap((row) =>
      [row, ...row.children].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [x, y, width, height];
      }),
    ),
  );

export function maxDifference(
  before: readonly (readonly number[])[],
  after: readonly (readonly number[])[],
): number {
  const differences = before.flatMap((box, at) =>
    box.map((value, side) => Math.abs(value - (after[at]?.[side] ?? Number.NaN))),
  );
  return Math.max(...differences);
}

/** Elements: our hosts and all that is in their shadow trees. */
export async function ourElements(page: Page): Promise<number> {
  const session = await page.createCDPSession();
  const { root: document } = await session.send('DOM.getDocument', { depth: 0 });
  const { nodeIds } = await session.send('DOM.querySelectorAll', {
    nodeId: document.nodeId,
    selector: badgeTag,
  });
  let elements = 0;
  for (const nodeId of nodeIds) {
    const { node } = await session.send('DOM.describeNode', { nodeId, depth: -1, pierce: true });
    elements += elementsIn(node);
  }
  await session.detach();
  return elements;
}

const elementsIn = (node: Protocol.DOM.Node): number =>
  [...(node.children ?? []), ...(node.shadowRoots ?? [])].reduce(
    (sum, inside) => sum + elementsIn(inside),
    node.nodeType === 1 ? 1 : 0,
  );
