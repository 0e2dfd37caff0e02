import type { ElementHandle, JSHandle, Page } from 'puppeteer-core';

const patienceMs = 30_000;

/** Somebody who sets Marquee up with mouse and keyboard. Every press of the mouse counts, wherever it is. */
export class Newcomer {
  readonly page: Page;
  readonly #startedMs = Date.now();
  clicks = 0;

  constructor(page: Page) {
    this.page = page;
  }

  readonly tookMs = (): number => Date.now() - this.#startedMs;

  /** Clicks what begins with this text, as soon as it can be seen and pressed. */
  async press(text: string, within = 'body'): Promise<void> {
    const found = await this.#waitFor(
      `the button "${text}"`,
      (start = '', place = '') =>
        [...document.querySelectorAll<HTMLElement>(`${place} :is(button, summary, a)`)].find(
          (one) =>
            one.innerText.trim().replaceAll(/\s+/g, ' ').startsWith(start) &&
            one.getClientRects().length > 0 &&
            one.ariaBusy !== 'true' &&
            one.ariaDisabled !== 'true',
        ) ?? null,
      text,
      within,
    );
    await this.page.bringToFront();
    await (found.asElement() as ElementHandle<HTMLElement>).click();
    this.clicks++;
  }

  /** A click in a page that is not ours. */
  async elsewhere(page: Page, selector: string): Promise<void> {
    await page.waitForSelector(selector);
    await page.bringToFront();
    await page.click(selector);
    this.clicks++;
  }

  async waitForFocus(name: string): Promise<void> {
    await this.#waitFor(
      `the focus in "${name}"`,
      (field) => document.activeElement?.getAttribute('name') === field,
      name,
    );
    await this.page.bringToFront();
  }

  /** Goes on with the tab key until a field of this name has the focus. */
  async tabTo(name: string): Promise<void> {
    for (let presses = 0; presses < 20; presses++) {
      await this.page.keyboard.press('Tab');
      const focused = await this.page.evaluate(() => document.activeElement?.getAttribute('name'));
      if (focused === name) return;
    }
    throw new Error(`The tab key does not lead to "${name}".`);
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  async says(text: RegExp): Promise<void> {
    await this.#waitFor(
      `${text}`,
      (source = '') => new RegExp(source).test(document.body.innerText),
      text.source,
    );
  }

  /** What the page shows instead says more than that time ran out. */
  async #waitFor(what: string, look: (...given: string[]) => unknown, ...given: string[]): Promise<JSHandle> {
    try {
      return await this.page.waitForFunction(look, { timeout: patienceMs, polling: 50 }, ...given);
    } catch (cause) {
      const shown = await this.page.evaluate(() => document.body.innerText).catch(() => 'nothing');
      throw new Error(`Waited in vain for ${what}. The page shows:\n${shown}`, { cause });
    }
  }
}
