import type { Page, Protocol } from 'puppeteer-core';
import { badgeTag } from '../../lib/content/badge-style.ts';
import type { PageHands } from '../rig/pages/page-hands.ts';

declare global {
  var marqueeFirsts: { row?: number; badge?: number; shift: number } | undefined;
}

interface Shift {
  readonly value: number;
  readonly hadRecentInput: boolean;
}

/** Runs in the page: when had the first row, and when the first badge, been painted, and how much has shifted? */
export function noteFirsts(rowSelector: string, tag: string): void {
  const firsts: { row?: number; badge?: number; shift: number } = { shift: 0 };
  globalThis.marqueeFirsts = firsts;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & Shift)[]) {
      if (!entry.hadRecentInput) firsts.shift += entry.value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
  const look = (): void => {
    const row = document.querySelector(rowSelector);
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
export const boxes = (page: Page, { row }: Pick<PageHands, 'row'>): Promise<readonly (readonly number[])[]> =>
  page.$$eval(
    row,
    (rows, tag) =>
      rows.slice(0, 30).flatMap((one) =>
        [one, ...one.children]
          .filter((element) => element.localName !== tag)
          .map((element) => {
            const { x, y, width, height } = element.getBoundingClientRect();
            return [x, y, width, height];
          }),
      ),
    badgeTag,
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

/** Heap in use after everything that can go has gone, in MB. */
export async function heapMb(page: Page): Promise<number> {
  const session = await page.createCDPSession();
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1e6;
}

/** Milliseconds from each key in the page's filter to the frame that shows what it did; none where it has no filter. */
export async function typingMs(page: Page, { filter }: PageHands): Promise<readonly number[]> {
  if (!filter) return [];
  await page.evaluate(() => {
    const times: number[] = [];
    const isHeard = 'marqueeKeys' in globalThis;
    Object.assign(globalThis, { marqueeKeys: times });
    if (isHeard) return;
    document.addEventListener(
      'keydown',
      () => {
        const begin = performance.now();
        const { marqueeKeys } = globalThis as unknown as { marqueeKeys: number[] };
        requestAnimationFrame(() => setTimeout(() => marqueeKeys.push(performance.now() - begin)));
      },
      true,
    );
  });
  await filter(page, 'Show.12');
  await filter(page, '');
  return page.evaluate(() => (globalThis as unknown as { marqueeKeys: number[] }).marqueeKeys);
}
