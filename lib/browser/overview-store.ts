import { browser } from 'wxt/browser';
import { emptyOverview, type Overview } from '../domain/overview.ts';
import type { OverviewStore } from '../ports/overview-store.ts';
import { overviewKey } from './overview-key.ts';
import { overviewIn } from './overview-outline.ts';

export async function readOverview(): Promise<Overview> {
  const stored: Record<string, unknown> = await browser.storage.local.get(overviewKey);
  return overviewIn(stored[overviewKey]) ?? emptyOverview;
}

/** The last overview, so that the popup can be drawn before anybody answers. Derived: losing it costs nothing. */
export const overviewStore: OverviewStore = {
  read: readOverview,
  write: async (overview) => {
    await browser.storage.local.set({ [overviewKey]: overview });
  },
};
