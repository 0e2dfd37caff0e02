import { browser } from 'wxt/browser';
import { matchPattern, portsWork } from './match-pattern.ts';

const id = 'torrent-page';
const pageScript = '/content-scripts/torrent-page.js';
const pageReader = '/page-reader.js';

/**
 * Has the badge script run in the pages of these addresses and nowhere else. Repeated at every start of the
 * background: an extension update drops registered scripts, and registering for a host without permission succeeds
 * and then never runs, so only allowed hosts are given.
 */
export async function registerPageScript(addresses: readonly string[]): Promise<void> {
  const matches = [...new Set(addresses.map((address) => matchPattern(address, portsWork)))];
  const registered = await browser.scripting.getRegisteredContentScripts({ ids: [id] });
  if (matches.length === 0) {
    if (registered.length > 0) await browser.scripting.unregisterContentScripts({ ids: [id] });
    return;
  }
  const script = {
    id,
    matches,
    js: [pageScript],
    runAt: 'document_idle' as const,
    persistAcrossSessions: true,
  };
  if (registered.length > 0) await browser.scripting.updateContentScripts([script]);
  else await browser.scripting.registerContentScripts([script]);
}

/** Runs the script in pages that are open already: a torrent page often stays open for weeks. */
export async function runPageScriptNow(address: string): Promise<void> {
  const tabs = await browser.tabs.query({ url: matchPattern(address, portsWork) });
  for (const tab of tabs) {
    if (tab.id === undefined) continue;
    await browser.scripting
      .executeScript({ target: { tabId: tab.id }, files: [pageScript] })
      .catch(() => undefined); // a tab may have gone, or show an error page
  }
}

/**
 * Brings the reader of rows into the page's own world: only into pages that ask, since theirs is the world of whatever
 * runs there. It holds nothing and can ask for nothing.
 */
export async function runPageReader(tabId: number): Promise<void> {
  const target = { tabId, frameIds: [0] };
  await browser.scripting.executeScript({ target, files: [pageReader], world: 'MAIN' });
}
