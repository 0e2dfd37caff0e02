import { browser } from 'wxt/browser';
import type { Overview } from '../domain/overview.ts';
import { overviewKey, readOverview } from './overview-store.ts';

/** The stored overview for our pages: there at once, and told of changes. Fits `useSyncExternalStore`. */
export interface OverviewSource {
  current(): Overview;
  subscribe(listener: () => void): () => void;
}

export async function openOverviewSource(): Promise<OverviewSource> {
  let current = await readOverview();
  const listeners = new Set<() => void>();
  browser.storage.local.onChanged.addListener((changes) => {
    if (!(overviewKey in changes)) return;
    readOverview().then(
      (next) => {
        current = next;
        for (const listener of listeners) listener();
      },
      () => undefined, // the last one stays; the next change is read again
    );
  });
  return {
    current: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
