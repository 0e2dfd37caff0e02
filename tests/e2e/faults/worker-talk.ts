import type { CDPSession } from 'puppeteer-core';
import type { ChromeBrowser } from '../../rig/browser.ts';

export interface WorkerTalk {
  /** What was written to the console, and what was thrown at nobody, as JSON. */
  readonly logs: readonly string[];
  /** Addresses that were asked. */
  readonly sent: readonly string[];
}

/** What the background of Chromium says to its console, and what it asks of whom, from now on. */
export async function listenToWorker(extension: ChromeBrowser): Promise<WorkerTalk> {
  const logs: string[] = [];
  const sent: string[] = [];
  const session = (await extension.worker()).client as CDPSession;
  session.on('Runtime.consoleAPICalled', ({ args }) => logs.push(JSON.stringify(args)));
  session.on('Runtime.exceptionThrown', (thrown) => logs.push(JSON.stringify(thrown)));
  session.on('Log.entryAdded', (entry) => logs.push(JSON.stringify(entry)));
  session.on('Network.requestWillBeSent', ({ request }) => sent.push(request.url));
  await session.send('Runtime.enable');
  await session.send('Log.enable');
  await session.send('Network.enable');
  return { logs, sent };
}
