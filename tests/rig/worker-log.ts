import type { ChromeBrowser } from './browser.ts';

/** Listens to the log of the worker from now on, as long as it lives; what it said so far, as text. */
export async function workerLog(extension: ChromeBrowser): Promise<() => Promise<string>> {
  const lines: Promise<string>[] = [];
  const worker = await extension.worker();
  worker.on('console', (message) => {
    const values = message.args().map((one) => one.jsonValue().catch(() => '(gone)'));
    lines.push(Promise.all(values).then((all) => JSON.stringify(all)));
  });
  return async () => (await Promise.all(lines)).join('\n');
}
