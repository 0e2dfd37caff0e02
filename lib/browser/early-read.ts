import { browser } from 'wxt/browser';
import { overviewKey } from './overview-key.ts';
import { settingsKey } from './settings-key.ts';

type Stored = Readonly<Record<string, unknown>>;

/** Scripts of one page share nothing else. */
const page = globalThis as { marqueeStored?: Promise<Stored | undefined> };

/**
 * Asks for what our pages are drawn from, in their heads: the answer comes while their scripts are still being loaded,
 * which takes longer.
 */
export function readEarly(): void {
  page.marqueeStored = browser.storage.local.get([overviewKey, settingsKey]).catch(() => undefined);
}

/**
 * What was stored when the page began to load; `undefined` where nobody asked, or storage failed. A change since then
 * is not in it.
 */
export const storedEarly = async (): Promise<Stored | undefined> => page.marqueeStored;
