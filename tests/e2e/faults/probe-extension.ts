import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';

/** Another extension, unpacked on disk, with a script in every page. */
export interface ProbeExtension {
  readonly folder: string;
  remove(): void;
}

/**
 * Its script sees what any other extension's would: all of the page, closed shadow trees too, and whatever of ours
 * answers when it is spoken to.
 */
const script = `
const api = globalThis.browser ?? globalThis.chrome;
const rootOf = (element) => {
  try {
    return element.openOrClosedShadowRoot ?? globalThis.chrome?.dom?.openOrClosedShadowRoot(element) ?? null;
  } catch {
    return null;
  }
};
function insideOf(root) {
  let found = '';
  for (const element of root.querySelectorAll('*')) {
    const inner = rootOf(element);
    if (inner) found += element.localName + ': ' + inner.innerHTML + insideOf(inner);
  }
  return found;
}
const orRefused = (promise) => promise.then((value) => ['answered', value ?? null], (error) => ['refused', String(error)]);
const tasks = {
  dump: async () => ({ page: document.documentElement.outerHTML, inside: insideOf(document) }),
  say: async ({ id, messages }) => {
    const answers = [];
    for (const message of messages) answers.push((await orRefused(Promise.resolve().then(() => api.runtime.sendMessage(id, message))))[0]);
    return answers;
  },
  connect: async ({ id, name, messages }) => {
    const heard = [];
    try {
      const port = api.runtime.connect(id, { name });
      const closed = new Promise((resolve) => port.onDisconnect.addListener(() => resolve('refused')));
      const kept = new Promise((resolve) => setTimeout(resolve, 10000, 'kept open'));
      port.onMessage.addListener((message) => heard.push(message));
      for (const message of messages) port.postMessage(message);
      return [...heard, await Promise.race([closed, kept])];
    } catch (error) {
      return ['refused'];
    }
  },
};
document.addEventListener('probe-ask', async (event) => {
  const { task, about } = JSON.parse(event.detail);
  const answer = await tasks[task](about);
  document.dispatchEvent(new CustomEvent('probe-answer', { detail: JSON.stringify(answer ?? null) }));
});
document.documentElement.setAttribute('data-probe', '');
`;

export function makeProbeExtension(): ProbeExtension {
  const folder = mkdtempSync(join(tmpdir(), 'marquee-probe-'));
  const manifest = {
    manifest_version: 3,
    name: 'Probe',
    version: '1',
    host_permissions: ['http://*/*'],
    content_scripts: [{ matches: ['http://*/*'], js: ['probe.js'], run_at: 'document_start' }],
    browser_specific_settings: { gecko: { id: 'probe@probe.invalid' } },
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'probe.js'), script);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Has the other extension's script in this page do something, and gives what it says. */
export async function askProbe<T>(
  page: Page,
  task: 'dump' | 'say' | 'connect',
  about: object = {},
): Promise<T> {
  await page.waitForSelector('html[data-probe]');
  const answer = await page.evaluate(
    (detail) =>
      new Promise<string>((resolve) => {
        document.addEventListener('probe-answer', (event) => resolve((event as CustomEvent<string>).detail), {
          once: true,
        });
        document.dispatchEvent(new CustomEvent('probe-ask', { detail }));
      }),
    JSON.stringify({ task, about }),
  );
  return JSON.parse(answer) as T;
}

export interface Seen {
  /** The page as its own scripts see it. */
  readonly page: string;
  /** What is in shadow trees, closed ones too. */
  readonly inside: string;
}
