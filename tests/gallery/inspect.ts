import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'puppeteer-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const injectAxe = (page: Page): Promise<unknown> => page.evaluate(axeSource);

/** What axe objects to, one line each. */
export async function axeFindings(page: Page): Promise<string[]> {
  const results = (await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<unknown> } }).axe.run(),
  )) as AxeResults;
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) =>
        `${id} at ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`,
    ),
  );
}

/** A scene that does not show its state. */
export async function missingText(page: Page): Promise<string[]> {
  const { wanted, text } = await page.evaluate(() => ({
    wanted: window.gallery.shows,
    text: window.gallery.shownText(),
  }));
  return wanted !== undefined && text.includes(wanted) ? [] : [`does not show "${wanted}"`];
}

/** Whatever is larger than what it stands in: the page itself, or text that is cut off at a side or below. */
export function overflowsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const found: string[] = [];
    if (root.scrollWidth > root.clientWidth) found.push(`page: ${root.scrollWidth} > ${root.clientWidth}`);
    for (const element of window.gallery.allElements(document.body)) {
      // a name that ends in an ellipsis is whole in its tooltip; the torrent page cuts its own
      if (element.closest('[title], .look-alike') && !element.shadowRoot) continue;
      if (element.closest('.visually-hidden, svg, input, select') || element.clientWidth === 0) continue;
      const { overflowX, overflowY } = getComputedStyle(element);
      const isClipped = overflowX !== 'visible';
      const isCutBelow =
        /^(?:hidden|clip)$/.test(overflowY) && element.scrollHeight > element.clientHeight + 1;
      const { right, left } = element.getBoundingClientRect();
      const sticksOut = right > root.clientWidth + 1 || left < -1;
      if (sticksOut || isCutBelow || (isClipped && element.scrollWidth > element.clientWidth + 1)) {
        found.push(
          `${element.tagName.toLowerCase()}.${element.className}: ${element.textContent?.slice(0, 40)}`,
        );
      }
    }
    return found;
  });
}

/** Whatever can be used with a mouse and is not reached with the Tab key, or reached without showing it. */
export async function keyboardFindings(page: Page): Promise<string[]> {
  const findings: string[] = [];
  const expected = await page.evaluate(() => {
    const begin = window.gallery.focusedElement();
    if (!begin?.closest('[popover]')) begin?.blur(); // a menu that is left is closed
    const scope = document.querySelector('dialog[open]') ?? document;
    const all = window.gallery
      .allElements(scope)
      .filter((one) => one.matches('a[href], button, input, select, summary'));
    const reachable = all.filter(
      (one) => one.checkVisibility() && !one.matches('[type=radio]:not(:checked)'),
    );
    for (const one of reachable)
      one.dataset.unreached = one.innerText || one.getAttribute('name') || one.tagName;
    delete window.gallery.focusedElement()?.dataset.unreached;
    return reachable.length;
  });
  for (let at = 0; at < 2 * expected + 2; at++) {
    await page.keyboard.press('Tab');
    const invisible = await page.evaluate(() => {
      const focused = window.gallery.focusedElement();
      if (!focused) return null;
      delete focused.dataset.unreached;
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      return outlineStyle === 'none' || outlineWidth === '0px' ? focused.outerHTML.slice(0, 80) : null;
    });
    if (invisible) findings.push(`focus can not be seen at ${invisible}`);
  }
  const unreached = await page.evaluate(() =>
    window.gallery.allElements().flatMap(({ dataset }) => dataset.unreached ?? []),
  );
  return [...new Set(findings), ...unreached.map((name) => `not reached with the Tab key: ${name}`)];
}
