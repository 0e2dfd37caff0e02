import { browser } from 'wxt/browser';
import { emptyOverview, type Overview } from '../domain/overview.ts';
import { storedEarly } from './early-read.ts';
import { overviewKey } from './overview-key.ts';
import { overviewIn } from './overview-outline.ts';
import { readOverview } from './overview-store.ts';

/** The stored overview for our pages: there at once, and told of changes. Fits `useSyncExternalStore`. */
export interface OverviewSource {
  current(): Overview;
  subscribe(listener: () => void): () => void;
}

export async function openOverviewSource(): Promise<OverviewSource> {
  const early = await storedEarly();
  let current = early ? (overviewIn(early[overviewKey]) ?? emptyOverview) : await readOverview();
  const listeners = new Set<() => void>();
  const readAgain = (isNews: (next: Overview) => boolean): void => {
    readOverview().then(
      (next) => {
        if (!isNews(next)) return;
        current = next;
        for (const listener of listeners) listener();
      },
      () => undefined, // the last one stays; the next change is read again
    );
  };
  browser.storage.local.onChanged.addListener((changes) => {
    if (overviewKey in changes) readAgain(() => true);
  });
  if (early) readAgain(({ takenAtMs }) => takenAtMs !== current.takenAtMs); // nobody has listened since then
  return {
    current: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
