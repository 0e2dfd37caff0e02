import { browser } from 'wxt/browser';

/** A torrent page, as it can be told from the page itself. */
export interface TorrentPage {
  /** Id of a torrent client kind. */
  readonly kind: string;
  /** The folder that the page is in; ends in `/`. */
  readonly address: string;
}

/** Runs in the page, in our own world there. */
const readKind = (): unknown => (globalThis as { marqueePageKind?: unknown }).marqueePageKind;

/**
 * The torrent page in the tab that the popup was opened over; `null` for any other page. Opening the popup is what
 * lets us look (`activeTab`): at this tab, until it goes elsewhere.
 */
export async function activeTorrentPage(): Promise<TorrentPage | null> {
  try {
    const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
    const url = URL.parse(tab?.url ?? '');
    if (tab?.id === undefined || !url || !/^https?:$/.test(url.protocol)) return null;
    const target = { tabId: tab.id };
    await browser.scripting.executeScript({ target, files: ['/page-kind.js'] });
    const [found] = await browser.scripting.executeScript({ target, func: readKind });
    const kind: unknown = found?.result;
    if (typeof kind !== 'string' || !/^[a-z-]{1,40}$/.test(kind)) return null;
    return { kind, address: new URL('.', `${url.origin}${url.pathname}`).href };
  } catch {
    return null; // a page of the browser's own, which nobody may look at
  }
}
